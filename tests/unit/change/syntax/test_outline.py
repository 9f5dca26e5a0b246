"""What the outline of a file names, and which words belong to which of its units."""

import pytest

from reviewer.change.syntax.languages import recognise_language
from reviewer.change.syntax.outline import Unit, outline_of
from reviewer.change.syntax.source import Source

PYTHON = """\
import re
LIMIT = 5_000


class Cart(Base):
    NAME = 'basket'

    @cached
    def total(self, tax=0):
        def inner():
            return elephant
        return sum(inner(x) for x in self.items if x.price)
"""
TYPESCRIPT = """\
export const LIMIT = 5000;
export class Cart {
  total(tax: number) { return this.items.length; }
}
export const slug = (text: string) => text.trim();
const URL = "shop.example";
"""
GO = """\
package shop

const Limit = 5000

type Cart struct{}

func (c *Cart) Total(tax int) int { return c.sum(tax) }
"""
JAVA = """\
class Cart {
  static final int LIMIT = 5000;
  @Override
  int total(int tax) { return sum(tax); }
}
"""
RUST = """\
const LIMIT: usize = 5000;
impl Cart {
    fn total(&self, tax: u32) -> u32 { self.sum(tax) }
}
"""
CPP = """\
int Cart::total(int tax) const { return sum(tax) + tax; }
"""
FILES = {
    "shop/text.py": (
        PYTHON,
        [
            ("module", "", 1, "", ""),
            ("function", "Cart.total", 9, "(self, tax=0)", ""),
            ("class", "Cart", 5, "(Base):", ""),
            ("constant", "LIMIT", 2, "", "5_000"),
            ("constant", "NAME", 6, "", "'basket'"),
        ],
    ),
    "shop/text.ts": (
        TYPESCRIPT,
        [
            ("module", "", 1, "", ""),
            ("function", "Cart.total", 3, "(tax: number)", ""),
            ("function", "slug", 5, "(text: string)", ""),
            ("class", "Cart", 2, "", ""),
            ("constant", "LIMIT", 1, "", "5000"),
            ("constant", "URL", 6, "", '"shop.example"'),
        ],
    ),
    "shop/cart.go": (
        GO,
        [
            ("module", "", 1, "", ""),
            ("function", "Cart.Total", 7, "(tax int)", ""),
            ("class", "Cart", 5, "struct{}", ""),
            ("constant", "Limit", 3, "", "5000"),
        ],
    ),
    "src/Cart.java": (
        JAVA,
        [
            ("module", "", 1, "", ""),
            ("function", "Cart.total", 3, "(int tax)", ""),
            ("class", "Cart", 1, "", ""),
            ("constant", "LIMIT", 2, "", "5000"),
        ],
    ),
    "src/cart.rs": (
        RUST,
        [
            ("module", "", 1, "", ""),
            ("function", "Cart.total", 3, "(&self, tax: u32)", ""),
            ("class", "Cart", 2, "", ""),
            ("constant", "LIMIT", 1, "", "5000"),
        ],
    ),
    "src/cart.cpp": (
        CPP,
        [
            ("module", "", 1, "", ""),
            ("function", "Cart.total", 1, "(int tax)", ""),
        ],
    ),
}


def outline(path: str, text: str) -> list[tuple[Unit, frozenset[bytes]]]:
    return outline_of(Source(path, text.encode(), recognise_language(path), "production", frozenset()))


@pytest.mark.parametrize("path", FILES)
def test_units_by_language(path: str) -> None:
    text, expected = FILES[path]

    units = [unit for unit, _ in outline(path, text)]

    assert [(u.role, u.symbol, u.line, u.parameters, u.value) for u in units] == expected


def test_words_belong_to_the_unit_that_mentions_them() -> None:
    text, _ = FILES["shop/text.py"]
    (_, outside), (total, inside), *_ = outline("shop/text.py", text)

    assert {b"re", b"LIMIT", b"Cart", b"Base", b"cached"} <= outside
    assert b"elephant" in inside, "an inner function belongs to the outer one"
    assert b"elephant" not in outside
    assert total.decorators == ("@cached",)


def test_a_body_too_small_has_no_shape() -> None:
    _, (small, _) = outline("a.py", "def f(x):\n    return x\n")

    assert (small.tokens, small.shape) == (0, 0)


def test_equal_bodies_have_equal_shapes_across_names_and_places() -> None:
    body = "    for {0} in {1}:\n        if {0}.ready and {0}.price > 3:\n            yield convert({0})\n"
    _, (one, _) = outline("a.py", "def f(xs):\n" + body.format("x", "xs"))
    nested = "".join(f"    {line}\n" for line in ("def g(self, ys):\n" + body.format("y", "ys")).splitlines())
    _, (other, _), _ = outline("b.py", "class C:\n" + nested)

    assert one.shape == other.shape != 0


def test_a_file_without_a_grammar_is_one_module_with_its_words() -> None:
    ((unit, words),) = outline("app.yaml", "handler: shop.cart\nport: 8080\nretries: 3\n")

    assert (unit.role, unit.end_line) == ("module", 3)
    assert words == {b"handler", b"shop", b"cart", b"port", b"8080", b"retries"}
