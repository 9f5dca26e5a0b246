"""Packages of one repository that declare each other: the sibling is meant, unless something else may be."""

import pytest

from reviewer.change.syntax.imports import find_imports
from reviewer.index.build import index_files
from reviewer.index.resolve import resolve_import

FILES = {
    "pyproject.toml": '[project]\nname = "whole"\n',
    "high/highlib/__init__.py": "def lift(): ...\n",
    "high/highlib/deep.py": "",
    "graph/pyproject.toml": '[project]\nname = "graph"\n',
    "graph/graph/__init__.py": "class Node: ...\n",
    "notes/notes/__init__.py": "A = 1\n",
    "low/lowlib/__init__.py": "",
}
NAMED = {"high/pyproject.toml": '[project]\nname = "HighLib"\n'}
POETRY = {"high/pyproject.toml": '[tool.poetry]\nname = "highlib"\n'}
CFG = {"high/setup.cfg": "[metadata]\nversion = 1\nname = highlib\n[options]\n"}
NAMELESS = {"high/pyproject.toml": "[tool.ruff]\n"}
DEPENDS = '[project]\nname = "low"\ndependencies = ["highlib{}"]\n'
SOURCE = DEPENDS.format("==1.0") + "[tool.uv.sources]\nhighlib = {}\n"
DECLARATIONS = {
    "nothing declared": (NAMELESS, {}, True),
    "a stranger": (NAMELESS, {"low/pyproject.toml": DEPENDS.format("")}, False),
    "name of a project": (NAMED, {"low/pyproject.toml": DEPENDS.format(">=1,<2")}, True),
    "name for poetry": (POETRY, {"low/pyproject.toml": DEPENDS.format("")}, True),
    "name in setup.cfg": (CFG, {"low/pyproject.toml": DEPENDS.format("[x]; python_version == '3.12'")}, True),
    "requirements": (NAMED, {"low/requirements.txt": "highlib\n"}, True),
    "one version": (NAMED, {"low/pyproject.toml": DEPENDS.format("==1.0")}, False),
    "one version in requirements": (NAMED, {"low/requirements.txt": "highlib==1.0\n"}, False),
    "an address": (NAMED, {"low/pyproject.toml": DEPENDS.format(" @ git+https://x.test/highlib")}, False),
    "a file": (NAMED, {"low/pyproject.toml": DEPENDS.format(" @ file:///${PROJECT_ROOT}/../high")}, True),
    "workspace": (NAMED, {"low/pyproject.toml": SOURCE.replace("{}", "{workspace = true}")}, True),
    "workspace without a name": (NAMELESS, {"low/pyproject.toml": SOURCE.replace("{}", "{workspace = true}")}, True),
    "path": (NAMELESS, {"low/pyproject.toml": SOURCE.replace("{}", '{path = "../high"}')}, True),
    "path out of the repository": (NAMED, {"low/pyproject.toml": SOURCE.replace("{}", '{path = "../../high"}')}, False),
    "git": (NAMED, {"low/pyproject.toml": SOURCE.replace("{}", '{git = "https://x.test/highlib"}')}, False),
    "both": (
        NAMED,
        {"low/pyproject.toml": SOURCE.replace("{}", '[{workspace = true}, {index = "far"}]')},
        False,
    ),
    "path for poetry": (
        NAMELESS,
        {"low/pyproject.toml": '[tool.poetry.group.dev.dependencies]\nhighlib = {path = "../high", develop = true}\n'},
        True,
    ),
    "version for poetry": (NAMED, {"low/pyproject.toml": '[tool.poetry.dependencies]\nhighlib = "^1.0"\n'}, True),
    "one version for poetry": (NAMED, {"low/pyproject.toml": '[tool.poetry.dependencies]\nhighlib = "1.0"\n'}, False),
    "hostile": (NAMED, {"low/pyproject.toml": "[tool.uv]\nsources = [1]\n[project]\ndependencies = 3\n"}, True),
}
PLACES = {
    "from graph import Node": ("graph/graph", True),
    "import graph": ("graph/graph", True),
    "from notes import A": ("notes", False),
}


def lead(files: dict[str, str], text: str) -> tuple[str, bool]:
    path = "low/lowlib/here.py"
    index = index_files({name: content.encode() for name, content in {**files, path: text + "\n"}.items()})
    source = index.source(path)
    assert source is not None
    (imported,) = find_imports(source)
    found = resolve_import(index, path, imported)
    return found.path, found.certain


@pytest.mark.parametrize("case", DECLARATIONS)
def test_a_sibling_is_meant_where_nothing_else_may_be(case: str) -> None:
    high, low, certain = DECLARATIONS[case]

    for text, place in (("from highlib import lift", "high/highlib"), ("import highlib.deep", "high/highlib/deep.py")):
        assert lead({**FILES, **high, **low}, text) == (place, certain)


@pytest.mark.parametrize("folder", ["vendor", "tests/data"])
def test_a_project_among_the_props_gives_no_name(folder: str) -> None:
    props = {f"{folder}/pyproject.toml": '[project]\nname = "far"\n', f"{folder}/far/__init__.py": ""}
    low = {"low/pyproject.toml": '[project]\ndependencies = ["far"]\n'}

    assert lead({**FILES, **props, **low}, "import far") == (f"{folder}/far", False)


@pytest.mark.parametrize("text", PLACES)
def test_the_folder_of_a_project_is_not_its_package(text: str) -> None:
    assert lead(FILES, text) == PLACES[text]
