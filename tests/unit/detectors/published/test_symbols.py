"""What a repository publishes: what its packages offer by themselves, and nothing where its files do not say so."""

import pytest

from reviewer.detectors.published.symbols import PublishedSymbols
from reviewer.index.build import index_files

_PYTHON = {
    "pyproject.toml": b'[project]\nname = "shop"\n',
    "src/shop/__init__.py": b"from . import rates\nfrom .cart import *\n",
    "src/shop/rates.py": b'__all__ = ["tax"]\ndef tax(): ...\ndef fee(): ...\n',
    "src/shop/cart.py": b"from .till import ring\ndef total(): ...\ndef _row(): ...\n",
    "src/shop/till/__init__.py": b"from .drawer import open_drawer as open_\n",
    "src/shop/till/drawer.py": b"def open_drawer(): ...\n",
    "src/shop/till/deep/__init__.py": b"from .safe import lock\n",
    "src/shop/till/deep/safe.py": b"def lock(): ...\n",
}
_PROGRAM = _PYTHON | {
    "pyproject.toml": b'[project]\nname = "shop"\n[project.scripts]\nshop = "shop:run"\n',
    "src/shop/__init__.py": b"",
}
_SCRIPT = {
    "package.json": b'{"name": "shop", "exports": {".": "./dist/esm/index.mjs", "./_x": "./dist/x.js"}}',
    "src/index.ts": b'import { a } from "./a";\nexport { a };\nexport * from "./b";\n',
    "src/a.ts": b"export function a() {}\nexport function hidden() {}\n",
    "src/b.ts": b'export { c as d } from "./c";\nexport * from "./index";\n',
    "src/c.ts": b"export class c { private no() {} yes() {} }\n",
    "src/x.ts": b"export function x() {}\n",
}
_RUST = {
    "Cargo.toml": b'[package]\nname = "shop"\ndescription = "It"\nlicense.workspace = true\n',
    "src/lib.rs": b"pub mod a;\nmod b;\npub(crate) mod c;\npub use b::Till;\n"
    b"pub mod d { pub fn six() {} mod e { pub fn seven() {} } }\n",
    "src/a.rs": b"pub fn one() {}\npub(crate) fn two() {}\n#[pyfunction]\npub fn three() {}\n",
    "src/b.rs": b"pub struct Till;\nimpl Till { pub fn ring() {} fn own() {} }\npub fn four() {}\n",
    "src/c.rs": b"pub fn five() {}\n",
}
_GO = {
    "go.mod": b"module example.com/shop\n",
    "till/till.go": b"package till\nfunc Ring() {}\nfunc own() {}\n",
    "internal/till.go": b"package till\nfunc Ring() {}\n",
}
_JAVA = {
    "build.gradle.kts": b'plugins { id("maven-publish") }\n',
    "src/main/java/shop/A.java": b"public class A { public void a() {} void b() {} @GetMapping public void c() {} }\n",
}


def published(files: dict[str, bytes]) -> set[str]:
    index = index_files(files)
    symbols = PublishedSymbols(index)
    sources = [s for path in files if (s := index.source(path)) is not None and s.language]
    return {scope.symbol for source in sources for scope in source.scopes if (scope, source) in symbols}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (_PYTHON, {"tax", "total", "open_drawer"}),
        (_PROGRAM, set()),
        (_PYTHON | {"pyproject.toml": b'[project]\nname = "stall"\n'}, set()),
        (_SCRIPT, {"a", "c", "c.yes"}),
        (_SCRIPT | {"package.json": b'{"private": true, "main": "dist/index.js"}'}, set()),
        (_SCRIPT | {"package.json": b'{"main": "dist/index.js", "bin": "dist/index.js"}'}, set()),
        (_SCRIPT | {"package.json": b"{"}, set()),
        (_RUST, {"one", "Till", "Till.ring", "d", "d.six"}),
        (_RUST | {"Cargo.toml": b'[package]\nname = "shop"\n'}, set()),
        (_GO, {"Ring"}),
        (_GO | {"main.go": b"package main\n"}, set()),
        (_JAVA, {"A", "A.a"}),
        (_JAVA | {"build.gradle.kts": b""}, set()),
    ],
)
def test_what_is_published(files: dict[str, bytes], expected: set[str]) -> None:
    assert published(files) == expected


def test_packages_that_pass_one_another_on_come_to_an_end() -> None:
    ring = {f"src/shop/m{n}.py": f"from .m{(n + 1) % 300} import *\n".encode() for n in range(300)}
    assert published(_PYTHON | ring | {"src/shop/__init__.py": b"from .m0 import *\n"}) == {"open_drawer"}
