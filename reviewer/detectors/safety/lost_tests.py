"""This module holds which tests a change takes away although what they use stays."""

from reviewer.change.late import compile_late
from reviewer.change.testing.cases import find_tests
from reviewer.change.testing.intent import is_idle
from reviewer.change.testing.pairs import Pairing, Sited, words_of
from reviewer.detectors.intent.removed_words import find_dropped_words, find_removed_words
from reviewer.index.view import View

_TELLING = 4
_KEYWORDS = frozenset(
    word
    for line in (
        "public private protected static final void return class this super throws throw Exception const self with",
        "function async await import from null None true True false False catch else describe expect assert func test",
    )
    for word in line.split()
)
_IMPORT = compile_late(r"\s*(import|from|use|using|package|#include|require)\b")


def find_lost_tests(view: View, pairing: Pairing) -> list[Sited]:
    """Return the tests that are gone and use nothing that the change took away, in the order of the files."""
    gone = find_removed_words(view) | find_dropped_words(view)
    left = [s for s in pairing.lost if not is_idle(s.test) and not uses(s, gone) and not _stands_on(s, gone)]
    return [s for s in left if not _lives_on(view, pairing, s)]


def uses(sited: Sited, removed: frozenset[str]) -> bool:
    """Tell whether a test speaks of something that the change removed: then it had to go, or to change."""
    return any(word in removed for word in words_of(sited.text))


def _stands_on(sited: Sited, removed: frozenset[str]) -> bool:
    """Tell whether a line outside of the tests makes what the test uses, a field or so, from something removed."""
    inside = {n for t in find_tests(sited.source) for n in range(t.line, t.end_line + 1)}
    known = {word for word in words_of(sited.text) if len(word) >= _TELLING and word not in _KEYWORDS}
    for number, line in enumerate(sited.source.lines, 1):
        if number not in inside and not _IMPORT.match(line):
            words = words_of(line).keys()
            if words & known and words & removed:
                return True
    return False


def _lives_on(view: View, pairing: Pairing, sited: Sited) -> bool:
    """Tell whether the name of a lost test stands elsewhere: it was one of several copies, or became a shared suite.

    The whole new text of its own file is searched, for the grammar may have lost its way in there.
    """
    name = sited.test.name
    if any(new.test.name == name for _, new in pairing.pairs):
        return True
    own = next((f.new for f in view.files if f.old is sited.source), None)
    if own is not None and any(name in line for line in own.lines):
        return True
    return any(name in text for file in view.files for text in file.change.added_lines.values())
