"""Names that a description says were added, removed or renamed."""

import pytest

from reviewer.detectors.saying.names import find_named
from reviewer.detectors.saying.touched import Touched
from tests.unit.engine.samples import make_file


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Adds `start_flow()` and removes the unused `--old-flag` option", ["start_flow()", "--old-flag"]),
        ("Renamed `a.b.c`; renamed `a.b.c`", ["a.b.c"]),
        ("Adds support for `flows`", []),
        ("Adds the word to `flows.py`", []),
        ("Will add `flows` later", []),
        ("Adds `two words`", []),
        ("Adds `x`", []),
        ("`flows` was added", []),
    ],
)
def test_a_name_belongs_to_its_verb(text: str, names: list[str]) -> None:
    assert [named.name for named in find_named(text)] == names


@pytest.mark.parametrize(
    ("name", "is_there"),
    [
        ("start_flow", True),
        ("startFlow", True),
        ("--start-flow", True),
        ("other.start_flow()", True),
        ("src/shop.py", True),
        ("end_flow", False),
        ("shop.end_flow", False),
    ],
)
def test_a_name_is_there_however_it_is_spelt(name: str, is_there: bool) -> None:  # noqa: FBT001 - a column
    touched = Touched((make_file("a = 1\n", "def start_flow():\n    return 1\n"),))

    assert touched.has(next(find_named(f"Adds `{name}`"))) is is_there
