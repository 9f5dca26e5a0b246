"""A call is resolved to one certain definition, or to none; whatever the files say, the search ends."""

import pytest

from reviewer.change.syntax.names import text_of
from reviewer.index.build import index_files
from reviewer.index.callees import resolve_callee


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


@pytest.mark.parametrize(
    "text",
    [
        "f()\nf = traced(f)\ndef f(): pass\n",
        "if fast:\n    def f(): pass\nf()\n",
        "def f(): pass\ndef g(f):\n    f()\n",
        "from x import *\ndef f(): pass\nf()\n",
        "def g():\n    def f(): pass\nf()\n",
        "import m\nm.f = 1\ndef f(): pass\nf()\n",
    ],
)
def test_a_name_that_may_be_something_else_is_unknown(text: str) -> None:
    assert _resolve({"a.py": text}, "a.py", "f()") is None


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
