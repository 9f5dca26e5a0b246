"""A call is resolved to one certain definition, or to none; whatever the files say, the search ends."""

import pytest

from reviewer.change.syntax.names import text_of
from reviewer.index.build import index_files
from reviewer.index.callees import find_definition, resolve_callee


def _resolve(files: dict[str, str], path: str, call: str) -> tuple[str, int] | None:
    index = index_files({name: text.encode() for name, text in files.items()})
    source = index.source(path)
    assert source is not None
    node = next(n for n in source.nodes["calls"] if text_of(n) == call)
    callee = resolve_callee(node, source, index)
    return callee.place if callee else None


def test_a_name_is_followed_through_a_package() -> None:
    files = {
        "src/shop/__init__.py": "from .rates import rate_of as rate\n",
        "src/shop/rates.py": "def rate_of(region): pass\n",
        "tests/test_shop.py": "import shop\nshop.rate(1)\n",
    }

    assert _resolve(files, "tests/test_shop.py", "shop.rate(1)") == ("src/shop/rates.py", 1)


_SHOP = {
    "tsconfig.json": '{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}',
    "packages/core/package.json": '{"name": "@shop/core", "main": "./index.ts"}',
    "packages/core/index.ts": "export * from './rates';\nexport * from './other';\nexport * as all from './rates';\n",
    "packages/core/rates.ts": "export function f() {}\nexport default () => 1;\n",
    "packages/core/other.ts": "export const g = 1;\n",
    "src/both.ts": "export function f() {}\n",
    "src/both.js": "export function f() {}\n",
    "src/rates.ts": "export function f() {}\n",
}


@pytest.mark.parametrize(
    ("text", "call", "path"),
    [
        ("import { f } from '@/rates';\nf();\n", "f()", "src/rates.ts"),
        ("import { f } from '@shop/core';\nf();\n", "f()", "packages/core/rates.ts"),
        ("import * as core from '@shop/core';\ncore.f();\n", "core.f()", "packages/core/rates.ts"),
        ("import { all } from '@shop/core';\nall.f();\n", "all.f()", "packages/core/rates.ts"),
        ("import f from '../packages/core/rates';\nf();\n", "f()", "packages/core/rates.ts"),
        ("import f from '@shop/core';\nf();\n", "f()", None),
        ("import { f } from '@/both';\nf();\n", "f()", None),
        ("import { f } from 'elsewhere';\nf();\n", "f()", None),
    ],
)
def test_a_script_is_followed_where_its_settings_lead(text: str, call: str, path: str | None) -> None:
    found = _resolve({**_SHOP, "src/a.ts": text}, "src/a.ts", call)

    assert (found and found[0]) == path


def test_a_crate_is_followed_by_its_name() -> None:
    files = {
        "Cargo.toml": '[package]\nname = "my-shop"\n',
        "src/lib.rs": "pub mod rates;\n",
        "src/rates.rs": "pub fn f() {}\nmod inner { pub fn g() {} }\npub fn g() {}\n",
        "tests/t.rs": "use my_shop::rates;\nfn t() { rates::f(); rates::inner::g(); }\n",
    }

    assert _resolve(files, "tests/t.rs", "rates::f()") == ("src/rates.rs", 1)
    assert _resolve(files, "tests/t.rs", "rates::inner::g()") is None


def test_a_name_stands_for_a_function_a_class_or_a_file() -> None:
    files = {"shop/__init__.py": "", "shop/rates.py": "class Rate: pass\n", "a.py": "import shop.rates\n"}
    index = index_files({name: text.encode() for name, text in files.items()})
    source = index.source("a.py")
    assert source is not None
    found = [find_definition(name, source, index) for name in ("shop.rates.Rate", "shop.rates", "shop.gone")]

    assert [d and (d.place, d.is_file) for d in found] == [
        (("shop/rates.py", 1), False),
        (("shop/rates.py", 1), True),
        None,
    ]


@pytest.mark.parametrize(
    "text",
    [
        "try:\n    from b import f\nexcept ImportError:\n    pass\nf()\n",
        "from logging import f\nf()\n",
        "f()\nf = traced(f)\ndef f(): pass\n",
        "if fast:\n    def f(): pass\nf()\n",
        "def f(): pass\ndef g(f):\n    f()\n",
        "from x import *\ndef f(): pass\nf()\n",
        "def g():\n    def f(): pass\nf()\n",
        "import m\nm.f = 1\ndef f(): pass\nf()\n",
    ],
)
def test_a_name_that_may_be_something_else_is_unknown(text: str) -> None:
    files = {"a.py": text, "b.py": "def f(): pass\n", "logging.py": "def f(): pass\n"}

    assert _resolve(files, "a.py", "f()") is None


def test_imports_in_a_circle_end() -> None:
    files = {"a.py": "from b import f\nf()\n", "b.py": "from a import f\n"}

    assert _resolve(files, "a.py", "f()") is None


def test_bases_in_a_circle_end() -> None:
    files = {"a.py": "class A(B): pass\nclass B(A): pass\nA()\n"}

    assert _resolve(files, "a.py", "A()") is None


def test_exports_in_a_circle_end() -> None:
    files = {"a.ts": 'import { f } from "./b";\nf();\n', "b.ts": 'export { f } from "./a";\n'}

    assert _resolve(files, "a.ts", "f()") is None


def test_a_word_that_is_everywhere_is_unknown() -> None:
    assert _resolve({"a.py": "def f(): pass\n" + "f\n" * 1000 + "f()\n"}, "a.py", "f()") is None


def test_a_module_that_two_roots_have_is_unknown() -> None:
    files = {"a/tool.py": "from rates import f\nf()\n", "rates.py": "def f(): pass\n", "a/rates.py": "def f(): pass\n"}

    assert _resolve(files, "a/tool.py", "f()") is None
