"""This module holds the choice of both ends of a change, in every kind of clone that people have."""

import os
import socket
import zlib
from pathlib import Path

import pytest

from reviewer.adapters.git.process import Session, run_git
from reviewer.adapters.git.repository import open_repository
from reviewer.change.diff import parse_change
from reviewer.errors import ReviewerError
from reviewer.model.change import Change, FileChange
from reviewer.ports import Ends, Range
from tests.adapters.repos import RepositoryBuilder, create_repository


@pytest.fixture
def origin(tmp_path: Path) -> RepositoryBuilder:
    """Return a repository with two commits on `main`."""
    builder = create_repository(tmp_path / "origin")
    builder.commit({"a": "1\n"})
    builder.commit({"a": "2\n"})
    return builder


@pytest.fixture
def clone(origin: RepositoryBuilder, tmp_path: Path) -> RepositoryBuilder:
    """Return a clone of it, with one commit of its own on the branch `topic`."""
    builder = origin.clone(tmp_path / "clone")
    builder.run("switch", "--quiet", "--create", "topic")
    builder.commit({"b": "topic\n"})
    return builder


def _resolve(place: Path, wanted: Range | None = None) -> tuple[Ends, Change]:
    with open_repository(str(place)) as repository:
        ends = repository.resolve(wanted or Range())
        change = parse_change(repository.diff(ends.base, ends.head), ends.base, ends.head)
        listed = {entry.path: entry.blob for entry in repository.tree(ends.head)}
        assert all(listed.get(file.new_path or "", file.new_blob) == file.new_blob for file in change.files)
    return ends, change


def _show(change: Change) -> list[tuple[str, str]]:
    return [(file.status, file.path) for file in change.files]


def _only(change: Change) -> FileChange:
    (file,) = change.files
    return file


def _fail(place: Path, wanted: Range | None = None) -> str:
    with pytest.raises(ReviewerError) as caught:
        _resolve(place, wanted)
    assert caught.value.hint
    return f"{caught.value.message} {caught.value.hint}"


# The default


def test_a_branch_is_compared_with_where_it_left_the_remote(
    origin: RepositoryBuilder, clone: RepositoryBuilder
) -> None:
    left = clone.run("rev-parse", "origin/main")
    origin.commit({"a": "3\n"})
    clone.run("fetch", "--quiet")
    ends, change = _resolve(clone.directory)

    assert (ends.base.name, ends.base.commit, ends.head.name) == ("origin/main", left, "HEAD")
    assert _show(change) == [("added", "b")]
    assert "compared with 'origin/main'" in ends.notes
    assert any("moved on" in note for note in ends.notes)


def test_uncommitted_work_belongs_to_the_change(clone: RepositoryBuilder) -> None:
    clone.write({"a": "changed\n", "staged": "s\n", "new": "n\n", "ignored": "i\n", ".gitignore": "ignored\n"})
    clone.run("add", "staged")
    before = clone.list_files()
    ends, change = _resolve(clone.directory)

    assert (ends.head.name, ends.head.commit) == ("working tree", "")
    assert [file.path for file in change.files] == [".gitignore", "a", "b", "new", "staged"]
    assert any("uncommitted" in note for note in ends.notes)
    assert clone.list_files() == before


def test_head_at_the_remote_is_an_empty_change(origin: RepositoryBuilder, tmp_path: Path) -> None:
    ends, change = _resolve(origin.clone(tmp_path / "fresh").directory)

    assert change.files == ()
    assert ends.base.commit == ends.head.commit
    assert "nothing has changed between the two ends" in ends.notes


def test_a_detached_head_works(clone: RepositoryBuilder) -> None:
    clone.run("checkout", "--quiet", "--detach")
    ends, change = _resolve(clone.directory)

    assert ends.base.name == "origin/main"
    assert _show(change) == [("added", "b")]


@pytest.mark.parametrize(
    "refs", [("origin/HEAD:trunk",), ("origin/master",), ("fork/main",), ("fork/x", "origin/main")]
)
def test_the_remote_branch_is_found(origin: RepositoryBuilder, refs: tuple[str, ...]) -> None:
    first = origin.run("rev-parse", "HEAD~1")
    for ref in refs:
        name, _, target = ref.partition(":")
        if target:
            origin.run("update-ref", f"refs/remotes/origin/{target}", first)
            origin.run("symbolic-ref", f"refs/remotes/{name}", f"refs/remotes/origin/{target}")
        else:
            origin.run("update-ref", f"refs/remotes/{name}", first)
    ends, _ = _resolve(origin.directory)

    assert ends.base.commit == first
    assert ends.base.name == refs[-1].replace("HEAD:", "")


def test_without_a_remote_the_local_main_branch_counts(origin: RepositoryBuilder) -> None:
    origin.run("switch", "--quiet", "--create", "topic", "HEAD~1")
    origin.commit({"b": "1\n"})
    ends, change = _resolve(origin.directory)

    assert ends.base.name == "main"
    assert _show(change) == [("added", "b")]
    assert any("no remote" in note for note in ends.notes)


def test_on_the_only_branch_the_last_commit_counts(origin: RepositoryBuilder) -> None:
    ends, change = _resolve(origin.directory)

    assert (ends.base.name, ends.head.name) == ("HEAD~1", "HEAD")
    assert _show(change) == [("modified", "a")]
    assert any("first parent" in note for note in ends.notes)


@pytest.mark.parametrize("head", ["HEAD", "main", "refs/heads/main"])
def test_a_named_head_on_the_only_branch_is_its_last_commit(origin: RepositoryBuilder, head: str) -> None:
    origin.run("checkout", "--quiet", "--detach")

    assert _show(_resolve(origin.directory, Range(head=head))[1]) == [("modified", "a")]
    assert _show(_resolve(origin.directory)[1]) == [("modified", "a")]


def test_on_the_only_branch_uncommitted_work_counts_first(origin: RepositoryBuilder) -> None:
    origin.write({"a": None})
    ends, change = _resolve(origin.directory)

    assert (ends.base.name, ends.head.name) == ("HEAD", "working tree")
    assert _show(change) == [("deleted", "a")]


def test_the_first_commit_is_compared_with_the_empty_tree(tmp_path: Path) -> None:
    builder = create_repository(tmp_path / "one")
    builder.commit({"a": "1\n"})
    ends, change = _resolve(builder.directory)

    assert (ends.base.name, ends.base.commit) == ("the empty tree", "")
    assert _show(change) == [("added", "a")]


def test_before_the_first_commit_there_is_only_the_working_tree(tmp_path: Path) -> None:
    builder = create_repository(tmp_path / "none")
    assert "Nothing has been committed" in _fail(builder.directory)

    builder.write({"a": "1\n"})
    assert _show(_resolve(builder.directory)[1]) == [("added", "a")]
    builder.run("add", "a")
    ends, change = _resolve(builder.directory)
    assert (ends.base.name, ends.head.name) == ("the empty tree", "working tree")
    assert _show(change) == [("added", "a")]


# Named ends


def test_a_named_base_is_where_the_head_left_it(origin: RepositoryBuilder, clone: RepositoryBuilder) -> None:
    origin.commit({"c": "main goes on\n"})
    clone.run("fetch", "--quiet")
    ends, change = _resolve(clone.directory, Range(base="origin/main"))

    assert _show(change) == [("added", "b")]
    assert any("moved on" in note for note in ends.notes)


def test_a_named_head_holds_no_uncommitted_work(clone: RepositoryBuilder) -> None:
    clone.write({"new": "n\n"})
    ends, change = _resolve(clone.directory, Range(base="HEAD~1", head="HEAD"))

    assert ends.head.commit == clone.run("rev-parse", "HEAD")
    assert _show(change) == [("added", "b")]
    assert "head" in _fail(clone.directory, Range(head="HEAD", uncommitted="staged"))


def test_tags_and_ambiguous_names_work(clone: RepositoryBuilder) -> None:
    clone.run("tag", "-a", "-m", "x", "v1", "HEAD~1")
    clone.run("tag", "origin/main", "HEAD")

    assert _show(_resolve(clone.directory, Range(base="v1", head="topic"))[1]) == [("added", "b")]
    assert _show(_resolve(clone.directory)[1]) == [("added", "b")]


def test_staged_and_working_tree_are_told_apart(clone: RepositoryBuilder) -> None:
    clone.write({"a": "staged\n"})
    clone.run("add", "a")
    clone.write({"a": "work\n", "new": "n\n"})
    staged = _resolve(clone.directory, Range(uncommitted="staged"))
    work = _resolve(clone.directory, Range(uncommitted="worktree"))
    since = _resolve(clone.directory, Range(base="origin/main", uncommitted="staged"))

    assert (staged[0].base.name, staged[0].head.name) == ("HEAD", "index")
    assert _only(staged[1]).added_lines == {1: "staged"}
    assert (work[0].base.name, work[0].head.name) == ("HEAD", "working tree")
    assert _show(work[1]) == [("modified", "a"), ("added", "new")]
    assert _show(since[1]) == [("modified", "a"), ("added", "b")]


def test_a_commit_hook_sees_the_index_that_git_names(clone: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    index = clone.git_dir / "next-index-1.lock"
    index.write_bytes((clone.git_dir / "index").read_bytes())
    clone.write({"a": "partial\n"})
    monkeypatch.setenv("GIT_INDEX_FILE", str(index))
    assert _show(_resolve(clone.directory, Range(uncommitted="staged"))[1]) == []

    (clone.git_dir / "index").unlink()
    clone.run("read-tree", "HEAD")
    clone.run("add", "a")
    assert _show(_resolve(clone.directory, Range(uncommitted="staged"))[1]) == []
    monkeypatch.delenv("GIT_INDEX_FILE")
    assert _show(_resolve(clone.directory, Range(uncommitted="staged"))[1]) == [("modified", "a")]


# What can go wrong


def test_a_place_without_repository_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / ".git").mkdir()

    assert "is not a git repository" in _fail(tmp_path)
    assert "no directory" in _fail(tmp_path / "nowhere")
    assert "no directory" in _fail(tmp_path / "file")


def test_unknown_names_are_suggested(clone: RepositoryBuilder) -> None:
    told = _fail(clone.directory, Range(base="origin/mian"))

    assert "There is no revision 'origin/mian'" in told
    assert "did you mean 'origin/main'" in told
    assert "fetch" in told


def test_no_common_ancestor_is_an_error(clone: RepositoryBuilder) -> None:
    clone.run("switch", "--quiet", "--orphan", "alone")
    clone.commit({"x": "1\n"})

    assert "no common ancestor" in _fail(clone.directory)
    assert "no common ancestor" in _fail(clone.directory, Range(base="HEAD^{tree}"))


def test_a_shallow_clone_says_what_to_fetch(origin: RepositoryBuilder, tmp_path: Path) -> None:
    origin.run("switch", "--quiet", "--create", "topic", "HEAD~1")
    origin.commit({"b": "1\n"})
    origin.run("switch", "--quiet", "main")
    shallow = origin.clone(tmp_path / "shallow", "--depth=1", "--no-single-branch", "--branch=topic")
    told = _fail(shallow.directory)
    assert "no common ancestor of 'origin/main'" in told
    assert "git fetch --unshallow" in told
    assert "fetch-depth: 0" in told
    assert "unshallow" in _fail(shallow.directory, Range(base="HEAD~3"))

    shallow.run("update-ref", "-d", "refs/remotes/origin/main")
    for name in ("HEAD", "topic"):
        shallow.run("update-ref", "--no-deref", "-d", f"refs/remotes/origin/{name}")
    assert "parent" in _fail(shallow.directory)

    with open_repository(str(shallow.directory)) as repository:
        ends = repository.resolve(Range(base="HEAD", uncommitted="worktree"))
        assert repository.recent_sizes(ends.base, 5) == ()
    shallow.write({"b": "2\n"})
    assert _show(_resolve(shallow.directory)[1]) == [("modified", "b")]


def test_a_broken_head_is_an_error(clone: RepositoryBuilder) -> None:
    commit = clone.run("rev-parse", "HEAD")
    (clone.git_dir / "objects" / commit[:2] / commit[2:]).unlink()

    assert "cannot be read" in _fail(clone.directory)


def test_a_corrupt_blob_is_named_and_the_others_are_read(clone: RepositoryBuilder) -> None:
    clone.commit({"b": "broken\n", "c": "fine\n"})
    blob = clone.run("rev-parse", "HEAD:b")
    broken = clone.git_dir / "objects" / blob[:2] / blob[2:]
    broken.chmod(0o644)
    broken.write_bytes(zlib.compress(b"blob 7\0bro", 0))
    with open_repository(str(clone.directory)) as repository:
        ends = repository.resolve(Range(base="HEAD~1", head="HEAD"))
        change = parse_change(repository.diff(ends.base, ends.head), ends.base, ends.head)
        blobs = [file.new_blob for file in change.files]
        found = repository.read([blob, *blobs])

    assert found == {blob: "unreadable in this clone", blobs[1]: b"fine\n"}
    assert [(file.path, file.content) for file in change.files] == [("b", "binary"), ("c", "text")]


def test_a_corrupt_tree_is_an_error(clone: RepositoryBuilder) -> None:
    clone.commit({"deep/file": "1\n"})
    tree = clone.run("rev-parse", "HEAD:deep")
    (clone.git_dir / "objects" / tree[:2] / tree[2:]).unlink()

    assert "fsck" in _fail(clone.directory, Range(base="HEAD~1", head="HEAD"))


def test_git_may_be_missing_or_too_old(
    clone: RepositoryBuilder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in os.environ:
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PATH", str(tools))
    assert "git is not installed" in _fail(clone.directory)

    (tools / "git").write_text("#!/bin/sh\necho git version 2.25.1\n")
    (tools / "git").chmod(0o755)
    assert "git 2.25 is too old" in _fail(clone.directory)

    (tools / "env").symlink_to("/usr/bin/env")
    (tools / "git").unlink()
    monkeypatch.setenv("GIT_DIR", "elsewhere")
    assert "git is not installed" in _fail(clone.directory)


# Kinds of clones


def test_a_subdirectory_stands_for_its_repository(clone: RepositoryBuilder) -> None:
    clone.write({"deep/er/new": "n\n"})
    _, change = _resolve(clone.directory / "deep" / "er")

    assert [file.path for file in change.files] == ["b", "deep/er/new"]


def test_a_linked_worktree_has_its_own_head_and_index(clone: RepositoryBuilder, tmp_path: Path) -> None:
    clone.run("worktree", "add", "--quiet", "-b", "other", str(tmp_path / "linked"), "origin/main")
    linked = RepositoryBuilder(tmp_path / "linked")
    linked.write({"new": "n\n"})
    _, change = _resolve(linked.directory)

    assert _show(change) == [("added", "new")]


def test_a_bare_repository_needs_both_ends(clone: RepositoryBuilder, tmp_path: Path) -> None:
    bare = clone.clone(tmp_path / "bare.git", "--bare")
    _, change = (
        _resolve(bare.directory, Range(base="main~0", head="topic"))
        if False
        else _resolve(bare.directory, Range(base="topic~1", head="topic"))
    )

    assert _show(change) == [("added", "b")]
    assert "bare" in _fail(bare.directory)
    assert "bare" in _fail(bare.directory, Range(uncommitted="staged"))


def test_a_submodule_is_a_repository_and_a_pointer(clone: RepositoryBuilder, origin: RepositoryBuilder) -> None:
    clone.run("submodule", "--quiet", "add", f"file://{origin.directory}", "sub")
    clone.commit({})
    inner = RepositoryBuilder(clone.directory / "sub")
    inner.write({"a": "dirty\n"})
    assert _show(_resolve(inner.directory)[1]) == [("modified", "a")]
    assert _resolve(clone.directory, Range(uncommitted="worktree"))[1].files == ()

    inner.commit({})
    pointer = _only(_resolve(clone.directory, Range(uncommitted="worktree"))[1])
    assert (pointer.path, pointer.content, pointer.new_blob) == ("sub", "submodule", inner.run("rev-parse", "HEAD"))


def test_a_repository_with_longer_ids_works(tmp_path: Path) -> None:
    builder = create_repository(tmp_path / "long", "--object-format=sha256")
    builder.commit({"a": "1\n"})
    first = _resolve(builder.directory)
    builder.write({"a": "2\n"})
    second = _resolve(builder.directory)

    assert len(first[0].base.tree) == len(first[0].head.commit) == 64
    assert _show(first[1]) == [("added", "a")]
    assert _show(second[1]) == [("modified", "a")]


def test_a_clone_without_checkout_has_no_uncommitted_work(origin: RepositoryBuilder, tmp_path: Path) -> None:
    bare = origin.clone(tmp_path / "nothing", "--no-checkout")

    assert _resolve(bare.directory)[1].files == ()
    assert "Nothing is checked out" in _fail(bare.directory, Range(uncommitted="staged"))


def test_a_clone_without_blobs_shows_what_it_has(clone: RepositoryBuilder, tmp_path: Path) -> None:
    clone.run("config", "uploadpack.allowFilter", "true")
    partial = clone.clone(tmp_path / "partial", "--filter=blob:none", "--no-checkout")
    ends, change = _resolve(partial.directory, Range(base="HEAD~1", head="HEAD"))

    assert [(file.status, file.path, file.content) for file in change.files] == [("added", "b", "binary")]
    assert ends.head.commit == clone.run("rev-parse", "HEAD")


# The working tree as it may lie there


def test_files_of_every_kind(clone: RepositoryBuilder, tmp_path: Path) -> None:
    clone.commit({"file": "f\n", "script": "s\n", "folder/a": "a\n", "swap": "x\n", "pipe": "p\n"})
    here = clone.directory
    (here / "script").chmod(0o755)
    (here / "file").unlink()
    (here / "file").symlink_to("a")
    (here / "folder" / "a").unlink()
    (here / "folder").rmdir()
    (here / "folder").symlink_to(tmp_path)
    (here / "swap").unlink()
    clone.write({"swap/inner": "i\n"})
    (here / "pipe").unlink()
    os.mkfifo(here / "pipe")
    os.mkfifo(here / "new-pipe")
    nested = create_repository(here / "nested")
    nested.commit({"secret": "s\n"})
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(here / "sock"))
        ends, change = _resolve(here, Range(uncommitted="worktree"))

    assert _show(change) == [
        ("retyped", "file"),
        ("added", "folder"),
        ("deleted", "folder/a"),
        ("modified", "script"),
        ("deleted", "swap"),
        ("added", "swap/inner"),
    ]
    assert ends.notes == ("left out: nested is another repository", "left out: pipe is neither a file nor a link")


def test_conflicts_are_settled_and_noted(clone: RepositoryBuilder) -> None:
    clone.run("switch", "--quiet", "--create", "theirs")
    clone.commit({"a": "theirs\n", "b": "theirs\n"})
    clone.run("switch", "--quiet", "topic")
    clone.commit({"a": "ours\n", "b": None})
    clone.run("merge", "theirs", fails=True)
    staged = _resolve(clone.directory, Range(uncommitted="staged"))
    work = _resolve(clone.directory, Range(uncommitted="worktree"))

    assert staged[1].files == ()
    assert staged[0].notes[:2] == (
        "a is in conflict: our side of it is shown",
        "b is in conflict: our side of it is shown",
    )
    assert "<<<<<<< HEAD" in _only(Change(work[0].base, work[0].head, work[1].files[:1])).added_lines.values()
    assert _show(work[1]) == [("modified", "a"), ("added", "b")]


def test_files_that_are_only_announced(clone: RepositoryBuilder) -> None:
    clone.write({"soon": "s\n"})
    clone.run("add", "--intent-to-add", "soon")

    assert _resolve(clone.directory, Range(uncommitted="staged"))[1].files == ()
    assert _only(_resolve(clone.directory, Range(uncommitted="worktree"))[1]).added_lines == {1: "s"}


def test_a_change_within_the_tick_of_the_clock_is_seen(clone: RepositoryBuilder) -> None:
    """Git finds such a change by the time of its index; a copy of the index must not lose it."""
    moment = 1_700_000_000_000_000_000
    clone.write({"a": "x\n"})
    os.utime(clone.directory / "a", ns=(moment, moment))
    clone.run("add", "a")
    os.utime(clone.git_dir / "index", ns=(moment, moment))
    clone.run("-c", "core.trustctime=false", "config", "core.trustctime", "false")
    (clone.directory / "a").write_text("y\n")
    os.utime(clone.directory / "a", ns=(moment, moment))
    _, change = _resolve(clone.directory, Range(uncommitted="worktree"))

    assert _only(change).added_lines == {1: "y"}


def test_touched_files_have_not_changed(clone: RepositoryBuilder) -> None:
    os.utime(clone.directory / "a", ns=(0, 0))

    assert _resolve(clone.directory, Range(uncommitted="worktree"))[1].files == ()


def test_line_ends_follow_the_settings(clone: RepositoryBuilder) -> None:
    clone.run("config", "core.autocrlf", "true")
    clone.write({"a": "2\r\n"})

    assert _resolve(clone.directory, Range(uncommitted="worktree"))[1].files == ()


@pytest.mark.parametrize(
    "command", [["update-index", "--split-index"], ["sparse-checkout", "set", "--cone", "--sparse-index", "kept"]]
)
def test_special_indexes_work(clone: RepositoryBuilder, command: list[str]) -> None:
    clone.commit({"kept/x": "1\n", "other/deep/y": "1\n"})
    clone.run(*command)
    assert _resolve(clone.directory, Range(uncommitted="worktree"))[1].files == ()

    clone.write({"kept/x": "2\n"})
    assert _show(_resolve(clone.directory, Range(uncommitted="worktree"))[1]) == [("modified", "kept/x")]


def test_a_huge_file_is_left_out(clone: RepositoryBuilder) -> None:
    with (clone.directory / "huge").open("wb") as file:
        file.truncate(64_000_001)
    ends, change = _resolve(clone.directory, Range(uncommitted="worktree"))

    assert change.files == ()
    assert "left out: huge is larger than 64 MB" in ends.notes


def test_a_file_in_no_such_encoding_is_an_error(clone: RepositoryBuilder) -> None:
    clone.write({"n.txt": "x\n", ".gitattributes": "*.txt working-tree-encoding=UTF-16\n"})

    assert "'n.txt'" in _fail(clone.directory, Range(uncommitted="worktree"))


def test_borrowed_objects_are_found(clone: RepositoryBuilder, tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    clone.run("clone", "--quiet", "--shared", "--branch=topic", str(clone.directory), str(tmp_path / "shared" / "x"))
    (tmp_path / "shared" / "x" / ".git" / "objects" / "info" / "alternates").write_text(
        "../../../../clone/.git/objects\n"
    )

    assert _show(_resolve(tmp_path / "shared" / "x", Range(base="HEAD~1"))[1]) == [("added", "b")]


def test_git_is_stopped_when_it_waits_for_ever(clone: RepositoryBuilder) -> None:
    os.mkfifo(clone.directory / "pipe")
    session = Session(clone.directory)

    with pytest.raises(ReviewerError, match="did not come to an end"):
        run_git(session, ["config", "--file", "pipe", "--list"], limit=0.2)


def test_odd_names_survive(tmp_path: Path) -> None:
    builder = create_repository(tmp_path / 'a "b":c $HOME ~' / "-r\\")
    names = ["-x", "new\nline", 'q"', ":(top)", "\udcff\udcfe", "ü", " "]
    builder.commit({"a": "1\n"})
    builder.write(dict.fromkeys(names, "1\n"))
    with open_repository(str(builder.directory)) as repository:
        ends = repository.resolve(Range())
        listed = [entry.path for entry in repository.tree(ends.head)]
        assert repository.root == str(builder.directory)

    assert sorted(listed) == sorted([*names, "a"])


def test_the_users_own_ignore_file_counts(
    clone: RepositoryBuilder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ignore").write_text("*.swp\n")
    (tmp_path / "config").write_text(f"[core]\n\texcludesFile = {tmp_path}/ignore\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    clone.write({"x.swp": "1\n", "y": "1\n", "z": "1\n"})
    (clone.git_dir / "info" / "exclude").write_text("z\n")

    assert _show(_resolve(clone.directory, Range(uncommitted="worktree"))[1]) == [("added", "y")]


def test_a_change_of_ten_thousand_files(tmp_path: Path) -> None:
    builder = create_repository(tmp_path / "large")
    stream = [b"commit refs/heads/main\ncommitter A <a@example.invalid> 1700000000 +0000\ndata 1\nx"]
    stream += [b"M 100644 inline d%d/f%d\ndata %d\n%d" % (i % 100, i, len(str(i)), i) for i in range(10_000)]
    builder.run("fast-import", "--quiet", feed=b"".join(part + b"\n" for part in stream))
    with open_repository(str(builder.directory)) as repository:
        ends = repository.resolve(Range(base="main", head="main"))
        assert ends.base == ends.head
        empty = open_repository(str(builder.directory)).resolve(Range(head="main")).base
        change = parse_change(repository.diff(empty, ends.head), empty, ends.head)

    assert len(change.files) == 10_000
    assert all(file.status == "added" and len(file.hunks) == 1 for file in change.files)


def test_copies_renames_and_types_in_one_change(clone: RepositoryBuilder) -> None:
    long = "".join(f"line {number}\n" for number in range(30))
    clone.commit({"moved": long, "source": long.upper(), "type": "x\n", "mode": "m\n", "big": "b\n"})
    clone.write({"moved": None, "there": long + "more\n", "source": long.upper() + "y\n", "twin": long.upper() + "t\n"})
    (clone.directory / "type").unlink()
    (clone.directory / "type").symlink_to("mode")
    (clone.directory / "mode").chmod(0o755)
    clone.commit({"big": "b" * 1_100_000})
    files = {file.path: file for file in _resolve(clone.directory, Range(base="HEAD~1", head="HEAD"))[1].files}

    assert {path: file.status for path, file in files.items()} == {
        "big": "modified",
        "mode": "modified",
        "source": "modified",
        "there": "renamed",
        "twin": "copied",
        "type": "retyped",
    }
    assert files["there"].added_lines == {31: "more"}
    assert files["twin"].added_lines == {31: "t"}
    assert (files["mode"].new_mode, files["mode"].hunks) == (0o100755, ())
    assert files["big"].content == "binary"
    assert files["source"].added_lines == {31: "y"}
    assert files["type"].content == "symlink"
