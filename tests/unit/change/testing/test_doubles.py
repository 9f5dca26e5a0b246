"""Which functions a test replaces, and for how long."""

import pytest

from reviewer.change.syntax.source import Source
from reviewer.change.testing.cases import find_tests
from reviewer.change.testing.doubles import find_doubles

_PYTHON = "def test_place(monkeypatch, mocker):\n    {}\n    place()\n"
_SCRIPT = "it('places', () => {{ {}; place(); }});\n"

CASES = [
    ("test_a.py", _PYTHON, "with patch('shop.orders.place'): pass", ["shop.orders.place"]),
    ("test_a.py", _PYTHON, "with patch.object(orders, 'place', side_effect=OrderError): pass", ["orders.place"]),
    ("test_a.py", _PYTHON, "monkeypatch.setattr(shop.orders, 'place', fake)", ["shop.orders.place"]),
    ("test_a.py", _PYTHON, "orders.place = AsyncMock(return_value=1)", ["orders.place"]),
    # What may call the original is no double, and where a patch begins and ends must be seen.
    ("test_a.py", _PYTHON, "with patch.object(orders, 'place', wraps=orders.place): pass", []),
    ("test_a.py", _PYTHON, "with patch.object(orders, 'place', side_effect=real_place): pass", []),
    ("test_a.py", _PYTHON, "mocker.spy(orders, 'place')", []),
    ("test_a.py", _PYTHON, "patcher = patch('shop.orders.place')", []),
    ("a.test.ts", _SCRIPT, "vi.spyOn(orders, 'place').mockReturnValue(1)", ["orders.place"]),
    ("a.test.ts", _SCRIPT, "const spy = jest.spyOn(orders, 'place'); spy.mockResolvedValue(1)", ["orders.place"]),
    ("a.test.ts", _SCRIPT, "const spy = jest.spyOn(orders, 'place'); expect(spy).toHaveBeenCalled()", []),
    ("a.test.ts", _SCRIPT, "vi.spyOn(orders, 'place')", []),
    ("a.test.ts", _SCRIPT, "orders.place = vi.fn()", ["orders.place"]),
]


@pytest.mark.parametrize(("path", "frame", "line", "expected"), CASES, ids=[case[2] for case in CASES])
def test_what_answers_by_itself_is_a_double(path: str, frame: str, line: str, expected: list[str]) -> None:
    source = Source(path, frame.format(line).encode(), "python" if path.endswith("py") else "typescript", "test")
    (test,) = find_tests(source)

    assert [f"{double.holder}.{double.name}" for double in find_doubles(source, test)] == expected


def test_a_patch_holds_within_its_block() -> None:
    text = "def test_place():\n    with patch('orders.place'):\n        inside()\n    outside()\n"
    source = Source("test_a.py", text.encode(), "python", "test")
    (double,) = find_doubles(source, find_tests(source)[0])

    assert text[double.start : double.end].strip() == "inside()"
