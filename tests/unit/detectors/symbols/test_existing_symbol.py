"""How an existing symbol is shown: whatever is cut, its line and its last name are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.detectors.symbols.existing_symbol import (
    count_callers,
    name_symbol,
    place_of,
    shorten_name,
    shorten_path,
)
from reviewer.engine.wording import fill_message
from reviewer.index.build import index_files

LONG = f"src/{'very/long/' * 12}text.py"
PLACES: list[tuple[str, int, int | None, str]] = [
    ("src/a.py", 7, None, "src/a.py:7"),
    ("src/a.py", 7, 1, "src/a.py:7, 1 caller"),
    ("src/a.py", 7, 12, "src/a.py:7, 12 callers"),
    ("a" * 60, 7, None, "a" * 60 + ":7"),
    ("a" * 61, 7, None, "…" + "a" * 59 + ":7"),
]


@pytest.mark.parametrize(("path", "line", "callers", "place"), PLACES)
def test_a_place_is_a_path_with_its_line_and_callers(path: str, line: int, callers: int | None, place: str) -> None:
    assert place_of(path, line, callers) == place


def test_a_message_does_not_cut_a_place() -> None:
    place = place_of(LONG, 123_456, 200)
    assert fill_message("{place}", {"place": place}) == place
    assert place.endswith("/text.py:123456, 200 callers")


def test_a_message_does_not_cut_the_name_of_a_method() -> None:
    path = f"src/shop/{'x' * 90}.py"
    index = index_files({path: b"class Cart:\n    def find_total(self):\n        return self.total\n"})
    (site,) = index.find_definitions("find_total", "python")
    name = name_symbol(site, index)
    assert fill_message("{name}", {"name": name}) == name
    assert name.endswith("x.Cart.find_total")


def test_a_function_is_no_caller_of_itself() -> None:
    index = index_files({"a.py": b"def f(n):\n    return f(n - 1)\n", "b.py": b"def g():\n    return f(3)\n"})
    moved = index_files({"a.py": b"\n\ndef f(n):\n    return f(n - 1)\n"})
    for revision in (index, moved):
        (site,) = revision.find_definitions("f", "python")
        assert count_callers(site, index) == 1


@given(st.text(max_size=200))
def test_what_is_cut_keeps_its_end(text: str) -> None:
    for shorten, most in ((shorten_path, 60), (shorten_name, 80)):
        short = shorten(text)
        assert len(short) <= most
        assert short == text or text.endswith(short[1:])
