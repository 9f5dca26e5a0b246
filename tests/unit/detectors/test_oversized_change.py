"""How large a change may be where the repository's own habit is known."""

import pytest

from reviewer.change.changed import ChangedFile
from reviewer.change.syntax.source import Source
from reviewer.detectors.oversized_change import find_in_change
from reviewer.index.build import index_files
from reviewer.index.view import View
from reviewer.model.change import Change, FileChange, Hunk, Revision

OPTIONS = {"lines": 10, "files": 25, "lines_of_many_files": 200}


class Habit:
    def __init__(self, size: int | None) -> None:
        self.size = size

    def usual_size(self) -> int | None:
        return self.size

    def is_restoring(self) -> bool:
        return False

    def is_fix(self) -> bool:
        return False

    def said(self) -> tuple[str, ...]:
        return ()

    def summary(self) -> str:
        return ""

    def past(self) -> None:
        return None

    def usual_function(self, language: str) -> dict[str, int] | None:
        raise NotImplementedError(language)


def view_of(usual: int | None, *, base: str = "tree") -> View:
    files = []
    for name, lines in (("shop/cart.py", 20), ("api/order.py", 10)):
        text = [f"{name[0]}{n} = {n}" for n in range(lines)]
        change = FileChange("added", "text", None, name, 0, 0o100644, "", "", (Hunk(0, 1, (), tuple(text)),))
        files.append(ChangedFile(change, None, Source(name, "\n".join(text).encode(), "python", "production")))
    whole = Change(Revision("base", base), Revision("head", "head"), tuple(f.change for f in files))
    return View(whole, tuple(files), Habit(usual), index_files({}))


@pytest.mark.parametrize(("usual", "case"), [(None, ""), (5, "usual"), (29, "usual")])
def test_a_change_above_the_limit_and_the_habit_is_told(usual: int | None, case: str) -> None:
    (hit,) = find_in_change(view_of(usual), OPTIONS)
    assert (hit.path, hit.line, hit.case) == ("shop/cart.py", 1, case)
    assert hit.values["part"] == "`shop/` (1 file, 20 lines)"
    assert hit.values["lines"] == "30"


def test_a_repository_that_is_used_to_such_changes_is_not_told() -> None:
    assert list(find_in_change(view_of(30), OPTIONS)) == []


def test_the_first_import_is_not_told() -> None:
    assert list(find_in_change(view_of(None, base="4b825dc642cb6eb9a060e54bf8d69288fbee4904"), OPTIONS)) == []
