"""This module holds what blame must say of real git repositories, and must not do in hostile ones."""

from collections.abc import Collection
from pathlib import Path

import pytest

from reviewer.adapters.git.blame import blame_files, blame_lines, read_ignored
from reviewer.adapters.git.objects import MISSING
from reviewer.adapters.git.place import find_place, open_private
from reviewer.adapters.git.process import Session
from reviewer.adapters.git.reader import Reader
from reviewer.ports import Origin
from tests.adapters.repos import RepositoryBuilder, create_repository

FUNCTION = """\
def discount(price, percent):
    share = price * percent / 100
    return round(price - share, 2)
"""
LONG = "".join(f"value_{i} = compute_the_value({i})\n" for i in range(6))


@pytest.fixture
def builder(tmp_path: Path) -> RepositoryBuilder:
    """Return an empty repository."""
    return create_repository(tmp_path / "reviewed")


def _open(builder: RepositoryBuilder, tmp_path: Path) -> Session:
    return open_private(find_place(str(builder.directory)), tmp_path / "private")


def _blame(builder: RepositoryBuilder, tmp_path: Path, path: str, lines: Collection[int]) -> dict[int, Origin]:
    found = blame_lines(_open(builder, tmp_path), builder.run("rev-parse", "HEAD"), path, lines)
    assert isinstance(found, dict)
    return found


def test_each_line_is_blamed_on_who_wrote_it_last(builder: RepositoryBuilder, tmp_path: Path) -> None:
    first = builder.commit({"a.py": "one\ntwo\nthree\nfour\n"})
    second = builder.commit({"a.py": "zero\none\nTWO\nthree\nfour\n"})

    assert _blame(builder, tmp_path, "a.py", [5, 1, 3, 4]) == {
        1: Origin(second, 1_700_000_120, "a.py", 1),
        3: Origin(second, 1_700_000_120, "a.py", 3),
        4: Origin(first, 1_700_000_060, "a.py", 3),
        5: Origin(first, 1_700_000_060, "a.py", 4),
    }


def test_no_lines_need_no_blame(builder: RepositoryBuilder, tmp_path: Path) -> None:
    builder.commit({"a.py": "one\n"})

    assert _blame(builder, tmp_path, "a.py", []) == {}


def test_layout_and_moves_are_no_authorship(builder: RepositoryBuilder, tmp_path: Path) -> None:
    first = builder.commit({"a.py": FUNCTION, "b.py": LONG})
    builder.commit({"a.py": FUNCTION.replace("    ", "\t"), "b.py": LONG})
    builder.run("mv", "a.py", "moved to.py")
    builder.commit({"b.py": LONG.replace("value_0 = compute_the_value(0)\n", "") + "value_0 = compute_the_value(0)\n"})
    found = _blame(builder, tmp_path, "moved to.py", [2, 3])

    assert found == {2: Origin(first, 1_700_000_060, "a.py", 2), 3: Origin(first, 1_700_000_060, "a.py", 3)}
    blamed = blame_lines(_open(builder, tmp_path / "again"), builder.run("rev-parse", "HEAD"), "b.py", [6])
    assert blamed == {6: Origin(first, 1_700_000_060, "b.py", 1)}


def test_lines_that_came_from_another_file_are_followed(builder: RepositoryBuilder, tmp_path: Path) -> None:
    first = builder.commit({"a.py": LONG + FUNCTION})
    builder.commit({"a.py": LONG, "b.py": FUNCTION})

    found = _blame(builder, tmp_path, "b.py", [1, 2, 3])
    assert found[2] == Origin(first, 1_700_000_060, "a.py", 8)


def test_listed_commits_are_ignored(builder: RepositoryBuilder, tmp_path: Path) -> None:
    first = builder.commit({"a.py": "call(a, b)\n"})
    styled = builder.commit({"a.py": "call(a, b,)\n"})
    listed = f"# style\n{styled}  # black\n{'f' * 40}\n{styled[:12]}\n--help\n{'0' * 64}\n"
    last = builder.commit({".git-blame-ignore-revs": listed})
    session = _open(builder, tmp_path)
    reader = Reader(session)
    ignored = read_ignored(reader, last)

    assert ignored == (styled,)
    assert read_ignored(reader, first) == ()
    reader.close()
    assert blame_lines(session, last, "a.py", [1], ignored=ignored) == {1: Origin(first, 1_700_000_060, "a.py", 1)}
    assert blame_lines(session, last, "a.py", [1]) == {1: Origin(styled, 1_700_000_120, "a.py", 1)}


def test_after_an_object_that_is_not_there_the_next_answer_is_its_own(
    builder: RepositoryBuilder, tmp_path: Path
) -> None:
    blob = builder.run("hash-object", "-w", "--stdin", feed=b"fine")
    reader = Reader(_open(builder, tmp_path))

    assert reader.fetch("0" * 40) is None
    assert (reader.describe(blob), reader.fetch(blob)) == (f"{blob} blob 4", b"fine")
    reader.close()


def test_a_hostile_list_ignores_nothing(builder: RepositoryBuilder, tmp_path: Path) -> None:
    blob = builder.run("hash-object", "-w", "--stdin", feed=b"x")
    last = builder.commit({".git-blame-ignore-revs": f"{blob}\n" + "a" * 300_000})
    reader = Reader(_open(builder, tmp_path))

    assert read_ignored(reader, last) == ()
    builder.write({".git-blame-ignore-revs": None})
    last = builder.commit({".git-blame-ignore-revs": f"\0{blob}\n{blob}\n-S x\n"})
    assert read_ignored(reader, last) == ()
    builder.write({".git-blame-ignore-revs": None})
    last = builder.commit({".git-blame-ignore-revs/folder": "x"})
    assert read_ignored(reader, last) == ()
    reader.close()


@pytest.mark.parametrize(
    "path", ["*.py", "-x", ":(top)", "naïve.py", "a b", 'q"uote', "tab\tbed", "back\\slash", "\udcff", "--"]
)
def test_a_path_may_be_any_bytes(builder: RepositoryBuilder, tmp_path: Path, path: str) -> None:
    builder.commit({"other.py": "0\n"})
    commit = builder.commit({path: "1\n"})

    assert _blame(builder, tmp_path, path, [1]) == {1: Origin(commit, 1_700_000_120, path, 1)}


def test_what_is_not_there_is_said(builder: RepositoryBuilder, tmp_path: Path) -> None:
    commit = builder.commit({"a.py": "one\n"})
    session = _open(builder, tmp_path)

    wanted = {(commit, "b.py"): [1], (commit, "a.py"): [2]}
    assert blame_files(session, wanted, {}) == dict.fromkeys(wanted, MISSING)


def test_several_files_are_blamed_in_their_order(builder: RepositoryBuilder, tmp_path: Path) -> None:
    first = builder.commit({f"{i}.py": f"value_{i} = compute({i})\n" for i in range(5)})
    second = builder.commit({"4.py": "value_4 = compute(4.0)\n"})
    wanted = {(commit, f"{i}.py"): [1] for i in (3, 1, 4, 0, 2) for commit in (second, first)}
    found = blame_files(_open(builder, tmp_path), wanted, {second: [second]})

    assert list(found) == list(wanted)
    assert found[first, "4.py"] == {1: Origin(first, 1_700_000_060, "4.py", 1)}
    assert found[second, "4.py"] == found[first, "4.py"]  # the second one is ignored there


def test_the_edge_of_a_shallow_clone_is_marked(builder: RepositoryBuilder, tmp_path: Path) -> None:
    builder.commit({"a.py": "one\n"})
    second = builder.commit({"a.py": "one\ntwo\n"})
    third = builder.commit({"a.py": "one\ntwo\nthree\n"})
    clone = builder.clone(tmp_path / "shallow", "--depth=2")

    assert _blame(clone, tmp_path, "a.py", [1, 2, 3]) == {
        1: Origin(second, 1_700_000_120, "a.py", 1, is_boundary=True),
        2: Origin(second, 1_700_000_120, "a.py", 2, is_boundary=True),
        3: Origin(third, 1_700_000_180, "a.py", 3),
    }


def test_missing_contents_are_not_fetched(builder: RepositoryBuilder, tmp_path: Path) -> None:
    builder.commit({"a.py": "one\ntwo\n"})
    builder.commit({"a.py": "one\nTWO\n"})
    commit = builder.commit({"b.py": "b\n"})
    builder.run("config", "uploadpack.allowFilter", "true")
    clone = builder.clone(tmp_path / "partial", "--bare", "--filter=blob:none")
    session = _open(clone, tmp_path)
    before = clone.list_files()

    assert blame_lines(session, commit, "a.py", [1, 2]) == MISSING
    assert clone.list_files() == before


def test_nothing_that_is_configured_runs(builder: RepositoryBuilder, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    script = tmp_path / "trap.sh"
    script.write_text(f'#!/bin/sh\ntouch "{mark}"\ncat "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    commit = builder.commit({"a.py": "one\n", ".gitattributes": "*.py diff=trap filter=trap\n"})
    for name in ("diff.trap.textconv", "diff.trap.command", "filter.trap.clean", "core.fsmonitor", "core.pager"):
        builder.run("config", name, str(script))
    builder.run("config", "alias.blame", f"!{script}")
    (builder.git_dir / "info").mkdir(exist_ok=True)
    (builder.git_dir / "info" / "attributes").write_text("*.py diff=trap\n", encoding="utf-8")
    builder.run("blame", "HEAD", "--", "a.py", fails=True)
    assert mark.exists()
    mark.unlink()
    builder.run("config", "blame.ignoreRevsFile", str(tmp_path / "no such file"))
    before = builder.list_files()

    assert _blame(builder, tmp_path, "a.py", [1]) == {1: Origin(commit, 1_700_000_060, "a.py", 1)}
    assert not mark.exists()
    assert builder.list_files() == before
