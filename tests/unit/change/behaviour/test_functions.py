"""Which edits of a function change what it does, and which do not, in each language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.change.behaviour import find_changed_functions
from tests.unit.change.behaviour.editing import edit

BASE = {
    "a.py": '''def total(cart, rate=2):
    """Sum it up."""
    price = cart.sum() * rate
    logger.info("total %s", price)
    if price > 10:
        return notify(price, "big")
    return price
''',
    "a.ts": """export function total(cart: Cart, rate = 2): number {
  const price = cart.sum() * rate;
  console.debug(`total ${price}`);
  if (price > 10) {
    return notify(price, "big");
  }
  return price as number;
}
""",
    "a.go": """package a

func (c *Cart) Total(rate int) int {
\tprice := c.Sum() * rate
\tlog.Printf("total %d", price)
\tif price > 10 {
\t\treturn notify(price, "big")
\t}
\treturn price
}
""",
    "A.java": """class A {
    int total(Cart cart, int rate) {
        int price = cart.sum() * rate;
        log.info("total {}", price);
        if (price > 10) {
            return notify(price, "big");
        }
        return price;
    }
}
""",
    "a.rs": """fn total(cart: &Cart, rate: u32) -> u32 {
    let price = cart.sum() * rate;
    info!("total {}", price);
    if price > 10 {
        return notify(price, "big");
    }
    price
}
""",
    "A.cs": """class A {
    int Total(Cart cart, int rate = 2) {
        var price = cart.Sum() * rate;
        _logger.LogInformation("total {Price}", price);
        if (price > 10) {
            return Notify(price, "big");
        }
        return price;
    }
}
""",
    "a.kt": """fun total(cart: Cart, rate: Int = 2): Int {
    val price = cart.sum() * rate
    logger.info { "total $price" }
    if (price > 10) {
        return notify(price, "big")
    }
    return price
}
""",
    "a.rb": """def total(cart, rate = 2)
  price = cart.sum * rate
  logger.info "total #{price}"
  if price > 10
    return notify(price, "big")
  end
  price
end
""",
    "a.php": """<?php
function total(Cart $cart, int $rate = 2): int {
    $price = $cart->sum() * $rate;
    Log::info("total");
    if ($price > 10) {
        return notify($price, "big");
    }
    return $price;
}
""",
    "a.swift": """func total(cart: Cart, rate: Int = 2) -> Int {
    let price = cart.sum() * rate
    logger.info("total \\(price)")
    if price > 10 {
        return notify(price, "big")
    }
    return price
}
""",
    "a.scala": """def total(cart: Cart, rate: Int = 2): Int = {
  val price = cart.sum() * rate
  logger.info("total")
  if (price > 10) {
    return alert(price, "big")
  }
  price
}
""",
    "a.cpp": """int total(Cart cart, int rate = 2) {
    int price = cart.sum() * rate;
    spdlog::info("total");
    if (price > 10) {
        return notify(price, "big");
    }
    return price;
}
""",
    "a.sh": """total() {
  local price
  price=$(sum "$1")
  log_info "total"
  if [ "$price" -gt 10 ]; then
    notify "$price" "big"
  fi
  echo "$price"
}
""",
}
LOGGING = ("info", "Info", "console", "log.")
COMMENT = {".py": "#", ".rb": "#", ".sh": "#"}
# What all languages share, as text replaced by text.
SAME = {"renamed local": ("price", "amount"), "renamed function": ("otal", "um_up")}
SAME |= {"log text": ("total ", "the total is "), "renamed parameter": ("rate", "factor")}
OTHER = {
    "literal": ("10", "11"),
    "operator": ("> 10", ">= 10"),
    "callee": ("sum", "count"),
    "text": ('"big"', '"huge"'),
    "default": ("rate = 2", "rate = 3"),
}


def _suffix(path: str) -> str:
    return path[path.index(".") :]


def _changed(path: str, before: str, after: str) -> list[str]:
    return [found.symbol for found in find_changed_functions([edit(path, before, after)])]


@pytest.mark.parametrize("path", BASE)
@pytest.mark.parametrize("kind", SAME)
def test_what_does_nothing_is_no_change(path: str, kind: str) -> None:
    old, new = SAME[kind]

    assert _changed(path, BASE[path], BASE[path].replace(old, new)) == []


@pytest.mark.parametrize("path", BASE)
@pytest.mark.parametrize("kind", OTHER)
def test_what_does_something_is_one(path: str, kind: str) -> None:
    old, new = OTHER[kind]
    after = BASE[path].replace("rate=2", "rate = 2").replace("-gt 10", "> 10").replace(old, new)
    before = BASE[path].replace("rate=2", "rate = 2").replace("-gt 10", "> 10")
    if after == before:
        pytest.skip("the language has no such thing")

    assert len(_changed(path, before, after)) == 1


@pytest.mark.parametrize("path", BASE)
def test_a_comment_is_no_change(path: str) -> None:
    lines = BASE[path].split("\n")
    at = next(n for n, line in enumerate(lines) if "big" in line)
    lines.insert(at, f"{COMMENT.get(_suffix(path), '//')} why it is big")

    assert _changed(path, BASE[path], "\n".join(lines)) == []


@pytest.mark.parametrize("path", BASE)
def test_a_log_call_is_no_change(path: str) -> None:
    lines = [line for line in BASE[path].split("\n") if not any(word in line for word in LOGGING)]

    assert len(lines) < len(BASE[path].split("\n"))
    assert _changed(path, BASE[path], "\n".join(lines)) == []
    assert _changed(path, "\n".join(lines), BASE[path]) == []


@pytest.mark.parametrize("path", BASE)
def test_a_move_to_another_file_is_no_change(path: str) -> None:
    moved = [edit(path, BASE[path], "" if path != "a.go" else "package a\n"), edit(f"other/{path}", None, BASE[path])]

    assert find_changed_functions(moved) == ()


@pytest.mark.parametrize("path", BASE)
def test_a_new_function_is_one_with_its_lines(path: str) -> None:
    (found,) = find_changed_functions([edit(path, None, BASE[path])])

    said = "\n".join(BASE[path].split("\n")[line - 1] for line in found.lines)
    assert found.is_new
    assert "big" in said
    assert "total" not in said.lower()


LAYOUT = {
    "a.py": ('notify(price, "big")', "notify(\n            price,\n            'big',\n        )"),
    "a.ts": ('notify(price, "big")', "notify(\n      price,\n      'big',\n    )"),
    "a.go": ('notify(price, "big")', 'notify(\n\t\t\tprice,\n\t\t\t"big",\n\t\t)'),
    "A.java": ("if (price > 10) {\n", "if (price > 10)\n        {\n"),
    "a.rs": ("{\n        return", "{\n\n\n            return"),
    "a.kt": ('notify(price, "big")', 'notify(\n            price,\n            "big",\n        )'),
    "a.php": ('notify($price, "big")', 'notify(\n            $price,\n            "big"\n        )'),
}
TYPES = {
    "annotation": ("a.py", "cart, rate=2):", "cart: Cart, rate: int = 2) -> int:"),
    "variable": ("a.py", "price = cart.sum()", "price: int = cart.sum()"),
    "cast": ("a.py", "cart.sum()", "cast(int, cart.sum())"),
    "ignore": ("a.py", "* rate", "* rate  # type: ignore[operator]"),
    "as": ("a.ts", "price as number", "price"),
    "no null": ("a.ts", "cart.sum()", "cart!.sum()"),
    "generic": ("a.ts", "cart.sum()", "cart.sum<number>()"),
    "optional": ("a.ts", "cart: Cart", "cart?: Cart | null"),
    "result": ("a.ts", "): number", ")"),
    "go parameter": ("a.go", "rate int", "rate Rate"),
    "java local": ("A.java", "int price", "var price"),
    "java modifier": ("A.java", "    int total", "    @Override\n    public final int total"),
    "rust parameter": ("a.rs", "cart: &Cart", "cart: &dyn Priced"),
    "kotlin local": ("a.kt", "val price =", "val price: Int ="),
    "php parameter": ("a.php", "Cart $cart", "?Cart $cart"),
    "let": ("a.ts", "const price", "let price"),
    "import inside": ("a.py", "    price =", "    from shop import notify\n    price ="),
    "docstring": ("a.py", '    """Sum it up."""\n', ""),
}
MORE = {
    "parameter added": ("a.py", "rate=2", "rate=2, tax=0"),
    "other variable": ("a.py", "return price\n", "return rate\n"),
    "free name": ("a.py", "notify(price", "warn(price"),
    "member": ("a.ts", "cart.sum", "cart.total"),
    "awaited": ("a.ts", "return notify", "return await notify"),
    "order": ("a.go", "c.Sum() * rate", "rate * c.Sum()"),
    "branch gone": ("a.rs", '    if price > 10 {\n        return notify(price, "big");\n    }\n', ""),
    "log that ends the run": ("a.go", "log.Printf", "log.Fatalf"),
    "conversion": ("a.go", "return price\n", "return int(price)\n"),
    "checked cast": ("a.kt", "return price\n", "return price as Int\n"),
    "negation": ("a.ts", "if (price > 10)", "if (!(price > 10))"),
    "quoted": ("a.rb", "notify(price", "notify(@price"),
}


@pytest.mark.parametrize("path", LAYOUT)
def test_layout_is_no_change(path: str) -> None:
    old, new = LAYOUT[path]
    after = BASE[path].replace(old, new)

    assert after != BASE[path]
    assert _changed(path, BASE[path], after) == []


@pytest.mark.parametrize(("path", "old", "new"), TYPES.values(), ids=TYPES)
def test_a_declared_type_is_no_change(path: str, old: str, new: str) -> None:
    after = BASE[path].replace(old, new)

    assert after != BASE[path]
    assert _changed(path, BASE[path], after) == []


@pytest.mark.parametrize(("path", "old", "new"), MORE.values(), ids=MORE)
def test_what_else_is_one(path: str, old: str, new: str) -> None:
    after = BASE[path].replace(old, new)

    assert after != BASE[path]
    assert len(_changed(path, BASE[path], after)) == 1


def test_the_lines_are_those_that_do_something_new() -> None:
    after = BASE["a.py"].replace("price", "amount").replace("> 10", "> 20")

    (found,) = find_changed_functions([edit("a.py", BASE["a.py"], after)])

    assert found.lines == (5,)
    assert not found.is_new


def test_a_change_that_only_takes_away_has_no_lines() -> None:
    after = BASE["a.go"].replace('\tif price > 10 {\n\t\treturn notify(price, "big")\n\t}\n', "")

    (found,) = find_changed_functions([edit("a.go", BASE["a.go"], after)])

    assert found.lines == ()


def test_tests_beside_the_code_and_files_of_tests_are_left_out() -> None:
    tests = "#[cfg(test)]\nmod tests {\n    #[test]\n    fn adds() {\n        assert_eq!(2, add(1, 1));\n    }\n}\n"
    files = [edit("src/a.rs", None, tests), edit("tests/test_a.py", None, BASE["a.py"])]

    assert find_changed_functions(files) == ()


def test_of_overloads_only_the_edited_one_counts() -> None:
    pair = "    int f(int a) {\n        return a;\n    }\n    int f(int a, int b) {\n        return b;\n    }\n"
    one = f"class A {{\n{pair}}}\n"
    first = "class A {\n    int f() {\n        return 3;\n    }\n" + one.removeprefix("class A {\n")

    assert [f.line for f in find_changed_functions([edit("A.java", one, one.replace("return b", "return a"))])] == [5]
    assert [f.line for f in find_changed_functions([edit("A.java", one, first)])] == [2]


_words = st.from_regex(r"[a-z]{3,8}_x", fullmatch=True)


@given(st.sampled_from(sorted(BASE)), _words, st.integers(0, 8), st.integers(1, 3))
def test_new_names_and_empty_lines_never_count(path: str, name: str, at: int, empty: int) -> None:
    lines = BASE[path].replace("price", name).split("\n")
    at = min(max(at, 2), len(lines) - 3)
    lines[at:at] = [""] * empty

    assert _changed(path, BASE[path], "\n".join(lines)) == []
