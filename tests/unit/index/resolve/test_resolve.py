"""Where imports lead: in what order places are tried, when a name is missing, and when nothing can be said."""

import pytest

from reviewer.change.syntax.imports import find_imports
from reviewer.index.build import index_files
from reviewer.index.resolve import resolve_import

PROJECT = """
[project]
name = "shop"
dependencies = ["redis>=5"]
[tool.setuptools.packages.find]
where = ["lib"]
"""
ORDERS = """
from shop.cycle import *
class Order: pass
for KEY, _ in []: pass
if 1:
    import json as js
"""
CORE = """{"name": "@shop/core", "exports": {
  ".": {"types": "./src/index.ts"},
  "./x": "./dist/x.js"
}}"""
PYTHON = {
    "pyproject.toml": PROJECT,
    ".gitignore": "local_settings.py\n",
    "lib/shop/__init__.py": "from .orders import *\n",
    "lib/shop/orders.py": ORDERS,
    "lib/shop/cycle.py": "from shop.orders import *\ndef turn():\n    global LATE\n    LATE = 1\n",
    "lib/shop/lazy.py": "def __getattr__(name): ...\n",
    "lib/shop/kind.py": "raise SystemExit\n",
    "lib/shop/kind/__init__.py": "A = 1\n",
    "lib/redis/__init__.py": "",
    "plugins/space/tool.py": "",
    "tools/run.py": "",
}
PYTHON_CASES = {
    "from shop import Order, KEY, js, turn, LATE, lazy": ("found", {"found"}),
    "from shop import Nothing": ("found", {"missing"}),
    "from shop.lazy import anything": ("found", {"unknown"}),
    "from shop.kind import A": ("found", {"found"}),
    "import shop.nowhere": ("missing", set()),
    "import shop.orders.deeper": ("missing", set()),
    "from . import orders, nowhere": ("found", {"found", "missing"}),
    "from .nowhere import a": ("missing", set()),
    "from .local_settings import KEY": ("unknown", set()),
    "from ._version import version": ("unknown", set()),
    "from ..... import a": ("unknown", set()),
    "import requests.sessions": ("external", set()),
    "import os.path": ("external", set()),
    "from redis.client import Redis": ("unknown", set()),
    "from tools.absent import a": ("unknown", set()),
}
SCRIPT = {
    "package.json": '{"name": "root", "workspaces": ["packages/*"]}',
    "tsconfig.json": '{ // settings\n "compilerOptions": {"paths": {"@/*": ["./src/*"],} } }',
    "packages/core/package.json": CORE,
    "packages/core/src/index.ts": "export const core = 1;\n",
    "src/a.ts": "export * from './b';\nexport default 1;\nexport const { p, q: [r] } = x;\n",
    "src/b.ts": "export * from './a';\nexport type T = 1;\nexport declare function f(): void;\nexport { T as U };\n",
    "src/old.cjs": "module.exports = { a: 1 };\n",
    "src/view/index.tsx": "export function View() {}\n",
    "src/native.ios.ts": "export {};\n",
}
SCRIPT_CASES = {
    "import d, { p, r, T, U, f } from './a'": ("found", {"found"}),
    "import d from './b'": ("found", {"missing"}),
    "import { nothing } from './a.js'": ("found", {"missing"}),
    "import { a } from './old.cjs'": ("found", {"unknown"}),
    "import { View } from './view'": ("found", {"found"}),
    "import { View } from '@/view'": ("found", {"found"}),
    "import './nowhere'": ("missing", set()),
    "import '@/nowhere'": ("missing", set()),
    "import './native'": ("unknown", set()),
    "import './logo.svg'": ("unknown", set()),
    "import './nowhere?raw'": ("unknown", set()),
    "import '../dist/nowhere.js'": ("unknown", set()),
    "import { core } from '@shop/core'": ("found", {"found"}),
    "import { x } from '@shop/core/x'": ("found", {"unknown"}),
    "import 'react'": ("external", set()),
    "import '~/a'": ("unknown", set()),
    "import '../../../out'": ("unknown", set()),
}


def lead(files: dict[str, str], path: str, text: str) -> tuple[str, set[str]]:
    index = index_files({name: content.encode() for name, content in {**files, path: text + "\n"}.items()})
    source = index.source(path)
    assert source is not None
    (imported,) = find_imports(source)
    found = resolve_import(index, path, imported)
    return found.status, set(found.names.values())


@pytest.mark.parametrize("text", PYTHON_CASES)
def test_python(text: str) -> None:
    assert lead(PYTHON, "lib/shop/here.py", text) == PYTHON_CASES[text]


@pytest.mark.parametrize("text", SCRIPT_CASES)
def test_scripts(text: str) -> None:
    assert lead(SCRIPT, "src/here.ts", text) == SCRIPT_CASES[text]


def test_a_module_of_rust_has_a_file() -> None:
    files = {"src/lib.rs": "", "src/found.rs": "", "src/deep/mod.rs": ""}

    assert [lead(files, "src/main.rs", f"mod {name};")[0] for name in ("found", "deep", "gone")] == [
        "found",
        "found",
        "missing",
    ]
