"""Only a function that hands on what it got, as it got it, is a pass-through."""

import pytest

from reviewer.change.syntax.source import Source
from reviewer.detectors.indirection.forwarding import read_forwarding

SAME = [
    ("python", "def f(a, b):\n    '''Say so.'''\n    return g(a, b)\n"),
    ("python", "async def f(a, *rest, **named):\n    return await g(a, *rest, **named)\n"),
    ("python", "class A:\n    def f(self, a: int):\n        self.inner.g(a=a)\n"),
    ("javascript", "const f = (a, b) => g(a, b);\n"),
    ("typescript", "class A { f(a: string, b?: number): void { this.inner.g(a, b); } }\n"),
    ("go", "package a\n\nfunc f(a, b int, c ...string) error {\n\treturn other.g(a, b, c...)\n}\n"),
    ("java", "class A { int f(final int a, String b) { return inner.g(a, b); } }\n"),
    ("rust", "fn f(a: u32, b: &str) -> u32 {\n    g(a, b)\n}\n"),
    ("csharp", "class A { async Task<int> F(int a, string b) => await inner.G(a, b); }\n"),
    ("kotlin", "fun f(a: Int, b: String) = g(a, b)\n"),
    ("php", "<?php\nfunction f(int $a, $b) { return g($a, $b); }\n"),
    ("ruby", "def f(a, b)\n  g(a, b)\nend\n"),
    ("swift", "func f(a: Int, _ b: Int) -> Int { return g(a: a, b) }\n"),
    ("cpp", "int f(int a, char b) { return g(a, b); }\n"),
    ("scala", "def f(a: Int, b: String): Int = g(a, b)\n"),
]
OTHER = [
    ("python", "def f(a, b):\n    return g(b, a)\n"),
    ("python", "def f(a, b=1):\n    return g(a, b)\n"),
    ("python", "def f(a):\n    return int(g(a))\n"),
    ("python", "def f(a):\n    return g(name=a)\n"),
    ("python", "def f(a):\n    return a.g(a)\n"),
    ("python", "def f(g, a):\n    return g(g, a)\n"),
    ("python", "def f():\n    return g()\n"),
    ("typescript", "const f = (a: string) => g(a) as Rate;\n"),
    ("typescript", "const f = ({ a }: Props) => g({ a });\n"),
    ("typescript", "const f = (a: string) => new Rate(a);\n"),
    ("go", "package a\n\nfunc f(a int) error {\n\tg(a)\n\treturn nil\n}\n"),
    ("rust", "fn f(a: u32) -> Option<u32> {\n    Some(g(a)?)\n}\n"),
    ("java", "class A { int f(int a) { return g(a, 1); } }\n"),
    ("ruby", "def f(a)\n  g(a) { |b| b }\nend\n"),
    ("kotlin", "fun f(a: Int) = g(a) { it }\n"),
]


@pytest.mark.parametrize(("language", "text"), SAME)
def test_the_same_arguments_in_the_same_order_are_handed_on(language: str, text: str) -> None:
    source = Source("a", text.encode(), language, "production")
    found = read_forwarding(source.functions[-1], source)

    assert found is not None
    assert found.name.lower() == "g"


@pytest.mark.parametrize(("language", "text"), OTHER)
def test_whatever_else_is_done_is_no_pass_through(language: str, text: str) -> None:
    source = Source("a", text.encode(), language, "production")

    assert [read_forwarding(scope, source) for scope in source.functions] == [None]
