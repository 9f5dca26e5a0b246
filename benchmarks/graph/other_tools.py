"""This module holds the graphs of other tools, each from a process of its own: grimp for Python, dependency-cruiser.

Both read files of a checkout; each edge is a pair of paths from the top of it.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

Pairs = frozenset[tuple[str, str]]

_GRIMP = """\
import json, sys, time
import grimp
sys.path.insert(0, sys.argv[1])
start = time.perf_counter()
graph = grimp.build_graph(*sys.argv[2:], cache_dir=None)
pairs = [(m, i) for m in sorted(graph.modules) for i in sorted(graph.find_modules_directly_imported_by(m))]
json.dump([time.perf_counter() - start, sorted(graph.modules), pairs], sys.stdout)
"""
_NO_RULES = {"options": {"tsPreCompilationDeps": True, "doNotFollow": {"path": "node_modules"}}}


class Peer(NamedTuple):
    """What another tool found: its files, its edges, and how many seconds it took."""

    files: frozenset[str]
    pairs: Pairs
    seconds: float


def ask_grimp(checkout: Path, root: str, packages: list[str]) -> Peer:
    """Return the graph of some Python packages in a folder, as grimp sees it."""
    folder = checkout / root
    done = subprocess.run(
        [sys.executable, "-c", _GRIMP, str(folder), *packages], stdout=subprocess.PIPE, text=True, check=True
    )
    seconds, modules, pairs = json.loads(done.stdout)
    places = {module: _find_module(checkout, folder, module) for module in modules}
    known = {module: place for module, place in places.items() if place}
    edges = {(known[one], known[other]) for one, other in pairs if one in known and other in known}
    return Peer(frozenset(known.values()), frozenset(edges), seconds)


def _find_module(checkout: Path, folder: Path, module: str) -> str:
    stem = folder.joinpath(*module.split("."))
    for place in (stem / "__init__.py", stem.with_name(f"{stem.name}.py")):
        if place.is_file():
            return place.relative_to(checkout).as_posix()
    return ""


def ask_cruiser(cruiser: Path, checkout: Path, root: str, folders: list[str]) -> Peer:
    """Return the graph of some folders of JavaScript and TypeScript, as dependency-cruiser sees it.

    The packages of the checkout are linked into its `node_modules`, as an installation would do it.
    """
    _link_packages(checkout)
    folder = checkout / root
    rules = checkout.parent / f"{checkout.name}-cruiser.json"
    rules.write_text(json.dumps(_NO_RULES), encoding="utf-8")
    command = [str(cruiser), "--config", str(rules), "--output-type", "json", *folders]
    if (folder / "tsconfig.json").is_file():
        command += ["--ts-config", "tsconfig.json"]
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, text=True, check=False)
    seconds = time.perf_counter() - start
    modules = json.loads(done.stdout)["modules"]
    places = {m["source"]: _relative(checkout, folder, m["source"]) for m in modules}
    pairs = {
        (places[m["source"]], _relative(checkout, folder, d["resolved"]))
        for m in modules
        for d in m["dependencies"]
        if not d.get("coreModule") and not d.get("couldNotResolve")
    }
    return Peer(frozenset(places.values()), frozenset(pairs), seconds)


def _relative(checkout: Path, folder: Path, place: str) -> str:
    whole = os.path.realpath(folder / place)
    return os.path.relpath(whole, os.path.realpath(checkout))


def _link_packages(checkout: Path) -> None:
    installed = checkout / "node_modules"
    for manifest in sorted(checkout.rglob("package.json")):
        if "node_modules" in manifest.parts:
            continue
        name = json.loads(manifest.read_text(encoding="utf-8-sig") or "{}").get("name")
        link = installed / name if isinstance(name, str) and name and ".." not in name else None
        if link is not None and not link.exists():
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(manifest.parent, target_is_directory=True)
