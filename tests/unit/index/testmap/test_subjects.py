# ruff: noqa: E501 - a row of a table is one line
"""What a test exercises: functions it calls, by resolution or by the one definition that its file can mean."""

import pytest

from reviewer.change.testing.cases import find_tests
from reviewer.index.build import index_files
from reviewer.index.testmap.subjects import find_subjects

_PYTHON = {
    "src/shop/orders.py": "def total(cart):\n    return sum(cart)\n\n\ndef make_cart():\n    return []\n",
    "src/shop/store.py": "class Store:\n    def __init__(self):\n        pass\n\n    def save(self, cart):\n        pass\n",
    "src/shop/disk.py": "class Disk:\n    def save(self, cart):\n        pass\n",
}
_JAVA = {
    "src/main/java/shop/Orders.java": "package shop;\nclass Orders {\n    int total() { return 1; }\n    int total(int n) { return n; }\n}\n",
    "src/main/java/shop/Other.java": "package shop;\nclass Other {\n    int total() { return 1; }\n}\n",
}
_GO = {"orders/parse.go": "package orders\n\nfunc parseRate(text string) int {\n\treturn 1\n}\n"}
_SCRIPT = {"src/rate.ts": "export function parseRate(text: string): number {\n  return 1;\n}\n"}


@pytest.mark.parametrize(
    ("files", "path", "text", "expected"),
    [
        (
            _PYTHON,
            "tests/test_orders.py",
            "from shop.orders import make_cart, total\n\n\ndef test_total():\n    assert total(make_cart()) == 0\n",
            ["total", "make_cart"],
        ),
        (
            _PYTHON,
            "tests/test_orders.py",
            "from shop import orders\n\n\ndef check(n):\n    assert orders.total([]) == n\n\n\ndef test_nothing():\n    check(0)\n",
            ["total"],
        ),
        (
            _PYTHON,
            "tests/test_store.py",
            "from shop.store import Store\n\n\ndef test_save():\n    store = Store()\n    store.save([])\n",
            ["Store.save"],
        ),
        # Any of the two may be meant, or neither.
        (_PYTHON, "tests/test_any.py", "def test_save(shelf):\n    shelf.save([])\n    total()\n", []),
        (
            _JAVA,
            "src/test/java/shop/OrdersTest.java",
            "package shop;\nclass OrdersTest {\n    Orders orders;\n    @Test\n    void adds() { orders.total(); }\n}\n",
            ["Orders.total"],
        ),
        (
            _GO,
            "orders/parse_test.go",
            "package orders\n\nfunc TestParse(t *testing.T) {\n\tparseRate(\"1\")\n}\n",
            ["parseRate"],
        ),
        (
            _SCRIPT,
            "src/rate.test.ts",
            "import { parseRate } from './rate';\nit('reads', () => {\n  expect(parseRate('1')).toBe(1);\n});\n",
            ["parseRate"],
        ),
    ],
)  # fmt: skip
def test_the_subjects_of_a_test(files: dict[str, str], path: str, text: str, expected: list[str]) -> None:
    index = index_files({name: content.encode() for name, content in {**files, path: text}.items()})
    source = index.source(path)
    assert source is not None
    (test,) = find_tests(source)

    assert [site.unit.symbol for site in find_subjects(index, source, test)] == expected
