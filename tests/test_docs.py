"""What the documents and examples show is run: rule pages, settings, waivers, commands and the demo."""

import json
import os
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from reviewer.adapters.files import find_shipped_rules, read_pack, read_text
from reviewer.app.rules import examine_rules
from reviewer.change.syntax.source import Source
from reviewer.engine.pages.markdown import Block, parse_blocks
from reviewer.engine.pages.pack import read_rules
from reviewer.engine.policy.selection import select_rules
from reviewer.engine.policy.settings import RuleSettings, Settings, WaiverSettings, read_policy, read_settings
from reviewer.engine.policy.waivers import find_waivers
from tests.adapters.repos import RepositoryBuilder

ROOT = Path(__file__).resolve().parent.parent
HOUSE_RULES = ROOT / "examples" / "house-rules"
SHOP = ROOT / "examples" / "shop"
DOCUMENTS = ["README.md", "examples/README.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))]
WITH_COMMANDS = ["examples/README.md", "docs/rules.md", "docs/settings.md"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository of the demo, with the remote's default branch and the house rules."""
    folder = tmp_path_factory.mktemp("demo") / "shop-demo"
    _build_demo(folder)
    RepositoryBuilder(folder).run("update-ref", "refs/remotes/origin/main", "main")
    shutil.copytree(HOUSE_RULES, folder / "examples" / "house-rules")
    return folder


@pytest.fixture
def demo(built: Path, tmp_path: Path) -> Path:
    """A copy of that repository, to write into."""
    return Path(shutil.copytree(built, tmp_path / "shop-demo"))


@pytest.mark.parametrize("name", ["docs/rules.md"])
def test_rule_pages_in_documents_pass(name: str) -> None:
    pages = {block.info.split()[1]: block.text for block in _fences(name, "markdown")}
    tested = examine_rules(pages)
    assert tested.pages == len(pages) >= 3
    assert tested.failures == ()


def test_house_rules_pass() -> None:
    assert examine_rules(read_pack(HOUSE_RULES)).failures == ()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_settings_in_documents_hold(name: str) -> None:
    rules = read_rules({**read_pack(find_shipped_rules()), **read_pack(HOUSE_RULES)})
    for block in _fences(name, "toml reviewer.toml", "toml pyproject.toml"):
        table = tomllib.loads(block.text)
        own = table["tool"]["reviewer"] if "pyproject" in block.info else table
        policy = read_policy([read_settings(own, f"{name}:{block.line}")], name)
        select_rules(rules, policy.rules)
        known = {rule.id for rule in rules}
        assert {waiver.waiver.rule for waiver in policy.waivers} <= known


def test_settings_of_house_rules_hold() -> None:
    settings = read_settings(tomllib.loads(read_text(HOUSE_RULES / "settings.toml")), "settings.toml")
    select_rules(read_rules(read_pack(HOUSE_RULES)), read_policy([settings], "settings.toml").rules)


def test_every_setting_is_documented() -> None:
    text = read_text(ROOT / "docs" / "settings.md")
    fields = [field for model in (Settings, RuleSettings, WaiverSettings) for field in model.model_fields.items()]
    assert [name for name, field in fields if f"`{field.alias or name}`" not in text] == []


def test_waivers_in_documents_are_read() -> None:
    (block,) = _fences("docs/settings.md", "python waivers")
    waivers = list(find_waivers(Source("shop.py", block.text.encode(), "python", "production")))
    assert [(waiver.rule, bool(waiver.reason), waiver.until) for waiver in waivers] == [
        ("swallowed-exception", True, ""),
        ("test-hook-in-production", True, "2027-06-30"),
    ]


def test_tree_of_a_line_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    (block,) = _fences("docs/rules.md", "python tree")
    exec(block.text, {})  # noqa: S102 - the document's own code
    assert "subscript" in capsys.readouterr().out


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_in_documents_work(name: str, demo: Path) -> None:
    commands = [command for block in _fences(name, "sh") for command in _find_commands(block)]
    assert commands or name not in WITH_COMMANDS
    for command in commands:
        done = _run(*command, folder=demo)
        assert done.returncode <= int(command[0] == "check"), (command, done.stdout, done.stderr)


def test_demo_shows_a_review_and_succeeds() -> None:
    done = _run_demo()
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("$ reviewer check --repo ")
    assert "lines first (" in done.stdout


def test_demo_has_the_same_commits_everywhere(tmp_path: Path) -> None:
    _build_demo(tmp_path / "one")
    _build_demo(tmp_path / "two", TZ="Asia/Tokyo", GIT_AUTHOR_NAME="Somebody", GIT_DEFAULT_HASH="sha256")
    heads = [RepositoryBuilder(tmp_path / name).run("rev-parse", "HEAD") for name in ("one", "two")]
    assert heads[0] == heads[1]


def test_every_file_of_the_demo_is_committed() -> None:
    commits = tomllib.loads(read_text(SHOP / "commits.toml"))["commit"]
    for side, is_base in (("base", True), ("change", False)):
        committed = [name for c in commits if (c["branch"] == "main") == is_base for name in c["files"]]
        present = [path.relative_to(SHOP / side).as_posix() for path in (SHOP / side).rglob("*") if path.is_file()]
        assert sorted(committed) == sorted(present)


def test_demo_finds_what_was_planted_and_nothing_else(demo: Path) -> None:
    planted = tomllib.loads(read_text(SHOP / "planted.toml"))["planted"]
    done = _run("check", "--base", "main", "--head", "agent/express-shipping", "--format", "json", folder=demo)
    found = [(f["rule"], f["path"], _line_of(f, demo)) for f in json.loads(done.stdout)["findings"]]
    assert sorted(found) == sorted((entry["rule"], entry["path"], entry["code"]) for entry in planted)


def _fences(name: str, *infos: str) -> list[Block]:
    """Return the fenced blocks of a document whose info strings are these, or begin with them."""
    blocks = parse_blocks(read_text(ROOT / name))
    wanted = tuple(f"{info} " for info in infos)
    return [block for block in blocks if block.kind == "fence" and f"{block.info} ".startswith(wanted)]


def _find_commands(block: Block) -> list[list[str]]:
    """Return the arguments of the `reviewer` commands that need neither a shell nor the network."""
    lines = block.text.replace("\\\n", " ").splitlines()
    words = [shlex.split(line.removeprefix("$ "), comments=True) for line in lines]
    return [line[1:] for line in words if line[:1] == ["reviewer"] and not {"|", ">"} & set(line)]


def _line_of(finding: dict[str, Any], repository: Path) -> str:
    """Return the line that a finding points to, without its indentation."""
    revision = "main" if finding["side"] == "old" else "agent/express-shipping"
    text = RepositoryBuilder(repository).run("show", f"{revision}:{finding['path']}")
    line: int = finding["line"]
    return text.splitlines()[line - 1].strip()


def _run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "reviewer", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)


def _run_demo(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "examples" / "build_demo.py"), *arguments]
    return subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, encoding="utf-8", check=False
    )


def _build_demo(folder: Path, **environment: str) -> None:
    done = _run_demo("--into", str(folder), "--only-build", **environment)
    assert done.returncode == 0, done.stderr
