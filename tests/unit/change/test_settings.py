"""Configuration files as flat settings: paths, values and lines in four formats."""

import pytest

from reviewer.change.settings import read_settings

TOML = """[tool.ruff.lint]
select = ["E", "F"]  # the default
ignore = [
  "E501",  # long
  "B008",
]
[[tool.mypy.overrides]]
ignore_errors = true
"""
INI = """[flake8]
# a comment
ignore = E501, W503
per-file-ignores =
    shop/__init__.py:F401
"""
YAML = """jobs:
  test:
    steps:
      - uses: actions/checkout@v4
      - name: "Tests"  # all
        run: |
          pytest -q

          echo done
        continue-on-error: true
linters:
  disable:
  - errcheck
"""
JSON = """{
  // types
  "compilerOptions": {
    "strict": false, /* "x": 1 */
    "lib": ["dom", "es2022"]
  },
  "rules": { "no-var": ["off", 1] }
}
"""

CASES = [
    (
        "pyproject.toml",
        TOML,
        [
            ("tool.ruff.lint.select", "E", 2),
            ("tool.ruff.lint.select", "F", 2),
            ("tool.ruff.lint.ignore", "E501", 4),
            ("tool.ruff.lint.ignore", "B008", 5),
            ("tool.mypy.overrides.ignore_errors", "true", 8),
        ],
    ),
    (
        "setup.cfg",
        INI,
        [
            ("flake8.ignore", "E501", 3),
            ("flake8.ignore", "W503", 3),
            ("flake8.per-file-ignores", "shop/__init__.py:F401", 5),
        ],
    ),
    (
        ".github/workflows/ci.yml",
        YAML,
        [
            ("jobs.test.steps[1].uses", "actions/checkout@v4", 4),
            ("jobs.test.steps[2].name", "Tests", 5),
            ("jobs.test.steps[2].run", "pytest -q", 7),
            ("jobs.test.steps[2].run", "echo done", 9),
            ("jobs.test.steps[2].continue-on-error", "true", 10),
            ("linters.disable", "errcheck", 13),
        ],
    ),
    (
        "tsconfig.json",
        JSON,
        [
            ("compilerOptions.strict", "false", 4),
            ("compilerOptions.lib", "dom", 5),
            ("compilerOptions.lib", "es2022", 5),
            ("rules.no-var", "off", 7),
            ("rules.no-var", "1", 7),
        ],
    ),
]


@pytest.mark.parametrize(("path", "text", "expected"), CASES)
def test_settings_are_read_with_their_lines(path: str, text: str, expected: list[tuple[str, str, int]]) -> None:
    assert [(s.path, s.value, s.line) for s in read_settings(path, text.split("\n"))] == expected


def test_another_file_has_no_settings() -> None:
    assert read_settings("src/app.py", ["a = 1"]) == ()


@pytest.mark.parametrize("path", ["a.toml", "a.ini", "a.yml", "a.json"])
@pytest.mark.parametrize(
    "text", ["", "]]]}}}", "[[[{{{", "- - - a", ": :\n\t- x: [", '"' * 50, "a" * 5000 + ":" * 5000]
)
def test_broken_text_is_survived(path: str, text: str) -> None:
    read_settings(path, text.split("\n"))
