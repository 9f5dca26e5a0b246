"""This module holds which linter settings make a rule stay silent."""

import pytest

from reviewer.engine.policy.equivalents import find_running

CASES = [
    ("ruff:S110", {"pyproject.toml": '[tool.ruff.lint]\nselect = ["E", "S"]'}, True),
    ("ruff:S110", {"pyproject.toml": '[tool.ruff]\nselect = ["S"]\nignore = ["S110"]'}, False),
    ("ruff:S110", {"pyproject.toml": '[tool.ruff.lint]\nselect = ["ALL"]'}, True),
    ("ruff:S110", {"pyproject.toml": '[tool.ruff.lint]\nselect = ["ALL"]\nignore = ["S"]'}, False),
    ("ruff:S110", {"ruff.toml": '[lint]\nextend-select = ["S110"]'}, True),
    ("ruff:S110", {"ruff.toml": "line-length = 100"}, False),
    ("ruff:S110", {"pyproject.toml": "[project]\nname = 'x'"}, False),
    ("ruff:S110", {"pyproject.toml": "not toml ["}, False),
    ("ruff:F401", {"pyproject.toml": "[tool.ruff]\nline-length = 88"}, True),
    ("eslint:no-empty", {".eslintrc.json": '{"rules": {"no-empty": ["error", {}]}}'}, True),
    ("eslint:no-empty", {".eslintrc.json": '{"extends": "eslint:recommended", "rules": {"no-empty": "off"}}'}, False),
    ("eslint:no-empty", {"eslint.config.mjs": "export default [js.configs.recommended]"}, True),
    ("eslint:no-empty", {"eslint.config.mjs": "export default [{rules: {'ts/no-empty': 'error'}}]"}, False),
    ("eslint:no-empty", {"package.json": '{"name": "no-empty"}'}, False),
    ("golangci:errcheck", {".golangci.yml": "linters:\n  enable:\n    - errcheck\n"}, True),
    ("golangci:errcheck", {".golangci.yml": "linters:\n  disable:\n    - errcheck\n"}, False),
    ("sonar:S3923", {"pyproject.toml": "[tool.sonar]"}, False),
]


@pytest.mark.parametrize(("name", "files", "runs"), CASES)
def test_a_linter_runs_what_its_settings_switch_on(name: str, files: dict[str, str], runs: bool) -> None:  # noqa: FBT001
    def read(path: str) -> bytes | None:
        return files[path].encode() if path in files else None

    assert list(find_running([name], read)) == ([name] if runs else [])
