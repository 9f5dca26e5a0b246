"""This module holds the measurement of the rules about imports: some are planted in clones, and it counts who is found.

    python benchmarks/graph/plant_imports.py CLONE ... [--each 20] [--revision HEAD] [--out planted.md]

Planted one at a time into a file of the clone: an import that closes a loop, the same for type checkers alone and
inside of a function, an import against layers that the measurement writes, a file that moves with its importers
re-pointed, and a comment. Found means at the line of the planted import; nothing else may be said.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path
from posixpath import dirname, splitext

from ground import Ground, open_ground
from written_imports import SCRIPT, Planted, Way, Writer

from reviewer.change.syntax.languages import recognise_language
from reviewer.detectors import load_detector
from reviewer.engine.run import find_hits
from reviewer.index.graph import Edge
from reviewer.index.view import View
from reviewer.metrics.estimates.shares import enclose_share

LANGUAGES = ("python", "typescript", "javascript", "go", "java", "kotlin")
_ALL: tuple[str, ...] = ("import-cycle", "cycle-hidden-by-local-import", "layer-violation")
# By kind of planting: the rule that must speak at the planted line; the others must not speak at all.
_WANTED = {
    "loop": "import-cycle",
    "loop in a function": "cycle-hidden-by-local-import",
    "against a layer": "layer-violation",
    "loop of types": "",
    "moved file": "",
    "comment": "",
}
_LONGEST_WAY = 4
_MOST_TRIED = 4_000


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one planting."""

    repository: str
    language: str
    kind: str
    found: bool
    noise: tuple[str, ...]
    place: str


def main() -> int:
    """Print a table, and say on standard error what was missed and what was said beyond it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clones", nargs="+", type=Path)
    parser.add_argument("--each", type=int, default=20, help="plantings of a kind in a language of a clone")
    parser.add_argument("--revision", default="HEAD")
    parser.add_argument("--out", type=Path, help="where the table goes in place of standard output")
    given = parser.parse_args()
    results: list[Result] = []
    for clone in given.clones:
        with open_ground(clone, given.revision) as ground:
            for language in LANGUAGES:
                found = list(measure(ground, language, given.each))
                results += found
                _tell(ground.name, language, found)
    text = make_table(results)
    if given.out is None:
        sys.stdout.write(text)
    else:
        given.out.write_text(text, encoding="utf-8")
    return 0


def measure(ground: Ground, language: str, each: int) -> Iterator[Result]:
    """Plant every kind in files of one language, in an order that only their names decide."""
    family = SCRIPT if language == "typescript" else (language,)
    edges = [e for e in ground.edges if _fits(e, language, family)]
    if not edges:
        return
    for kind, plant in _PLANTERS.items():
        yield from islice(plant(ground, language, _shuffle(edges, kind), kind), each)


def make_table(results: Sequence[Result]) -> str:
    """Return a Markdown table with a row a kind and language."""
    lines = ["| planted | language | repositories | found | 95 % | said beside it |", "|---|---|---|---|---|---|"]
    keys = dict.fromkeys((kind, language) for kind in _PLANTERS for language in LANGUAGES)
    for kind, language in keys:
        rows = [r for r in results if (r.kind, r.language) == (kind, language)]
        if not rows:
            continue
        names = ", ".join(sorted({r.repository for r in rows}))
        hits, noisy = sum(r.found for r in rows), sum(bool(r.noise) for r in rows)
        low, high = enclose_share(hits if _WANTED[kind] else noisy, len(rows))
        shown = f"{hits} of {len(rows)}" if _WANTED[kind] else "nothing to find"
        lines.append(f"| {kind} | {language} | {names} | {shown} | {low:.2f} to {high:.2f} | {noisy} of {len(rows)} |")
    return "\n".join(lines) + "\n"


def _fits(edge: Edge, language: str, family: Sequence[str]) -> bool:
    target = recognise_language(edge.target) or language
    return edge.kind == "import" and recognise_language(edge.source) == language and target in family


def _shuffle(edges: Sequence[Edge], salt: str) -> list[Edge]:
    return sorted(edges, key=lambda e: sha256(f"{salt} {e.source} {e.target}".encode()).digest())[:_MOST_TRIED]


def _plant_loop(ground: Ground, language: str, edges: Sequence[Edge], kind: str) -> Iterator[Result]:
    ways: dict[str, Way] = {"loop": "plain", "loop of types": "type", "loop in a function": "deferred"}
    if language not in ("python", *SCRIPT):
        return
    writer = Writer(ground.index, ground.edges)
    taken: set[str] = set()
    for count, edge in enumerate(edges):
        far = _walk_on(ground, edge, count % _LONGEST_WAY)
        if far in taken or not _is_new(ground, far, edge.source):
            continue
        planted = writer.write(far, edge.source, ways[kind])
        if (
            planted is not None
            and recognise_language(far) == language
            and not (kind != "loop" and language == "javascript")
        ):
            taken.add(far)
            yield _judge(ground, language, kind, far, planted)


def _walk_on(ground: Ground, edge: Edge, steps: int) -> str:
    """Return the file to which an edge leads after some more; each takes something that runs."""
    at = edge
    if not ground.runs(at):
        return ""
    for _ in range(steps):
        following = next((e for e in ground.graph.imports_of(at.target) if e.kind == "import" and ground.runs(e)), None)
        if following is None:
            break
        at = following
    return at.target


def _is_new(ground: Ground, source: str, target: str) -> bool:
    """Tell whether an import would tie two files that are not tied; what a package passes on is left out."""
    if not source or source == target or any(_is_index(path) for path in (source, target)):
        return False
    return ground.counts(source) and not ground.graph.find_path(source, target, ("import", "deferred"))


def _is_index(path: str) -> bool:
    return splitext(path)[0].rpartition("/")[2] in ("__init__", "index", "__main__")


def _plant_layer(ground: Ground, language: str, edges: Sequence[Edge], kind: str) -> Iterator[Result]:
    """Declare the folder of one file as below that of another that it does not import, and let it."""
    if not ground.has_rule("layer-violation"):
        return
    writer = Writer(ground.index, ground.edges)
    taken: set[str] = set()
    for edge, other in zip(edges, reversed(edges), strict=True):
        low, high = dirname(edge.source), dirname(other.target) if "." in other.target else other.target
        if not low or not high or low in taken or f"{low}/".startswith(f"{high}/") or f"{high}/".startswith(f"{low}/"):
            continue
        if ground.is_imported(low, high) or ground.graph.find_path(other.target, edge.source):
            continue
        planted = writer.write(edge.source, other.target)
        if planted is not None:
            taken.add(low)
            settings = (
                f'[[layers]]\nname = "upper"\npaths = ["{high}/**"]\n[[layers]]\nname = "lower"\npaths = ["{low}/**"]\n'
            )
            yield _judge(ground, language, kind, edge.source, planted, settings)


def _plant_move(ground: Ground, language: str, edges: Sequence[Edge], kind: str) -> Iterator[Result]:
    """Move a file that is in a loop, or any other, and re-point every import of it."""
    if language not in ("python", *SCRIPT):
        return
    ordered = sorted(edges, key=lambda e: not ground.graph.find_path(e.target, e.source))
    for path in dict.fromkeys(e.target for e in ordered):
        view = ground.move(path, "planted_" + path.rpartition("/")[2])
        if view is not None:
            said = _say(ground, view)
            yield Result(ground.name, language, kind, found=False, noise=tuple(text for _, text in said), place=path)


def _plant_comment(ground: Ground, language: str, edges: Sequence[Edge], kind: str) -> Iterator[Result]:
    mark = "#" if language == "python" else "//"
    for path in dict.fromkeys(e.source for e in edges):
        source = ground.index.source(path)
        if source is not None:
            planted = Planted(len(source.lines) - 1, len(source.lines), (f"{mark} planted",))
            yield _judge(ground, language, kind, path, planted)


def _judge(ground: Ground, language: str, kind: str, path: str, planted: Planted, settings: str = "") -> Result:
    said = _say(ground, ground.plant(path, planted, settings))
    wanted = _WANTED[kind]
    place = (wanted, f"{path}:{planted.line}")
    found = any((rule, text.split(" ")[0]) == place for rule, text in said)
    noise = tuple(text for rule, text in said if rule != wanted or not found)
    return Result(ground.name, language, kind, found, noise, f"{path}:{planted.line}")


def _say(ground: Ground, view: View) -> list[tuple[str, str]]:
    hits = ((rule, hit) for rule in ground.rules(_ALL) for hit in find_hits(rule, view, load_detector))
    return [(rule.id, f"{h.path}:{h.line} {rule.id} {h.values.get('loop', '')}".strip()) for rule, h in hits]


_PLANTERS: dict[str, Callable[[Ground, str, Sequence[Edge], str], Iterator[Result]]] = {
    "loop": _plant_loop,
    "loop in a function": _plant_loop,
    "against a layer": _plant_layer,
    "loop of types": _plant_loop,
    "moved file": _plant_move,
    "comment": _plant_comment,
}


def _tell(name: str, language: str, results: Sequence[Result]) -> None:
    for result in results:
        if result.noise or (_WANTED[result.kind] and not result.found):
            said = "; ".join(result.noise) or "nothing"
            sys.stderr.write(f"{name} {language}: {result.kind} at {result.place}: said {said}\n")


if __name__ == "__main__":
    sys.exit(main())
