"""Who owns a path by the repository's CODEOWNERS."""

import pytest

from reviewer.detectors.past.owners import read_owners
from reviewer.index.build import index_files

TEXT = """\
# Everybody reads what nobody else does.
*.py @python   # a team
/docs/* @writers
docs/api/ @ada @bob
*.lock
[Section]
!secret.py @nobody
src/with\\ space.py @space
[ab].go @classes
"""


def owners(path: str, text: str = TEXT, place: str = "CODEOWNERS") -> tuple[str, ...]:
    return read_owners(index_files({place: text.encode(), "src/a.py": b""}))(path)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("src/a.py", ("@python",)),
        ("deep/secret.py", ("@python",)),
        ("docs/index.md", ("@writers",)),
        ("docs/guide/index.md", ()),
        ("docs/api/index.md", ("@ada", "@bob")),
        ("uv.lock", ()),
        ("src/with space.py", ("@space",)),
        ("a.go", ()),
        ("main.rs", ()),
    ],
)
def test_the_last_line_that_matches_decides(path: str, expected: tuple[str, ...]) -> None:
    assert owners(path) == expected


@pytest.mark.parametrize("place", [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"])
def test_the_file_stands_in_one_of_three_places(place: str) -> None:
    assert owners("a.rs", "* @all\n", place) == ("@all",)
    assert owners("a.rs", "* @all\n", f"src/{place}") == ()


def test_the_first_place_counts_alone() -> None:
    index = index_files({".github/CODEOWNERS": b"*.py @one\n", "CODEOWNERS": b"* @two\n"})

    assert read_owners(index)("a.rs") == ()


def test_a_pattern_that_could_take_for_ever_matches_nothing() -> None:
    assert owners("a" * 50, "*a*a*a*a*a*a*a* @all\n") == ()


def test_a_file_that_nobody_can_read_names_nobody() -> None:
    assert owners("a.py", "\ufffd\n") == ()
