"""What speaks for a changed function: the map of the tests, unless a coverage report knows better."""

import pytest

from reviewer.change.behaviour import find_changed_functions
from reviewer.index.build import index_files
from reviewer.index.evidence import find_evidence
from reviewer.model.evidence import Coverage, Evidence, FileCoverage
from tests.unit.change.behaviour.editing import edit

OLD = "def total(cart):\n    return sum(cart)\n"
NEW = "def total(cart):\n    paid = [p for p in cart if p]\n    return sum(paid)\n"
FIRM = "from shop.orders import total\n\ndef test_sum():\n    assert total([1]) == 1\n"
WEAK = "from shop.orders import total\n\ndef test_sum():\n    assert total([1]) is not None\n"
OTHER = "def test_else():\n    assert 1 + 1 == 2\n"
RUNS = "def test_else():\n    run_everything()\n"


def _find(test: str, file: FileCoverage | None = None) -> Evidence:
    changed = edit("shop/orders.py", OLD, NEW)
    head = index_files({"shop/orders.py": NEW.encode(), "tests/test_orders.py": test.encode()})
    coverage = Coverage("coverage.xml", "Cobertura", {"shop/orders.py": file} if file else {})
    return find_evidence(find_changed_functions([changed])[0], head, coverage)


def _cover(ran: set[int], missed: set[int], tests: dict[int, set[str]] | None = None) -> FileCoverage:
    names = {line: frozenset(found) for line, found in (tests or {}).items()}
    return FileCoverage(frozenset(ran), frozenset(missed), names)


CASES = {
    "a test with an assertion": (FIRM, None, "reached", None),
    "a test that asks for little": (WEAK, None, "hollow", None),
    "no test": (OTHER, None, "not seen", None),
    "a file that was not measured": (FIRM, _cover(set(), set()), "reached", None),
    "lines that ran, and a test with an assertion": (FIRM, _cover({1, 2, 3}, set()), "covered", (2, 2)),
    "lines that ran, and a test that asks for little": (WEAK, _cover({1, 2}, {3}), "hollow", (1, 2)),
    "lines that ran under a test that is not seen": (OTHER, _cover({1, 2, 3}, set()), "reached", (2, 2)),
    "lines that did not run, whatever the map says": (FIRM, _cover({1}, {2, 3}), "uncovered", (0, 2)),
}


@pytest.mark.parametrize("name", CASES)
def test_the_strongest_evidence_is_told(name: str) -> None:
    test, file, strength, lines = CASES[name]
    found = _find(test, file)

    assert found.strength == strength
    assert ((found.lines_run, found.lines_measured) if lines else None) == lines


NAMES = ("tests/test_orders.py::test_else|run", "tests.test_orders.test_else", "tests/test_orders.py::test_else[a-b]")


@pytest.mark.parametrize("name", NAMES)
def test_the_tests_that_a_report_names_are_taken_for_those_that_the_text_shows(name: str) -> None:
    found = _find(RUNS, _cover({1, 2, 3}, set(), {2: {name}}))

    assert [(link.symbol, link.kind, link.worth) for link in found.tests] == [("test_else", "coverage", "none")]
    assert found.strength == "hollow"


def test_a_name_in_a_report_that_leads_nowhere_is_passed_over() -> None:
    names = {"", "tests/gone.py::test_x", "../../etc/passwd::test_x", "a.b.c", "tests/test_orders.py::test_gone"}

    assert _find(FIRM, _cover({1, 2, 3}, set(), {2: names})).strength == "covered"


def test_the_test_named_for_the_file_comes_first() -> None:
    files = {
        "shop/orders.py": NEW,
        "tests/test_all.py": FIRM,
        "tests/test_orders.py": FIRM.replace("assert", "assert 0 <"),
        "tests/test_weak.py": WEAK,
    }
    head = index_files({path: text.encode() for path, text in files.items()})
    changed = find_changed_functions([edit("shop/orders.py", OLD, NEW)])[0]

    found = find_evidence(changed, head, None)
    assert [link.path for link in found.tests] == ["tests/test_orders.py", "tests/test_all.py", "tests/test_weak.py"]


def test_a_file_that_is_only_named_for_the_code_is_a_place_to_look_and_no_evidence() -> None:
    found = _find(OTHER)

    assert [(link.path, link.kind) for link in found.tests] == [("tests/test_orders.py", "name")]
    assert found.strength == "not seen"
