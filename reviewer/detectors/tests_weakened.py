"""This module holds the detector of a safety net that shrinks while the code under it stays."""

from collections.abc import Iterator, Sequence

from reviewer.change.syntax.names import squeeze, text_of
from reviewer.change.testing.assertions import Assertion, find_assertions, is_guard
from reviewer.change.testing.loosening import Loosened, find_loosened
from reviewer.change.testing.pairs import Pairing, Sited, pair_tests, words_of
from reviewer.detectors.intent.removed_words import (
    find_dropped_words,
    find_removed_words,
    is_removal,
    literal_changes,
    touches_production,
)
from reviewer.detectors.safety.bare_code import Guard, find_guards, name_bare, relate
from reviewer.detectors.safety.lost_tests import find_lost_tests, uses
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.index.view import View
from reviewer.model.finding import Related

_FIRM = ("exact", "weak", "mock")
_SHOWN = 3
_PLACES = 5


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield tests that are gone though their code is not, assertions that are gone, and assertions made looser."""
    tested = [f for f in view.files if f.file_class in ("test", "production", "script")]
    pairing = pair_tests(tested)
    lost = find_lost_tests(view, pairing)
    guards = find_guards(view, view.base, lost)
    bare = name_bare(guards)
    if bare:
        tests = list(dict.fromkeys(guard.test for guard in guards if guard.link is None))
        yield _report(tests, "unchecked", guards, {"bare": bare})
    if not touches_production(view):
        return
    if not bare and not is_removal(view):
        yield from _find_missing(view, pairing, lost, guards, options)
    yield from _find_looser(pairing, find_removed_words(view), literal_changes(view))


def _find_missing(
    view: View, pairing: Pairing, lost: list[Sited], guards: Sequence[Guard], options: Options
) -> Iterator[Hit]:
    # Tests may be written anew under other names: only what the whole change has fewer of is lost.
    if len(lost) - len(pairing.added) >= int(number_in(options, "lost_tests")):
        yield _report(lost, "lost-tests", guards, {})
    else:
        yield from _find_fewer(pairing, lost, find_dropped_words(view), int(number_in(options, "lost_assertions")))


def _report(lost: list[Sited], case: str, guards: Sequence[Guard], more: dict[str, str]) -> Hit:
    by_path: dict[str, list[Sited]] = {}
    for sited in lost:
        by_path.setdefault(sited.source.path, []).append(sited)
    path = max(sorted(by_path), key=lambda p: len(by_path[p]))
    here = by_path[path]
    names = ", ".join(s.test.name for s in here[:_SHOWN]) + (", …" if len(lost) > _SHOWN else "")
    others = tuple(
        Related(p, sited[0].test.line, sited[0].test.end_line, sited[0].test.symbol, f"gone here: {len(sited)}")
        for p, sited in sorted(by_path.items())[:_PLACES]
        if p != path
    )
    values = {"count": str(len(lost)), "checks": str(sum(len(_firm(s)) for s in lost)), "names": names, **more}
    first = here[0].test
    return Hit(path, first.line, first.end_line, "old", first.symbol, case, values, (*relate(guards), *others))


def _firm(sited: Sited) -> list[Assertion]:
    return [a for a in find_assertions(sited.source, sited.test.node) if a.strength in _FIRM and not is_guard(a)]


def _find_fewer(pairing: Pairing, lost: list[Sited], dropped: frozenset[str], least: int) -> Iterator[Hit]:
    """Count assertions over the whole change, so that what moved to another test is not lost."""
    gained = sum(len(_firm(s)) for s in pairing.added)
    losses = [(len(_firm(s)), s.test.line, s) for s in lost]
    for old, new in pairing.pairs:
        if old.text == new.text:
            continue
        fewer = len(_firm(old)) - len(_firm(new))
        if fewer <= 0:
            gained -= fewer
        elif not _is_moved_to_helper(old, new) and not uses(old, dropped):
            gone = _find_gone(old, new, dropped)
            losses += [(min(len(gone), fewer), gone[0], old)] if gone else []
    net = sum(count for count, _, _ in losses) - gained
    if net < least:
        return
    count, line, worst = max(losses, key=lambda loss: (loss[0], loss[2].source.path, -loss[1]))
    values = {"count": str(net), "tests": str(len(losses)), "test": worst.test.name, "here": str(count)}
    yield Hit(worst.source.path, line, line, "old", worst.test.symbol, "lost-assertions", values)


def _find_gone(old: Sited, new: Sited, dropped: frozenset[str]) -> list[int]:
    """Return the lines of assertions whose words do not all live on in the new test, which may check them in one go."""
    kept = words_of(new.text)
    gone = []
    for assertion in _firm(old):
        words = words_of(text_of(assertion.node))
        if not any(word in dropped for word in words):
            gone += [assertion.line] if any(word not in kept for word in words) else []
    return gone


def _is_moved_to_helper(old: Sited, new: Sited) -> bool:
    def count(sited: Sited) -> int:
        return sum(a.strength == "helper" for a in find_assertions(sited.source, sited.test.node))

    return count(new) > count(old) or ("napshot" in new.text and "napshot" not in old.text)


def _find_looser(pairing: Pairing, removed: frozenset[str], literals: frozenset[tuple[str, str]]) -> Iterator[Hit]:
    """Yield assertions made looser; the same edit at several places of a file is one hit."""
    alike: dict[tuple[str, str, str, str], list[tuple[Sited, Loosened]]] = {}
    for old, new in pairing.pairs:
        for loosened in find_loosened(old, new, literals) if old.text != new.text else ():
            if not any(word in removed for word in words_of(loosened.before)):
                key = (new.source.path, loosened.kind, loosened.before, loosened.after)
                alike.setdefault(key, []).append((new, loosened))
    for (path, kind, before, after), places in alike.items():
        (new, first), others = places[0], places[1:]
        line = first.after_line
        was = Related(path, line, line, new.test.symbol, f"was: {squeeze(before)[:80]}")
        same = tuple(Related(path, o.after_line, o.after_line, s.test.symbol, "the same edit") for s, o in others)
        values = {"test": new.test.name, "before": before, "after": after, "count": str(len(places))}
        yield Hit(path, line, line, "new", new.test.symbol, kind, values, (was, *same))
