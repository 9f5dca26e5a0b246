"""The action and the workflows that people copy fit GitHub's schemas, and hold what keeps them safe."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from reviewer.engine.pages.markdown import parse_blocks
from tests.action.standins import STAND_INS

ROOT = Path(__file__).resolve().parent.parent.parent
ACTION = ROOT / "action.yml"
WORKFLOWS = sorted((ROOT / "examples" / "workflows").glob("*.yml"))
FILES = [ACTION, *WORKFLOWS]
PLACEHOLDER = "OWNER/reviewer@SHA"
PINNED = f"acme/reviewer@{'0123456789' * 4} # v1.0.0"


def _read(path: Path) -> Any:  # noqa: ANN401 - what is in a file is not known before
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


def _steps(path: Path) -> list[dict[str, Any]]:
    table = _read(path)
    return [step for part in ([table["runs"]] if "runs" in table else table["jobs"].values()) for step in part["steps"]]


def _run_tool(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    tool = Path(sys.executable).with_name(name)
    return subprocess.run([str(tool), *arguments], check=False, capture_output=True, text=True, encoding="utf-8")


def test_there_are_the_recipes_that_the_documents_name() -> None:
    assert {path.stem for path in WORKFLOWS} == {
        "answers",
        "fork-post",
        "fork-review",
        "pull-request",
        "second-reader",
        "weekly",
    }


@pytest.mark.parametrize(
    ("schema", "files"), [("vendor.github-actions", [ACTION]), ("vendor.github-workflows", WORKFLOWS)]
)
def test_a_file_fits_its_schema(schema: str, files: list[Path]) -> None:
    done = _run_tool("check-jsonschema", "--builtin-schema", schema, *map(str, files))

    assert done.returncode == 0, done.stdout


def test_a_security_linter_finds_nothing(tmp_path: Path) -> None:
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    for path in WORKFLOWS:
        text = path.read_text(encoding="utf-8")
        (folder / path.name).write_text(text.replace(PLACEHOLDER, PINNED), encoding="utf-8")
    (tmp_path / "action.yml").write_bytes(ACTION.read_bytes())
    done = _run_tool("zizmor", "--offline", "--pedantic", "--no-config", "--format=json", str(tmp_path))

    found = [finding for finding in json.loads(done.stdout) if not finding["ignored"]]
    assert [(finding["ident"], finding["locations"][0]["symbolic"]["key"]) for finding in found] == []
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_the_linter_is_told_to_ignore_has_a_reason(path: Path) -> None:
    ignored = re.findall(r"zizmor: ignore\[[\w,-]+\](.*)", path.read_text(encoding="utf-8"))

    assert [reason for reason in ignored if len(reason.split()) < 5] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_action_is_pinned_and_one_that_the_runner_knows(path: Path) -> None:
    uses = {step["uses"] for step in _steps(path) if "uses" in step} - {PLACEHOLDER}

    assert uses <= set(STAND_INS)
    assert [one for one in uses if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", one)] == []
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if "uses: actions/" in line]
    assert [line for line in lines if not re.search(r"@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_script_is_put_together_from_what_others_wrote(path: Path) -> None:
    assert [step["run"] for step in _steps(path) if "${{" in step.get("run", "")] == []


def test_every_step_leaves_the_checkout_before_it_starts_python() -> None:
    scripts = [step["run"] for step in _steps(ACTION) if "run" in step]

    assert len(scripts) == 3
    assert [script for script in scripts if not script.startswith('cd "$GITHUB_ACTION_PATH"\n')] == []
    started = re.findall(r'"\$PYTHON" (\S+)', "\n".join(scripts))
    assert set(started) == {"-I", "-P"}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_permissions_stand_at_the_job_and_each_says_what_for(path: Path) -> None:
    table = _read(path)

    assert table["permissions"] == {}
    for job in table["jobs"].values():
        assert job["permissions"]
        assert job["timeout-minutes"]
    text = path.read_text(encoding="utf-8")
    granted = [line for line in text.splitlines() if re.match(r" {6}[a-z-]+: (read|write)\b", line)]
    assert len(granted) == sum(len(job["permissions"]) for job in table["jobs"].values())
    assert [line for line in granted if " # " not in line] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_recipe_begins_with_what_it_does_needs_and_does_not_do(path: Path) -> None:
    head = path.read_text(encoding="utf-8").partition("\nname:")[0]

    assert all(line.startswith("#") for line in head.splitlines())
    for part in ("# What it does: ", "# What it needs: ", "# What it does not do: "):
        assert head.count(part) == 1


def test_the_half_that_writes_takes_nothing_from_the_half_that_a_fork_can_change() -> None:
    review, post = (_read(ROOT / "examples" / "workflows" / f"fork-{half}.yml") for half in ("review", "post"))

    assert set(review["jobs"]["review"]["permissions"].values()) == {"read"}
    assert review["name"] in post["on"]["workflow_run"]["workflows"]
    assert [
        step for step in _steps(ROOT / "examples" / "workflows" / "fork-post.yml") if "checkout" in step["uses"]
    ] == []
    assert "github.event.workflow_run.head_branch" not in json.dumps(post)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_recipe_sets_only_inputs_that_the_action_has(path: Path) -> None:
    given = {name for step in _steps(path) if step.get("uses") == PLACEHOLDER for name in step.get("with", {})}

    assert given <= set(_read(ACTION)["inputs"])


def test_every_input_reaches_the_program_or_a_step() -> None:
    table = _read(ACTION)
    used = json.dumps(table["runs"])

    assert [name for name in table["inputs"] if f"inputs.{name}" not in used] == []
    assert all(entry["description"] for entry in table["inputs"].values())


def test_only_the_review_is_given_the_key_and_only_where_a_model_may_be_asked() -> None:
    given = {step["name"]: json.dumps(step) for step in _steps(ACTION)}

    assert [name for name, step in given.items() if "inputs.openai-api-key" in step] == ["Review"]
    key = next(step["env"]["OPENAI_API_KEY"] for step in _steps(ACTION) if step["name"] == "Review")
    assert key == "${{ steps.machine.outputs.asks == 'true' && inputs.openai-api-key || '' }}"


def test_two_lock_files_hold_what_a_second_reader_needs_and_nothing_twice() -> None:
    run, action, second = (_read_pins(name) for name in ("run", "action", "second-reader"))

    assert not action.keys() & second.keys()
    assert {name: run[name] for name in second} == second
    # What the tables of the weekly report are made with is left over.
    assert run.keys() - action.keys() - second.keys() == {"duckdb", "numpy", "scipy"}
    assert {"openai", "httpx2"} <= second.keys()
    text = (ROOT / "requirements" / "second-reader.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert len(re.findall(r"(?m)^[a-z0-9-]+==[^\n]*\\\n +--hash=sha256:[0-9a-f]{64}", text)) == len(second)


def _read_pins(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"(?m)^([a-z0-9-]+)==(\S+)", text))


def test_the_lock_file_of_the_evaluator_names_no_host() -> None:
    text = (Path(__file__).parent / "package-lock.json").read_text(encoding="utf-8")

    assert "://" not in text
    assert "sha512-" in text


@pytest.mark.parametrize("kind", ["gitlab-ci", "bitbucket-pipelines"])
def test_the_recipes_for_other_servers_fit_their_schemas(kind: str, tmp_path: Path) -> None:
    text = (ROOT / "docs" / "elsewhere.md").read_text(encoding="utf-8")
    (block,) = [block.text for block in parse_blocks(text) if block.kind == "fence" and block.info == f"yaml {kind}"]
    path = tmp_path / "recipe.yml"
    path.write_text(block, encoding="utf-8")
    done = _run_tool("check-jsonschema", "--builtin-schema", f"vendor.{kind}", str(path))

    assert done.returncode == 0, done.stdout
