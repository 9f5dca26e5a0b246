"""This module holds what import-linter itself says of a tree: what its contracts forbid, one by one.

It runs in a process of its own, on files that were written to a folder. An import that is reported because others
lead through it is counted apart from one that is forbidden by its two ends.
"""

import io
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import NamedTuple

_RUN = """\
import copy, json, os, sys
from importlinter.configuration import configure
configure()
from importlinter.application import use_cases
from importlinter.application.app_config import settings
from importlinter.domain.contract import registry
os.chdir(sys.argv[1]); sys.path[:0] = [sys.argv[1], os.path.join(sys.argv[1], "src")]
options = use_cases.read_user_options(sys.argv[2])
use_cases._register_contract_types(options)
graph = use_cases._build_graph(
    root_package_names=options.session_options["root_packages"], cache_dir=None, verbose=False,
    include_external_packages=use_cases._get_include_external_packages(options),
    exclude_type_checking_imports=use_cases._get_exclude_type_checking_imports(options))
direct, chains, failed = [], [], []
def walk(found, name):
    if isinstance(found, dict):
        links = found.get("chain")
        if isinstance(links, list) and len(links) == 1:
            [walk(link, name) for link in links + found["extra_firsts"] + found["extra_lasts"]]
        elif isinstance(links, list):
            walk(links, name)
        elif "importer" in found and "line_numbers" in found:
            direct.append([name, found["importer"], found["imported"], [n for n in found["line_numbers"] if n]])
        else:
            [walk(inner, name) for inner in found.values()]
    elif isinstance(found, list) and len(found) > 1 and all(isinstance(f, dict) and "line_numbers" in f for f in found):
        chains.append([name, " -> ".join([found[0]["importer"], *(f["imported"] for f in found)])])
    elif isinstance(found, (list, tuple)):
        [walk(inner, name) for inner in found]
for entry in options.contracts_options:
    name = entry["name"]
    entry["unmatched_ignore_imports_alerting"] = "none"
    try:
        contract = registry.get_contract_class(entry["type"])(
            name=name, session_options=options.session_options, contract_options=entry)
        found = contract.check(graph=copy.deepcopy(graph), verbose=False).metadata
    except Exception as fault:
        failed.append([name, f"{type(fault).__name__}: {fault}"]); continue
    [walk(link, name) for broken in found.pop("illegal_imports", ()) for link in broken.illegal_links]
    walk(found, name)
json.dump({"direct": direct, "chains": chains, "failed": failed}, sys.stdout)
"""


class Linted(NamedTuple):
    """What is forbidden: contract, importer and imported with the lines; chains; and contracts that could not run."""

    direct: dict[tuple[str, str, str], tuple[int, ...]]
    chains: frozenset[tuple[str, str]]
    failed: dict[str, str]


def lint_tree(clone: Path, commit: str, settings_of: str, settings: str) -> Linted | None:
    """Return what import-linter says of a commit under the settings of another; None where it cannot run at all."""
    with tempfile.TemporaryDirectory() as folder:
        archive = subprocess.run(["git", "-C", str(clone), "archive", commit], stdout=subprocess.PIPE, check=True)
        with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tar:
            tar.extractall(folder, filter="data", members=[m for m in tar if m.isdir() or m.name.endswith(".py")])
        show = ["git", "-C", str(clone), "show", f"{settings_of}:{settings}"]
        Path(folder, settings).write_bytes(subprocess.run(show, stdout=subprocess.PIPE, check=True).stdout)
        ran = subprocess.run([sys.executable, "-c", _RUN, folder, settings], capture_output=True, check=False)
    if ran.returncode:
        sys.stderr.write(f"{commit[:10]}: import-linter did not run: {ran.stderr.decode()[-300:]}\n")
        return None
    said = json.loads(ran.stdout)
    direct = {(name, importer, imported): tuple(lines) for name, importer, imported, lines in said["direct"]}
    return Linted(direct, frozenset((n, c) for n, c in said["chains"]), dict(said["failed"]))
