"""Which edges the imports of each language are, and which imports are none."""

import pytest

from reviewer.index.build import index_files
from reviewer.index.graph import Edge, Graph, find_cycles, fold_edges, graph_of, levels_of
from reviewer.index.revision import Index

COMPOSER = '{"autoload": {"psr-4": {"App\\\\": "app/", "App\\\\Twice\\\\": ["one/", "two/"]}}}'
# Files of a repository, and its edges as `source -> target`, with the kind where it is not `import`.
CASES: dict[str, tuple[dict[str, str], list[str]]] = {
    "python: modules, packages and names": (
        {
            "app/__init__.py": "from .orders import Order\n",
            "app/orders.py": "import os, app.money as m\nfrom app import names, Order\nfrom . import kinds\n",
            "app/money.py": "from app.orders import *\n",
            "app/names.py": "",
            "app/kinds/__init__.py": "from ..money import cents\n",
        },
        [
            "app/__init__.py -> app/orders.py",
            "app/kinds/__init__.py -> app/money.py",
            "app/money.py -> app/orders.py",
            "app/orders.py -> app/__init__.py",
            "app/orders.py -> app/kinds/__init__.py",
            "app/orders.py -> app/money.py",
            "app/orders.py -> app/names.py",
        ],
    ),
    "python: when it is loaded": (
        {
            "src/app/__init__.py": "",
            "pyproject.toml": "",
            "src/app/a.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from app import b\n\n\n"
            "def f():\n    from app import b, c\n    import app.c\n    from app.a import g\n",
            "src/app/b.py": "import importlib\nimportlib.import_module('app.c')\n"
            "try:\n    import app.a\nexcept ImportError: ...\n",
            "src/app/c.py": "",
        },
        [
            "src/app/a.py -> src/app/b.py (type)",
            "src/app/a.py -> src/app/b.py (deferred)",
            "src/app/a.py -> src/app/c.py (deferred)",
            "src/app/b.py -> src/app/a.py",
            "src/app/b.py -> src/app/c.py",
        ],
    ),
    "python: strangers, the missing and the ambiguous": (
        {
            "pyproject.toml": '[project]\nname = "x"\ndependencies = ["shop"]\n',
            "app/__init__.py": "",
            "app/a.py": "import json, requests, app.nowhere\nfrom shop import cart\nfrom twin import x\n",
            "json.py": "",
            "lib/pyproject.toml": "",
            "lib/shop/__init__.py": "",
            "lib/shop/cart.py": "",
            "lib/twin.py": "",
            "other/pyproject.toml": "",
            "other/twin.py": "",
        },
        [],
    ),
    "python: tests are left out of the whole": (
        {"app/__init__.py": "", "app/a.py": "import tests.tool\n", "tests/tool.py": "import app.a\n"},
        [],
    ),
    "script: paths, types, calls and what is passed on": (
        {
            "src/a.ts": "import { b } from './b.js';\nimport type { C } from './c';\nimport { type D } from './d';\n"
            "const e = require('./e');\nconst f = () => import('./f');\n"
            "import './style.css';\nimport j from './j.json';\n",
            "src/b.ts": "export * from './c';\nexport type { D } from './d';\n",
            "src/c.tsx": "import React from 'react';\nimport gone from './gone';\n",
            "src/d.d.ts": "",
            "src/e/index.js": "",
            "src/f.mjs": "",
            "src/j.json": "{}",
            "src/style.css": "",
        },
        [
            "src/a.ts -> src/b.ts",
            "src/a.ts -> src/c.tsx (type)",
            "src/a.ts -> src/d.d.ts (type)",
            "src/a.ts -> src/e/index.js",
            "src/a.ts -> src/f.mjs (deferred)",
            "src/b.ts -> src/c.tsx",
            "src/b.ts -> src/d.d.ts (type)",
        ],
    ),
    "script: workspaces, aliases and names of a package's own": (
        {
            "package.json": '{"name": "all", "workspaces": ["packages/*"]}',
            "packages/core/package.json": '{"name": "@shop/core", '
            '"exports": {".": "./src/main.ts", "./*": "./dist/*.js"}}',
            "packages/core/src/main.ts": "",
            "packages/core/src/money.ts": "",
            "packages/web/package.json": '{"name": "web", "imports": {"#lib/*": "./lib/*.ts"}}',
            "packages/web/tsconfig.json": '{"compilerOptions": {"baseUrl": ".", "paths": {"@/*": ["./src/*"]}}}',
            "packages/web/src/app.ts": "import '@shop/core';\nimport '@shop/core/money';\nimport '@shop/core/no';\n"
            "import '@/page';\nimport '#lib/date';\n",
            "packages/web/src/page.tsx": "",
            "packages/web/lib/date.ts": "",
        },
        [
            "packages/web/src/app.ts -> packages/core/src/main.ts",
            "packages/web/src/app.ts -> packages/core/src/money.ts",
            "packages/web/src/app.ts -> packages/web/lib/date.ts",
            "packages/web/src/app.ts -> packages/web/src/page.tsx",
        ],
    ),
    "go: packages are folders": (
        {
            "go.mod": "module example.com/shop\n",
            "shop.go": 'package shop\n\nimport "fmt"\n',
            "cmd/main.go": 'package main\n\nimport (\n\t"example.com/shop"\n'
            '\t"example.com/shop/money"\n\t"example.org/x"\n)\n',
            "money/money.go": "package money\n",
        },
        ["cmd/main.go -> .", "cmd/main.go -> money"],
    ),
    "jvm: classes are files, stars are folders": (
        {
            "a/src/main/java/com/shop/Cart.java": "package com.shop;\nimport com.shop.money.Cents;\n"
            "import com.shop.money.Cents.Kind;\nimport static com.shop.names.Names.of;\nimport com.shop.kinds.*;\n"
            "import java.util.List;\nimport com.shop.*;\n",
            "a/src/main/java/com/shop/money/Cents.java": "package com.shop.money;\n",
            "a/src/main/java/com/shop/names/Names.java": "package com.shop.names;\n",
            "a/src/main/java/com/shop/kinds/Kind.java": "package com.shop.kinds;\n",
            "b/src/main/kotlin/com/shop/web/Page.kt": "package com.shop.web\n"
            "import com.shop.kinds.loose\nimport com.shop.Cart\n",
        },
        [
            "a/src/main/java/com/shop/Cart.java -> a/src/main/java/com/shop/kinds",
            "a/src/main/java/com/shop/Cart.java -> a/src/main/java/com/shop/money/Cents.java",
            "a/src/main/java/com/shop/Cart.java -> a/src/main/java/com/shop/names/Names.java",
            "b/src/main/kotlin/com/shop/web/Page.kt -> a/src/main/java/com/shop/Cart.java",
            "b/src/main/kotlin/com/shop/web/Page.kt -> a/src/main/java/com/shop/kinds",
        ],
    ),
    "jvm: the near one of two classes with one name, or none": (
        {
            "a/src/jvm/java/x/y/Cart.java": "package x.y;\nimport x.z.Cents;\n",
            "a/src/jvm/java/x/z/Cents.java": "",
            "a/src/native/java/x/z/Cents.java": "",
            "b/src/main/java/x/y/Other.java": "package x.y;\nimport x.z.Cents;\n",
        },
        ["a/src/jvm/java/x/y/Cart.java -> a/src/jvm/java/x/z/Cents.java"],
    ),
    "rust: uses, within a crate and across": (
        {
            "core/Cargo.toml": '[package]\nname = "shop-core"\n',
            "core/src/lib.rs": "mod cart;\nmod money;\npub use cart::Cart;\n",
            "core/src/cart.rs": "use crate::money::{self, Cents};\nuse super::money::Rate;\nuse serde::Serialize;\n",
            "core/src/money/mod.rs": "mod rate;\nuse self::rate::Rate;\n"
            "#[cfg(test)]\nmod tests {\n    use super::*;\n}\n",
            "core/src/money/rate.rs": "use crate::Cart;\n",
            "web/Cargo.toml": '[package]\nname = "web"\n',
            "web/src/main.rs": "use shop_core::money::rate;\n",
        },
        [
            "core/src/cart.rs -> core/src/money/mod.rs",
            "core/src/lib.rs -> core/src/cart.rs",
            "core/src/money/mod.rs -> core/src/money/rate.rs",
            "core/src/money/rate.rs -> core/src/lib.rs",
            "web/src/main.rs -> core/src/money/rate.rs",
        ],
    ),
    "csharp: a namespace in one folder, or a type": (
        {
            "Shop/Cart.cs": "using System;\nusing Shop.Money;\nusing Shop.Spread;\nusing Cents = Shop.Money.Cents;\n"
            "namespace Shop { class Cart { } }\n",
            "Shop/Money/Cents.cs": "namespace Shop.Money;\nusing Shop.Money;\nrecord Cents;\n",
            "Shop/A/A.cs": "namespace Shop.Spread;\n",
            "Shop/B/B.cs": "namespace Shop { namespace Spread { } }\n",
        },
        ["Shop/Cart.cs -> Shop/Money", "Shop/Cart.cs -> Shop/Money/Cents.cs"],
    ),
    "php: a class has its place": (
        {
            "composer.json": COMPOSER,
            "app/Cart.php": "<?php\nnamespace App;\nuse App\\Money\\{Cents, Rate as R};\n"
            "use App\\Twice\\Thing;\nuse Psr\\Log;\n",
            "app/Money/Cents.php": "<?php\n",
            "app/Money/Rate.php": "<?php\n",
            "one/Thing.php": "<?php\n",
            "two/Thing.php": "<?php\n",
        },
        ["app/Cart.php -> app/Money/Cents.php", "app/Cart.php -> app/Money/Rate.php"],
    ),
    "ruby: relative, or in the lib of a gem": (
        {
            "shop.gemspec": "",
            "lib/shop.rb": "require 'json'\nrequire 'shop/cart'\n",
            "lib/shop/cart.rb": "require_relative 'money'\ndef f\n  require_relative '../shop'\nend\n",
            "lib/shop/money.rb": "",
        },
        [
            "lib/shop.rb -> lib/shop/cart.rb",
            "lib/shop/cart.rb -> lib/shop.rb (deferred)",
            "lib/shop/cart.rb -> lib/shop/money.rb",
        ],
    ),
    "what no resolver reads": (
        {"a.c": '#include "b.h"\n', "b.h": "", "a.swift": "import b\n", "a.sh": "source ./b.sh\n", "b.sh": ""},
        [],
    ),
}


def index_of(files: dict[str, str]) -> Index:
    return index_files({path: text.encode() for path, text in files.items()})


def graph_from(files: dict[str, str]) -> tuple[Index, Graph]:
    index = index_of(files)
    return index, graph_of(index)


def show(edge: Edge) -> str:
    return f"{edge.source} -> {edge.target}" + ("" if edge.kind == "import" else f" ({edge.kind})")


@pytest.mark.parametrize("name", CASES)
def test_an_import_that_surely_leads_to_a_file_is_an_edge(name: str) -> None:
    files, expected = CASES[name]
    _index, graph = graph_from(files)

    assert [show(edge) for edge in graph.all_edges()] == expected


def test_an_edge_stands_on_the_first_line_that_imports() -> None:
    _index, graph = graph_from({"a.py": "x = 1\nimport b\nfrom b import y\n", "b.py": ""})

    assert graph.imports_of("a.py") == (Edge("a.py", "b.py", 2, "import"),)


def test_what_is_not_there_imports_nothing() -> None:
    _index, graph = graph_from({"a.py": "import a\n"})

    assert [graph.imports_of(path) for path in ("a.py", "b.py", "lib", ".")] == [(), (), (), ()]


def test_a_way_is_a_shortest_over_the_kinds_that_are_asked_for() -> None:
    files = {"a.py": "import b, d\n", "b.py": "import c\n", "c.py": "def f():\n    import a\n", "d.py": "import c\n"}
    _index, graph = graph_from(files)

    assert [show(edge) for edge in graph.find_path("a.py", "c.py")] == ["a.py -> b.py", "b.py -> c.py"]
    assert graph.find_path("c.py", "b.py") == ()
    loop = [*map(show, graph.find_path("b.py", "b.py", ("import", "deferred")))]
    assert loop == ["b.py -> c.py", "c.py -> a.py (deferred)", "a.py -> b.py"]


def test_a_way_through_go_goes_through_all_files_of_a_package_but_its_tests() -> None:
    files = {
        "go.mod": "module m\n",
        "a/a.go": 'package a\nimport "m/b"\n',
        "b/one.go": "package b\n",
        "b/two.go": 'package b\nimport "m/c"\n',
        "b/two_test.go": 'package b\nimport "m/d"\n',
        "c/c.go": "package c\n",
        "d/d.go": "package d\n",
    }
    _index, graph = graph_from(files)

    assert [show(edge) for edge in graph.find_path("a/a.go", "c/c.go")] == ["a/a.go -> b", "b/two.go -> c"]
    assert graph.find_path("a/a.go", "d") == ()


def test_edges_are_folded_to_the_parts_that_are_built() -> None:
    files, _ = CASES["script: workspaces, aliases and names of a package's own"]
    index, graph = graph_from(files)
    levels = levels_of(index)

    (link,) = fold_edges(graph.all_edges(), levels.unit_of)

    assert (link.source, link.target, len(link.edges)) == ("packages/web", "packages/core", 2)
    assert [levels.package_of(p) for p in ("a.ts", "packages/web/src/app.ts", "packages/web")] == [
        ".",
        "packages/web/src",
        "packages/web",
    ]
    assert find_cycles(graph.all_edges()) == ()
