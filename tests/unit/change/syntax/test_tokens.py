"""What is left of code when names of locals, literals, comments and layout are gone, and what must not get lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.change.syntax.tokens import hash_shape, read_tokens, shape_of

SAME = {
    "names of locals": ("python", "\n    a = f(b)\n    return a.x", "\n    c = f(d)\n    return c.x"),
    "literals": ("python", "\n    return f(1, 'a')", '\n    return f(22, "bcd")'),
    "docstring and comments": ("python", '\n    """Say it."""\n    return f(1)  # why', "\n    return f(1)"),
    "line breaks": ("python", "\n    return f(\n        1,\n        b,\n    )", "\n    return f(1, b)"),
    "layout of braces": ("go", "{ x := f(1); return x }", "{\n\tx := f(1)\n\treturn x\n}"),
    "comment in a line": ("typescript", "{ return /* why */ f(1) }", "{ return f(1) } // why"),
    "trailing comma": ("rust", "{ vec![1, 2,] }", "{ vec![1, 2] }"),
    "text in a template": ("typescript", "{ return f(`a ${x}`) }", "{ return f(`other ${y}`) }"),
    "raw text": ("rust", '{ f(r#"say "x""#) }', '{ f("y") }'),
}
HOSTILE = ["'" * 20_001, '"\\' * 5_000, "`" * 20_001, "/*" * 20_000, "((((" * 9_000, "a." * 30_000]
DIFFERENT = {
    "callee": ("python", "\n    return f(a)", "\n    return g(a)"),
    "member": ("typescript", "{ return a.first }", "{ return a.last }"),
    "constant": ("java", "{ return LIMIT; }", "{ return OTHER; }"),
    "type": ("java", "{ return new Cart(); }", "{ return new Order(); }"),
    "argument name": ("python", "\n    return f(sep=a)", "\n    return f(end=a)"),
    "key": ("javascript", "{ return {title: a} }", "{ return {name: a} }"),
    "which local": ("python", "\n    return f(a, b, a)", "\n    return f(a, b, b)"),
    "indentation": (
        "python",
        "\n    for x in y:\n        f(x)\n        g(x)",
        "\n    for x in y:\n        f(x)\n    g(x)",
    ),
    "operator": ("go", "{ return a + b }", "{ return a - b }"),
}


@pytest.mark.parametrize(("language", "one", "other"), SAME.values(), ids=SAME)
def test_what_does_not_count(language: str, one: str, other: str) -> None:
    assert shape_of(one, language).tokens == shape_of(other, language).tokens


@pytest.mark.parametrize(("language", "one", "other"), DIFFERENT.values(), ids=DIFFERENT)
def test_what_counts(language: str, one: str, other: str) -> None:
    assert shape_of(one, language).tokens != shape_of(other, language).tokens


def test_marks_say_what_is_done() -> None:
    shape = shape_of("\n    for item in items:\n        out.append(slug(item.name, sep='-'))", "python")

    assert shape.marks == ("'-'", ".append(", ".name", "sep=", "slug(")
    assert shape.literals == ("'-'",)


@given(st.text(max_size=300), st.sampled_from(["python", "typescript", "go", "rust", "java", "ruby", "php", "bash"]))
def test_any_text_has_tokens_and_one_hash(text: str, language: str) -> None:
    shape = shape_of(text, language)

    assert (len(shape.tokens), shape.hash) == hash_shape(text, language)
    assert all(token for token in read_tokens(text, language))


@pytest.mark.parametrize(
    "text", ["'" * 20_001, '"\\' * 5_000, "`" * 20_001, "/*" * 20_000, "((((" * 9_000, "a." * 30_000]
)
@pytest.mark.parametrize("language", ["python", "typescript", "rust", "java"])
def test_hostile_text_is_read_to_its_end(text: str, language: str) -> None:
    assert read_tokens(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("python", "\n    return [NAME(child) for child in node.children]"),
        ("python", "\n    return self.NAME(node.children)"),
        ("typescript", "{ return this.NAME(node.left) + NAME (node.right); }"),
        ("rust", "{ Self::NAME(node.left); NAME(node.right) }"),
    ],
)
def test_a_function_that_calls_itself_has_one_shape_under_every_name(language: str, text: str) -> None:
    one, other = (shape_of(text.replace("NAME", name), language, name) for name in ("walk", "visit"))
    assert one.tokens == other.tokens
    assert not {"walk", "visit", "self"} & {mark.strip(".:(") for mark in one.marks}


def test_the_same_name_on_another_object_is_no_call_of_itself() -> None:
    assert ".walk(" in shape_of("{ return this.inner.walk(node); }", "java", "walk").tokens
