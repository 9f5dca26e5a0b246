"""What a file imports, by language, and what is said about the circumstances."""

import pytest

from reviewer.change.syntax.imports import Import, find_imports
from reviewer.change.syntax.source import Source

FLAGS = ("type_only", "guarded", "conditional", "deferred", "dynamic", "star", "reexport", "declares")
CASES: dict[str, tuple[str, str, list[str]]] = {
    "python": (
        "python",
        "import a.b as c, d\nfrom ..x.y import (k as l, m)\nfrom . import *\n",
        ["a.b as c", "d", "..x.y {k l, m m}", ". star"],
    ),
    "python circumstances": (
        "python",
        """\
try:
    import a
except ImportError:
    a = None
if TYPE_CHECKING:
    import b
def f():
    import c
importlib.import_module('d')
if __name__ == '__main__':
    import e
""",
        ["a guarded", "b type_only guarded conditional", "c deferred", "d dynamic", "e"],
    ),
    "typescript": (
        "typescript",
        """\
import d, { x as y, type Z } from './a';
import type { T } from './t';
import * as ns from 'n';
import 's';
export { a as b } from './c';
export * from './e';
const { q, r: s } = require('./q');
try { await import('./m') } catch {}
import(`./${x}`);
""",
        [
            "./a {default d, x y, Z Z}",
            "./t {T T} type_only",
            "n as ns",
            "s",
            "./c {a b} reexport",
            "./e star reexport",
            "./q {q q, r s} dynamic",
            "./m guarded dynamic",
        ],
    ),
    "go": ("go", 'package m\nimport (\n x "a/b"\n . "c"\n _ "d"\n)\n', ["a/b as x", "c star", "d as _"]),
    "java": (
        "java",
        "import a.b.C;\nimport static a.b.C.m;\nimport a.b.*;\n",
        ["a.b.C", "a.b.C {m m}", "a.b star"],
    ),
    "kotlin": ("kotlin", "import a.b.c as d\nimport a.b.*\n", ["a.b.c as d", "a.b star"]),
    "rust": (
        "rust",
        "use a::b::{c, d as e, f::{self}, h::*};\npub use crate::y::Z;\n#[cfg(test)]\nmod tests;\nmod k;\n",
        [
            "a::b {c c}",
            "a::b {d e}",
            "a::b::f",
            "a::b::h star",
            "crate::y {Z Z} reexport",
            "tests guarded declares",
            "k declares",
        ],
    ),
    "scala": ("scala", "import a.b.{C, D => E}\nimport a.b._\n", ["a.b {C C, D E}", "a.b star"]),
    "csharp": ("csharp", "using A.B;\nusing X = A.C;\n", ["A.B", "A.C as X"]),
    "php": ("php", "<?php\nuse A\\B as C;\nuse A\\{D};\nrequire 'x.php';\n", ["A\\B as C", "A\\D", "x.php dynamic"]),
    "ruby": ("ruby", "require 'x'\nrequire_relative 'y'\n", ["x dynamic", ".y dynamic"]),
}


def spell(found: Import) -> str:
    names = ", ".join(" ".join(pair) for pair in found.names)
    parts = ["." * found.level + found.module, f"as {found.alias}" if found.alias else "", f"{{{names}}}" * bool(names)]
    return " ".join(part for part in [*parts, *(flag for flag in FLAGS if getattr(found, flag))] if part)


@pytest.mark.parametrize("name", CASES)
def test_imports_are_read_as_written(name: str) -> None:
    language, text, expected = CASES[name]
    source = Source("file", text.encode(), language, "production")

    assert [spell(found) for found in find_imports(source)] == expected


def test_a_focus_hides_no_import() -> None:
    source = Source("a.py", b"def f():\n    import x\nimport y\n", "python", "production", focus=frozenset())

    assert [found.module for found in find_imports(source)] == ["x", "y"]
