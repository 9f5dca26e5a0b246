"""This module holds the proof that nothing which a reviewed repository configures is ever run or written."""

import subprocess
from pathlib import Path

import pytest

from reviewer.adapters.git.repository import GitRepository, open_repository
from reviewer.change.diff import parse_change
from reviewer.errors import ReviewerError
from reviewer.ports import Range
from tests.adapters.repos import RepositoryBuilder, create_repository

_HOOKS = (
    "applypatch-msg",
    "commit-msg",
    "fsmonitor-watchman",
    "p4-pre-submit",
    "post-applypatch",
    "post-checkout",
    "post-commit",
    "post-index-change",
    "post-merge",
    "post-receive",
    "post-rewrite",
    "post-update",
    "pre-applypatch",
    "pre-auto-gc",
    "pre-commit",
    "pre-merge-commit",
    "pre-push",
    "pre-rebase",
    "pre-receive",
    "prepare-commit-msg",
    "proc-receive",
    "push-to-checkout",
    "reference-transaction",
    "sendemail-validate",
    "update",
)
_ATTRIBUTES = """\
*.txt diff=trap filter=trap merge=trap
*.py diff=trap filter=trap -diff
*.bin filter=outer
*.long filter=long
"""


class Trap:
    """A repository in which every setting that can name a command names one that leaves a mark."""

    def __init__(self, directory: Path) -> None:
        self.marks = directory / "marks"
        self.marks.mkdir()
        self.outside = directory / "outside"
        self.outside.mkdir()
        (self.outside / "secret.txt").write_text("secret\n", encoding="utf-8")
        self.builder = create_repository(directory / "trap")
        files = {"a.txt": "one\n", "b.py": "x = 1\n", "c.bin": "data\n", "d.long": "d\n"}
        first = self.builder.commit(files)
        self.builder.run("update-ref", "refs/remotes/origin/main", first)
        self.builder.commit({"a.txt": "two\n", "b.py": "x = 2\n", ".gitattributes": _ATTRIBUTES})
        self._arm(directory)
        self.builder.write({"b.py": "x = 3\n", "new.txt": "new\n", "c.bin": "more\n", "d.long": "dd\n"})

    def command(self, name: str) -> str:
        """Return a command that leaves a mark of this name."""
        script = self.marks.parent / f"{name}.sh"
        script.write_text(f'#!/bin/sh\ntouch "{self.marks}/{name}"\ncat 2>/dev/null\n', encoding="utf-8")
        script.chmod(0o755)
        return str(script)

    def list_marks(self) -> set[str]:
        """Return the names of the commands that have run."""
        return {mark.name for mark in self.marks.iterdir()}

    def clear(self) -> None:
        """Forget what has run."""
        for mark in self.marks.iterdir():
            mark.unlink()

    def _arm(self, directory: Path) -> None:
        git_dir = self.builder.git_dir
        hooks = directory / "hooks"
        hooks.mkdir()
        for folder in (hooks, git_dir / "hooks"):
            for name in _HOOKS:
                script = folder / name
                script.write_text(f'#!/bin/sh\ntouch "{self.marks}/hook-{name}"\n', encoding="utf-8")
                script.chmod(0o755)
        run = self.command
        included = directory / "included"
        included.write_text(f'[diff "trap"]\n\tcommand = {run("included")}\n[core]\n\tpager = {run("pager2")}\n')
        config = f"""
[core]
	fsmonitor = {run("fsmonitor")}
	hooksPath = {hooks}
	pager = {run("pager")}
	editor = {run("editor")}
	sshCommand = {run("ssh")}
	askPass = {run("askpass")}
	gitProxy = {run("proxy")}
	alternateRefsCommand = {run("alternates")}
	attributesFile = {directory / "attributes"}
	untrackedCache = true
[diff]
	external = {run("external")}
	submodule = diff
	noprefix = true
	ignoreSubmodules = all
[diff "trap"]
	textconv = {run("textconv")}
	command = {run("diffcommand")}
	cachetextconv = true
	binary = true
[filter "trap"]
	clean = {run("clean")}
	smudge = {run("smudge")}
	required = true
[filter "long"]
	process = {run("process")}
	required = true
[filter "outer"]
	clean = {run("outer")}
[merge "trap"]
	driver = {run("merge")}
[alias]
	diff = !{run("alias")}
	diff-tree = !{run("alias")}
	log = !{run("alias")}
	cat-file = !{run("alias")}
	ls-files = !{run("alias")}
[pager]
	config = {run("pagerconfig")}
	diff-tree = {run("pagerdiff")}
	log = {run("pagerlog")}
[credential]
	helper = !{run("credential")}
[gpg]
	program = {run("gpg")}
[gpg "ssh"]
	program = {run("gpgssh")}
[log]
	showSignature = true
[gc]
	auto = 1
[trace2]
	eventTarget = {self.marks / "trace"}
[extensions]
	partialClone = origin
[remote "origin"]
	url = ext::{run("ext")}
	promisor = true
	partialclonefilter = blob:none
	uploadpack = {run("uploadpack")}
	vcs = ext
[uploadpack]
	packObjectsHook = {run("packobjects")}
[include]
	path = {included}
"""
        (directory / "attributes").write_text("* filter=outer\n", encoding="utf-8")
        with (git_dir / "config").open("a", encoding="utf-8") as file:
            file.write(config)
        self.builder.run("config", "core.repositoryFormatVersion", "1")
        self.clear()


@pytest.fixture
def trap(tmp_path: Path) -> Trap:
    """Return an armed repository with uncommitted work."""
    return Trap(tmp_path)


def _use_everything(repository: GitRepository, wanted: Range) -> dict[str, bytes | str]:
    ends = repository.resolve(wanted)
    change = parse_change(repository.diff(ends.base, ends.head), ends.base, ends.head)
    entries = repository.tree(ends.head)
    repository.recent_sizes(ends.head, 10)
    repository.read(["1" * 40])
    tip = repository.resolve(Range(base="HEAD", head="HEAD")).head.commit
    assert list(repository.log(tip, "", ("*",), 5))
    assert tip in list(repository.main_line(tip))
    assert list(repository.inner(tip, "")) == []
    assert repository.real_names(tip, ["Ada <ada@example.invalid>"])
    assert repository.commit(tip) is not None
    contents = repository.read([entry.blob for entry in entries])
    assert {file.path for file in change.files if file.content == "text" and not file.hunks} == set()
    return {entry.path: contents[entry.blob] for entry in entries}


def test_the_trap_is_alive(trap: Trap) -> None:
    for command in (
        ["status"],
        ["diff", "HEAD~1", "HEAD"],
        ["diff", "--no-ext-diff", "HEAD~1", "HEAD"],
        ["add", "--all"],
        ["hook", "run", "pre-commit"],
        ["commit", "--no-verify", "--allow-empty", "--gpg-sign", "-m", "x"],
    ):
        trap.builder.run(*command, fails=True)

    ran = {"fsmonitor", "external", "included", "textconv", "clean", "process", "gpg", "hook-pre-commit"}
    assert ran <= trap.list_marks()


@pytest.mark.parametrize(
    "wanted",
    [
        Range(),
        Range(uncommitted="staged"),
        Range(uncommitted="worktree"),
        Range(base="HEAD~1", head="HEAD"),
        Range(base="origin/main"),
    ],
)
def test_nothing_of_the_repository_runs_and_nothing_is_written(trap: Trap, wanted: Range) -> None:
    before = trap.builder.list_files()
    with open_repository(str(trap.builder.directory)) as repository:
        contents = _use_everything(repository, wanted)

    assert trap.list_marks() == set()
    assert trap.builder.list_files() == before
    assert contents["b.py"] in {b"x = 2\n", b"x = 3\n"}


def test_uncommitted_work_is_seen_as_it_lies_there(trap: Trap) -> None:
    with open_repository(str(trap.builder.directory)) as repository:
        contents = _use_everything(repository, Range())

    assert contents["b.py"] == b"x = 3\n"
    assert contents["new.txt"] == b"new\n"
    assert contents["c.bin"] == b"more\n"
    assert contents["d.long"] == b"dd\n"


def test_missing_objects_are_not_fetched(trap: Trap) -> None:
    blob = trap.builder.run("rev-parse", "HEAD:a.txt")
    (trap.builder.git_dir / "objects" / blob[:2] / blob[2:]).unlink()
    with open_repository(str(trap.builder.directory)) as repository:
        ends = repository.resolve(Range(base="HEAD~1", head="HEAD"))
        change = parse_change(repository.diff(ends.base, ends.head), ends.base, ends.head)
        found = repository.read([blob])
        sizes = repository.recent_sizes(ends.head, 10)

    assert found == {blob: "missing from this clone"}
    assert {file.path: (file.content, bool(file.hunks)) for file in change.files} == {
        ".gitattributes": ("text", True),
        "a.txt": ("binary", False),
        "b.py": ("text", True),
    }
    assert sizes == ()
    assert trap.list_marks() == set()


def test_another_working_tree_is_not_entered(trap: Trap) -> None:
    trap.builder.run("config", "core.worktree", str(trap.outside))
    with open_repository(str(trap.builder.directory)) as repository:
        contents = _use_everything(repository, Range())

    assert "secret.txt" not in contents
    assert contents["new.txt"] == b"new\n"
    assert trap.list_marks() == set()


def test_links_out_of_the_repository_are_not_followed(trap: Trap) -> None:
    (trap.builder.directory / "link.txt").symlink_to(trap.outside / "secret.txt")
    (trap.builder.directory / "folder").symlink_to(trap.outside)
    with open_repository(str(trap.builder.directory)) as repository:
        contents = _use_everything(repository, Range())

    assert contents["link.txt"] == str(trap.outside / "secret.txt").encode()
    assert contents["folder"] == str(trap.outside).encode()
    assert not any(path.startswith("folder/") for path in contents)


def test_a_submodule_runs_nothing(trap: Trap, tmp_path: Path) -> None:
    outer = create_repository(tmp_path / "outer")
    outer.commit({"a": "1\n"})
    inner = outer.directory / "inner"
    trap.builder.directory.rename(inner)
    commit = RepositoryBuilder(inner).run("rev-parse", "HEAD")
    outer.run("update-index", "--add", "--cacheinfo", f"160000,{commit},inner")
    outer.run("commit", "--quiet", "-m", "inner")
    RepositoryBuilder(inner).run("update-ref", "HEAD", "HEAD~1")
    trap.clear()
    with open_repository(str(outer.directory)) as repository:
        ends = repository.resolve(Range())
        (file,) = parse_change(repository.diff(ends.base, ends.head), ends.base, ends.head).files

    assert (file.path, file.content, file.status) == ("inner", "submodule", "modified")
    assert trap.list_marks() == set()


def test_the_callers_environment_does_not_lead_elsewhere(
    trap: Trap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = create_repository(tmp_path / "other")
    other.commit({"other.txt": "1\n"})
    external = trap.command("environment")
    for name, text in {
        "GIT_DIR": str(other.git_dir),
        "GIT_WORK_TREE": str(other.directory),
        "GIT_INDEX_FILE": str(other.git_dir / "index"),
        "GIT_OBJECT_DIRECTORY": str(other.git_dir / "objects"),
        "GIT_EXTERNAL_DIFF": external,
        "GIT_DIFF_OPTS": "--unified=9",
        "GIT_SSH_COMMAND": external,
        "GIT_PAGER": external,
        "GIT_ICASE_PATHSPECS": "1",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "diff.external",
        "GIT_CONFIG_VALUE_0": external,
        "GIT_TRACE": "1",
    }.items():
        monkeypatch.setenv(name, text)
    with open_repository(str(trap.builder.directory)) as repository:
        contents = _use_everything(repository, Range())

    assert contents["new.txt"] == b"new\n"
    assert trap.list_marks() == set()


@pytest.mark.parametrize(
    "revision", ["--help", "-n1", "HEAD\n--all", "a\x00b", "--output=stolen", "^HEAD", "HEAD..HEAD"]
)
def test_a_revision_is_never_an_option(trap: Trap, revision: str) -> None:
    with open_repository(str(trap.builder.directory)) as repository:
        for wanted in (Range(base=revision), Range(base="HEAD", head=revision)):
            with pytest.raises(ReviewerError):
                repository.resolve(wanted)
    assert not (trap.builder.directory / "stolen").exists()


def test_objects_of_another_owner_are_read(trap: Trap) -> None:
    """Git refuses a repository of another user because it would run what is configured there; here nothing runs."""
    if subprocess.run(["id", "-u"], capture_output=True, check=True).stdout.strip() != b"0":
        pytest.skip("only root can give a directory away")
    subprocess.run(["chown", "-R", "12345", str(trap.builder.directory)], check=True)
    assert trap.builder.run("status", fails=True) == ""
    with open_repository(str(trap.builder.directory)) as repository:
        assert _use_everything(repository, Range())["new.txt"] == b"new\n"
