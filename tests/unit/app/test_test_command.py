"""A test command is narrowed to test files where it is known how."""

import pytest

from reviewer.app.proof.test_command import parse_command
from reviewer.errors import ReviewerError

HERE = {"tests", "tests/test_a.py", "web/tests"}
PY, GO, JS = "tests/test_a.py", "core/price/price_test.go", "web/a.test.ts"


def narrow(command: str, *tests: str, folder: str = "") -> str | None:
    words = parse_command(command, folder, HERE.__contains__).narrow(tests)
    return None if words is None else " ".join(words)


@pytest.mark.parametrize(
    ("command", "narrowed"),
    [
        ("pytest -q", f"pytest -q {PY}"),
        (".venv/bin/pytest -x", f".venv/bin/pytest -x {PY}"),
        ("python -m pytest -m 'not slow'", f"python -m pytest -m not slow {PY}"),
        ("uv run pytest -k total", f"uv run pytest -k total {PY}"),
        ("pytest tests", "pytest tests"),
        ("pytest tests/test_a.py::test_b", "pytest tests/test_a.py::test_b"),
        ("npx vitest run", f"npx vitest run {JS}"),
        ("npx jest --ci", f"npx jest --ci --runTestsByPath {JS}"),
        ("go test ./...", "go test ./core/price"),
        ("go test -race -count=1 ./... -args -v", "go test -race -count=1 ./core/price -args -v"),
        ("go test ./core", "go test ./core"),
        ("npm test", "npm test"),
        ("tox -e py", "tox -e py"),
        ("run-them --only {tests}", f"run-them --only {GO} {PY} {JS}"),
        ("run-them --only='{tests}'", f"run-them --only={GO} {PY} {JS}"),
    ],
)
def test_a_command_is_given_the_tests_that_it_can_run(command: str, narrowed: str) -> None:
    assert narrow(command, JS, GO, PY, PY) == narrowed


def test_paths_are_seen_from_where_the_command_runs() -> None:
    assert narrow("pytest", "api/tests/test_b.py", PY, folder="api") == "pytest tests/test_b.py ../tests/test_a.py"
    assert narrow("go test ./...", "api/b_test.go", folder="api") == "go test ./."
    assert narrow("pytest tests", "web/tests/test_b.py", folder="web") == "pytest tests"


def test_a_path_is_no_option() -> None:
    assert narrow("pytest", "--version.py") == "pytest ./--version.py"


def test_no_test_that_a_command_can_run_is_no_command() -> None:
    assert narrow("pytest", JS) is None
    assert narrow("go test ./...") is None


@pytest.mark.parametrize("command", ["", "  ", "pytest 'open"])
def test_what_is_no_command_is_said(command: str) -> None:
    with pytest.raises(ReviewerError, match="--prove"):
        parse_command(command, "", HERE.__contains__)
