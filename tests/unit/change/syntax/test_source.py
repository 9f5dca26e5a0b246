"""One side of a file: its lines, its scopes and their names, and the small questions that rules ask of syntax."""

import time
from collections.abc import Callable

import pytest

from reviewer.change.syntax.names import (
    ancestors,
    arguments_of,
    callee_of,
    decorators_of,
    descendants,
    end_line_of,
    line_of,
    squeeze,
    statements_of,
    text_of,
)
from reviewer.change.syntax.source import Source

SCOPES: dict[str, tuple[str, str, list[str]]] = {
    "python methods": (
        "python",
        """\
class A:
    def f(self):
        def g():
            pass
    async def h(self): ...
x = lambda: 1
""",
        ["A", "A.f", "A.f.g", "A.h"],
    ),
    "python anonymous": (
        "python",
        """\
run(lambda: 1)
""",
        [],
    ),
    "javascript functions": (
        "javascript",
        """\
function f() {}
const g = (a) => a;
let h = function () {};
function* i() {}
export default class A { b() {} }
""",
        ["f", "g", "h", "i", "A", "A.b"],
    ),
    "javascript holders": (
        "javascript",
        """\
class A { b = () => 1; #c = () => 2; get d() { return 1; } }
x.y.z = function () {};
const o = { k: () => 1 };
""",
        ["A", "A.b", "A.c", "A.d", "z", "k"],
    ),
    "javascript callbacks": (
        "javascript",
        """\
list.map((x) => x);
run(function () { return 1; });
""",
        [],
    ),
    "javascript in callbacks": (
        "javascript",
        """\
it("works", () => { const f = () => 1; });
""",
        ["f"],
    ),
    "typescript kinds": (
        "typescript",
        """\
namespace N { export function f(): void {} }
interface I { m(): void }
enum E { A }
class C { private p = async () => 1; static s<T>(x: T): T { return x; } }
""",
        ["N", "N.f", "I", "E", "C", "C.p", "C.s"],
    ),
    "tsx component": (
        "tsx",
        """\
export const Card = ({ a }: P) => <p onClick={() => go()}>{a}</p>;
""",
        ["Card"],
    ),
    "go receivers": (
        "go",
        """\
package p

type T struct{}

func (t *T) M() {}
func (T) N() {}
func (s *Set[K]) Add() {}
func f() { g := func() {}; g() }
""",
        ["T", "T.M", "T.N", "Set.Add", "f"],
    ),
    "java": (
        "java",
        """\
class A { A() {}
void f() { new Thread(() -> {}); }
interface B { int g(); }
record R(int x) { R {}
}
enum E { X; void h() {}
}
}
""",
        ["A", "A.A", "A.f", "A.B", "A.B.g", "A.R", "A.R.R", "A.E", "A.E.h"],
    ),
    "rust impl": (
        "rust",
        """\
struct S;
impl S { fn new() -> S { S } }
impl<T> Display for Wrap<T> { fn fmt(&self) {} }
mod m { pub fn f() { let c = || 1; } }
trait T { fn g(&self) {} }
""",
        ["S", "S", "S.new", "Wrap", "Wrap.fmt", "m", "m.f", "T", "T.g"],
    ),
    "c": (
        "c",
        """\
struct node { int x; };
static int *find(struct node *n, enum kind k) { return 0; }
int (*pick(int a))(int) { return 0; }
""",
        ["node", "find", "pick"],
    ),
    "cpp qualified": (
        "cpp",
        """\
namespace n { class A { void f() {} ~A() {} }; }
int n::A::g() { return 1; }
int &A::h() { return x; }
A::~A() {}
bool operator==(A a, A b) { return true; }
auto l = [](int x) { return x; };
""",
        ["n", "n.A", "n.A.f", "n.A.~A", "n::A::g", "A::h", "A::~A", "operator=="],
    ),
    "csharp": (
        "csharp",
        """\
namespace N;
class A { A() {}
~A() {}
int P { get { return 1; }
}
void F() { int L() => 1; list.ForEach(x => x); }
}
record R(int X);
""",
        ["A", "A.A", "A.A", "A.F", "A.F.L", "R"],
    ),
    "kotlin companion": (
        "kotlin",
        """\
class A {
    constructor(x: Int) {}
    companion object {
        fun of() = 1
    }
    companion object Named {
        fun to() = 2
    }
}
object O {
    fun f() {}
}
fun List<Int>.g() = 1
""",
        ["A", "A.constructor", "A.companion", "A.companion.of", "A.Named", "A.Named.to", "O", "O.f", "g"],
    ),
    "ruby modules": (
        "ruby",
        """\
module M
  class A::B < C
    def f?
    end
    def self.g
    end
    def x=(v)
    end
  end
end
[1].each { |x| x }
""",
        ["M", "M.A::B", "M.A::B.f?", "M.A::B.g", "M.A::B.x="],
    ),
    "php": (
        "php",
        """\
<?php
namespace N;
function f() {}
class A { function __construct() {} static function g() {} }
trait T { function h() {} }
enum E { case X; function i() {} }
$c = function () {};
$d = fn ($x) => $x;
""",
        ["f", "A", "A.__construct", "A.g", "T", "T.h", "E", "E.i"],
    ),
    "swift extension": (
        "swift",
        """\
extension Foo { func a() { list.map { $0 } } }
class B {
  init() {}
  deinit {}
  func b() {}
}
protocol P { func c() }
""",
        ["Foo", "Foo.a", "B", "B.init", "B.deinit", "B.b", "P", "P.c"],
    ),
    "scala": (
        "scala",
        """\
object O { def f(x: Int) = x
 trait T { def g: Int = 1 } }
case class C(a: Int)
val h = (x: Int) => x
""",
        ["O", "O.f", "O.T", "O.T.g", "C"],
    ),
    "bash": (
        "bash",
        """\
f() { g; }
function h { :; }
""",
        ["f", "h"],
    ),
}


def _read(text: str | bytes, language: str | None = "python") -> Source:
    return Source("f", text.encode() if isinstance(text, str) else text, language, "production")


@pytest.mark.parametrize("name", SCOPES)
def test_scopes_are_named_with_everything_around_them(name: str) -> None:
    language, text, symbols = SCOPES[name]
    source = _read(text, language)

    assert source.confidence == 1.0
    assert [scope.symbol for scope in source.scopes] == symbols


LINES: list[tuple[bytes, list[str]]] = [
    (b"", [""]),
    (b"a", ["a"]),
    (b"a\n", ["a", ""]),
    (b"a\r\nb\r\n", ["a", "b", ""]),
    (b"a\n\nb", ["a", "", "b"]),
    (b"a\rb\x0cc\x0bd\n", ["a\rb\x0cc\x0bd", ""]),
    ("a\u2028b\u0085c\n".encode(), ["a\u2028b\u0085c", ""]),
    (b"\xff\xfe\n\xe2\x82\nz", ["\ufffd\ufffd", "\ufffd", "z"]),
]


def test_an_abstract_class_is_a_scope() -> None:
    assert [s.symbol for s in _read("abstract class C { f() {} }", "typescript").scopes] == ["C", "C.f"]


@pytest.mark.parametrize(("data", "lines"), LINES)
def test_lines_are_those_of_git(data: bytes, lines: list[str]) -> None:
    source = _read(data, None)

    assert source.lines == lines
    assert [source.line_text(n) for n in range(1, len(lines) + 1)] == lines
    assert (source.line_text(0), source.line_text(-1), source.line_text(len(lines) + 1)) == ("", "", "")


@pytest.mark.parametrize(
    "text", ["def f():\r\n    pass\r\n\r\ndef g():\r\n    pass", "def f():\n    pass\n\ndef g(): pass\n"]
)
def test_lines_of_syntax_are_the_lines_of_the_text(text: str) -> None:
    source = _read(text)

    assert [(s.name, source.line_text(s.line).split("(")[0]) for s in source.functions] == [
        ("f", "def f"),
        ("g", "def g"),
    ]


def test_a_file_without_a_grammar_has_lines_and_nothing_else() -> None:
    source = _read("def f(): pass\n", None)

    assert (source.root, source.confidence, source.functions, source.symbol_at(1)) == (None, 1.0, (), "")
    assert source.nodes["functions"] == []
    assert source.kinds.functions == frozenset()


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("def f():\n    return 1\n", 1.0, 1.0),
        ("", 1.0, 1.0),
        ("def f(:\n" + "x = 1\n" * 200, 0.9, 1.0),
        (")(}{ ][ %% $$ ?? !! ;; ,, )(\n" * 50, 0.0, 0.5),
        ("\x00\x01\x02" * 50, 0.0, 0.5),
    ],
)
def test_confidence_is_the_share_that_the_grammar_can_read(text: str, least: float, most: float) -> None:
    assert least <= _read(text).confidence <= most


NESTED = """\
class A:
    x = 1
    def f(self):
        y = 2
        def g():
            z = 3
        return g
    w = 4
v = 5
"""


@pytest.mark.parametrize(
    ("line", "symbol", "function"),
    [
        (1, "A", ""),
        (2, "A", ""),
        (3, "A.f", "A.f"),
        (4, "A.f", "A.f"),
        (5, "A.f.g", "A.f.g"),
        (6, "A.f.g", "A.f.g"),
        (7, "A.f", "A.f"),
        (8, "A", ""),
        (9, "", ""),
        (0, "", ""),
        (99, "", ""),
    ],
)
def test_the_innermost_scope_of_a_line(line: int, symbol: str, function: str) -> None:
    source = _read(NESTED)
    around = source.function_at(line)

    assert source.symbol_at(line) == symbol
    assert (around.symbol if around else "") == function


def test_of_scopes_on_one_line_the_innermost_is_meant() -> None:
    source = _read("class A { void f() { g(); } }", "java")

    assert source.symbol_at(1) == "A.f"


def test_a_type_that_is_only_mentioned_is_not_a_scope() -> None:
    source = _read("int f(struct a *p) { return g(p); }\n", "c")

    assert source.symbol_at(1) == "f"


def test_a_function_that_the_change_left_alone_is_named_and_not_looked_into() -> None:
    text = "def f():\n    a()\n\ndef g():\n    b()\n\nc()\n"
    source = Source("f", text.encode(), "python", "production", frozenset({5}))

    assert [s.symbol for s in source.functions] == ["f", "g"]
    assert [callee_of(n) for n in source.nodes["calls"]] == ["b", "c"]


@pytest.mark.parametrize("depth", [10, 3_000])
def test_nesting_of_any_depth_has_a_symbol(depth: int) -> None:
    source = _read("function f() {\n" * depth + "}\n" * depth, "javascript")

    assert len(source.functions) >= 10
    assert source.symbol_at(depth).startswith("f.f.f")


def test_the_scopes_of_a_large_file_are_found_in_no_time() -> None:
    source = _read("def f():\n    x = 1\n    return x\n" * 8_000)
    started = time.process_time()
    for line in range(1, 24_000):
        assert source.function_at(line) is not None
        assert source.symbol_at(line) == "f"

    assert time.process_time() - started < 10


CALLS: list[tuple[str, str, str, list[str]]] = [
    ("python", "f(1, b=2)", "f", ["1", "b=2"]),
    ("python", "a . b\\\n.c(x)  # y", "a.b\\.c", ["x"]),
    ("python", "f(\n  # why\n  1,\n)", "f", ["1"]),
    ("python", "f()", "f", []),
    ("javascript", "a.b(1, () => 2)", "a.b", ["1", "() => 2"]),
    ("javascript", "new Foo(1)", "Foo", ["1"]),
    ("typescript", "f<T>(x as U)", "f", ["x as U"]),
    ("tsx", "expect(x).toBe(1)", "expect(x).toBe", ["1"]),
    ("go", "package p\nfunc f() { a.B(1, 2) }", "a.B", ["1", "2"]),
    ("java", "class A { int x = a.b(1, c); }", "a.b", ["1", "c"]),
    ("java", "class A { int x = b(1); }", "b", ["1"]),
    ("java", "class A { A x = new A(2); }", "A", ["2"]),
    ("rust", "fn f() { a::b(1); }", "a::b", ["1"]),
    ("rust", "fn f() { a.b(1); }", "a.b", ["1"]),
    ("rust", "fn f() { assert_eq!(a, b); }", "assert_eq!", ["a", "b"]),
    ("c", "int f() { g(1, 2); }", "g", ["1", "2"]),
    ("cpp", "int f() { a::b(1); }", "a::b", ["1"]),
    ("cpp", "int f() { a->b(1); }", "a->b", ["1"]),
    ("csharp", "a.B(1, x);", "a.B", ["1", "x"]),
    ("csharp", "new A(1);", "A", ["1"]),
    ("ruby", "a.b(1, 2)", "a.b", ["1", "2"]),
    ("ruby", "puts 1", "puts", ["1"]),
    ("php", "<?php f(1);", "f", ["1"]),
    ("php", "<?php $a->b(1);", "$a.b", ["1"]),
    ("php", "<?php A::b(1);", "A.b", ["1"]),
    ("php", "<?php new A(1);", "A", ["1"]),
    ("kotlin", "fun f() { a.b(1, x = 2) }", "a.b", ["1", "x = 2"]),
    ("swift", "a.b(1, x: 2)", "a.b", ["1", "x: 2"]),
    ("scala", "val x = a.b(1, 2)", "a.b", ["1", "2"]),
    ("bash", 'cp "$a" b', "cp", ['"$a"', "b"]),
]


@pytest.mark.parametrize(("language", "text", "callee", "arguments"), CALLS)
def test_what_a_call_calls_and_with_what(language: str, text: str, callee: str, arguments: list[str]) -> None:
    call = _read(text, language).nodes["calls"][0]

    assert callee_of(call) == callee
    assert [text_of(node) for node in arguments_of(call)] == arguments


BODIES: list[tuple[str, str, list[str]]] = [
    ("python", "def f():\n    # why\n    a()\n    b()\n", ["a()", "b()"]),
    ("javascript", "function f() { a(); /* why */ b(); }", ["a();", "b();"]),
    ("typescript", "function f(): void { a(); }", ["a();"]),
    ("tsx", "const f = () => { a(); };", ["a();"]),
    ("go", "package p\nfunc f() {\n\ta()\n\t// why\n\tb()\n}\n", ["a()", "b()"]),
    ("java", "class A { void f() { a(); b(); } }", ["a();", "b();"]),
    ("rust", "fn f() { a(); b() }", ["a();", "b()"]),
    ("c", "void f() { a(); { b(); } }", ["a();", "{ b(); }"]),
    ("cpp", "void f() { a(); b(); }", ["a();", "b();"]),
    ("csharp", "class A { void F() { a(); b(); } }", ["a();", "b();"]),
    ("ruby", "def f\n  a\n  b\nend\n", ["a", "b"]),
    ("php", "<?php function f() { a(); b(); }", ["a();", "b();"]),
    ("kotlin", "fun f() {\n    a()\n    b()\n}\n", ["a()", "b()"]),
    ("swift", "func f() {\n    a()\n    b()\n}\n", ["a()", "b()"]),
    ("scala", "object O { def f() = { a(); b() } }", ["a()", "b()"]),
    ("bash", "f() { a; b; }", ["a", "b"]),
]


@pytest.mark.parametrize(("language", "text", "statements"), BODIES)
def test_the_statements_of_a_function(language: str, text: str, statements: list[str]) -> None:
    function = _read(text, language).functions[0]

    assert [text_of(node) for node in statements_of(function.body)] == statements


def test_no_block_has_no_statements() -> None:
    assert statements_of(None) == []


MARKED: list[tuple[str, str, list[str]]] = [
    ("python", "@a\n@b(1)\ndef f(): pass\n", ["@a", "@b(1)"]),
    ("python", "@a\nclass A:\n    def f(self): pass\n", []),
    ("javascript", "class A {\n  @a @b()\n  f() {}\n}", ["@a", "@b()"]),
    ("typescript", "class A {\n  @a()\n  // why\n  f() {}\n}", ["@a()"]),
    ("java", 'class A { @Test @Tag("x") void f() {} @Other int g; }', ["@Test", '@Tag("x")']),
    ("rust", '#[test]\n// why\n#[ignore = "slow"]\nfn f() {}\n', ["#[test]", '#[ignore = "slow"]']),
    ("cpp", "[[nodiscard]] int f() { return 1; }", ["[[nodiscard]]"]),
    ("csharp", 'class A { [Fact] [Skip("x")] void F() {} }', ["[Fact]", '[Skip("x")]']),
    ("php", "<?php class A { #[Test] function f() {} }", ["#[Test]"]),
    ("kotlin", 'class A {\n    @Test\n    @Ignore("x")\n    fun f() {}\n}\n', ["@Test", '@Ignore("x")']),
    ("swift", "class A { @objc @available(iOS 13, *) func f() {} }", ["@objc", "@available(iOS 13, *)"]),
    ("scala", 'class A { @tag("x") def f() = 1 }', ['@tag("x")']),
    ("go", "package p\n// why\nfunc f() {}\n", []),
]


@pytest.mark.parametrize(("language", "text", "marks"), MARKED)
def test_the_marks_of_a_function(language: str, text: str, marks: list[str]) -> None:
    source = _read(text, language)

    assert decorators_of(source.functions[0].node, source.kinds.decorators) == marks


@pytest.mark.parametrize(
    ("text", "kind", "first", "last"),
    [
        ("x = 1\n", "assignment", 1, 1),
        ("f(\n  1,\n)\n", "call", 1, 3),
        ("\n\ndef f():\n    pass\n", "function_definition", 3, 4),
        ("if x:\n    pass\n\n\ny = 1\n", "if_statement", 1, 2),
        ("x = 1\n", "module", 1, 1),
    ],
)
def test_lines_of_a_node_are_inclusive(text: str, kind: str, first: int, last: int) -> None:
    root = _read(text).root
    assert root is not None
    node = next(n for n in (root, *descendants(root)) if n.type == kind)

    assert (line_of(node), end_line_of(node)) == (first, last)


def test_descendants_stand_in_the_order_of_the_text_and_ancestors_from_inside() -> None:
    root = _read("f(a)\ng(b)\n").root
    assert root is not None
    names = [n for n in descendants(root) if n.type == "identifier"]

    assert [text_of(n) for n in names] == ["f", "a", "g", "b"]
    assert [n.type for n in ancestors(names[1])] == ["argument_list", "call", "expression_statement", "module"]


@pytest.mark.parametrize(
    ("show", "text", "shown"), [(squeeze, " a\t b\n\u00a0c ", "abc"), (squeeze, "", ""), (squeeze, "a", "a")]
)
def test_white_space_is_squeezed_out(show: Callable[[str], str], text: str, shown: str) -> None:
    assert show(text) == shown
