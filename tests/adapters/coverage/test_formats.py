"""Every format is recognised by its content and says which lines ran."""

from pathlib import Path

import pytest

from reviewer.adapters.coverage.fitting import fit_file
from reviewer.adapters.coverage.formats import read_report
from reviewer.model.evidence import FileCoverage

from . import reports
from .reports import Ran, run_coverage

Lines = set[int]


def read(data: bytes | str) -> dict[str, tuple[Lines, Lines]]:
    report = read_report(data.encode() if isinstance(data, str) else data)
    return {piece.name: (set(piece.ran), set(piece.missed)) for piece in report.files}


@pytest.fixture(scope="module", params=[False, True], ids=["lines", "branches"])
def ran(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """Run coverage.py, measuring lines or branches."""
    return run_coverage(tmp_path_factory.mktemp("run") / "work", branch=request.param)


SCRIPT_LINES = ({3, 4, 5, 8, 11, 14}, {9})


@pytest.mark.parametrize(
    ("text", "format_", "files"),
    [
        (reports.NYC_LCOV, "LCOV", {"src/price.js": SCRIPT_LINES}),
        (reports.C8_LCOV, "LCOV", {"src/price.js": ({*range(1, 15)} - {9, 10}, {9, 10})}),
        (reports.ISTANBUL, "Istanbul JSON", {"/build/shop/src/price.js": SCRIPT_LINES}),
        (reports.CLOVER, "Clover", {"/build/shop/src/price.js": ({3, 8}, {9})}),
        (reports.PHPUNIT, "Clover", {"/build/shop/src/Price.php": ({7, 9}, {10})}),
        (reports.COBERTURA, "Cobertura", {"src/price.cs": ({2, 3, 4}, {6})}),
        (reports.JACOCO, "JaCoCo", {"com/acme/shop/Price.java": ({5, 6}, {7})}),
        (
            reports.GO,
            "Go cover profile",
            {
                "example.com/shop/price/price.go": ({5, 6, 7, 11}, {8, 9}),
                "example.com/shop/cart/cart.go": ({3, 4, 5}, set()),
            },
        ),
    ],
    ids=["nyc", "c8", "istanbul", "clover", "phpunit", "cobertura", "jacoco", "go"],
)
@pytest.mark.parametrize("start", ["", "\ufeff"], ids=["", "bom"])
def test_a_report_is_read_by_its_content(
    text: str, format_: str, files: dict[str, tuple[Lines, Lines]], start: str
) -> None:
    if start and text is reports.ISTANBUL:
        pytest.skip("no tool writes JSON so")

    report = read_report((start + text.replace("\n", "\r\n" if start else "\n")).encode())

    assert (report.format, report.lost) == (format_, 0)
    assert read(text) == files
    assert {piece.name for piece in report.files} == set(files)


def test_the_reports_of_one_run_agree(ran: Ran) -> None:
    answers = {}
    for name, data in ran.files.items():
        report = read_report(data)
        (piece,) = [piece for piece in report.files if piece.name.endswith("price.py")]
        fitted = fit_file([piece], "shop/price.py", reports.PRICE.encode(), report.format)
        assert isinstance(fitted, FileCoverage), (name, fitted)
        answers[name] = (set(fitted.ran), set(fitted.missed))

    assert answers == dict.fromkeys(ran.files, ({2, 3, 4, 5, 7, 11}, {8}))


@pytest.mark.parametrize("name", [".coverage", "coverage.json"])
def test_contexts_name_the_tests_of_a_line(ran: Ran, name: str) -> None:
    (piece,) = read_report(ran.files[name]).files

    assert {test.rpartition(".")[2] for test in piece.tests[5]} == {"test_total"}
    assert 2 not in piece.tests  # it ran when the module was imported, in no test


def test_the_phases_of_a_test_are_one_test() -> None:
    text = (
        '{"meta": {}, "files": {"a.py": {"executed_lines": [1], "contexts": {"1": ["t.py::f|run", "t.py::f|setup"]}}}}'
    )

    assert read_report(text.encode()).files[0].tests == {1: frozenset({"t.py::f"})}


def test_a_report_tells_when_it_was_written() -> None:
    assert read_report(reports.COBERTURA.encode()).written == pytest.approx(1795225133.144)
    assert read_report(reports.PHPUNIT.encode()).written == 1700000001
    assert read_report(reports.JACOCO.encode()).written == pytest.approx(1700000005.001)


def test_a_data_file_is_not_written_to(ran: Ran, tmp_path: Path) -> None:
    before = {path.name for path in ran.folder.iterdir()}

    read_report(ran.files[".coverage"])

    assert {path.name for path in ran.folder.iterdir()} == before
    assert (ran.folder / ".coverage").read_bytes() == ran.files[".coverage"]
    assert list(tmp_path.iterdir()) == []
