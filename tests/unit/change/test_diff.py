"""The parser of git's diff, on what real git writes about every kind of change that people make."""

import os
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.change.changed import ChangedFile
from reviewer.change.diff import parse_change
from reviewer.change.syntax.source import Source
from reviewer.errors import ReviewerError
from reviewer.model.change import Change, Content, FileChange, Hunk, Revision, Status
from tests.adapters.repos import RepositoryBuilder, create_repository

Files = Mapping[str, bytes | None]
_OPTIONS = ("--raw", "-z", "-p", "-U0", "--full-index", "-M", "-C")
_ENDS = (Revision("base", "b"), Revision("head", "h"))
_NUMBERS = b"".join(b"%d\n" % n for n in range(1, 31))


def _git(directory: Path, *arguments: str) -> bytes:
    environment = {"PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    return subprocess.run(["git", *arguments], cwd=directory, env=environment, capture_output=True, check=True).stdout


def _diff(builder: RepositoryBuilder, *ends: str) -> bytes:
    return _git(builder.directory, "diff-tree", "-r", *_OPTIONS, *ends)


def _parse(diff: bytes) -> Change:
    return parse_change(diff, *_ENDS)


def _change(directory: Path, old: Files, new: Files) -> tuple[FileChange, ...]:
    builder = create_repository(directory / "repository")
    builder.commit(old)
    builder.commit(new)
    return _parse(_diff(builder, "HEAD~1", "HEAD")).files


@dataclass(frozen=True)
class Case:
    """One change of files, and the one changed file that is expected of it."""

    old: Files
    new: Files
    status: Status = "modified"
    content: Content = "text"
    paths: tuple[str | None, str | None] = ("f", "f")
    hunks: tuple[Hunk, ...] = field(default_factory=tuple)


CASES = {
    "added": Case({}, {"f": b"1\n2\n"}, "added", paths=(None, "f"), hunks=(Hunk(0, 1, (), ("1", "2")),)),
    "added empty": Case({}, {"f": b""}, "added", paths=(None, "f")),
    "deleted": Case({"f": b"1\n2\n"}, {"f": None}, "deleted", paths=("f", None), hunks=(Hunk(1, 0, ("1", "2"), ()),)),
    "deleted empty": Case({"f": b""}, {"f": None}, "deleted", paths=("f", None)),
    "filled": Case({"f": b""}, {"f": b"1\n"}, hunks=(Hunk(0, 1, (), ("1",)),)),
    "emptied": Case({"f": b"1\n"}, {"f": b""}, hunks=(Hunk(1, 0, ("1",), ()),)),
    "first line": Case({"f": b"1\n2\n3\n"}, {"f": b"x\n2\n3\n"}, hunks=(Hunk(1, 1, ("1",), ("x",)),)),
    "before the first": Case({"f": b"1\n2\n"}, {"f": b"0\n1\n2\n"}, hunks=(Hunk(0, 1, (), ("0",)),)),
    "last line": Case({"f": b"1\n2\n3\n"}, {"f": b"1\n2\nx\n"}, hunks=(Hunk(3, 3, ("3",), ("x",)),)),
    "after the last": Case({"f": b"1\n2\n"}, {"f": b"1\n2\n3\n"}, hunks=(Hunk(2, 3, (), ("3",)),)),
    "last line deleted": Case({"f": b"1\n2\n3\n"}, {"f": b"1\n2\n"}, hunks=(Hunk(3, 2, ("3",), ()),)),
    "two places": Case(
        {"f": b"1\n2\n3\n4\n"}, {"f": b"2\n3\nx\ny\n"}, hunks=(Hunk(1, 0, ("1",), ()), Hunk(4, 3, ("4",), ("x", "y")))
    ),
    "end of line lost": Case({"f": b"1\n2\n"}, {"f": b"1\n2"}, hunks=(Hunk(2, 2, ("2",), ("2",)),)),
    "end of line gained": Case({"f": b"1\n2"}, {"f": b"1\n2\n"}, hunks=(Hunk(2, 2, ("2",), ("2",)),)),
    "never an end of line": Case({"f": b"1"}, {"f": b"2"}, hunks=(Hunk(1, 1, ("1",), ("2",)),)),
    "crlf": Case({"f": b"1\r\n2\r\n"}, {"f": b"1\r\nx\r\n"}, hunks=(Hunk(2, 2, ("2",), ("x",)),)),
    "to crlf": Case({"f": b"1\n"}, {"f": b"1\r\n"}, hunks=(Hunk(1, 1, ("1",), ("1",)),)),
    "renamed": Case({"f": _NUMBERS}, {"f": None, "g": _NUMBERS}, "renamed", paths=("f", "g")),
    "renamed and edited": Case(
        {"f": _NUMBERS},
        {"f": None, "g": _NUMBERS + b"31\n"},
        "renamed",
        paths=("f", "g"),
        hunks=(Hunk(30, 31, (), ("31",)),),
    ),
    "binary": Case({"f": b"\0\1"}, {"f": b"\0\2"}, content="binary"),
    "binary to text": Case({"f": b"\0\1"}, {"f": b"1\n"}, content="binary"),
    "text that speaks of binary files": Case(
        {"f": b"1\n"},
        {"f": b"Binary files a and b differ\n"},
        hunks=(Hunk(1, 1, ("1",), ("Binary files a and b differ",)),),
    ),
    "lines like headers": Case(
        {"f": b"-- a/f\n@@ -1 +1 @@\ndiff --git a/f b/f\n* Unmerged path f\n\\ No newline at end of file\n"},
        {"f": b"++ b/f\n@@ -9,9 +9,9 @@\ndiff --git a b\n* Unmerged path g\n\\ No newline\n:100644 100644 a b M\n"},
        hunks=(
            Hunk(
                1,
                1,
                (
                    "-- a/f",
                    "@@ -1 +1 @@",
                    "diff --git a/f b/f",
                    "* Unmerged path f",
                    "\\ No newline at end of file",
                ),
                (
                    "++ b/f",
                    "@@ -9,9 +9,9 @@",
                    "diff --git a b",
                    "* Unmerged path g",
                    "\\ No newline",
                    ":100644 100644 a b M",
                ),
            ),
        ),
    ),
    "strange ends of lines": Case(
        {"f": b"a\x0cb\n"},
        {"f": "a\x0bb\u2028c\u0085d\re\x1cf\n".encode()},
        hunks=(Hunk(1, 1, ("a\x0cb",), ("a\x0bb\u2028c\u0085d\re\x1cf",)),),
    ),
    "bytes that are not UTF-8": Case(
        {"f": b"1\n"}, {"f": b"\xff\xe2\x82\n"}, hunks=(Hunk(1, 1, ("1",), ("\ufffd\ufffd",)),)
    ),
    **{
        f"named {name!r}": Case({}, {name: b"1\n"}, "added", paths=(None, name), hunks=(Hunk(0, 1, (), ("1",)),))
        for name in ('a b"c', "tab\tin", "new\nline", "a\\b", "é", "\udcff\udcfe", " a", "a ", "b/c d/e", "-x", ":f")
    },
}


@pytest.mark.parametrize("name", CASES)
def test_a_change_is_read_as_git_wrote_it(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    (file,) = _change(tmp_path, {**case.old, "untouched": b"x\n"}, case.new)

    assert (file.status, file.content, file.hunks) == (case.status, case.content, case.hunks)
    assert (file.old_path, file.new_path) == case.paths


def test_a_copy_names_its_source_and_holds_only_what_differs(tmp_path: Path) -> None:
    files = _change(tmp_path, {"f": _NUMBERS}, {"f": _NUMBERS + b"x\n", "g": _NUMBERS + b"y\n"})

    assert [(f.status, f.old_path, f.new_path) for f in files] == [("modified", "f", "f"), ("copied", "f", "g")]
    assert [list(f.added_lines.values()) for f in files] == [["x"], ["y"]]


def test_a_change_of_mode_has_no_hunks_and_does_not_shift_the_others(tmp_path: Path) -> None:
    builder = create_repository(tmp_path)
    builder.commit({"a": "1\n", "b": "1\n"})
    (tmp_path / "a").chmod(0o755)
    builder.commit({"b": "2\n"})
    first, second = _parse(_diff(builder, "HEAD~1", "HEAD")).files

    assert (first.path, first.old_mode, first.new_mode, first.hunks) == ("a", 0o100644, 0o100755, ())
    assert second.added_lines == {1: "2"}


@pytest.mark.parametrize(("first", "second"), [("a", "b"), ("b", "a")])
def test_a_change_of_type_has_both_sides_and_does_not_shift_the_others(tmp_path: Path, first: str, second: str) -> None:
    builder = create_repository(tmp_path)
    turned, other = tmp_path / first, tmp_path / second
    other.symlink_to("target")
    builder.commit({first: "1\n2\n", "z": "1\n"})
    turned.unlink()
    turned.symlink_to("elsewhere")
    other.unlink()
    builder.commit({second: "plain\n", "z": "2\n"})
    found = {f.path: f for f in _parse(_diff(builder, "HEAD~1", "HEAD")).files}

    assert [(f.path, f.status) for f in found.values()] == [("a", "retyped"), ("b", "retyped"), ("z", "modified")]
    assert (found[first].content, found[first].added_lines) == ("symlink", {1: "elsewhere"})
    assert found[first].deleted_lines == {1: "1", 2: "2"}
    assert (found[second].content, found[second].added_lines) == ("text", {1: "plain"})
    assert found[second].deleted_lines == {1: "target"}
    assert found["z"].added_lines == {1: "2"}


def test_a_submodule_is_a_pointer_and_not_a_text(tmp_path: Path) -> None:
    builder = create_repository(tmp_path)
    for commit in ("1" * 40, "2" * 40):
        builder.run("update-index", "--add", "--cacheinfo", f"160000,{commit},lib")
        builder.run("commit", "--quiet", "--message", "move the submodule")
    (file,) = _parse(_diff(builder, "HEAD~1", "HEAD")).files

    assert (file.status, file.content, file.old_blob, file.new_blob) == ("modified", "submodule", "1" * 40, "2" * 40)


def _conflict(directory: Path) -> RepositoryBuilder:
    builder = create_repository(directory)
    builder.commit({"a": "1\n", "b": "1\n"})
    builder.run("switch", "--quiet", "--create", "topic")
    builder.commit({"a": "2\n"})
    builder.run("switch", "--quiet", "main")
    builder.commit({"a": "3\n"})
    builder.run("merge", "topic", fails=True)
    builder.write({"b": "2\n"})
    builder.run("add", "b")
    return builder


def test_an_unmerged_file_has_no_hunks_and_does_not_shift_the_others(tmp_path: Path) -> None:
    builder = _conflict(tmp_path)
    files = _parse(_git(builder.directory, "diff", "--cached", *_OPTIONS)).files

    assert [(f.path, f.added_lines) for f in files] == [("a", {}), ("b", {1: "2"})]


def test_a_combined_diff_is_refused(tmp_path: Path) -> None:
    builder = _conflict(tmp_path)
    with pytest.raises(ReviewerError):
        _parse(_git(builder.directory, "diff", *_OPTIONS))


def test_files_are_ordered_by_path_and_not_by_bytes_of_git(tmp_path: Path) -> None:
    new: Files = {"z": None, "a-b": b"", "a/b": b"", "a.b": b"", "a/c": b"", "y": _NUMBERS}
    files = _change(tmp_path, {"z": _NUMBERS}, new)

    assert [f.path for f in files] == sorted(f.path for f in files)


def test_nothing_changed_is_an_empty_change() -> None:
    assert _parse(b"").files == ()


def _example(directory: Path) -> bytes:
    builder = create_repository(directory)
    builder.commit({"a": "1\n2\n3\n", "b c": "1\n"})
    builder.commit({"a": "1\nx\ny\n", "b c": "2\n", "d": "new\n"})
    return _diff(builder, "HEAD~1", "HEAD")


def test_a_diff_that_ends_in_the_middle_is_refused_and_never_half_read(tmp_path: Path) -> None:
    whole = _example(tmp_path)
    expected = _parse(whole)
    for length in range(1, len(whole)):
        try:
            found = _parse(whole[:length])
        except ReviewerError:
            continue
        # Between two hunks of the last file nothing tells that there was one more.
        assert found.files[:-1] == expected.files[:-1]
        assert found.files[-1].path == expected.files[-1].path


@pytest.mark.parametrize(
    "garbage",
    [
        b"fatal: bad object\n",
        b"diff --git a/f b/f\n@@ -1 +1 @@\n-1\n+2\n",
        b":100644 100644 a b M\0f",
        b":100644 100644 a b\0f\0",
        b":\0",
        b":rubbish 100644 a b M\0f\0\0",
        b":100644 100644 a b R100\0f\0",
        b":100644 100644 a b M\0f\0\0diff --git a/f b/f\n@@ -1,2 +1 @@\n-1\n+2\n",
        b":100644 100644 a b M\0f\0\0" + b"diff --git a/f b/f\n@@ -1 +1 @@\n-1\n+2\n" * 2,
        b":100644 100644 a b \0f\0\0",
        b":\xff 100644 a b M\0f\0\0",
        bytes(range(256)),
    ],
)
def test_garbage_is_an_error_with_a_hint(garbage: bytes) -> None:
    with pytest.raises(ReviewerError) as caught:
        _parse(garbage)
    assert caught.value.hint


@given(st.binary(max_size=60))
def test_no_bytes_at_all_are_more_than_an_error(diff: bytes) -> None:
    for text in (diff, b":100644 100644 a b M\0f\0\0" + diff, b":100644 " + diff):
        try:
            _parse(text)
        except ReviewerError:
            continue


def test_ten_thousand_files_are_read_in_seconds() -> None:
    names = [f"src/{n:05}.py" for n in range(10_000)]
    raw = b"".join(b":100644 100644 %040d %040d M\0%s\0" % (n, n + 1, f.encode()) for n, f in enumerate(names))
    body = b"--- a/f\n+++ b/f\n@@ -3,0 +4,20 @@ def f():\n" + b"+    x = 1\n" * 20
    patch = b"".join(b"diff --git a/%s b/%s\n%s" % (f.encode(), f.encode(), body) for f in names)
    started = time.process_time()
    change = _parse(raw + b"\0" + patch)

    assert [f.path for f in change.files] == names
    assert all(len(f.added_lines) == 20 for f in change.files)
    assert time.process_time() - started < 10


_LINE = st.sampled_from(
    ["a", "b", "", " ", "\r", "c\r", "\x0c", "\x0b", "\u2028", "-- a", "++ b", "@@ -1 +1 @@", "diff --git a/x b/x"]
)
_TEXT = st.builds(lambda lines, end: "\n".join(lines) + end, st.lists(_LINE, max_size=12), st.sampled_from(["", "\n"]))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(_TEXT, _TEXT), min_size=1, max_size=15))
def test_the_hunks_turn_the_old_text_into_the_new_one(pairs: list[tuple[str, str]]) -> None:
    with TemporaryDirectory() as directory:
        builder = create_repository(Path(directory))
        builder.commit({f"{n:02}": old for n, (old, _) in enumerate(pairs)})
        builder.commit({f"{n:02}": new for n, (_, new) in enumerate(pairs)})
        # Without `-M -C`: pairs of equal texts would be taken for moves.
        diff = _git(builder.directory, "diff-tree", "-r", *_OPTIONS[:-2], "HEAD~1", "HEAD")
    files = _parse(diff).files

    assert [f.path for f in files] == [f"{n:02}" for n, (old, new) in enumerate(pairs) if old != new]
    for file in files:
        old, new = pairs[int(file.path)]
        _check_hunks(file, _lines(old), _lines(new))


def _lines(text: str) -> list[str]:
    lines = Source("f", text.encode(), None, "production").lines
    return lines[:-1] if text.endswith("\n") or not text else lines


def _check_hunks(file: FileChange, old: list[str], new: list[str]) -> None:
    written: list[str] = []
    added: dict[int, str] = {}
    deleted: dict[int, str] = {}
    gaps: set[int] = set()
    at = 0
    for hunk in file.hunks:
        first = hunk.old_start - 1 if hunk.deleted else hunk.old_start
        written += old[at:first]
        assert tuple(old[first : first + len(hunk.deleted)]) == hunk.deleted
        deleted |= {first + 1 + n: line for n, line in enumerate(hunk.deleted)}
        if not hunk.added:
            gaps.add(len(written))
        added |= {len(written) + 1 + n: line for n, line in enumerate(hunk.added)}
        written += hunk.added
        at = first + len(hunk.deleted)
    assert [*written, *old[at:]] == new
    assert (file.added_lines, file.deleted_lines) == (added, deleted)
    assert gaps <= file.deletion_points
    side = ChangedFile(file, None, None)
    for first in range(1, len(new) + 1):
        for last in range(first, len(new) + 1):
            inside = any(first <= gap < last for gap in gaps)
            assert side.touches(first, last) == (inside or any(n in added for n in range(first, last + 1)))
