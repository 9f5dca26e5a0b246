"""The house keeps its measures: sizes, names, docstrings, links, and rules that have a detector and a page."""

import ast
import importlib
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.adapters.files import find_shipped_rules, read_pack
from reviewer.change.late import compile_late
from reviewer.engine.pages.markdown import parse_blocks
from reviewer.engine.pages.pack import read_rules

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "reviewer"
MODULES = {path.relative_to(ROOT).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}
RULES = read_rules(read_pack(find_shipped_rules()))
# A folder that is a list (a file a rule, a table a language) may be as long as what it lists.
LISTS = {"reviewer/detectors", "reviewer/change/syntax/kinds"}
MOST_ENTRIES = 14

_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def _walk(node: ast.AST, around: str = "") -> Iterator[tuple[str, _Definition]]:
    """Yield every definition with its dotted name; what stands inside of a function is its own affair."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, _Definition):
            name = f"{around}{child.name}"
            yield name, child
            if isinstance(child, ast.ClassDef):
                yield from _walk(child, f"{name}.")


def _definitions() -> Iterator[tuple[str, _Definition]]:
    for module, tree in TREES.items():
        for name, node in _walk(tree):
            yield f"{module}: {name}", node


def _count_lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_a_module_is_read_on_a_few_screens() -> None:
    assert {name: count for name, path in MODULES.items() if (count := _count_lines(path)) > 300} == {}


def test_the_usual_module_is_read_on_two_screens() -> None:
    assert statistics.median(_count_lines(path) for path in MODULES.values()) <= 100


def test_a_function_is_read_on_one_screen() -> None:
    long = {
        name: lines
        for name, node in _definitions()
        if not isinstance(node, ast.ClassDef) and (lines := (node.end_lineno or 0) - node.lineno + 1) > 40
    }
    # One parameter an option: their length is the length of the help.
    commands = {"reviewer/cli/check.py: check", "reviewer/cli/report.py: report"}
    assert long.keys() - commands == set(), long


@pytest.mark.parametrize("name", MODULES)
def test_a_module_says_what_it_holds(name: str) -> None:
    said = ast.get_docstring(TREES[name]) or ""
    first = said.split("\n")[0]

    if name != "reviewer/__init__.py":
        assert re.search(r"\b[Tt]his (module|package) holds ", first), first
    assert first.endswith((".", ":"))


def test_whatever_is_public_says_what_it_is_for() -> None:
    silent = [
        name
        for name, node in _definitions()
        if not any(part.startswith("_") for part in name.partition(": ")[2].split(".")) and not ast.get_docstring(node)
    ]

    assert silent == []


def test_names_say_what_is_done() -> None:
    vague = re.compile(r"(?:^|\.)_?(get|process|handle|do|manage)_[a-z]")

    assert [name for name, _ in _definitions() if vague.search(name.partition(": ")[2])] == []


def test_no_module_is_a_drawer_for_anything() -> None:
    vague = re.compile(r"(^|_)(utils?|helpers?|common|base|managers?|misc|shared)(_|$)")
    # A detector has the name of its rule, and one rule is about helpers.
    named = {f"reviewer/detectors/{rule.id.replace('-', '_')}.py" for rule in RULES}

    assert [
        name
        for name in MODULES
        if name not in named and any(vague.search(part.removesuffix(".py")) for part in name.split("/"))
    ] == []


def test_a_folder_can_be_taken_in_at_a_glance() -> None:
    folders = [PACKAGE, *(path for path in PACKAGE.rglob("*") if path.is_dir() and path.name != "__pycache__")]
    entries = {
        folder.relative_to(ROOT).as_posix(): [
            entry.name
            for entry in folder.iterdir()
            if entry.name not in ("__pycache__", "__init__.py", "__main__.py", "py.typed")
        ]
        for folder in folders
    }

    assert {
        name: len(found) for name, found in entries.items() if len(found) > MOST_ENTRIES and name not in LISTS
    } == {}


def test_nothing_is_left_to_be_done_in_the_code() -> None:
    marks = re.compile(r"#.*\b(TODO|FIXME|XXX)\b")
    found = [
        f"{name}:{number}"
        for name, path in MODULES.items()
        if name != "reviewer/detectors/placeholder_left_behind.py"  # which is about these words
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if marks.search(line)
    ]

    assert found == []


@pytest.mark.parametrize(
    "path", [*sorted((ROOT / "requirements").glob("*.txt")), *ROOT.glob("*.lock")], ids=lambda p: p.name
)
def test_no_requirement_names_a_host(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert "://" not in text
    assert "--hash=sha256:" in text


DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
DOCUMENTS += sorted(
    path for folder in ("docs", "rules", "examples", "benchmarks") for path in (ROOT / folder).rglob("*.md")
)
DOCUMENTS = [path for path in DOCUMENTS if path.exists()]
_LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_link_between_documents_leads_somewhere(path: Path) -> None:
    blocks = parse_blocks(path.read_text(encoding="utf-8"))
    prose = re.sub(r"`[^`]*`", "", "\n".join(block.text for block in blocks if block.kind != "fence"))
    targets = [link.split("#")[0] for link in _LINK.findall(prose)]
    lost = [target for target in targets if target and "://" not in target and not (path.parent / target).exists()]

    assert [target for target in lost if not target.startswith("mailto:")] == []


def _named_like_a_detector() -> set[str]:
    """Modules of reviewer/detectors that offer what the engine calls; the others serve one of them."""
    offers = re.compile(r"^def find_in_(source|file|change)\(", re.MULTILINE)
    paths = [path for name, path in MODULES.items() if name.startswith("reviewer/detectors/")]
    return {path.stem for path in paths if offers.search(path.read_text(encoding="utf-8"))}


def test_every_detector_has_a_page_and_every_page_its_detector() -> None:
    assert {rule.detector for rule in RULES if rule.detector} == _named_like_a_detector()


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.detector], ids=lambda rule: rule.id)
def test_a_detector_is_named_like_its_page(rule: object) -> None:
    assert getattr(rule, "detector", "") == getattr(rule, "id", "").replace("-", "_")


def test_beside_the_detectors_there_are_rooms_only() -> None:
    beside = {path.stem for path in (PACKAGE / "detectors").glob("*.py")} - {"__init__"}

    assert beside == {rule.detector for rule in RULES if rule.detector}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_name_of_a_rule_is_words_joined_by_hyphens(rule: object) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", getattr(rule, "id", ""))


def test_every_pattern_compiles() -> None:
    names = [name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in MODULES]
    modules = [importlib.import_module(name) for name in names if not name.endswith("__main__")]
    late = [value for module in modules for value in vars(module).values() if isinstance(value, type(compile_late("")))]

    assert [pattern.pattern for pattern in late if not pattern.pattern] == []
    assert len(late) > 100


def _read_pins(name: str) -> set[str]:
    return set(
        re.findall(r"^[a-z0-9._-]+==\S+", (ROOT / "requirements" / name).read_text(encoding="utf-8"), re.MULTILINE)
    )


def test_the_action_installs_a_part_of_what_the_program_has() -> None:
    pins = _read_pins("action.txt")

    assert pins < _read_pins("run.txt")
    assert not [pin for pin in pins if pin.startswith(("duckdb", "openai", "numpy", "scipy"))]


def test_a_step_of_the_action_loads_only_what_it_installs() -> None:
    code = """
import sys
import coverage, defusedxml, git, github, radon
from reviewer.adapters.github import client, patience, talk
from reviewer.cli.action import step
installed = {name: getattr(module, "__file__", None) or "" for name, module in sys.modules.items()}
print(*{name.split(".")[0] for name, file in installed.items() if "site-packages" in file})
"""
    loaded = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    )

    assert loaded >= {"github", "pydantic"}
    assert loaded & {"duckdb", "openai", "numpy", "scipy", "altair"} == set()
