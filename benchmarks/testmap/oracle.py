"""This module holds the measurement of the static map of tests against what ran under coverage, as Markdown tables.

    python benchmarks/testmap/oracle.py --clone DIR --coverage FILE [FILE ...] [--clone DIR --coverage FILE ...]
        [--show-misses N]

The map is asked about every function outside of tests whose body the report measured, at the HEAD of the clone. Truth
is that a line of the body ran. Where the report names the tests, what ran while none of them did says nothing, and each
link from a test is looked up.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

from claims import Claim, Score, judge_ground, show_share
from truth import open_ground

_HEAD = """\
| project | language | functions | reached | claimed | precision | recall | cut short |
|---|---|---|---|---|---|---|---|
"""
_LINKS = """
Links, where the report names the tests: those to tests that it knows, the share of them whose test ran the function,
and the share of the functions with such a link of which at least one linked test ran it.

| project | links | confirmed | functions | one confirmed |
|---|---|---|---|---|
"""
_KINDS = """
Claims by the kind of the first link and its hops:

| link | hops | claimed | precision | links looked up | confirmed |
|---|---|---|---|---|---|
"""
_LEFT_OUT = "\nFunctions left out: "


def main() -> int:
    """Measure the clones and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clone", action="append", type=Path, required=True)
    parser.add_argument("--coverage", action="append", nargs="+", type=Path, required=True, help="reports of a clone")
    parser.add_argument("--show-misses", type=int, default=0, metavar="N", help="also list N of each kind of mistake")
    given = parser.parse_args()
    if len(given.clone) != len(given.coverage):
        parser.error("name a --coverage for every --clone, in the same order")
    claims: dict[str, tuple[Claim, ...]] = {}
    left_out: Counter[str] = Counter()
    for clone, reports in zip(given.clone, given.coverage, strict=True):
        with open_ground(clone, reports) as ground:
            claims[ground.name] = judge_ground(ground, sys.stderr.write)
            left_out += ground.left_out
    sys.stdout.write(_HEAD + "".join(_show_scores(claims)))
    sys.stdout.write(_LINKS + "".join(_show_links(claims)))
    sys.stdout.write(_KINDS + "".join(_show_kinds(c for found in claims.values() for c in found)))
    sys.stdout.write(_LEFT_OUT + ", ".join(f"{n} {kind}" for kind, n in sorted(left_out.items())) + ".\n")
    for name, found in claims.items():
        if given.show_misses:
            sys.stdout.write("".join(_show_mistakes(name, found, given.show_misses)))
    return 0


def _show_scores(claims: Mapping[str, tuple[Claim, ...]]) -> Iterable[str]:
    by_language: dict[str, list[Claim]] = {}
    for name, found in claims.items():
        languages = Counter(claim.function.language for claim in found)
        yield _show_score(name, ", ".join(tongue for tongue, _ in languages.most_common()), Score(found))
        for claim in found:
            by_language.setdefault(claim.function.language, []).append(claim)
    for language, all_of_it in sorted(by_language.items()):
        yield _show_score("**all**", language, Score(tuple(all_of_it)))


def _show_score(name: str, language: str, score: Score) -> str:
    cells = [
        name,
        language,
        str(len(score.claims)),
        f"{score.reached} ({100 * score.reached / max(1, len(score.claims)):.0f} %)",
        str(score.claimed),
        show_share(score.right, score.claimed),
        show_share(score.right, score.reached),
        str(score.cut),
    ]
    return f"| {' | '.join(cells)} |\n"


def _show_links(claims: Mapping[str, tuple[Claim, ...]]) -> Iterable[str]:
    for name, found in claims.items():
        known = [claim for claim in found if claim.named]
        if known:
            links, confirmed = sum(len(c.named) for c in known), sum(len(c.confirmed) for c in known)
            once = sum(bool(c.confirmed) for c in known)
            shares = f"{show_share(confirmed, links)} | {len(known)} | {show_share(once, len(known))}"
            yield f"| {name} | {links} | {shares} |\n"


def _show_kinds(claims: Iterable[Claim]) -> Iterable[str]:
    groups: dict[tuple[str, int], list[Claim]] = {}
    for claim in claims:
        if claim.is_claimed:
            first = claim.reach.links[0]
            groups.setdefault((first.kind, first.hops), []).append(claim)
    for (kind, hops), found in sorted(groups.items()):
        links, confirmed = sum(len(c.named) for c in found), sum(len(c.confirmed) for c in found)
        precision = show_share(Score(tuple(found)).right, len(found))
        yield f"| {kind} | {hops} | {len(found)} | {precision} | {links} | {show_share(confirmed, links)} |\n"


def _show_mistakes(name: str, claims: Iterable[Claim], most: int) -> Iterable[str]:
    kinds: dict[str, list[Claim]] = {"claimed, never ran": [], "ran, not claimed": [], "no linked test ran it": []}
    for claim in claims:
        if claim.is_claimed and not claim.function.is_reached:
            kinds["claimed, never ran"].append(claim)
        elif claim.function.is_reached and not claim.is_claimed:
            kinds["ran, not claimed"].append(claim)
        elif claim.named and not claim.confirmed:
            kinds["no linked test ran it"].append(claim)
    for kind, found in kinds.items():
        yield f"\n{name}, {kind} ({len(found)}):\n\n"
        for claim in sorted(found, key=_shuffle)[:most]:
            yield f"- {claim.function.place}{_explain(claim)}\n"


def _shuffle(claim: Claim) -> str:
    """Return a key by which mistakes come in an order that is always the same and says nothing."""
    return sha256(claim.function.place.encode()).hexdigest()


def _explain(claim: Claim) -> str:
    links = [f"{n.kind}, {n.hops} hops: {n.path}:{n.line} {n.symbol}" for n in claim.reach.links[:1]]
    ran = sorted(claim.function.tests)
    tests = [f"ran by {ran[0]}" + (f" and {len(ran) - 1} more" if len(ran) > 1 else "")] if ran else []
    cut = [] if claim.reach.complete else ["the search was cut short"]
    words = "; ".join([*links, *tests, *cut])
    return f" ({words})" if words else ""


if __name__ == "__main__":
    sys.exit(main())
