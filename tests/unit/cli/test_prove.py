"""`reviewer check --prove`: what a user sees, and where it is refused."""

import json
import sys
from pathlib import Path

import pytest

from reviewer.cli.wiring.prove import refuse_foreign_code
from reviewer.errors import ReviewerError

from .houses import House, build_house

TEXT = "def total(lines):\n    if lines:\n        return sum(lines)\n    raise ValueError(lines)\n"
TEST = """\
import unittest

from shop.price import total


class Total(unittest.TestCase):
    def test_total(self):
        self.assertEqual(total([1, 2]), 3)
"""
COMMAND = f"{sys.executable} -m unittest -q {{tests}}"


@pytest.fixture
def house(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> House:
    """Return a repository whose branch adds a function and a test of the half of it."""
    for name in ("GITHUB_EVENT_NAME", "GITHUB_EVENT_PATH"):
        monkeypatch.delenv(name, raising=False)
    old = {"shop/__init__.py": "", "tests/__init__.py": "", "shop/price.py": ""}
    return build_house(tmp_path, capsys, old, {"shop/price.py": TEXT, "tests/test_price.py": TEST})


def write_event(folder: Path, head: object) -> str:
    repo = {"full_name": head} if head is not None else None
    event = {"pull_request": {"head": {"repo": repo}, "base": {"repo": {"full_name": "Ada/shop"}}}}
    place = folder / "event.json"
    place.write_text(json.dumps(event), encoding="utf-8")
    return str(place)


def test_what_no_test_notices_is_shown(house: House) -> None:
    before = {path: path.read_bytes() for path in house.builder.directory.rglob("*") if path.is_file()}
    ran = house.check("--prove", COMMAND)

    assert (ran.code, ran.err) == (0, "")
    assert "3 faults were planted, 1 not noticed by any test" in ran.out
    assert "raise ValueError(lines)" in ran.out
    after = {path: path.read_bytes() for path in house.builder.directory.rglob("*") if path.is_file()}
    own = str(house.builder.git_dir / "reviewer")
    assert {p: b for p, b in after.items() if not str(p).startswith(own)} == before


def test_without_the_option_nothing_runs(house: House) -> None:
    assert "planted" not in house.check().out


def test_tests_that_fail_are_no_review(house: House) -> None:
    house.builder.commit({"tests/test_price.py": TEST.replace("3)", "4)")})
    ran = house.check("--prove", COMMAND)

    assert ran.code == 2
    assert "fail before any fault is planted" in ran.err
    assert "AssertionError: 3 != 4" in ran.err


@pytest.mark.parametrize("event", ["pull_request_target", "workflow_run", "issue_comment"])
def test_a_workflow_with_secrets_is_refused(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, event: str
) -> None:
    monkeypatch.setenv("GITHUB_EVENT_NAME", event)
    monkeypatch.setenv("GITHUB_EVENT_PATH", write_event(tmp_path, "ada/shop"))
    mark = tmp_path / "ran"
    ran = house.check("--prove", f"touch {mark}")

    assert ran.code == 2
    assert f"--prove runs the code under review, and a workflow on '{event}'" in ran.err
    assert not mark.exists()


@pytest.mark.parametrize(("head", "refused"), [("mallory/shop", True), (None, True), (7, True), ("ada/shop", False)])
def test_a_pull_request_of_a_fork_is_refused(tmp_path: Path, head: object, *, refused: bool) -> None:
    environment = {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_EVENT_PATH": write_event(tmp_path, head)}
    if not refused:
        refuse_foreign_code(environment)
        return
    with pytest.raises(ReviewerError, match="code under review"):
        refuse_foreign_code(environment)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"pull_request": null}', "\x00"])
def test_an_event_that_says_nothing_is_refused(tmp_path: Path, text: str) -> None:
    place = tmp_path / "event.json"
    place.write_text(text, encoding="utf-8")
    for path in (str(place), str(tmp_path / "none.json"), ""):
        with pytest.raises(ReviewerError, match="unknown whose"):
            refuse_foreign_code({"GITHUB_EVENT_NAME": "pull_request_review", "GITHUB_EVENT_PATH": path})


@pytest.mark.parametrize("event", ["", "push", "workflow_dispatch", "merge_group"])
def test_where_only_own_code_runs_it_may_run(event: str) -> None:
    refuse_foreign_code({"GITHUB_EVENT_NAME": event})


@pytest.mark.parametrize("option", ["--prove-seconds", "--prove-mutants"])
def test_a_bound_is_a_number_above_zero(house: House, option: str) -> None:
    assert house.check("--prove", "true", option, "0").code == 2
