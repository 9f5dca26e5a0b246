"""This module holds the measurement: which planted functions the rules and the peers find, and what they flag wrongly.

    python benchmarks/recall/measure.py --seeds seeds.json CLONE ... --out results.json
        [--jscpd PATH] [--pylint PATH] [--pmd PATH] [--pyscn PATH]

The rules see one commit a seed. A peer sees one tree a repository and language, which holds all planted functions in
files of their own, so it runs once. `report.py` makes the tables of README.md out of the results.
"""

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from peers import Peer, Stretch, find_peers, is_reported
from placing import merge
from planting import Ground, break_ground, write
from review import Checker, find_pages, is_found, is_named, switch_all_on
from seeds import Seed, name_clone, read_seeds

from reviewer.app.checking.surroundings import Facts
from reviewer.change.fileclass import classify_path
from reviewer.change.syntax.languages import recognise_language

Result = dict[str, str | bool]


def main() -> int:
    """Write the results, and say on standard error what is under way."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clones", nargs="+", type=Path)
    parser.add_argument("--seeds", action="append", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    for name in ("jscpd", "pylint", "pmd", "pyscn"):
        parser.add_argument(f"--{name}", default="", help="path of the command; without it the peer is not measured")
    parser.add_argument("--no-rules", action="store_true", help="only the peers")
    given = parser.parse_args()
    clones = {name_clone(clone): clone for clone in given.clones}
    peers = find_peers(*(shutil.which(path) or "" for path in (given.jscpd, given.pylint, given.pmd, given.pyscn)))
    for name in ("jscpd", "pylint", "pmd", "pyscn"):
        if not any(name in peer.name.lower() for peer in peers):
            sys.stderr.write(f"{name} is not measured: no such command\n")
    results: list[Result] = []
    seeds = [seed for seed in read_seeds(given.seeds) if seed.repository in clones]
    for (name, revision, _), group in groupby(seeds, key=lambda s: (s.repository, s.revision, s.language)):
        with break_ground(clones[name], revision) as ground:
            own = list(group)
            results += [] if given.no_rules else _ask_rules(ground, own)
            results += [row for peer in peers for row in _ask_peer(peer, ground, own)]
    given.out.write_text("[\n" + ",\n".join(json.dumps(row) for row in results) + "\n]\n", encoding="utf-8")
    return 0


def _ask_rules(ground: Ground, seeds: Sequence[Seed]) -> list[Result]:
    pages, facts = find_pages(), Facts()
    rows: list[Result] = []
    for tool, settings in (("reviewer, every case", switch_all_on(pages)), ("reviewer, by default", "")):
        started = time.perf_counter()
        found = Checker(ground, pages, settings, facts).run(seeds)
        quiet = not found["untouched"]
        for seed in seeds:
            own = found[seed.id]
            said = "; ".join(f"{f.rule}: {f.message}" for f in own)
            is_hit = is_found(own, seed) if seed.is_copy else bool(own)
            rows.append(_row(tool, seed, hit=is_hit, named=is_named(own, seed)) | {"said": said, "quiet": quiet})
        _tell(tool, seeds, rows[-len(seeds) :], time.perf_counter() - started)
    return rows


def _ask_peer(peer: Peer, ground: Ground, seeds: Sequence[Seed]) -> list[Result]:
    language = seeds[0].language
    if peer.languages and language not in peer.languages:
        return []
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="peer-") as folder:
        tree, scratch = Path(folder).resolve() / "tree", Path(folder).resolve() / "scratch"
        scratch.mkdir()
        ground.check_out(_list_files(peer, ground, seeds), tree)
        for seed in seeds:
            write(tree / seed.place.path, merge(seed.place, ground.read(seed.place.path) or b""))
        pairs = peer.run(tree, language, scratch)
    rows = []
    for seed in seeds:
        planted = Stretch(seed.place.path, seed.place.first, seed.place.last)
        if seed.original is not None:
            at = seed.original
            hit = is_reported(pairs, planted, Stretch(at.path, at.line, at.end_line))
        else:
            hit = any(planted.path in (a.path, b.path) and _covers((a, b), planted) for a, b in pairs)
        rows.append(_row(peer.name, seed, hit=hit, named=hit))
    _tell(peer.name, seeds, rows, time.perf_counter() - started)
    return rows


def _list_files(peer: Peer, ground: Ground, seeds: Sequence[Seed]) -> list[str]:
    own = {s.original.path for s in seeds if s.original} | {s.place.path for s in seeds}
    paths = [p for p in ground.list_paths() if recognise_language(p) == seeds[0].language]
    return [p for p in paths if classify_path(p) == "production" and (p in own or not peer.narrow)]


def _covers(pair: tuple[Stretch, Stretch], planted: Stretch) -> bool:
    """A foreign function has no original: any clone over half of it counts."""
    mine = [side.lines & planted.lines for side in pair if side.path == planted.path]
    return any(2 * len(lines) >= len(planted.lines) for lines in mine)


def _row(tool: str, seed: Seed, *, hit: bool, named: bool) -> Result:
    facts = {"repository": seed.repository, "revision": seed.revision, "language": seed.language, "kind": seed.kind}
    return {"tool": tool, **facts, "seed": seed.id, "copy": seed.is_copy, "hit": hit, "named": named}


def _tell(tool: str, seeds: Sequence[Seed], rows: Sequence[Result], seconds: float) -> None:
    copies = [row for row in rows if row["copy"]]
    hits, named = sum(bool(row["hit"]) for row in copies), sum(bool(row["named"]) for row in copies)
    wrong = sum(bool(row["hit"]) for row in rows if not row["copy"])
    sys.stderr.write(
        f"{seeds[0].repository} {seeds[0].language}: {tool}: {hits} of {len(copies)} copies found, {named} named, "
        f"{wrong} of {len(rows) - len(copies)} others flagged, {seconds:.1f} s\n"
    )


if __name__ == "__main__":
    sys.exit(main())
