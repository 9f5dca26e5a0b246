"""This module holds the detector of a safety net that shrinks while the code under it stays."""

from collections import Counter
from collections.abc import Iterator

from reviewer.change.syntax.names import squeeze, text_of
from reviewer.change.testing.assertions import find_assertions
from reviewer.change.testing.intent import is_idle
from reviewer.change.testing.loosening import find_loosened
from reviewer.change.testing.pairs import Pairing, Sited, pair_tests, words_of
from reviewer.change.view import View
from reviewer.detectors.removed_words import (
    find_dropped_words,
    find_removed_words,
    is_removal,
    literal_changes,
    touches_production,
)
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.model.finding import Related

_FIRM = ("exact", "weak", "mock")
_SHOWN = 3


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield tests that are gone though their code is not, assertions that are gone, and assertions made looser."""
    if not touches_production(view):
        return
    tested = [f for f in view.files if f.file_class in ("test", "production", "script")]
    pairing = pair_tests(tested)
    removed = find_removed_words(view)
    if not is_removal(view):
        yield from _find_missing(view, pairing, removed, options)
    literals = literal_changes(view)
    for old, new in pairing.pairs:
        if old.text != new.text:
            yield from _find_loosened(old, new, removed, literals)


def _find_missing(view: View, pairing: Pairing, removed: frozenset[str], options: Options) -> Iterator[Hit]:
    least = int(number_in(options, "lost_tests"))
    gone = [s for s in pairing.lost if not is_idle(s.test) and not _uses(s, removed)]
    lost = _drop_rewritten([s for s in gone if not _lives_on(view, pairing, s)], pairing, least)
    if len(lost) >= least:
        yield _report_lost(lost)
    else:
        yield from _find_fewer(pairing, lost, find_dropped_words(view), int(number_in(options, "lost_assertions")))


def _lives_on(view: View, pairing: Pairing, sited: Sited) -> bool:
    """Tell whether the name of a lost test stands elsewhere: it was one of several copies, or became a shared suite."""
    name = sited.test.name
    if any(new.test.name == name for _, new in pairing.pairs):
        return True
    return any(name in text for file in view.files for text in file.change.added_lines.values())


def _drop_rewritten(lost: list[Sited], pairing: Pairing, least: int) -> list[Sited]:
    """Drop the lost tests of a file that gained as many: they were written anew, maybe in a new file."""
    gained = Counter(s.source.path for s in pairing.added)
    kept = {new.source.path for _, new in pairing.pairs} | set(gained)
    by_path: dict[str, list[Sited]] = {}
    for sited in lost:
        by_path.setdefault(sited.source.path, []).append(sited)
    elsewhere = sum(count for path, count in gained.items() if path not in by_path)
    left: list[Sited] = []
    for path, tests in sorted(by_path.items()):
        anew = gained[path] if path in kept else elsewhere
        left += tests if len(tests) - anew >= (least if anew else 1) else []
    return left


def _uses(sited: Sited, removed: frozenset[str]) -> bool:
    """Tell whether a test speaks of something that the change removed: then it had to go, or to change."""
    return any(word in removed for word in words_of(sited.text))


def _report_lost(lost: list[Sited]) -> Hit:
    by_path: dict[str, list[Sited]] = {}
    for sited in lost:
        by_path.setdefault(sited.source.path, []).append(sited)
    path = max(sorted(by_path), key=lambda p: len(by_path[p]))
    here = by_path[path]
    checks = sum(len(_firm(s)) for s in lost)
    names = ", ".join(s.test.name for s in here[:_SHOWN]) + (", …" if len(lost) > _SHOWN else "")
    related = tuple(
        Related(
            p, sited[0].test.line, sited[0].test.end_line, sited[0].test.symbol, f"{len(sited)} tests are gone here"
        )
        for p, sited in sorted(by_path.items())
        if p != path
    )
    values = {"count": str(len(lost)), "checks": str(checks), "names": names}
    first = here[0].test
    return Hit(path, first.line, first.end_line, "old", first.symbol, "lost-tests", values, related)


def _firm(sited: Sited) -> list[str]:
    return [a.text for a in find_assertions(sited.source, sited.test.node) if a.strength in _FIRM]


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
        elif not _is_moved_to_helper(old, new) and not _uses(old, dropped):
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
    for assertion in find_assertions(old.source, old.test.node):
        words = words_of(text_of(assertion.node))
        if assertion.strength in _FIRM and not any(word in dropped for word in words):
            gone += [assertion.line] if any(word not in kept for word in words) else []
    return gone


def _is_moved_to_helper(old: Sited, new: Sited) -> bool:
    def count(sited: Sited) -> int:
        return sum(a.strength == "helper" for a in find_assertions(sited.source, sited.test.node))

    return count(new) > count(old) or ("napshot" in new.text and "napshot" not in old.text)


def _find_loosened(
    old: Sited, new: Sited, removed: frozenset[str], literals: frozenset[tuple[str, str]]
) -> Iterator[Hit]:
    for loosened in find_loosened(old, new, literals):
        if any(word in removed for word in words_of(loosened.before)):
            continue
        line = loosened.after_line
        related = (Related(new.source.path, line, line, new.test.symbol, f"was: {squeeze(loosened.before)[:80]}"),)
        values = {"test": new.test.name, "before": loosened.before, "after": loosened.after}
        yield Hit(new.source.path, line, line, "new", new.test.symbol, loosened.kind, values, related)
