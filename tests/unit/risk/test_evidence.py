"""The largest changed functions are looked up, and what nothing speaks for is shown first."""

from typing import get_args

from reviewer.index.build import index_files
from reviewer.index.view import View
from reviewer.model.change import Change, Revision
from reviewer.model.evidence import Evidence, Strength
from reviewer.risk.evidence import MOST_FUNCTIONS, order_evidence, pick_functions
from tests.unit.change.behaviour.editing import edit


class _Nowhere:
    def usual_size(self) -> int | None:
        return None

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

    def usual_function(self, language: str) -> dict[str, int] | None:  # noqa: ARG002
        return None


def _view(number: int, others: dict[str, bytes]) -> View:
    new = "".join(f"def f{n}(a):\n    return a + {n}\n{'    a += 1' * (n == 1)}\n\n" for n in range(number))
    files = (edit("shop/a.py", None, new),)
    revision = Revision("", "0" * 40, "0" * 40)
    return View(Change(revision, revision, tuple(f.change for f in files)), files, _Nowhere(), index_files(others))


def test_the_smallest_functions_are_left_out_and_counted() -> None:
    functions, left = pick_functions(
        _view(MOST_FUNCTIONS + 3, {"tests/test_b.py": b"def test_b(): pass\n"}), lambda _: True
    )

    assert (len(functions), left) == (MOST_FUNCTIONS, 3)
    assert [f.line for f in functions] == sorted(f.line for f in functions)


def test_where_nothing_is_tested_nothing_is_looked_up() -> None:
    assert pick_functions(_view(2, {"shop/latest.py": b"x = 1\n"}), lambda _: True) == ((), 0)


def test_every_strength_has_its_place() -> None:
    rows = [Evidence("a.py", 1, 2, "f", is_new=True, strength=strength) for strength in get_args(Strength)]

    assert [row.strength for row in order_evidence(rows)] == [
        "survived", "uncovered", "not seen", "hollow", "reached", "covered", "proved",
    ]  # fmt: skip
