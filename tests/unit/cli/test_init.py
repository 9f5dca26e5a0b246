"""The command `reviewer init`: what it writes, what it leaves, what it refuses; and the hooks for pre-commit."""

import io
import os
import pty
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from reviewer.adapters.files import read_text
from reviewer.adapters.starters import PLACEHOLDER, begin_settings, begin_workflows, find_shipped_workflows
from reviewer.cli.init import init
from reviewer.cli.main import main
from reviewer.engine.policy.settings import LevelSettings, Settings, WaiverSettings, read_policy, read_settings
from reviewer.errors import ReviewerError
from tests.adapters.repos import RepositoryBuilder, create_repository

ROOT = Path(__file__).resolve().parents[3]
PINNED = "octo-org/reviewer@" + "0123456789" * 4
ONE = [".github/workflows/reviewer.yml"]
TWO = [*ONE, ".github/workflows/reviewer-post.yml"]


@pytest.fixture(autouse=True)
def _no_settings_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setattr("sys.stdin", io.StringIO())


@pytest.fixture
def shop(tmp_path: Path) -> RepositoryBuilder:
    builder = create_repository(tmp_path / "shop")
    builder.commit({"a.py": "x = 1\n"})
    return builder


def begin(shop: RepositoryBuilder, *arguments: str) -> int:
    return main(["init", "--repo", str(shop.directory), *arguments])


def list_new(shop: RepositoryBuilder) -> list[str]:
    """Return the files that are not committed, and whether there is a hook."""
    hooks = ["hook"] if (shop.git_dir / "hooks" / "pre-push").exists() else []
    return [*sorted(shop.run("ls-files", "--others").splitlines()), *hooks]


@pytest.mark.parametrize(
    ("arguments", "written"),
    [
        ([], [*ONE, "reviewer.toml", "hook"]),
        (["--recipe", "two"], [*TWO[::-1], "reviewer.toml", "hook"]),
        (["--only", "settings"], ["reviewer.toml"]),
        (["--only", "hook"], ["hook"]),
        (["--only", "workflow", "--only", "settings"], [*ONE, "reviewer.toml"]),
    ],
)
def test_what_was_asked_for_is_written(shop: RepositoryBuilder, arguments: list[str], written: list[str]) -> None:
    assert begin(shop, "--yes", *arguments) == 0
    assert list_new(shop) == written


def test_what_is_written_is_said_before(shop: RepositoryBuilder, capsys: pytest.CaptureFixture[str]) -> None:
    begin(shop, "--yes", "--recipe", "two")

    hook = shop.git_dir / "hooks" / "pre-push"
    assert capsys.readouterr().out.splitlines() == [
        f"In {shop.directory}:",
        "  write  reviewer.toml",
        "  write  .github/workflows/reviewer.yml",
        "  write  .github/workflows/reviewer-post.yml",
        f"  write  {hook}",
        f"Each push is now reviewed by {hook}",
        "Look at the new files, and commit them.",
        f"Put the action and its commit in place of OWNER/reviewer@SHA in {TWO[0]} and {TWO[1]}.",
    ]


def test_what_is_shown_is_what_is_written(shop: RepositoryBuilder, capsys: pytest.CaptureFixture[str]) -> None:
    begin(shop, "--yes", "--show", "--uses", PINNED)

    out = capsys.readouterr().out
    for path in (*ONE, "reviewer.toml", ".git/hooks/pre-push"):
        text = (shop.directory / path).read_text(encoding="utf-8")
        assert f"{path}\n{text}" in out
    assert "OWNER" not in out


@pytest.mark.parametrize("nobody", [io.StringIO("y\n"), None])
def test_nobody_to_ask_writes_nothing(
    shop: RepositoryBuilder,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    nobody: io.StringIO | None,
) -> None:
    monkeypatch.setattr("sys.stdin", nobody)

    assert begin(shop) == 2
    assert list_new(shop) == []
    out, err = capsys.readouterr()
    assert "  write  reviewer.toml\n" in out
    assert "--yes" in err


@pytest.mark.parametrize(("answer", "written"), [(b"y\n", [*ONE, "reviewer.toml", "hook"]), (b"n\n", []), (b"\n", [])])
def test_somebody_is_asked(shop: RepositoryBuilder, answer: bytes, written: list[str]) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, answer)
    command = [sys.executable, "-m", "reviewer", "init"]
    done = subprocess.run(command, cwd=shop.directory, stdin=theirs, capture_output=True, check=False)
    os.close(ours)
    os.close(theirs)

    assert done.returncode == 0, done.stderr
    assert list_new(shop) == written
    assert (b"Nothing was written." in done.stdout) == (not written)


def test_nothing_is_written_over(shop: RepositoryBuilder, capsys: pytest.CaptureFixture[str]) -> None:
    begin(shop, "--yes")
    shop.write({"reviewer.toml": "mine\n", ONE[0]: "mine\n"})
    before = shop.list_files()
    capsys.readouterr()

    assert begin(shop, "--yes") == 0
    assert shop.list_files() == before
    out = capsys.readouterr().out
    assert out.count(": it is there already\n") == 3
    assert out.endswith("Nothing is left to write.\n")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('[tool.reviewer]\nfail-on = "low"\n', []),
        ("[tool.reviewer.rules]\n", []),
        ('[project]\ndependencies = ["reviewer-risk"]\n', ["reviewer.toml"]),
        ("[tool.ruff]\n", ["reviewer.toml"]),
    ],
)
def test_settings_that_stand_elsewhere_are_enough(shop: RepositoryBuilder, text: str, written: list[str]) -> None:
    shop.commit({"pyproject.toml": text})

    assert begin(shop, "--yes", "--only", "settings") == 0
    assert list_new(shop) == written


@pytest.mark.parametrize("link", [".github", ".github/workflows", ".github/workflows/reviewer.yml", "reviewer.toml"])
@pytest.mark.parametrize("aim", ["outside", "nowhere", "shop/src"])
def test_links_are_not_followed(
    shop: RepositoryBuilder, tmp_path: Path, capsys: pytest.CaptureFixture[str], link: str, aim: str
) -> None:
    (tmp_path / "outside").mkdir()
    (shop.directory / "src").mkdir()
    (shop.directory / link).parent.mkdir(parents=True, exist_ok=True)
    (shop.directory / link).symlink_to(tmp_path / aim)

    assert begin(shop, "--yes") == 2
    assert f"'{link}' is a symbolic link" in capsys.readouterr().err
    assert list(tmp_path.glob("outside/*")) == list(tmp_path.glob("shop/src/*")) == []
    assert not (tmp_path / "nowhere").exists()
    assert "hook" not in list_new(shop)


def test_a_file_in_place_of_a_folder_is_refused(shop: RepositoryBuilder, capsys: pytest.CaptureFixture[str]) -> None:
    shop.commit({".github": "x"})

    assert begin(shop, "--yes") == 2
    assert "'.github' is no folder" in capsys.readouterr().err
    assert list_new(shop) == []


def test_a_draft_that_is_a_link_is_not_followed(shop: RepositoryBuilder, tmp_path: Path) -> None:
    (tmp_path / "mine").write_bytes(b"mine")
    (shop.directory / ".reviewer.toml.part").symlink_to(tmp_path / "mine")

    assert begin(shop, "--yes", "--only", "settings") == 0
    assert (tmp_path / "mine").read_bytes() == b"mine"
    assert list_new(shop) == ["reviewer.toml"]


@pytest.mark.parametrize(
    "uses", ["octo/reviewer", "octo/reviewer@v1", "octo/reviewer@main\n  run: x", "./here", f"a b/c@{'0' * 40}", ""]
)
def test_an_action_is_named_by_its_commit(
    shop: RepositoryBuilder, capsys: pytest.CaptureFixture[str], uses: str
) -> None:
    assert begin(shop, "--yes", "--uses", uses) == 2
    assert "whole id of a commit" in capsys.readouterr().err
    assert list_new(shop) == []


def test_hooks_that_a_team_shares_are_left(shop: RepositoryBuilder, capsys: pytest.CaptureFixture[str]) -> None:
    shop.run("config", "core.hooksPath", ".husky")

    assert begin(shop, "--yes") == 0
    assert "would be a file of the team" in capsys.readouterr().out
    assert list_new(shop) == [*ONE, "reviewer.toml"]


def test_a_bare_repository_can_have_the_hook_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bare = create_repository(tmp_path / "shop.git", "--bare")

    assert begin(bare, "--yes") == 2
    assert "--only hook" in capsys.readouterr().err
    assert begin(bare, "--yes", "--only", "hook") == 0
    assert (bare.directory / "hooks" / "pre-push").is_file()


def test_the_settings_hold_as_they_are_and_with_every_example(tmp_path: Path) -> None:
    text = begin_settings(tmp_path).text
    examples = re.sub(r"^# (?=[\w-]+ = |\[)", "", text, flags=re.MULTILINE)

    plain = read_settings(tomllib.loads(text), "reviewer.toml")
    full = read_settings(tomllib.loads(examples), "reviewer.toml")
    read_policy([full], "reviewer.toml")

    assert plain.model_dump(exclude_unset=True) == {"fail_on": "high"}
    assert full.model_fields_set == set(Settings.model_fields)
    assert WaiverSettings.model_fields.keys() - full.waivers[0].model_fields_set == {"symbol"}
    assert full.level is not None
    assert LevelSettings.model_fields.keys() - full.level.model_fields_set == {"points"}


@pytest.mark.parametrize(("recipe", "paths"), [("one", ONE), ("two", TWO)])
def test_workflows_are_the_shipped_ones(tmp_path: Path, recipe: str, paths: list[str]) -> None:
    starters = begin_workflows(tmp_path, "two" if recipe == "two" else "one", PINNED, find_shipped_workflows())

    assert [starter.path for starter in starters] == paths
    loaded = [YAML(typ="safe").load(starter.text) for starter in starters]
    assert [workflow["name"] for workflow in loaded] == ["reviewer", "reviewer post"][: len(paths)]
    for workflow, starter in zip(loaded, starters, strict=True):
        used = [step.get("uses") for job in workflow["jobs"].values() for step in job["steps"]]
        assert used.count(PINNED) == 1
        assert PLACEHOLDER not in starter.text
    if recipe == "two":
        assert "fork-" not in "".join(starter.text for starter in starters)


def test_templates_may_lie_anywhere(tmp_path: Path) -> None:
    (tmp_path / "pull-request.yml").write_text(f"uses: {PLACEHOLDER}\n", encoding="utf-8")

    (starter,) = begin_workflows(tmp_path, "one", PINNED, tmp_path)
    assert starter.text == f"uses: {PINNED}\n"
    with pytest.raises(ReviewerError, match="cannot be read"):
        begin_workflows(tmp_path, "two", PINNED, tmp_path)


def test_the_placeholder_is_the_default_of_the_command() -> None:
    assert (init.__kwdefaults__ or {})["uses"] == PLACEHOLDER


def test_workflows_are_in_the_wheel() -> None:
    build = tomllib.loads(read_text(ROOT / "pyproject.toml"))["tool"]["hatch"]["build"]["targets"]["wheel"]

    assert build["force-include"]["examples/workflows"] == "reviewer/workflows"


def test_the_hooks_for_the_framework_run_commands_that_there_are() -> None:
    hooks = YAML(typ="safe").load(read_text(ROOT / ".pre-commit-hooks.yaml"))

    assert {hook["id"]: hook["stages"] for hook in hooks} == {"reviewer": ["pre-commit"], "reviewer-push": ["pre-push"]}
    for hook in hooks:
        program, *arguments = hook["entry"].split()
        assert program in tomllib.loads(read_text(ROOT / "pyproject.toml"))["project"]["scripts"]
        assert main([*arguments, "--help"]) == 0
        assert (hook["language"], hook["pass_filenames"], hook["require_serial"]) == ("python", False, True)
        # Stages have these names since then.
        assert hook["minimum_pre_commit_version"] == "3.2.0"


@pytest.mark.parametrize(("branch", "written"), [("trunk", '["trunk"]'), ('it\'s/"odd"', '["it\'s/\\"odd\\""]')])
def test_a_workflow_names_the_default_branch_where_it_is_known(
    shop: RepositoryBuilder, branch: str, written: str
) -> None:
    shop.run("update-ref", f"refs/remotes/origin/{branch}", "HEAD")
    shop.run("symbolic-ref", "refs/remotes/origin/HEAD", f"refs/remotes/origin/{branch}")
    assert begin(shop, "--yes", "--only", "workflow") == 0

    text = (shop.directory / ONE[0]).read_text(encoding="utf-8")
    assert f"branches: {written}" in text
    assert YAML(typ="safe").load(text)["on"]["push"]["branches"] == [branch]


def test_a_fresh_start_waives_nothing(shop: RepositoryBuilder, capsys: pytest.CaptureFixture[str]) -> None:
    begin(shop, "--yes", "--only", "settings")
    shop.commit({}, "settings")
    main(["check", "--repo", str(shop.directory), "--base", "HEAD~1", "--head", "HEAD"])

    assert "waiver" not in capsys.readouterr().out
