"""Which paths a pattern matches, and which patterns are refused."""

import pytest

from reviewer.change.patterns import find_fault, match_patterns

PATTERNS = [
    ([], "a.py", False),
    (["*.py"], "deep/a.py", True),
    (["/a.py"], "deep/a.py", False),
    (["src/"], "src/a.py", True),
    (["src/"], "lib/src/a.py", True),
    (["/src/"], "lib/src/a.py", False),
    (["*.py", "!keep.py"], "keep.py", False),
    (["a b*"], "a b\nc", True),
    (["[x].py"], "x.py", True),
    (["\\[x].py"], "[x].py", True),
    (["**/gen/**"], "a/gen/b/c.py", True),
    (["# comment"], "# comment", False),
    ([""], "a", False),
]


@pytest.mark.parametrize(("patterns", "path", "matches"), PATTERNS)
def test_patterns_are_those_of_gitignore(patterns: list[str], path: str, matches: bool) -> None:  # noqa: FBT001 - a column
    assert match_patterns(patterns)(path) == matches


FAULTY = ["[z-a]", "\\", "a****b", "*a*a*a*a*a*a*a*b", "*a/*b/*c/*d/*e/*f/*g", "a/**/b/**/c/**/d"]


@pytest.mark.parametrize("pattern", FAULTY)
def test_a_pattern_that_is_broken_or_could_stall_is_refused(pattern: str) -> None:
    assert find_fault(pattern)


@pytest.mark.parametrize("pattern", ["*", "*.py", "**/gen/**", "src/*/*_test_*.py", "[", "a[", "a" * 10_000])
def test_a_pattern_of_every_day_is_taken(pattern: str) -> None:
    assert find_fault(pattern) == ""
    assert match_patterns([pattern])("src/b.rb") == (pattern == "*")
