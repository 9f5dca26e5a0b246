"""How much of a change a person must read: tests that stand in the file of what they test are found by their marks."""

import pytest

from reviewer.change.weight import find_inline_tests, weigh_change
from tests.unit.engine.samples import make_file

# A comment with an exclamation mark is behind each line that is compiled for tests alone.
TESTS = {
    "a module": """\
fn total() -> u32 { 3 }

#[cfg(test)]  //!
mod tests {  //!
    use super::*;  //!
  //!
    fn shop() -> u32 { 3 }  //!
  //!
    #[test]  //!
    fn sums() {  //!
        assert_eq!(total(), shop());  //!
    }  //!
}  //!

fn rate() -> u32 { 4 }
""",
    "a module of any name with more attributes": """\
#[cfg(test)]  //!
// Upstream's.  //!
#[expect(  //!
    clippy::unwrap_used,  //!
)]  //!
pub(crate) mod checks {  //!
    fn a() {}  //!
}  //!
""",
    "a test outside of a module": """\
#[test]  //!
#[ignore]  //!
fn a() {  //!
    b();  //!
}  //!
#[tokio::test(flavor = "current_thread")]  //!
async fn c() {  //!
}  //!
fn b() {}
""",
    "what only tests need": """\
#[cfg(test)]  //!
use std::fmt;  //!
use std::io;
#[cfg(all(unix, test))]  //!
impl Shop {  //!
    fn fake() {}  //!
}  //!
impl Shop {
    #[cfg( all( test, any(unix, windows) ) )]  //!
    fn fake() {  //!
    }  //!
    fn real() {}
}
struct Cart {
    #[cfg(test)]  //!
    seen: u32,  //!
    lines: u32,
}
""",
    "a part of a function": """\
fn f(mode: Mode) -> Cart {
    #[cfg(test)]  //!
    record(mode);  //!
    match mode {
        #[cfg(test)]  //!
        Mode::Fake => {  //!
            fake()  //!
        }  //!
        Mode::Real => Cart {
            #[cfg(test)]  //!
            seen: make(  //!
                3,  //!
            ),  //!
            lines: 3,
        },
    }
}
""",
    "one in another, and two of which one follows the other": """\
#[cfg(test)]  //!
mod a {  //!
    #[cfg(test)]  //!
    #[test]  //!
    fn b() {}  //!
    fn c() {}  //!
}  //!
fn d() {}
#[cfg(test)]  //!
#[cfg(unix)]  //!
// and  //!
#[cfg(test)]  //!
fn e() {  //!
}  //!
fn f() {}
""",
    "a mark above nothing": """\
fn a() {}
#[cfg(test)]  //!
#[cfg(test)]  //!
""",
    "a whole file": """\
#![cfg(test)]  //!
fn a() {}  //!
""",
    "a whole module from within": """\
mod fakes {  //!
    #![cfg(test)]  //!
    fn a() {}  //!
}  //!
fn b() {}
""",
    "nothing": """\
#[cfg(not(test))]
fn a() {}
#[cfg(any(test, feature = "fakes"))]
fn b() {}
#[cfg(all(not(test), unix))]
fn c() {}
#[cfg(feature = "test")]
mod d {}
#[cfg_attr(test, derive(Debug))]
struct E {}
#[cfg(testing)]
fn f() {}
#[cfg(all(testing, unix))]
fn g() {}
#[cfg(all(any(test, unix), unix))]
fn h() {}
#[cfg(all(unix, feature = "test"))]
fn i() {}
""",
    "modules and functions that are only called so": """\
pub mod test {
    pub fn test_all() {}
}
mod tests;
mod checks {
    fn tests() {}
}
""",
}


@pytest.mark.parametrize("text", TESTS.values(), ids=TESTS)
def test_tests_of_rust_are_known_by_their_marks(text: str) -> None:
    expected = {number for number, line in enumerate(text.splitlines(), 1) if line.endswith("//!")}
    found = find_inline_tests(make_file(None, text, "src/a.rs"))

    assert {number for number in found if number <= text.count("\n")} == expected


@pytest.mark.parametrize("text", TESTS.values(), ids=TESTS)
def test_they_are_no_code_to_be_read(text: str) -> None:
    expected = sum(bool(line.strip()) and not line.endswith("//!") for line in text.splitlines())

    assert [weight.lines for weight in weigh_change([make_file(None, text, "src/a.rs")])] == [expected]


def test_other_languages_have_no_tests_in_their_code() -> None:
    assert find_inline_tests(make_file(None, "def test_a():\n    assert a()\n", "src/a.py")) == frozenset()


def test_a_file_that_is_deleted_has_none() -> None:
    assert find_inline_tests(make_file("#[test]\nfn a() {}\n", None, "src/a.rs")) == frozenset()


def test_marks_without_end_are_found_to_the_last() -> None:
    stacked = make_file(None, "#[cfg(test)]\n" * 3_000 + "fn a() {}\n", "src/a.rs")
    nested = make_file(None, "#[cfg(test)]\nmod a {\n" * 1_000 + "}\n" * 1_000, "src/b.rs")
    long = make_file(None, f"#[cfg(all({'test,' * 20_000} unix) + 1)]\nfn a() {{}}\n", "src/c.rs")

    assert find_inline_tests(stacked) >= set(range(1, 3_002))
    assert find_inline_tests(nested) >= set(range(1, 3_001))
    assert find_inline_tests(long) >= {1, 2}
