"""How many files a hotspot names, and in which order."""

from reviewer.detectors.hotspot import find_in_change
from reviewer.engine.hit import Hit
from reviewer.history.past import History
from reviewer.index.build import index_files
from reviewer.index.view import View
from reviewer.model.change import Change
from tests.unit.engine.samples import NOWHERE, Quiet, files_of, make_file
from tests.unit.history.past import change, history_of, touch

OPTIONS = {"days": 90, "least": 2, "here": 1, "share": 0.1, "most": 2}
OLD, NEW = "def f(a):\n    return g(a)\n", "def f(a):\n    return h(a)\n"


class Past(Quiet):
    def __init__(self, history: History) -> None:
        self.history = history

    def past(self) -> History:  # type: ignore[override]
        return self.history


def find(**fixes: int) -> list[Hit]:
    """Return the hits of a change of some files, each of which had so many fixes."""
    made = [
        (change(f"fix {name} {n}", days=9 - n, kind="fix"), (touch(f"src/{name}.py", (2, 1, 2, 1)),))
        for name, count in fixes.items()
        for n in range(count)
    ]
    files = tuple(make_file(OLD, NEW, f"src/{name}.py") for name in sorted(fixes))
    whole = Change(NOWHERE, NOWHERE, tuple(file.change for file in files))
    return list(find_in_change(View(whole, files, Past(history_of(*made)), index_files(files_of(files))), OPTIONS))


def test_the_files_with_most_fixes_are_named_first_and_no_more_than_asked() -> None:
    hits = find(one=1, two=2, three=3, four=4)

    assert [(hit.path, hit.values["fixes"], hit.line) for hit in hits] == [
        ("src/four.py", "4", 2),
        ("src/three.py", "3", 2),
    ]


def test_the_fixes_before_the_last_are_told_among_the_related_places() -> None:
    (hit,) = find(two=3)

    assert '"fix two 2"' in hit.values["last"]
    assert [related.message.partition('"')[2] for related in hit.related] == ['fix two 1")', 'fix two 0")']
