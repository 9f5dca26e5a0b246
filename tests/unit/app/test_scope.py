"""Named paths narrow what is told: literal ones, of either side, as files or folders."""

import pytest

from reviewer.app.checking.scope import narrow_change
from reviewer.errors import ReviewerError
from reviewer.model.change import Change, Revision
from tests.unit.change.behaviour.editing import edit

REVISION = Revision("", "0" * 40)
FILES = (
    edit("src/a.py", "a = 1\n", "a = 2\n"),
    edit("src/b/c.py", None, "c = 1\n"),
    edit("srcs", None, "1\n"),
    edit("src/[a].py", None, "1\n"),
    edit("lib/new.py", "x = 1\n", "x = 1\n", "old/name.py"),
)
CHANGE = Change(REVISION, REVISION, tuple(file.change for file in FILES))
TOLD = {
    "src": ["src/a.py", "src/b/c.py", "src/[a].py"],
    "src/": ["src/a.py", "src/b/c.py", "src/[a].py"],
    "src/[a].py": ["src/[a].py"],
    "old": ["lib/new.py"],
    "untouched.py": [],
}


@pytest.mark.parametrize("path", TOLD)
def test_a_path_is_literal_and_may_be_a_folder(path: str) -> None:
    scope = narrow_change(CHANGE, [path], lambda: ["untouched.py"])

    assert [file.path for file in scope.change.files] == TOLD[path]
    assert [p for p in ("src/a.py", "srcs", "src/[a].py") if scope.holds(p)] == [
        p for p in ("src/a.py", "srcs", "src/[a].py") if p in TOLD[path]
    ]


def test_without_paths_everything_is_told() -> None:
    assert narrow_change(CHANGE, [], list).change is CHANGE


def test_a_path_of_neither_side_is_an_error() -> None:
    with pytest.raises(ReviewerError, match="'sr' in either"):
        narrow_change(CHANGE, ["src", "sr"], lambda: ["untouched.py"])
