"""What a start of the command loads: nothing heavy, for nobody likes to wait for `--help`."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.adapters.repos import create_repository

_IDLE = {"coverage", "defusedxml", "duckdb", "github", "jinja2", "openai", "pathspec", "rich"}
_HEAVY = _IDLE | {"git", "radon", "tree_sitter"}
# What the commands import when they run: none of it is needed to say what there is.
_OURS = (
    "reviewer.adapters",
    "reviewer.app",
    "reviewer.change",
    "reviewer.detectors",
    "reviewer.engine",
    "reviewer.render",
)
# Typer itself loads pydantic when it runs a command; our own models of it are those that must wait.
_MODELS = {"reviewer.engine.policy.settings", "reviewer.render.contract"}
_SHOW = """
import sys
from reviewer.cli.main import main
main(sys.argv[1:])
print("\\n--loaded--", *sys.modules)
"""


def _load(*arguments: str, cwd: Path) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", _SHOW, *arguments], cwd=cwd, capture_output=True, text=True, check=True
    )
    return set(done.stdout.rpartition("--loaded--")[2].split())


def _tops(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules}


@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_nothing_heavy_is_loaded_to_say_what_there_is(argument: str, tmp_path: Path) -> None:
    loaded = _load(argument, cwd=tmp_path)

    assert "reviewer.cli.main" in loaded
    assert _tops(loaded) & (_HEAVY | {"pydantic"}) == set()
    assert {name for name in loaded if name.startswith(_OURS)} == set()


def test_the_version_needs_no_command_line_library(tmp_path: Path) -> None:
    assert _tops(_load("--version", cwd=tmp_path)) & {"typer", "inspect", "dataclasses"} == set()


def test_a_check_loads_only_what_it_uses(tmp_path: Path) -> None:
    builder = create_repository(tmp_path / "shop")
    builder.commit({"a.py": "x = 1\n"})
    builder.commit({"a.py": "x = 2\n\n\ndef f():\n    return x\n"})
    loaded = _load("check", cwd=builder.directory)

    assert {"tree_sitter", "tree_sitter_python", "reviewer.render.text"} <= loaded
    assert _tops(loaded) & _IDLE == set()
    assert loaded & _MODELS == set()
    assert {name for name in _tops(loaded) if name.startswith("tree_sitter_")} == {"tree_sitter_python"}
