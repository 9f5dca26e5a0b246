"""This module holds the planting plan: real helper functions of local clones, each copied once in one way.

    python benchmarks/recall/seed_helpers.py CLONE ... --language python [--each 10] [--foreign CLONE] --out seeds.json

Equal clones give equal bytes: every choice hangs on a hash of the content. A helper is used for one class only, so that
a tree with all planted functions holds every original beside one copy. The clones are read, never written.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from candidates import Helper, Stock, open_head, stock_up
from grammar import LANGUAGES
from negatives import find_data_classes, imitate_class, keep_skeleton, repeat_calls
from placing import Place, find_place, give_name
from seeds import NEGATIVES, Original, Seed, name_clone, write_seeds
from snippet import Snippet
from transform import TRANSFORMS

from reviewer.adapters.git.repository import open_repository
from reviewer.change.syntax.names import end_line_of, line_of, text_of

# What fits the fewest functions first.
_ORDER = ("form", "split", "restructured", "reordered", "skeleton", "literals", "inserted", "renamed", "exact")


def main() -> int:
    """Write the seeds, and say on standard error how many there are of each class."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clones", nargs="+", type=Path)
    parser.add_argument("--language", action="append", choices=LANGUAGES, required=True)
    parser.add_argument("--foreign", action="append", type=Path, default=[], help="where unrelated functions come from")
    parser.add_argument("--each", type=int, default=10, help="planted functions a class, language and clone")
    parser.add_argument("--least-tokens", type=int, default=50)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    seeds: list[Seed] = []
    for language in given.language:
        foreign = [h for c in given.foreign for h in _stock(c, language, given.least_tokens)[1].helpers]
        for clone in given.clones:
            revision, stock = _stock(clone, language, given.least_tokens)
            strangers = [helper for helper in foreign if helper.path not in stock.sources]
            new = list(_Plan(name_clone(clone), revision, stock).make(given.each, strangers))
            counts = Counter(seed.kind for seed in new)
            said = ", ".join(f"{kind} {counts[kind]}" for kind in (*TRANSFORMS, *NEGATIVES[:3]))
            sys.stderr.write(f"{name_clone(clone)} {language}: {len(stock.helpers)} helpers; {said}\n")
            seeds += new
    write_seeds(seeds, given.out)
    return 0


def _stock(clone: Path, language: str, least_tokens: int) -> tuple[str, Stock]:
    with open_repository(str(clone)) as repository:
        revision = open_head(repository)
        return revision.commit, stock_up(repository, revision, language, least_tokens)


class _Plan:
    """What is planted into one repository in one language; no file receives two functions."""

    def __init__(self, repository: str, revision: str, stock: Stock) -> None:
        self._repository = repository
        self._revision = revision
        self._stock = stock
        self._used: set[str] = set()

    def make(self, each: int, strangers: list[Helper]) -> Iterator[Seed]:
        """Yield up to `each` seeds of every class."""
        yield from self._classes(each - each // 2)
        counts = Counter({"form": len(self._used)})
        for at, helper in enumerate(self._stock.helpers):
            others = [h.snippet for h in self._stock.helpers[at + 1 : at + 30]]
            wanted = sorted((kind for kind in _ORDER if counts[kind] < each), key=lambda kind: counts[kind])
            seed = self._next(helper, others, wanted)
            if seed is not None:
                counts[seed.kind] += 1
                yield seed
        for helper in strangers:
            if counts["foreign"] < each and helper.shape not in {h.shape for h in self._stock.helpers}:
                place = find_place(helper.snippet, "", self._stock, self._used, None)
                if place is not None:
                    counts["foreign"] += 1
                    yield self._seed("foreign", helper.snippet.name, place, None)

    def _next(self, helper: Helper, others: list[Snippet], wanted: list[str]) -> Seed | None:
        """The class that has the fewest seeds and fits takes the helper."""
        origin = self._stock.sources[helper.path]
        for kind in wanted:
            made = _make(kind, helper.snippet, others)
            if made is None or not made.is_sound:
                continue
            named = give_name(made, self._stock)
            place = find_place(named, helper.path, self._stock, self._used, origin)
            if place is not None:
                original = Original(helper.path, helper.symbol, helper.line, helper.end_line)
                return self._seed(kind, named.name, place, original)
        return None

    def _classes(self, most: int) -> Iterator[Seed]:
        """Data classes with the form of a real one, in files of their own."""
        for path, node in find_data_classes(self._stock):
            text = imitate_class(node, self._stock.language)
            name = text_of(node.child_by_field_name("name")) or "record"
            snippet = Snippet(self._stock.language, f"{name.lower()}_record", text)
            place = find_place(snippet, path, self._stock, self._used, None) if text and snippet.is_sound else None
            if place is not None and len(self._used) < most:
                yield self._seed("form", name, place, Original(path, name, line_of(node), end_line_of(node)))

    def _seed(self, kind: str, name: str, place: Place, original: Original | None) -> Seed:
        self._used.add(place.path)
        known = f"{self._repository}:{self._stock.language}:{kind}:{place.path}:{place.first}"
        return Seed(known, self._repository, self._revision, self._stock.language, kind, name, place, original)


def _make(kind: str, snippet: Snippet, others: list[Snippet]) -> Snippet | None:
    if kind == "skeleton":
        return keep_skeleton(snippet, others)
    return repeat_calls(snippet) if kind == "form" else TRANSFORMS[kind](snippet)


if __name__ == "__main__":
    sys.exit(main())
