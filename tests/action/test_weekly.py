"""The weekly recipe runs on a fake GitHub: it goes on from what the last run kept, and writes what it found."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.action.expressions import Evaluator
from tests.action.runner import JobRun
from tests.action.scene import ROOT, SHOP, Scene, build_scene, lay_out_action, read_recipe
from tests.forge.server import serve
from tests.forge.world import World

# The program of GitHub: it answers what the runs of this workflow were, and keeps what it was called with.
_GH = """\
#!/bin/bash
echo "$*" >> {told}
cat {answer}
"""


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of reviewer, as its place on GitHub would give it."""
    folder = lay_out_action(tmp_path_factory.mktemp("program") / "reviewer")
    git = ("git", "-C", str(folder), "-c", "user.name=A", "-c", "user.email=a@example.org")
    for arguments in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--no-verify", "-m", "All"]):
        subprocess.run([*git, *arguments], check=True)
    return folder


@pytest.fixture
def scene(tmp_path: Path, evaluator: Evaluator, program: Path) -> Iterator[Scene]:
    with serve(World()) as served:
        made = build_scene(tmp_path, served, evaluator, program)
        tool = tmp_path / "bin" / "gh"
        tool.write_text(_GH.format(told=tmp_path / "asked", answer=tmp_path / "answer"), encoding="utf-8")
        tool.chmod(0o755)
        yield made


def _start(scene: Scene, program: Path, inputs: dict[str, str], last: str) -> JobRun:
    (scene.root / "answer").write_text(last, encoding="utf-8")
    commit = subprocess.run(
        ["git", "-C", str(program), "rev-parse", "HEAD"], check=True, capture_output=True, text=True
    )
    # The runner knows jobs that stand by themselves: the one that writes the issue waits for this one.
    text = (
        read_recipe("weekly").partition("\n  issue:")[0].replace('"$GITHUB_SERVER_URL/$REVIEWER.git"', f'"{program}"')
    )
    return scene.succeed(
        text.replace("REVIEWER_SHA: SHA", f"REVIEWER_SHA: {commit.stdout.strip()}"), scene.say().dispatch(inputs)
    )


def test_a_week_becomes_a_summary_and_a_page(scene: Scene, program: Path) -> None:
    scene.propose()
    job = _start(scene, program, {"week": ""}, "")

    assert job.summary.startswith(f"## Review debt of {SHOP}")
    kept = scene.root / "artifacts" / "1"
    assert sorted(path.name for path in kept.iterdir()) == ["review-debt-report", "review-debt-store"]
    assert sorted(path.suffix for path in (kept / "review-debt-report").iterdir()) == [".html", ".json", ".md"]
    assert job.find("Fetch it").outcome == "skipped"
    assert scene.served.writes == []


def test_the_next_run_goes_on_from_what_was_kept(scene: Scene, program: Path) -> None:
    scene.propose()
    _start(scene, program, {"week": ""}, "")
    scene.served.heal()
    job = _start(scene, program, {"week": "2025-W10"}, "1")

    assert job.find("Fetch it").outcome == "success"
    assert "2025-W10" in job.summary
    assert "nothing new" in job.find("Collect").log
    asked = (scene.root / "asked").read_text(encoding="utf-8")
    assert '.event == "schedule"' in asked


def test_what_was_deleted_is_read_again(scene: Scene, program: Path) -> None:
    scene.propose()
    job = _start(scene, program, {"week": ""}, "77")

    assert job.find("Fetch it").outcome == "failure"
    assert job.find("Report").outcome == "success"


def test_the_recipe_installs_what_the_locks_hold(scene: Scene, program: Path) -> None:
    _start(scene, program, {"week": ""}, "")

    assert [line for line in scene.installs if "--require-hashes" not in line] == []
    assert len(scene.installs) == 1
    assert (ROOT / "requirements" / "run.txt").exists()
