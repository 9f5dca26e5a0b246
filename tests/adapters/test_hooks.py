"""The pre-push hook as git runs it: what it hands on, what stops a push, and whose files stay as they are."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from reviewer.adapters.hooks import EARLIER, TEAM_LINE, find_hook, install_hook, uninstall_hook, write_script
from reviewer.errors import ReviewerError

from .repos import RepositoryBuilder, create_repository

# Stands for the interpreter: it knows its version, and writes down what else it is given.
STAND_IN = """#!/bin/sh
case "$*" in *--version) exit {broken};; esac
{{ echo "$@"; cat; }} >> {log}
exit {code}
"""
EARLIER_READS = '#!/bin/sh\n{{ echo earlier "$@"; cat; }} >> {log}\nexit {code}\n'


@pytest.fixture(autouse=True)
def _no_settings_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "settings of the user"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def shop(tmp_path: Path) -> RepositoryBuilder:
    """Return a clone with one commit, whose remote is a bare repository beside it."""
    create_repository(tmp_path / "remote.git", "--bare")
    builder = create_repository(tmp_path / "the shop's")
    builder.commit({"a.py": "x = 1\n"})
    builder.run("remote", "add", "origin", str(tmp_path / "remote.git"))
    return builder


def write_program(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


def stand_in(folder: Path, *, code: int = 0, broken: int = 0) -> tuple[str, Path]:
    """Return a program that takes the place of the interpreter, and the file that it writes to."""
    log = folder / "said.txt"
    text = STAND_IN.format(log=shlex.quote(str(log)), code=code, broken=broken)
    return str(write_program(folder / "it's python", text)), log


def push(builder: RepositoryBuilder, *refs: str, at: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(builder.directory), "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", "push", "origin", *refs]
    return subprocess.run(
        command, cwd=at or builder.directory, env=environment, capture_output=True, text=True, check=False
    )


def test_the_hook_hands_on_what_git_says(shop: RepositoryBuilder, tmp_path: Path) -> None:
    python, log = stand_in(tmp_path)
    install_hook(find_hook(str(shop.directory)), python)

    assert push(shop, "main", "main:refs/heads/b\u2028c", "main:refs/heads/$(touch${IFS}ran)").returncode == 0

    head, nothing = shop.run("rev-parse", "main"), "0" * 40
    assert log.read_text(encoding="utf-8").split("\n") == [
        f"-P -m reviewer hook run origin {tmp_path}/remote.git",
        f"refs/heads/main {head} refs/heads/main {nothing}",
        f"refs/heads/main {head} refs/heads/b\u2028c {nothing}",
        f"refs/heads/main {head} refs/heads/$(touch${{IFS}}ran) {nothing}",
        "",
    ]
    assert not (shop.directory / "ran").exists()


@pytest.mark.parametrize(("code", "stopped"), [(0, False), (1, True), (2, False), (3, False), (137, False)])
def test_findings_alone_stop_a_push(shop: RepositoryBuilder, tmp_path: Path, *, code: int, stopped: bool) -> None:
    python, _ = stand_in(tmp_path, code=code)
    install_hook(find_hook(str(shop.directory)), python)

    assert (push(shop, "main").returncode != 0) == stopped
    assert push(shop, "main", "--no-verify").returncode == 0


def test_a_reviewer_on_the_path_takes_over_and_none_at_all_is_said(shop: RepositoryBuilder, tmp_path: Path) -> None:
    python, log = stand_in(tmp_path, broken=1)
    install_hook(find_hook(str(shop.directory)), python)

    missing = push(shop, "main")

    assert (missing.returncode, log.exists()) == (0, False)
    assert missing.stderr.startswith("reviewer: not found")
    assert "-m reviewer" not in missing.stderr


def test_the_work_tree_is_no_place_for_modules(shop: RepositoryBuilder) -> None:
    shop.commit({"reviewer.py": "open('ran', 'w')\n", "typer.py": "open('ran', 'w')\n", "git.py": "open('ran', 'w')\n"})
    install_hook(find_hook(str(shop.directory)), sys.executable)

    assert push(shop, "main").returncode == 0
    assert not (shop.directory / "ran").exists()


@pytest.mark.parametrize("code", [0, 7])
def test_an_earlier_hook_is_called_first_with_the_same_words(
    shop: RepositoryBuilder, tmp_path: Path, code: int
) -> None:
    python, log = stand_in(tmp_path)
    hooks = shop.git_dir / "hooks"
    write_program(hooks / "pre-push", EARLIER_READS.format(log=shlex.quote(str(log)), code=code))
    install_hook(find_hook(str(shop.directory)), python)

    pushed = push(shop, "main")

    said = log.read_text(encoding="utf-8").splitlines()
    place = f"origin {tmp_path}/remote.git"
    line = f"refs/heads/main {shop.run('rev-parse', 'main')} refs/heads/main {'0' * 40}"
    ours = [f"-P -m reviewer hook run {place}", line]
    assert said == [f"earlier {place}", line, *(ours if code == 0 else [])]
    assert (pushed.returncode == 0) == (code == 0)


def test_an_earlier_hook_that_reads_nothing_or_may_not_run_is_no_hindrance(
    shop: RepositoryBuilder, tmp_path: Path
) -> None:
    python, log = stand_in(tmp_path)
    earlier = write_program(shop.git_dir / "hooks" / "pre-push", "#!/bin/sh\nexit 0\n")
    install_hook(find_hook(str(shop.directory)), python)

    assert push(shop, "main", *(f"main:refs/heads/{'x' * 90}{number}" for number in range(400))).returncode == 0
    assert len(log.read_text(encoding="utf-8").splitlines()) == 402

    earlier.with_name(EARLIER).chmod(0o644)
    assert push(shop, "main:refs/heads/other").returncode == 0


def test_nothing_to_push_is_nothing_to_hand_on(shop: RepositoryBuilder, tmp_path: Path) -> None:
    push(shop, "main")
    python, log = stand_in(tmp_path)
    install_hook(find_hook(str(shop.directory)), python)
    push(shop, "main")

    assert len(log.read_text(encoding="utf-8").splitlines()) == 1


def test_installing_twice_changes_nothing(shop: RepositoryBuilder) -> None:
    write_program(shop.git_dir / "hooks" / "pre-push", "#!/bin/sh\n")
    assert install_hook(find_hook(str(shop.directory)), "/a/python")
    before = shop.list_files()

    assert not install_hook(find_hook(str(shop.directory)), "/a/python")
    assert shop.list_files() == before

    assert install_hook(find_hook(str(shop.directory)), "/another/python")
    assert "/another/python" in (shop.git_dir / "hooks" / "pre-push").read_text(encoding="utf-8")
    assert (shop.git_dir / "hooks" / EARLIER).read_text(encoding="utf-8") == "#!/bin/sh\n"


@pytest.mark.parametrize("earlier", [None, "#!/bin/sh\nexit 3\n"])
def test_uninstalling_leaves_what_was_there(shop: RepositoryBuilder, earlier: str | None) -> None:
    hooks = shop.git_dir / "hooks"
    if earlier:
        write_program(hooks / "pre-push", earlier)
    before = {path: path.read_bytes() for path in hooks.iterdir()}
    install_hook(find_hook(str(shop.directory)), "/a/python")

    assert uninstall_hook(find_hook(str(shop.directory)))
    assert {path: path.read_bytes() for path in hooks.iterdir()} == before
    assert not uninstall_hook(find_hook(str(shop.directory)))
    assert {path: path.read_bytes() for path in hooks.iterdir()} == before


def test_a_hook_of_ours_that_somebody_changed_is_theirs(shop: RepositoryBuilder) -> None:
    install_hook(find_hook(str(shop.directory)), "/a/python")
    path = shop.git_dir / "hooks" / "pre-push"
    path.write_bytes(path.read_bytes() + b"echo mine\n")

    for change in (uninstall_hook, lambda hook: install_hook(hook, "/a/python")):
        with pytest.raises(ReviewerError, match="changed since"):
            change(find_hook(str(shop.directory)))
    assert path.read_bytes().endswith(b"echo mine\n")


def test_hooks_that_cannot_be_replaced_are_refused(shop: RepositoryBuilder, tmp_path: Path) -> None:
    hooks = shop.git_dir / "hooks"
    aim = write_program(tmp_path / "aim", "#!/bin/sh\n")
    hook = hooks / "pre-push"
    hook.symlink_to(aim)
    with pytest.raises(ReviewerError, match="symbolic link"):
        find_hook(str(shop.directory))
    hook.unlink()

    write_program(hook, "#!/bin/sh\n").chmod(0o555)
    with pytest.raises(ReviewerError, match="write-protected"):
        install_hook(find_hook(str(shop.directory)), "/a/python")

    hook.chmod(0o755)
    write_program(hooks / EARLIER, "#!/bin/sh\necho old\n")
    with pytest.raises(ReviewerError, match="two hooks already"):
        install_hook(find_hook(str(shop.directory)), "/a/python")

    assert (hook.read_text(encoding="utf-8"), aim.read_text(encoding="utf-8")) == ("#!/bin/sh\n", "#!/bin/sh\n")


def test_a_folder_that_is_a_file_is_said(shop: RepositoryBuilder) -> None:
    shop.run("config", "core.hooksPath", os.devnull)

    with pytest.raises(ReviewerError, match="cannot be written"):
        install_hook(find_hook(str(shop.directory)), "/a/python")


def test_a_draft_that_is_a_link_is_not_followed(shop: RepositoryBuilder, tmp_path: Path) -> None:
    (tmp_path / "mine").write_bytes(b"mine")
    (shop.git_dir / "hooks" / ".pre-push.part").symlink_to(tmp_path / "mine")
    install_hook(find_hook(str(shop.directory)), "/a/python")

    assert (tmp_path / "mine").read_bytes() == b"mine"
    assert not (shop.git_dir / "hooks" / "pre-push").is_symlink()


@pytest.mark.parametrize(
    ("scope", "folder", "reach"),
    [
        ("--local", ".husky/_", "work tree"),
        ("--local", "{shop}/.husky", "work tree"),
        ("--local", ".git/own hooks", "clone"),
        ("--local", "{tmp}/elsewhere", "clone"),
        ("--global", "{tmp}/elsewhere", "user"),
        ("--global", ".githooks", "work tree"),
    ],
)
def test_hooks_lie_where_git_looks_for_them(
    shop: RepositoryBuilder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scope: str, folder: str, reach: str
) -> None:
    named = folder.format(shop=shop.directory, tmp=tmp_path)
    place = [scope] if scope == "--local" else ["--file", str(tmp_path / "settings of the user")]
    shop.run("config", *place, "core.hooksPath", named)
    python, log = stand_in(tmp_path)

    hook = find_hook(str(shop.directory))
    install_hook(hook, python)

    assert (hook.path, hook.reach) == (shop.directory / named / "pre-push", reach)
    monkeypatch.chdir(shop.directory)
    subprocess.run(["git", "push", "--quiet", "origin", "main"], check=True)
    assert log.exists()


def test_a_home_is_found_in_the_path_of_hooks(
    shop: RepositoryBuilder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    shop.run("config", "core.hooksPath", "~/hooks")

    assert find_hook(str(shop.directory)).path == tmp_path / "home" / "hooks" / "pre-push"


def test_a_linked_work_tree_shares_the_hooks(shop: RepositoryBuilder, tmp_path: Path) -> None:
    linked = tmp_path / "linked"
    shop.run("worktree", "add", "--quiet", str(linked), "-b", "topic")
    python, log = stand_in(tmp_path)
    install_hook(find_hook(str(linked)), python)

    assert (shop.git_dir / "hooks" / "pre-push").is_file()
    assert push(shop, "topic", at=linked).returncode == 0
    assert "refs/heads/topic" in log.read_text(encoding="utf-8")


def test_a_bare_repository_has_hooks_too(shop: RepositoryBuilder, tmp_path: Path) -> None:
    python, log = stand_in(tmp_path)
    bare = shop.clone(tmp_path / "bare.git", "--bare")
    bare.run("remote", "set-url", "origin", str(tmp_path / "remote.git"))
    install_hook(find_hook(str(bare.directory)), python)

    assert push(bare, "main").returncode == 0
    assert "refs/heads/main" in log.read_text(encoding="utf-8")


def test_the_line_for_a_team_needs_no_reviewer(tmp_path: Path) -> None:
    hook = write_program(tmp_path / "hook", f"#!/bin/sh\n{TEAM_LINE}\n")
    command = ["/bin/sh", "-e", str(hook), "origin", "url"]
    assert subprocess.run(command, env={"PATH": str(tmp_path)}, check=False).returncode == 0

    for code, wanted in ((0, 0), (1, 1)):
        write_program(tmp_path / "reviewer", f"#!/bin/sh\n[ \"$*\" = 'hook run origin url' ]\nexit {code}\n")
        assert subprocess.run(command, env={"PATH": str(tmp_path)}, check=False).returncode == wanted


def test_the_script_is_the_same_for_the_same_interpreter() -> None:
    assert write_script("/a/python") == write_script("/a/python") != write_script("/b/python")
