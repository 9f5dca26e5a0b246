"""The commands `reviewer hook`: what of a push is reviewed, against what, what stops it, and what never does."""

import io
import os
import pty
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.adapters.repos import RepositoryBuilder, create_repository

from .houses import House, Ran, build_house, write_page

NONE = "0" * 40
CALLED = "def f(pause):\n    pause()\n"
HOUSE = {"reviewer.toml": 'packs = ["house"]\n', "house/debugger-call.md": write_page()}


@pytest.fixture(autouse=True)
def _no_settings_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in [name for name in os.environ if name.startswith("PRE_COMMIT")]:
        monkeypatch.delenv(name)


@pytest.fixture
def house(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> House:
    """Return a clone that knows `origin/main`, on a branch of one commit, and the bare remote."""
    house = build_house(tmp_path, capsys, {"src/a.py": "x = 1\n", **HOUSE}, {"src/b.py": CALLED})
    create_repository(tmp_path / "remote.git", "--bare")
    house.builder.run("remote", "add", "origin", str(tmp_path / "remote.git"))
    house.builder.run("push", "--quiet", "origin", "main")
    return house


def told(
    house: House,
    monkeypatch: pytest.MonkeyPatch,
    *lines: str,
    environment: Mapping[str, str] | None = None,
    arguments: tuple[str, ...] = (),
) -> Ran:
    """Run the hook in the repository, as git would with these lines."""
    data = "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
    monkeypatch.chdir(house.builder.directory)
    for name, text in (environment or {}).items():
        monkeypatch.setenv(name, text)
    return house.run("hook", "run", "origin", "https://ada:secret@example.invalid/shop", *arguments)


def line(house: House, ref: str = "topic", remote: str = NONE, *, to: str = "") -> str:
    return f"refs/heads/{ref} {house.builder.run('rev-parse', ref)} {to or f'refs/heads/{ref}'} {remote}"


def count_reviews(ran: Ran) -> int:
    return ran.out.count("reviewer: '")


def test_a_finding_stops_the_push_and_says_what_to_do(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = told(house, monkeypatch, line(house))

    assert (ran.code, ran.err) == (1, "")
    assert ran.out.startswith("reviewer: 'topic' (new on the remote)\n\n1 finding (1 high) in 1 file")
    assert "compared with 'origin/main'" in ran.out
    base, head = (house.builder.run("rev-parse", ref)[:12] for ref in ("main", "topic"))
    assert f"\nall of it: reviewer check --base {base} --head {head} --all\n" in ran.out
    assert ran.out.endswith(
        "reviewer: the push to 'origin' is stopped by 1 finding (1 high).\n"
        "  To accept one, commit a comment on its line: `reviewer: allow[debugger-call] the reason`\n"
        "  To push all the same: `git push --no-verify`\n"
    )
    assert "secret" not in ran.out


def test_a_finding_that_is_accepted_stops_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    accepted = CALLED.replace("()\n", "()  # reviewer: allow[debugger-call] it waits for the user\n")
    house.builder.commit({"src/b.py": accepted})

    ran = told(house, monkeypatch, line(house))

    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "reviewer: 'topic': Nothing to object to in 1 file, +2 -0 (new on the remote)\n"


def test_what_is_accepted_does_not_count_beside_what_is_shown(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    page = write_page("halt", severity="low")
    called = "def f(pause, halt):\n    pause()  # reviewer: allow[debugger-call] it waits for the user\n    halt()\n"
    house.builder.commit({"house/halt-call.md": page, "src/b.py": called})

    ran = told(house, monkeypatch, line(house))

    assert ran.code == 0
    assert "src/b.py:3  low  halt-call" in ran.out
    assert "1 finding waived" in ran.out


@pytest.mark.parametrize(
    ("severity", "settings", "option", "code"),
    [
        ("medium", "", "", 0),
        ("medium", "", "medium", 1),
        ("medium", "medium", "", 1),
        ("high", "never", "", 0),
        ("high", "never", "low", 1),
        ("high", "", "never", 0),
    ],
)
def test_what_stops_a_push_is_a_setting(
    house: House, monkeypatch: pytest.MonkeyPatch, severity: str, settings: str, option: str, code: int
) -> None:
    said = f'fail-on = "{settings}"\n' if settings else ""
    page = {"house/debugger-call.md": write_page(severity=severity)}
    house.builder.commit({"reviewer.toml": f'{said}packs = ["house"]\n', **page})

    ran = told(house, monkeypatch, line(house), arguments=("--fail-on", option) if option else ())

    assert (ran.code, "debugger-call" in ran.out, "--no-verify" in ran.out) == (code, True, code == 1)


def test_only_what_the_remote_has_not_is_reviewed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    known = house.builder.run("rev-parse", "topic")
    house.builder.commit({"src/c.py": "y = 1\n"})

    ran = told(house, monkeypatch, line(house, remote=known))

    assert ran.code == 0
    assert ran.out.endswith(f"in 1 file, +1 -0 (compared with {known[:12]}, which the remote has)\n")


def test_a_forced_push_is_compared_with_what_both_have(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    first = house.builder.run("rev-parse", "topic")
    known = house.builder.commit({"src/c.py": "y = 1\n"})
    house.builder.run("reset", "--quiet", "--hard", first)
    house.builder.commit({"src/c.py": "y = 2\nz = 3\n"})

    ran = told(house, monkeypatch, line(house, remote=known))

    assert ran.code == 0
    assert f"in 1 file, +2 -0 (compared with {first[:12]}, which" in ran.out


@pytest.mark.parametrize("command", [["rebase", "--quiet"], ["merge", "--quiet"]])
def test_what_came_from_the_default_branch_is_not_the_authors(
    house: House, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    house.builder.run("switch", "--quiet", "main")
    house.builder.commit({"src/others.py": CALLED})
    house.builder.run("push", "--quiet", "origin", "main")
    house.builder.run("switch", "--quiet", "topic")
    known = house.builder.commit({"src/c.py": "y = 1\n"})
    house.builder.run(*command, "main")

    ran = told(house, monkeypatch, line(house, remote=known))

    assert ran.code == 1
    assert "1 finding (1 high) in 2 files, +3 -0" in ran.out
    assert "src/b.py:2" in ran.out


def test_a_commit_of_the_remote_that_is_not_here_is_said(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = told(house, monkeypatch, line(house, remote="1" * 40))

    assert ran.code == 1
    assert "what the remote has, 111111111111, is not in this clone: compared with its default branch" in ran.out


def test_a_history_that_shares_nothing_is_said(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    known = house.builder.run("rev-parse", "topic")
    house.builder.run("switch", "--quiet", "--orphan", "fresh")
    house.builder.commit({"src/b.py": CALLED})

    ran = told(house, monkeypatch, line(house, "fresh", known))

    assert ran.code == 0
    assert ran.out.startswith("reviewer: no review of 'fresh': There is no common ancestor of 'origin/main'")
    assert ran.out.endswith(" The push goes on.\n")
    assert ran.out.count("\n") == 1


@pytest.mark.parametrize(
    "text",
    [
        f"(delete) {NONE} refs/heads/topic {{head}}",
        f"refs/tags/v1 {{head}} refs/tags/v1 {NONE}",
        f"refs/notes/commits {{head}} refs/notes/commits {NONE}",
        "",
    ],
)
def test_what_brings_no_code_is_not_reviewed(house: House, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    ran = told(house, monkeypatch, text.format(head=house.builder.run("rev-parse", "topic")))

    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_several_refs_are_reviewed_and_equal_ones_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.builder.run("branch", "again")
    house.builder.run("switch", "--quiet", "--create", "clean", "main")
    house.builder.commit({"src/c.py": "y = 1\n"})

    ran = told(house, monkeypatch, line(house), line(house, "again"), line(house, "clean"))

    assert ran.code == 1
    assert "reviewer: 'topic, again' (new on the remote)\n" in ran.out
    assert "reviewer: 'clean': Nothing to object to in 1 file, +1 -0" in ran.out
    assert count_reviews(ran) == 2


def test_a_push_of_everything_has_an_end(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [f"refs/heads/b {number:040x} refs/heads/b{number} {NONE}" for number in range(1, 31)]

    ran = told(house, monkeypatch, *lines)

    assert ran.code == 0
    assert ran.out.count("no review of") == 20
    assert ran.out.endswith("reviewer: 10 more branches were not looked at: 20 are, at a time.\n")


@pytest.mark.parametrize("expression", ["HEAD", "topic~0", ":/change", "HEAD^{/a b c}"])
def test_whatever_names_the_commit_is_read(house: House, monkeypatch: pytest.MonkeyPatch, expression: str) -> None:
    head = house.builder.run("rev-parse", "topic")

    assert told(house, monkeypatch, f"{expression} {head} refs/for/main {NONE}").code == 1


@pytest.mark.parametrize("name", ["a\u2028b", "$(touch${IFS}ran)", "-q", "a'b\u202ec", "a\udcffb"])
def test_names_of_branches_are_shown_without_harm(house: House, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    head = house.builder.run("rev-parse", "topic")

    ran = told(house, monkeypatch, f"refs/heads/{name} {head} refs/heads/{name} {NONE}")

    assert ran.code == 1
    assert not {"\u2028", "\u202e", "\udcff"} & set(ran.out)
    assert not (house.builder.directory / "ran").exists()


@pytest.mark.parametrize("text", ["hello", "a b c d", f"refs/heads/a {NONE[1:]} refs/heads/a {NONE}", "\x1b[2J \0"])
def test_lines_that_git_would_not_write_are_said(house: House, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    ran = told(house, monkeypatch, line(house), text)

    assert ran.code == 0
    assert ran.out.startswith("reviewer: no review: line 2 is not what git writes to a pre-push hook: '")
    assert "<local ref> <local id> <remote ref> <remote id>" in ran.out
    assert "\x1b" not in ran.out


def test_a_terminal_says_nothing_of_a_push() -> None:
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "reviewer", "hook", "run"], stdin=theirs, capture_output=True, check=False
    )
    os.close(ours)
    os.close(theirs)

    assert done.returncode == 2
    assert b"`reviewer hook install` has git run it" in done.stderr


def test_settings_that_cannot_be_read_stop_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.builder.commit({"reviewer.toml": 'fail_onn = "low"\npack = 3\n'})

    ran = told(house, monkeypatch, line(house))

    assert ran.code == 0
    assert ran.out.startswith("reviewer: no review of 'topic': the settings have 2 fault(s):")
    assert ran.out.count("\n") == 1


def test_a_folder_without_a_repository_stops_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = line(house)
    monkeypatch.setattr(house.builder, "directory", tmp_path)

    ran = told(house, monkeypatch, text)

    assert ran.code == 0
    assert "is not a git repository" in ran.out


def test_the_framework_says_what_is_pushed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    known = house.builder.run("rev-parse", "topic")
    head = house.builder.commit({"src/c.py": CALLED})
    refs = {"PRE_COMMIT_FROM_REF": known, "PRE_COMMIT_TO_REF": head, "PRE_COMMIT_REMOTE_BRANCH": "refs/heads/topic"}

    ran = told(house, monkeypatch, environment={"PRE_COMMIT": "1", **refs})

    assert ran.code == 1
    assert f"reviewer: 'topic' (compared with {known[:12]}, which the remote has)" in ran.out
    assert "1 finding (1 high) in 1 file" in ran.out


@pytest.mark.parametrize(
    ("refs", "shown"),
    [
        ({}, "'HEAD' (new on the remote)"),
        ({"PRE_COMMIT_LOCAL_BRANCH": "topic", "PRE_COMMIT_REMOTE_BRANCH": "refs/heads/t"}, "'t' (new on the remote)"),
        ({"PRE_COMMIT_FROM_REF": "main", "PRE_COMMIT_TO_REF": "HEAD"}, "'HEAD' (compared with 'main')"),
    ],
)
def test_the_framework_may_be_run_by_hand(
    house: House, monkeypatch: pytest.MonkeyPatch, refs: dict[str, str], shown: str
) -> None:
    ran = told(house, monkeypatch, environment={"PRE_COMMIT": "1", **refs})

    assert ran.code == 1
    assert f"reviewer: {shown}" in ran.out


def push(builder: RepositoryBuilder, *arguments: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(builder.directory), "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", *arguments]
    return subprocess.run(
        command, cwd=folder or builder.directory, env=environment, capture_output=True, text=True, check=False
    )


def test_a_real_push_is_stopped_and_goes_through_without_the_hook(house: House, tmp_path: Path) -> None:
    assert house.run("hook", "install", "--repo", str(house.builder.directory)).code == 0

    stopped = push(house.builder, "push", "origin", "topic")
    tag = push(house.builder, "push", "origin", "topic:refs/tags/v1")
    deletion = push(house.builder, "push", "origin", ":refs/tags/v1")
    forced = push(house.builder, "push", "--no-verify", "origin", "topic")

    assert (stopped.returncode, stopped.stdout) == (1, "")
    assert "the push to 'origin' is stopped by 1 finding" in stopped.stderr
    assert (tag.returncode, deletion.returncode, forced.returncode) == (0, 0, 0)
    assert RepositoryBuilder(tmp_path / "remote.git").run("for-each-ref", "--format=%(refname)").split() == [
        "refs/heads/main",
        "refs/heads/topic",
    ]


def test_a_real_push_from_a_linked_work_tree(house: House, tmp_path: Path) -> None:
    house.run("hook", "install", "--repo", str(house.builder.directory))
    house.builder.run("worktree", "add", "--quiet", "-b", "linked", str(tmp_path / "linked"), "topic")

    pushed = push(house.builder, "push", "origin", "linked", folder=tmp_path / "linked")

    assert pushed.returncode == 1
    assert "reviewer: 'linked' (new on the remote)" in pushed.stderr


def test_a_real_push_with_the_work_tree_elsewhere(house: House, tmp_path: Path) -> None:
    house.run("hook", "install", "--repo", str(house.builder.directory))
    dotfiles = house.builder.directory.rename(tmp_path / "moved") / ".git"
    (tmp_path / "home").mkdir()

    pushed = push(
        house.builder, f"--git-dir={dotfiles}", f"--work-tree={tmp_path / 'home'}", "push", "origin", "topic",
        folder=tmp_path / "home",
    )  # fmt: skip

    assert pushed.returncode == 1, pushed.stderr
    assert "src/b.py:2" in pushed.stderr


def test_the_commands_say_what_they_did(house: House) -> None:
    here = ("--repo", str(house.builder.directory))
    hook = house.builder.git_dir / "hooks" / "pre-push"
    hook.parent.mkdir(exist_ok=True)
    hook.write_bytes(b"#!/bin/sh\n")

    installed, again = house.run("hook", "install", *here), house.run("hook", "install", *here)
    gone, none = house.run("hook", "uninstall", *here), house.run("hook", "uninstall", *here)

    earlier = hook.with_name("pre-push.before-reviewer")
    assert installed.out == f"Each push is now reviewed by {hook}. An earlier one is called first: {earlier}\n"
    assert again.out == f"The hook is there already: {hook}\n"
    assert gone.out == f"The hook is gone, and the earlier one is back: {hook}\n"
    assert none.out == f"No hook of reviewer is at {hook}: nothing was changed.\n"
    assert hook.read_bytes() == b"#!/bin/sh\n"


def test_a_folder_of_hooks_that_a_team_shares_takes_force(house: House) -> None:
    house.builder.run("config", "core.hooksPath", ".husky")
    here = ("--repo", str(house.builder.directory))

    refused = house.run("hook", "install", *here)
    assert refused.code == 2
    assert "would be a file of the team" in refused.err
    assert 'reviewer hook run "$@"' in refused.err
    assert not (house.builder.directory / ".husky").exists()

    assert house.run("hook", "install", "--force", *here).code == 0
    assert (house.builder.directory / ".husky" / "pre-push").is_file()


def test_hooks_of_all_repositories_of_a_user_take_force(
    house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = tmp_path / "settings"
    settings.write_text(f'[core]\nhooksPath = "{tmp_path}/mine"\n', encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    here = ("--repo", str(house.builder.directory))

    refused = house.run("hook", "install", *here)
    assert refused.code == 2
    assert "would run in all your repositories" in refused.err
    assert not (tmp_path / "mine").exists()
    assert house.run("hook", "install", "--force", *here).code == 0
    assert (tmp_path / "mine" / "pre-push").is_file()
