"""This module holds the tests of function metrics: a table for each language, and a property against radon."""
# ruff: noqa: E501 - a row of a table is one line

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.change.syntax.complexity import (
    Metrics,
    count_plain_arms,
    measure_function,
    measure_on_tree,
    measure_with_radon,
)
from reviewer.change.syntax.languages import LANGUAGES
from reviewer.change.syntax.source import Source

# Language, code, and what its first function measures: lines, nesting, parameters, complexity.
TABLE = [
    ("python", "def f(self, a, *, b=1, **c):\n    '''Doc.'''\n\n    # why\n    return a and b\n", (2, 0, 3, 2)),
    (
        "python",
        "def f(a):\n    for x in a:\n        if x:\n            pass\n        elif a:\n            pass\n",
        (6, 2, 1, 4),
    ),
    (
        "python",
        "def f():\n    try:\n        g()\n    except OSError:\n        pass\n    else:\n        h()\n",
        (7, 1, 0, 3),
    ),
    (
        "python",
        "def f(a):\n    match a:\n        case 1:\n            g()\n        case _:\n            h()\n",
        (6, 1, 1, 2),
    ),
    (
        "python",
        "def f(a):\n    def g(b):\n        if b:\n            pass\n    return [x for x in a if x]\n",
        (5, 0, 1, 3),
    ),
    ("javascript", "const f = (a, {b}, ...c) => {\n  // why\n  if (a) g(); else if (b) h();\n}\n", (3, 1, 3, 3)),
    ("javascript", "function f(a) {\n  return a.map(x => x && 1 || 2)\n}\n", (3, 0, 1, 3)),
    ("javascript", "const f = a => a ? 1 : 2\n", (1, 0, 1, 2)),
    (
        "typescript",
        "function f(this: X, a: number, b?: string) {\n  for (const x of a) { while (b) {} }\n}\n",
        (3, 2, 2, 3),
    ),
    ("tsx", "function F(p: P) {\n  return p.a && <A />\n}\n", (3, 0, 1, 2)),
    (
        "go",
        "func (s *S) F(a, b int, c ...string) (int, error) {\n\tswitch a {\n\tcase 1:\n\tcase 2:\n\tdefault:\n\t}\n}\n",
        (7, 1, 3, 3),
    ),
    ("go", "func f() {\n\tif a {\n\t} else if b && c {\n\t}\n}\n", (5, 1, 0, 4)),
    (
        "java",
        "class A {\n  void f(int a, B... b) {\n    /* a\n */\n    try { g(); } catch (E e) { if (a || b) {} }\n  }\n}",
        (3, 2, 2, 4),
    ),
    (
        "java",
        "class A {\n  int f(int a) {\n    return switch (a) { case 1 -> 2; default -> 3; };\n  }\n}\n",
        (3, 1, 1, 2),
    ),
    ("rust", "fn f(&self, a: i32) {\n    match a { 1 => 2, _ if b => 3, _ => 4 };\n}\n", (3, 1, 1, 3)),
    ("rust", "fn f() {\n    while a { loop { if b {} else if c {} } }\n}\n", (3, 3, 0, 5)),
    (
        "c",
        "static int *f(void) {\n    switch (a) { case 1: break; default: x(); }\n    return a ? b : c;\n}\n",
        (4, 1, 0, 3),
    ),
    ("cpp", "int A::f(int a, const B& b) {\n  for (auto x : b) { if (a && x) {} }\n}\n", (3, 2, 2, 4)),
    (
        "csharp",
        "class A {\n  int F(int a, B b) {\n    foreach (var x in b) { if (a) {} }\n    return a switch { 1 => 2, _ => 3 };\n }\n}",
        (4, 2, 2, 4),
    ),
    (
        "ruby",
        "def f(a, b: 1, *c)\n  return 1 if a and b\n  case a\n  when 1 then 2\n  else 3\n  end\nend\n",
        (7, 1, 3, 4),
    ),
    (
        "php",
        "<?php\nfunction f($a, ?int $b = 1) {\n  foreach ($a as $x) { if ($x || $b) {} elseif ($b) {} }\n}\n",
        (3, 2, 2, 5),
    ),
    ("kotlin", "fun f(a: Int, vararg b: String): Int {\n  return when (a) { 1 -> 2\n  else -> 3 }\n}\n", (4, 1, 2, 2)),
    ("swift", 'func f(_ a: Int, b: String = "x") {\n  guard a > 1 else { return }\n  if a && b { }\n}\n', (4, 1, 2, 4)),
    ("scala", "def f(a: Int)(implicit b: Int): Int = {\n  if (a > 1 && b > 1) 1 else 2\n}\n", (3, 1, 2, 3)),
    (
        "bash",
        "f() {\n  # why\n  if a && b; then :; elif c; then :; fi\n  case $x in a) ;; *) ;; esac\n}\n",
        (4, 1, 0, 5),
    ),
]


@pytest.mark.parametrize(("language", "code", "wanted"), TABLE)
def test_measures_the_first_function(language: str, code: str, wanted: tuple[int, int, int, int]) -> None:
    source = _read(language, code)
    assert measure_function(source, source.functions[0]) == Metrics(*wanted)


def test_every_language_is_in_the_table() -> None:
    assert {language for language, _, _ in TABLE} == set(LANGUAGES)


def test_short_arms_are_counted() -> None:
    source = _read("go", "func f() {\n\tswitch a {\n\tcase 1: return b\n\tcase 2:\n\t\tx()\n\t\ty()\n\t\tz()\n\t}\n}\n")
    assert count_plain_arms(source, source.functions[0]) == 1


def test_radon_says_nothing_of_what_python_cannot_read() -> None:
    assert measure_with_radon(b"def f(:\n  pass") == {}


NAMES = st.sampled_from(["a", "b", "c"])
ATOMS = NAMES | st.sampled_from(["1", "'x'", "f'{a or b}'", "None", "g()"])
EXPRESSIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {} or {})".format, inner, inner, inner),
        st.builds("({} if {} else {})".format, inner, inner, inner),
        st.builds("[{} for a in {} if {} if {}]".format, inner, inner, inner, inner),
        st.builds("{{a: {} for a in {} for b in {}}}".format, inner, inner, inner),
        st.builds("(lambda a={}: {})".format, inner, inner),
        st.builds("(not {})".format, inner),
        st.builds("g({}, *{})".format, inner, inner),
    ),
    max_leaves=5,
)
SIMPLE = st.one_of(
    st.builds("a = {}".format, EXPRESSIONS),
    st.builds("assert {}, {}".format, EXPRESSIONS, EXPRESSIONS),
    st.builds("return {}".format, EXPRESSIONS),
    st.builds("a: {} = {}".format, EXPRESSIONS, EXPRESSIONS),
)
PATTERNS = st.sampled_from(["1", "_", "a", "[a, *_]", "{'x': a}", "C(x=1)", "1 | 2", "(a)", "C() as a", "None", "a.b"])


def _nest(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.split("\n"))


def _lines(*parts: str) -> str:
    return "\n".join(parts)


def _block(head: str, body: str) -> str:
    return f"{head}:\n{_nest(body)}"


def _choose(a: str, body: str, b: str, other: str) -> str:
    return _lines(_block(f"if {a}", body), _block(f"elif {b}", other), _block("else", body))


def _loop(a: str, body: str, other: str) -> str:
    return _lines(_block(f"for a in {a}", body), _block("else", other))


def _attempt(body: str, caught: str, rest: str) -> str:
    handlers = _lines(_block("except A", caught), _block("except B as a", caught))
    return _lines(_block("try", body), handlers, _block("else", rest), _block("finally", rest))


def _match(first: str, last: str, guard: str, body: str) -> str:
    arms = (_block(f"case 0 if {guard}", body), _block(f"case {first} if {guard}", body), _block(f"case {last}", body))
    return _block("match a", _lines(*arms))


def _compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds(_choose, EXPRESSIONS, inner, EXPRESSIONS, inner),
        st.builds(_loop, EXPRESSIONS, inner, inner),
        st.builds(lambda a, b: _block(f"while {a}", b), EXPRESSIONS, inner),
        st.builds(_attempt, inner, inner, inner),
        st.builds(lambda b, c: _lines(_block("try", b), _block("except* A", c)), inner, inner),
        st.builds(lambda a, b: _block(f"with {a} as a", b), EXPRESSIONS, inner),
        st.builds(_match, PATTERNS, PATTERNS, EXPRESSIONS, inner),
        st.builds(lambda a, b: _lines(f"@g({a})", _block(f"def h(x={a})", b)), EXPRESSIONS, inner),
        st.builds(lambda b: _block("class K", _block("def m(self)", b)), inner),
        st.builds(_lines, inner, inner),
    )


STATEMENTS = st.recursive(SIMPLE, _compound, max_leaves=5)


@settings(max_examples=100, deadline=None)
@given(STATEMENTS)
def test_the_tree_counts_as_radon_does(body: str) -> None:
    source = _read("python", _block("def f(self, a=b or c)", body) + "\n")
    ast.parse(source.data)
    measured = measure_with_radon(source.data)
    assert {f.line: measure_on_tree(source, f).complexity for f in source.functions if f.line in measured} == measured


def _read(language: str, code: str) -> Source:
    return Source(f"x{LANGUAGES[language].suffixes[0]}", code.encode(), language, "production")
