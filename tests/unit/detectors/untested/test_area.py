"""Where a repository has tests, told by paths, and which edits touch a test."""

import pytest

from reviewer.change.syntax.languages import recognise_language
from reviewer.detectors.untested.area import TestedAreas
from reviewer.detectors.untested.touched import touches_tests
from reviewer.index.build import index_files
from tests.unit.change.behaviour.editing import edit

NEAR = {
    "beside it": ("store/cart.go", "store/cart_test.go"),
    "below it": ("store/cart.go", "store/redis/cart_test.go"),
    "in a folder of its own": ("src/shop/cart.ts", "src/shop/__tests__/cart.test.ts"),
    "mirrored": ("src/shop/orders/total.py", "tests/orders/test_total.py"),
    "one for all": ("src/shop/orders/total.py", "tests/test_shop.py"),
    "of the package": ("packages/shop/src/orders/total.ts", "packages/shop/test/orders.test.ts"),
    "of a build tool": ("shop/src/main/java/org/Cart.java", "shop/src/test/java/org/CartTest.java"),
    "of another language of the machine": ("src/main/java/org/Cart.java", "src/test/kotlin/org/CartTest.kt"),
}
FAR = {
    "another package": ("packages/web/src/page.ts", "packages/shop/test/orders.test.ts"),
    "another folder": ("cmd/shop/run.go", "store/cart_test.go"),
    "another language": ("web/cart.js", "tests/test_cart.py"),
}
TOUCHED = {
    "a test": ("tests/test_cart.py", "def test_a():\n    assert a() == 1\n", "def test_a():\n    assert a() == 2\n"),
    "a line less in a test": (
        "tests/test_cart.py",
        "def test_a():\n    b()\n    assert a() == 1\n",
        "def test_a():\n    assert a() == 1\n",
    ),
    "what a test compares with": ("tests/fixtures/cart.json", "{}", '{"a": 1}'),
    "a doctest": ("cart.py", '"""Sum."""\n', '"""Sum.\n\n>>> total([])\n0\n"""\n'),
    "a test of Rust": (
        "src/a.rs",
        "#[cfg(test)]\nmod tests {\n    fn a() {}\n}\n",
        "#[cfg(test)]\nmod tests {\n    fn b() {}\n}\n",
    ),
}
UNTOUCHED = {
    "one of two tests goes": (
        "tests/test_cart.py",
        "def test_a():\n    assert a()\n\n\ndef test_b():\n    assert b()\n",
        "def test_b():\n    assert b()\n",
    ),
    "code": ("cart.py", "def total():\n    return 1\n", "def total():\n    return 2\n"),
    "a test that goes": ("tests/test_cart.py", "def test_a():\n    assert a() == 1\n", None),
}


def _has_tests(path: str, test: str) -> bool:
    return TestedAreas(index_files({path: b"", test: b""})).has_tests_for(path, recognise_language(path) or "")


@pytest.mark.parametrize(("path", "test"), NEAR.values(), ids=NEAR)
def test_tests_are_near(path: str, test: str) -> None:
    assert _has_tests(path, test)


@pytest.mark.parametrize(("path", "test"), FAR.values(), ids=FAR)
def test_tests_are_somewhere_else(path: str, test: str) -> None:
    assert not _has_tests(path, test)


@pytest.mark.parametrize(("path", "before", "after"), TOUCHED.values(), ids=TOUCHED)
def test_a_test_is_touched(path: str, before: str, after: str) -> None:
    assert touches_tests([edit(path, before, after)])


@pytest.mark.parametrize(("path", "before", "after"), UNTOUCHED.values(), ids=UNTOUCHED)
def test_no_test_is_touched(path: str, before: str, after: str | None) -> None:
    assert not touches_tests([edit(path, before, after)])
