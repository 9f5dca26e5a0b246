"""New versus inherited: a hit is reported when the change caused it."""

from dataclasses import replace

import pytest

from reviewer.change.changed import ChangedFile
from reviewer.change.syntax.source import Source
from reviewer.engine.attribution import find_introduced
from reviewer.engine.hit import Hit

from .samples import find_calls, make_file

F = "def f():\n    a()\n    eval(x)\n    b()\n"


def _find(*files: ChangedFile) -> list[tuple[str, int]]:
    return [(hit.path, hit.line) for hit in find_introduced(find_calls("eval"), files)]


CASES: dict[str, tuple[list[ChangedFile], list[int]]] = {
    "added file": ([make_file(None, F)], [3]),
    "deleted file": ([make_file(F, None)], []),
    "added line": ([make_file("def f():\n    a()\n    b()\n", F)], [3]),
    "untouched": ([make_file(F, F + "c()\n")], []),
    "edited around": ([make_file(F, F.replace("a()", "aa()").replace("b()", "bb()"))], []),
    "line shifted": ([make_file(F, "# one\n# two\n\n" + F)], []),
    "indented anew": ([make_file(F, F.replace("    eval(x)", "    if y:\n        eval(x)"))], []),
    "another argument": ([make_file(F, F.replace("eval(x)", "eval(y)"))], [3]),
    "moved within the file": ([make_file(F + "\ndef g():\n    pass\n", "def g():\n    pass\n\n" + F)], []),
    "renamed function": ([make_file(F, F.replace("def f", "def load"))], []),
    "renamed function, line laid out anew": (
        [make_file(F, F.replace("def f", "def load").replace("eval(x)", "eval( x )"))],
        [],
    ),
    "renamed file": ([make_file(F, F + "c()\n", "new.py", old_path="old.py")], []),
    "moved to another file": ([make_file(F, "a()\n", "a.py"), make_file("b()\n", "b()\n\n" + F, "b.py")], []),
    "moved out of a deleted file": ([make_file(F, None, "a.py"), make_file(None, F, "b.py")], []),
    "moved and copied once more": (
        [make_file(F, None, "a.py"), make_file(None, F, "b.py"), make_file(None, F, "c.py")],
        [3],
    ),
    "second copy added in the same function": ([make_file(F, F + "    eval(x)\n")], [5]),
    "second copy added in another function": ([make_file(F, F + "\n\ndef g():\n    eval(x)\n")], [8]),
    "second copy added in another file": ([make_file(F, F + "c()\n", "a.py"), make_file(None, F, "b.py")], [3]),
    "one of two deleted": ([make_file(F + "    eval(x)\n", F)], []),
    "copied file": ([make_file(F, F + "eval(z)\n", "b.py", old_path="a.py", status="copied")], [5]),
    "renamed function beside a new one with its name": (
        [
            make_file(
                "def f():\n    eval(x)\n",
                "def g():\n    eval( x)\n\n\ndef f():\n    eval(x, y)\n",
            )
        ],
        [6],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_only_what_the_change_caused_is_found(name: str) -> None:
    files, lines = CASES[name]

    assert [line for _, line in _find(*files)] == lines


def test_the_copy_is_found_where_it_was_added() -> None:
    files = [make_file(F, None, "a.py"), make_file(None, F, "b.py"), make_file(None, F, "c.py")]

    assert _find(*files) == [("c.py", 3)]


HANDLED = "try:\n    save()\nexcept OSError:\n    log(1)\n    drop()\nraise_nothing()\n"


def _drops(source: Source) -> list[Hit]:
    """Hit every handler that drops the error without a log line; its scope is the handler."""
    text = source.lines
    starts = [n for n, line in enumerate(text, 1) if line.startswith("except")]
    ends = [
        next((n for n in range(at + 1, len(text) + 1) if not text[n - 1].startswith(" ")), len(text)) - 1
        for at in starts
    ]
    return [
        Hit(source.path, at, at, scope=(at, end))
        for at, end in zip(starts, ends, strict=True)
        if not any("log" in line for line in text[at:end])
    ]


def test_a_log_line_deleted_inside_of_a_handler_makes_it_new() -> None:
    hits = find_introduced(_drops, [make_file(HANDLED, HANDLED.replace("    log(1)\n", ""))])

    assert [hit.line for hit in hits] == [3]


@pytest.mark.parametrize("old", ["    save()\n", "raise_nothing()\n"])
def test_a_line_deleted_beside_a_handler_does_not(old: str) -> None:
    before = HANDLED.replace("    log(1)\n", "").replace("    save()\n", "    save()\n    more()\n")

    assert find_introduced(_drops, [make_file(before, before.replace(old, ""))]) == []


def test_each_old_hit_excuses_one_new_hit() -> None:
    """A renamed function takes the old hit with its text; its former place may not excuse another one."""

    def scan(source: Source) -> list[Hit]:
        return [replace(hit, key="eval") for hit in find_calls("eval")(source)]

    old = "def f():\n    eval(x)\n"
    new = "def f():\n    eval(y)\n\n\ndef g():\n    eval(x)\n"

    assert len(find_introduced(scan, [make_file(old, new)])) == 1
