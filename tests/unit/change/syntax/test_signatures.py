"""A call fits a signature exactly when the function could be called like that."""

import inspect
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.change.syntax.languages import load_parser
from reviewer.change.syntax.signatures import Call, Signature, fit, read_signature


def _signature(text: str, language: str) -> Signature | None:
    return read_signature(load_parser(language).parse(text.encode()).root_node.children[0], language)


PARAMETERS = (
    "", "a", "a, b", "a, b=1", "a, /", "a, /, b", "a=1, /, b=2", "*, a", "*, a=1, b", "a, *b", "*a, b", "**a",
    "a, **b", "a, /, *, b", "a, b: int = 2, *c, d, e=1, **f", "a, *, b: int",
)  # fmt: skip


@given(
    st.sampled_from(PARAMETERS),
    st.integers(min_value=0, max_value=4),
    st.lists(st.sampled_from("abcdefg"), unique=True, max_size=3),
)
def test_python_itself_agrees(parameters: str, positional: int, keywords: list[str]) -> None:
    signature = _signature(f"def f({parameters}): pass", "python")
    scope: dict[str, Any] = {}
    exec(f"def f({parameters}): pass", scope)  # noqa: S102 - the text is one of those above
    try:
        inspect.signature(scope["f"]).bind(*range(positional), **dict.fromkeys(keywords, 0))
        fits = True
    except TypeError:
        fits = False

    assert signature is not None
    assert (fit(signature, Call(positional, tuple(keywords))) is None) == fits


@pytest.mark.parametrize(
    ("language", "text", "fewest", "most"),
    [
        ("typescript", "function f(this: X, a: string, b?: number, c = 1) {}", 1, 3),
        ("typescript", "function f(a: string, done: void) {}", 1, 2),
        ("typescript", "function f(a: string, ...rest: string[]) {}", 1, 99),
        ("javascript", "function f(a, { b }, [c]) {}", 0, 3),
        ("javascript", "function f() { return arguments.length }", 0, 99),
        ("go", "func f(a, b int, c ...string) {}", 2, 99),
        ("go", "func f(int, string) {}", 2, 2),
        ("java", "void f(int a, String b) {}", 2, 2),
        ("rust", "fn f(&self, (a, b): (u8, u8)) {}", 2, 2),
    ],
)
def test_how_many_arguments_a_function_takes(language: str, text: str, fewest: int, most: int) -> None:
    signature = _signature(text, language)

    assert signature is not None
    assert [n for n in range(100) if fit(signature, Call(n)) is None] == list(range(fewest, most + 1))


def test_what_is_unpacked_may_fill_whatever_is_missing() -> None:
    signature = _signature("def f(a, b): pass", "python")

    assert signature is not None
    assert fit(signature, Call(0, (), is_open=True)) is None
    assert fit(signature, Call(3, (), is_open=True)) is not None


def test_a_parameter_that_some_builds_lack_makes_a_signature_unknown() -> None:
    assert _signature("fn f(a: u8, #[cfg(unix)] b: u8) {}", "rust") is None
