"""Where the imports of Go, Java, Kotlin and Rust lead."""

import pytest

from reviewer.change.syntax.imports import find_imports
from reviewer.index.build import index_files
from reviewer.index.resolve import resolve_import

_FILES = {
    "go.mod": b"module example.com/shop\n",
    "cart/cart.go": b"package cart\n",
    "tools/go.mod": b"module example.com/shop/tools\n",
    "tools/gen/gen.go": b"package gen\n",
    "app/src/main/java/com/shop/Cart.java": b"package com.shop;\nclass Cart {}\n",
    "Cargo.toml": b'[workspace]\nmembers = ["core", "cli"]\n',
    "core/Cargo.toml": b'[package]\nname = "shop-core"\n',
    "core/src/lib.rs": b"pub mod price;\n",
    "core/src/price.rs": b"pub struct Price;\n",
    "cli/Cargo.toml": b'[package]\nname = "cli"\n[dependencies]\nserde = "1"\n',
    "cli/src/args/mod.rs": b"pub struct Args;\n",
}


@pytest.mark.parametrize(
    ("path", "code", "status", "place"),
    [
        ("main.go", 'package m\nimport "example.com/shop/cart"\n', "found", "cart"),
        ("main.go", 'package m\nimport "example.com/shop/tools/gen"\n', "found", "tools/gen"),
        ("main.go", 'package m\nimport "example.com/shop/basket"\n', "missing", "basket"),
        ("main.go", 'package m\nimport "example.com/shop/tools/lost"\n', "unknown", ""),
        ("main.go", 'package m\nimport "net/http"\n', "external", ""),
        ("main.go", 'package m\nimport "github.com/spf13/cobra"\n', "external", ""),
        ("A.java", "import com.shop.Cart;\n", "found", "app/src/main/java/com/shop/Cart.java"),
        ("A.java", "import com.shop.Cart.Line;\n", "found", "app/src/main/java/com/shop/Cart.java"),
        ("A.kt", "import com.shop.*\n", "found", "app/src/main/java/com/shop"),
        ("A.java", "import com.shop.CartBuilder;\n", "unknown", ""),
        ("A.java", "import org.junit.Test;\n", "external", ""),
        ("cli/src/main.rs", "use shop_core::price::Price;\n", "found", "core/src/price.rs"),
        ("cli/src/main.rs", "use crate::args::Args;\n", "found", "cli/src/args/mod.rs"),
        ("core/src/price.rs", "use super::price;\n", "found", "core/src/price.rs"),
        ("cli/src/main.rs", "mod args;\n", "found", "cli/src/args/mod.rs"),
        ("cli/src/main.rs", "mod lost;\n", "missing", "cli/src/lost"),
        ("cli/src/main.rs", "use serde::Serialize;\n", "external", ""),
        ("cli/src/main.rs", "use std::io;\n", "external", ""),
        ("cli/src/main.rs", "use local::thing;\n", "unknown", ""),
    ],
)
def test_an_import_leads_somewhere(path: str, code: str, status: str, place: str) -> None:
    index = index_files(_FILES | {path: code.encode()})
    source = index.source(path)
    assert source is not None
    imported = find_imports(source)[0]
    found = resolve_import(index, path, imported)

    assert found.status == status
    if status in ("found", "missing"):
        assert found.path == place
