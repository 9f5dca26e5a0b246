"""Whatever a contract says, reading it ends soon and runs nothing."""

import pytest

from reviewer.index.build import index_files
from reviewer.index.graph import Edge
from reviewer.index.layers import read_contracts
from reviewer.index.layers.path_regex import compile_path_regex, search

_DEEP = "[" * 20_000
_CYCLE = "const a = b; const b = a; module.exports = { forbidden: a, ...b };"
_WIDE = '[[tool.importlinter.contracts]]\nname = "x"\ntype = "layers"\nlayers = ["a"]\n' * 3000


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", f"a = {_DEEP}"),
        ("pyproject.toml", f'[tool.importlinter]\nroot_package = "shop"\n{_WIDE}'),
        ("pyproject.toml", "[tool]\nimportlinter = 3\nreviewer = 4"),
        ("pyproject.toml", "[tool.importlinter]\nroot_package = ''\n[[tool.importlinter.contracts]]\ntype = 'layers'"),
        ("setup.cfg", "[importlinter]\nroot_package\n[importlinter:contract:1]\ntype = layers\nlayers = %(layers)s"),
        ("tach.toml", '[[modules]]\npath = "shop"\ndepends_on = ["x"]\nlayers = 1'),
        ("reviewer.toml", 'extends = ["reviewer.toml"]\n[[layers]]\nname = "a"\npaths = ["a*b*c*d*e*f*g*h"]'),
        (".dependency-cruiser.json", _DEEP),
        (".dependency-cruiser.js", _CYCLE),
        (".dependency-cruiser.js", "module.exports = " + "{forbidden: [" * 3000),
        (".dependency-cruiser.js", "module.exports = { forbidden: [{ from: {}, to: { path: 3 } }, 4, null] };"),
        (".eslintrc.json", '{"rules": {"boundaries/element-types": [2, {"rules": 3}]}, "overrides": {}}'),
        ("eslint.config.js", "export default [" + "[" * 500 + "] // no-restricted-paths"),
        ("deptrac.yaml", "deptrac:\n  layers:\n" + "    - name: A\n" * 3000),
    ],
)
def test_nothing_stalls_and_nothing_is_said(name: str, text: str) -> None:
    index = index_files({name: text.encode(), "shop/__init__.py": b""})

    assert [c.judge(Edge("shop/a.py", "shop/b.py", 1, "import")) for c in read_contracts(index)] in (
        [],
        [""],
        [""] * 100,
    )


@pytest.mark.parametrize(
    "text",
    [
        r"^src/(?!shared/)([^/]+)/.+\.ts$",
        r"(^|/)[.][^/]+[.](js|cjs|mjs|ts|json)$",
        r"[.](?:spec|test)[.](?:js|mjs|cjs|jsx|ts|mts|cts|tsx)$",
        r"^(?:packages|apps)/[^/]+/[^/]+/(?<part>[^/]+)/",
        r"node_modules|^lib\/",
    ],
)
def test_usual_expressions_are_read(text: str) -> None:
    assert compile_path_regex(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "(a+)+$",
        "(a|a)*$",
        "(a|ab)(c|bcd)*x{3,}(d*)*",
        ".*.*.*.*x",
        "^.*.*.*.*x",
        "(.)\\1",
        "a" * 5000,
        "(",
        "[",
        "((a?){9}){9}",
    ],
)
def test_expressions_that_may_stall_are_refused(text: str) -> None:
    assert compile_path_regex(text) is None


def test_a_path_that_is_none_is_not_searched() -> None:
    pattern = compile_path_regex("^.*.*.*x")

    assert pattern is not None
    assert search(pattern, "a" * 10_000) is None
