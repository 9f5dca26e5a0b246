"""Which code lies bare: only what stands, what nothing else reaches, and what no test may mean."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from reviewer.change.testing.pairs import pair_tests
from reviewer.detectors.safety.bare_code import find_guards, name_bare, relate
from reviewer.detectors.safety.lost_tests import find_lost_tests
from reviewer.detectors.test_disabled import find_in_change
from reviewer.index.build import index_files
from reviewer.index.revision import COMMON
from reviewer.index.view import View
from tests.unit.engine.samples import files_of, make_file, make_view

_CODE = """\
class Orders:
    def total(self):
        return 1

    def refund(self, percent):
        left = self.total() * (100 - percent)
        return left // 100 if left > 0 else 0
"""
_TEST = "from shop.orders import Orders\n\n\ndef test_refund():\n    assert Orders().refund(5) == 5\n"


def _look(files: Mapping[str, str]) -> str:
    """Name what lies bare when the only file of tests goes, beside other files."""
    test = make_file(_TEST, None, "tests/test_orders.py", file_class="test")
    view = _beside(make_view(test), {"src/shop/orders.py": _CODE, **files})
    return name_bare(find_guards(view, view.base, find_lost_tests(view, pair_tests(view.files))))


def _beside(view: View, files: Mapping[str, str]) -> View:
    held = files_of(view.files) | {path: text.encode() for path, text in files.items()}
    return replace(view, base=index_files(held))


_HOLDER = "def open_shop():\n    return Orders()\n"


@pytest.mark.parametrize(
    ("files", "bare"),
    [
        ({}, "`Orders.refund`"),
        ({"tests/test_other.py": "def test_cash(till):\n    assert till.refund(5) == 5\n"}, "`Orders.refund`"),
        ({"tests/test_more.py": "from shop.orders import Orders\n\n\ndef test_it():\n    Orders().refund(1)\n"}, ""),
        # What hands out such an object may be what the test has in its hands.
        (
            {
                "src/shop/open.py": _HOLDER,
                "tests/test_shop.py": "def test_it():\n    shop = open_shop()\n    shop.refund(1)\n",
            },
            "",
        ),
        ({"tests/test_many.py": "".join(f"def f{n}(): refund()\n" for n in range(COMMON + 1))}, ""),
    ],
)
def test_what_lies_bare(files: Mapping[str, str], bare: str) -> None:
    assert _look(files) == bare


def test_what_is_gone_needs_no_test() -> None:
    left = _CODE.partition("\n    def refund")[0]
    code = make_file(_CODE, left, "src/shop/orders.py")
    view = make_view(code, make_file(_TEST, None, "tests/test_orders.py", file_class="test"))

    assert find_lost_tests(view, pair_tests(view.files)) == []


def test_a_test_that_is_switched_off_guards_nothing() -> None:
    skipped = _TEST.replace("def test", "@pytest.mark.skip('later')\ndef test").replace("test_refund", "test_old")
    off = _TEST.replace("def test", "@pytest.mark.skip('now')\ndef test")
    view = make_view(make_file(_TEST, off, "tests/test_orders.py", file_class="test"))
    view = _beside(view, {"src/shop/orders.py": _CODE, "tests/test_old.py": skipped})

    (hit,) = find_in_change(view, {"together": 4})

    assert (hit.case, hit.values["bare"]) == ("unprotected", "`Orders.refund`")


def test_the_test_that_is_left_is_named() -> None:
    more = "from shop.orders import Orders\n\n\ndef test_it():\n    Orders().refund(1)\n"
    test = make_file(_TEST, None, "tests/test_orders.py", file_class="test")
    view = _beside(make_view(test), {"src/shop/orders.py": _CODE, "tests/test_more.py": more})
    (related,) = relate(find_guards(view, view.base, find_lost_tests(view, pair_tests(view.files))))

    assert (related.symbol, related.message) == ("Orders.refund", "still reached by tests/test_more.py::test_it")
