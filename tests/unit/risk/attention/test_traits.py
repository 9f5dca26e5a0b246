"""What an added line shows by itself."""

import pytest

from reviewer.risk.attention.traits import TRAITS, find_reformatted, read_lines
from tests.unit.risk.attention.changed import NEW, OLD, changed, plan_of, traits_of


def test_lines_that_do_nothing_have_no_trait() -> None:
    traits = traits_of(OLD, NEW)

    assert {number for number, found in traits.items() if not found} == {1, 2, 3, 5, 6, 12, 13}


# Each file; a comment with an exclamation mark is behind each line that does something.
IMPORTS = {
    "python": (
        "src/a.py",
        """\
from __future__ import annotations
import os, sys
from shop.prices import (
    Price,  # of one
    total as sum_up,
)
from .rates import \\
    rate
import pdb; pdb.set_trace()  #!
import re; import json
try:
    import tomllib
except ImportError:  #!
    tomllib = None  #!
plug = import_module("shop.plug")  #!
package = find(plug)  #!
""",
    ),
    "python, a package": (
        "src/shop/__init__.py",
        """\
from shop.prices import (
    Price,
    total,
)
__all__ = ["Price", "total"]  #!
""",
    ),
    "typescript": (
        "src/a.ts",
        """\
import {
  Price,
  total as sumUp,
} from "./prices"
import type { Rate } from "./rates"
import fs = require("fs")
import "./effects"
export {
  rate,
} from "./rates"
export * from "./shop"
import a from "./a"; a.start()  //!
const b = require("b") // late
require("dotenv").config()  //!
import("./late").then((late) => late.start())  //!
export const LIMIT = 3  //!
export { b }  //!
""",
    ),
    "tsx": (
        "src/a.tsx",
        """\
import {
  Price,
} from "./prices"
export const a = <Price />  //!
""",
    ),
    "javascript": (
        "src/a.mjs",
        """\
import {
  price,
} from "./prices"
const { a } = require("a").b;
const c = make(require("c"))  //!
""",
    ),
    "go": (
        "pkg/a.go",
        """\
package shop // nolint

import "fmt"

import (
	"crypto/sha256"
	hex "encoding/hex"
	_ "embed"

	// ours
	"example.com/shop/prices"
)

var Names = []string{  //!
	"encoding/hex",  //!
}
""",
    ),
    "rust": (
        "src/a.rs",
        """\
extern crate serde;
use std::collections::HashMap;
pub(crate) use crate::{
    prices::{
        Price,
        total as sum_up,
    },
    rates::*,
};
mod shop;  //!
fn f() { use a::b; b() }  //!
""",
    ),
    "java": (
        "src/main/java/A.java",
        """\
package shop.prices;

import java.util.List;
import static shop.Rates.rate;
import shop
    .Price;
@Entity  //!
class A {}  //!
""",
    ),
    "kotlin": (
        "src/main/kotlin/A.kt",
        """\
package shop.prices

import shop.Price
import shop.rate as rateOf

val limit = rateOf(Price(2))  //!
""",
    ),
    "scala": (
        "src/main/scala/A.scala",
        """\
package shop

import a.{
  B,
  C
}
val limit = 3  //!
""",
    ),
    "swift": (
        "Sources/A.swift",
        """\
import Foundation
let limit = 3  //!
""",
    ),
    "csharp": (
        "src/A.cs",
        """\
using System.Text;
using Rate = Shop.Rate;
class A {  //!
  void M() {  //!
    using var file = Open();  //!
    using (Lock()) {  //!
    }
  }
}
""",
    ),
    "php": (
        "src/A.php",
        """\
<?php  //!
use Shop\\{
    Price,
    Rate
};
$limit = rate(3);  //!
class A {  //!
    use Rounds;  //!
}
""",
    ),
    "ruby": (
        "lib/a.rb",
        """\
require "json" # of the library
require_relative 'prices'
require name  #!
load_prices  #!
""",
    ),
    "cpp": (
        "src/a.cpp",
        """\
#include <vector>
using namespace std;
using std::sort;
int limit = rate(3);  //!
""",
    ),
}


@pytest.mark.parametrize(("path", "text"), IMPORTS.values(), ids=IMPORTS)
def test_an_import_does_nothing_however_many_lines_it_has(path: str, text: str) -> None:
    does = {number for number, line in enumerate(text.splitlines(), 1) if line.endswith(("#!", "//!"))}
    traits = traits_of(None, text, path)

    assert {number for number, found in traits.items() if "code" in found} == does
    assert len(traits) == text.count("\n")


def test_the_plan_does_not_begin_with_imports() -> None:
    imports = "".join(f"  encode{i} as encodeEverything{i},\n" for i in range(9))
    steps = "".join(f"  log({i})\n" for i in range(30))
    text = f"import {{\n{imports}}} from './codes'\n\nexport function f() {{\n{steps}}}\n"

    assert min(span.line for span in plan_of(changed(None, text, "src/a.ts")).spans) > 11


def test_a_line_that_does_something_says_what() -> None:
    traits = traits_of(OLD, NEW)

    assert {"code", "body", "call", "edit"} - {"edit"} <= traits[7]
    assert {"condition", "body"} <= traits[8]
    assert "log" in traits[10]
    assert "long" in traits[11]
    assert traits[14] >= {"code"}
    assert "body" not in traits[14]
    assert "signature" in traits[4]


def test_every_trait_is_explained_and_no_other_is_given() -> None:
    given = set().union(*traits_of(OLD, NEW).values())

    assert given <= set(TRAITS)


def test_moved_repeated_and_familiar_lines_are_known_again() -> None:
    old = "def a():\n    first_step(1)\n    return 1\n"
    new = "def b():\n    first_step(1)\n    again()\n    again()\n    again()\n    return 2\n"
    lines = read_lines([changed(old, None, "src/a.py"), changed(None, new, "src/b.py")], lambda _: 0)
    traits = {line.number: line.traits for line in lines}

    assert "moved" in traits[2]
    assert "repeated" in traits[3]
    assert "moved" not in traits[6]

    grown = traits_of("def a():\n    step(1)\n", "def a():\n    step(1)\n\n\ndef b():\n    step(1)\n")
    assert "familiar" in grown[6]


def test_words_that_the_repository_hardly_knows_are_rare() -> None:
    new = "".join(f"    known(value, {i})\n" for i in range(20)) + "    strange(odd_one)\n"
    lines = read_lines([changed(None, f"def f():\n{new}")], lambda word: 0 if word in ("strange", "odd_one") else 2_000)

    assert [line.rare for line in lines if "rare" in line.traits][-1] == ("odd_one", "strange")
    assert "rare" in lines[-1].traits


def test_a_line_without_names_is_not_rare() -> None:
    lines = read_lines([changed('ALL = [\n    "a",\n]\n', 'ALL = [\n    "a",\n    "b",\n]\n')], lambda _: 0)

    assert [(line.number, "code" in line.traits, "rare" in line.traits) for line in lines] == [(3, True, False)]


def test_cases_of_a_switch_are_told_from_decisions() -> None:
    new = "package p\n\nfunc f(x int) int {\n\tswitch x {\n\tcase 1:\n\t\treturn 2\n\t}\n\treturn 0\n}\n"
    traits = traits_of(None, new, "pkg/f.go")

    assert "arm" in traits[5]
    assert "arm" not in traits[4]


def test_only_files_that_run_are_read() -> None:
    files = [changed(None, NEW, path) for path in ("tests/test_shop.py", "docs/conf.md", "src/shop.py")]

    assert {line.path for line in read_lines(files, lambda _: 0)} == {"src/shop.py"}


# A comment with an exclamation mark is behind each line that is left out; `weight.py` knows more ways to mark a test.
INLINE_TESTS = {
    "a module": """\
pub fn total(lines: &[u32]) -> u32 { lines.iter().sum() }
#[cfg(test)]  //!
mod tests {  //!
    use super::*;  //!
    fn shop(count: usize) -> Vec<u32> { vec![3; count] }  //!
    #[test]  //!
    fn sums() {  //!
        if total(&shop(2)) != 6 || unusual_name(&shop(3)).is_some() { panic!("total") }  //!
    }  //!
}  //!
pub fn rate() -> u32 { 4 }
""",
    "a test outside of a module": """\
#[tokio::test]  //!
async fn sums() {  //!
    assert_eq!(total(&[3, 3]).await, 6);  //!
}  //!
pub async fn total(lines: &[u32]) -> u32 { lines.iter().sum() }
""",
    "not only for tests": """\
#[cfg(any(test, feature = "fakes"))]
pub fn fake() -> u32 { 3 }
#[cfg(not(test))]
mod tests { pub fn run() { start() } }
""",
}


@pytest.mark.parametrize("text", INLINE_TESTS.values(), ids=INLINE_TESTS)
def test_tests_in_a_file_of_production_code_are_left_out(text: str) -> None:
    production = {number for number, line in enumerate(text.splitlines(), 1) if not line.endswith("//!")}

    assert set(traits_of(None, text, "src/shop.rs")) == production


def test_tests_do_not_make_the_code_beside_them_short_or_common() -> None:
    steps = "".join(f"    let step_{i} = next(cart);\n" for i in range(10))
    code = f"pub fn total(cart: &Cart) -> u32 {{\n{steps}    cart.lines.iter().map(|line| line.price).sum()\n}}\n"
    checks = "".join(f"    assert_eq!(total(&unusual_cart_{i}(strange_{i}, {'3, ' * 20})), 6);\n" for i in range(30))
    tests = f"#[test]\nfn sums() {{\n{checks}}}\n"

    assert traits_of(None, code + tests, "src/shop.rs") == traits_of(None, code, "src/shop.rs")


def test_a_hunk_that_only_lays_out_anew_is_left_out() -> None:
    old = "def f():\n    return call(one, two)\n\n\nx = 1\n"
    new = "def f():\n    return call(\n        one, two)\n\n\nx = 2\n"
    file = changed(old, new)

    assert find_reformatted(file.change) == {2, 3}
    assert set(traits_of(old, new)) == {6}
