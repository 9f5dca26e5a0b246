"""Which lines a change takes back, beside those that move, grow or get the same edit as many others."""

import pytest

from reviewer.change.changed import ChangedFile
from reviewer.change.fileclass import classify_path
from reviewer.detectors.past.undone import Undone
from tests.unit.engine.samples import make_file


def change_file(path: str, old: str, new: str) -> ChangedFile:
    return make_file(old or None, new, path, file_class=classify_path(path))


def undone(*files: ChangedFile) -> list[str]:
    """Return the text of the lines of the first file that are undone."""
    (first, *_), known = files, Undone(files)
    return [first.change.deleted_lines[line].strip() for line in sorted(known.find(first))]


def edited(old: str, new: str, path: str = "src/a.py") -> ChangedFile:
    return change_file(
        path, f"def f(a, b):\n    x = 1\n{old}    return x\n", f"def f(a, b):\n    x = 1\n{new}    return x\n"
    )


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("    x = g(a)\n", "    x = h(a)\n", ["x = g(a)"]),
        ("    x = g(a)\n", "", ["x = g(a)"]),
        ("    x = g(a)\n", "    x = g(a, b)\n", []),
        ("    x = g(a)\n", "    x = g(\n        a,\n        b,\n    )\n", []),
        ("    x = g(a)\n", "    if b:\n        x = g(a)\n", []),
        ("    if a:\n        g()\n", "    if a and b:\n        g()\n", ["if a:"]),
        ("    if k(a):\n        g()\n", "    if k(a, 1):\n        g()\n", []),
        ("    # old\n", "    # new\n", []),
        ("    import os\n", "    import sys\n", []),
        ("    log.info('%s', a)\n", "    log.info('%s', b)\n", []),
        ("    'a text of four words'\n", "    'another text of words'\n", []),
        ("    t = (\n        'a text of words'\n    )\n", "    t = (\n        'other text of words'\n    )\n", []),
        ("    try:\n        g()\n    finally:\n        h()\n", "    k()\n", ["g()", "h()"]),
    ],
)
def test_a_line_is_undone_when_it_says_something_else(old: str, new: str, found: list[str]) -> None:
    assert undone(edited(old, new)) == found


def test_the_head_of_a_function_is_none_of_what_it_does() -> None:
    file = change_file("src/a.py", "def f(a):\n    return g(a)\n", "def h(b):\n    return g(a)\n")

    assert undone(file) == []


def test_a_line_that_stands_in_another_file_has_moved() -> None:
    source = edited("    x = g(a)\n    y = h(a)\n", "    y = k(a)\n")
    target = change_file("src/b.py", "", "def z(a):\n        x = g(a)\n")

    assert undone(source, target) == ["y = h(a)"]


def test_what_qualifies_a_name_changes_with_the_place() -> None:
    source = edited("    x = tables.read(a)\n", "")
    target = change_file("src/b.py", "", "def z(a):\n    x = read(a)\n")

    assert undone(source, target) == []
    assert undone(edited("    x = tables.read(a)\n", "    x = shelves.read(a)\n")) == ["x = tables.read(a)"]


def test_the_same_word_at_many_places_is_a_rename() -> None:
    calls = ["run(old)", "stop(old)", "see(old)", "ask(old)"]
    old = "".join(f"    {call}\n    y{n} = {n}\n" for n, call in enumerate(calls))

    assert undone(edited(old, old.replace("old", "new"))) == []
    assert undone(edited(old, old.replace("run(old)", "run(new)"))) == ["run(old)"]


def test_code_that_moves_into_a_function_is_fitted_in_and_not_undone() -> None:
    body = [f"    step{n}(a)\n" for n in range(8)]
    old = "".join(body) + "    x = g(a)\n"
    new = change_file("src/b.py", "", "def z(a):\n" + "".join(body) + "    return g(a) + 1\n")

    assert undone(edited(old, "    x = z(a)\n"), new) == []


def test_tests_beside_the_code_are_no_code_of_production() -> None:
    test = "#[cfg(test)]\nmod checks {\n    fn t() {\n        g(%d);\n    }\n}\n"
    file = change_file("src/a.rs", "fn f() {}\n" + test % 1, "fn f() {}\n" + test % 2)

    assert undone(file) == []


@pytest.mark.parametrize(
    ("path", "found"), [("src/migrations/a.py", 1), ("scripts/a.py", 1), ("tests/test_a.py", 0), ("a.md", 0)]
)
def test_only_what_runs_is_looked_at(path: str, found: int) -> None:
    assert len(undone(edited("    x = g(a)\n", "    x = h(a)\n", path))) == found
