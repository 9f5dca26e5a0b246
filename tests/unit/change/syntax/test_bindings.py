"""Which binding a use of a name means, and that no text can make the reading of names fail."""

import pytest

from reviewer.change.syntax.bindings.frames import Names, resolve
from reviewer.change.syntax.bindings.python import read_python_names
from reviewer.change.syntax.bindings.script import read_script_names
from reviewer.change.syntax.languages import load_parser


def read_python(text: str) -> Names:
    return read_python_names(load_parser("python").parse(text.encode()).root_node)


def unresolved(names: Names) -> list[str]:
    return [load.name for load in names.loads if not resolve(load)]


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("def f[T](x: T) -> T:\n    return x\nT\n", ["T"]),
        ("class A:\n    a = 1\n    b = [a for _ in a]\n    def c(self): return a\n", ["a", "a"]),
        ("try:\n    pass\nexcept E as e:\n    lambda: e\ne\n", ["E", "e"]),
        ("[(kept := x) for x in y]\nkept, x\n", ["y", "x"]),
        ("match p:\n    case A(b, c=d) | {'k': d, **e} if d: b, e\n    case m.n: f\n", ["p", "A", "m", "f"]),
        ("def f():\n    global g\n    g = 1\ng\n", []),
        ("import a.b, c.d as e\na, b, c, d, e\n", ["b", "c", "d"]),
        ("type Pair[K] = dict[K, V]\nPair, K\n", ["dict", "V", "K"]),
        ("f'{x!r:>{width}} {y=}'\n", ["x", "width", "y"]),
        ("def f(a=b, *c, d: e = g, **h): return a, c, d, h\n", ["b", "e", "g"]),
    ],
)
def test_python_scopes(text: str, missing: list[str]) -> None:
    assert unresolved(read_python(text)) == missing


@pytest.mark.parametrize("text", ["from a import *\n", "exec(b)\n", "globals()['a'] = 1\n"])
def test_a_file_that_binds_in_the_dark_is_opaque(text: str) -> None:
    assert read_python(text).opaque


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("export function f({ a: b = c, ...d }) { return a + b + d; }", ["c", "a"]),
        ("export {}; { const a = 1; var b = a; function g() {} } a; b; g();", ["a"]),
        ("export {}; for (const [k, v] of pairs) k + v; k;", ["pairs", "k"]),
        ("export {}; typeof a; ({ b, c: d, [e]: 1 }); x.y;", ["b", "d", "e", "x"]),
        ("export const f = async (a) => { await using b = a; b; }; class C extends D {}", ["D"]),
    ],
)
def test_script_scopes(text: str, missing: list[str]) -> None:
    names = read_script_names(load_parser("typescript").parse(text.encode()).root_node)
    assert not names.opaque
    assert unresolved(names) == missing


@pytest.mark.parametrize("language", ["python", "typescript"])
def test_deep_nesting_is_read_to_its_end(language: str) -> None:
    text = "x = " + "(" * 3000 + "a" + ")" * 3000 + "\n"
    root = load_parser(language).parse(text.encode()).root_node
    read = read_python_names if language == "python" else read_script_names
    assert "a" in [load.name for load in read(root).loads]
