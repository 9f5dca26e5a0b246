"""What a report says of a file is used only if it can be about this text of it."""

import pytest

from reviewer.adapters.coverage.fitting import fit_file
from reviewer.adapters.coverage.formats import read_report
from reviewer.adapters.coverage.formats.tally import Measured, Report
from reviewer.adapters.coverage.laying import join_files, lay_report
from reviewer.adapters.coverage.mapping import Hints
from reviewer.model.evidence import FileCoverage

from . import reports

TEXT = reports.PRICE.encode()


def measure(ran: set[int], missed: set[int] = frozenset()) -> list[Measured]:  # type: ignore[assignment]
    return [Measured("price.py", frozenset(ran), frozenset(missed))]


@pytest.mark.parametrize(
    ("ran", "format_", "path", "reason"),
    [
        ({2, 99}, "LCOV", "price.js", "line 99 of what has 15 lines"),
        ({2, 6}, "Cobertura", "price.py", "line 6, on which there is no code"),
        ({1}, "coverage.py JSON", "price.py", "line 1, on which"),
        ({6}, "JaCoCo", "Price.java", "line 6, on which"),
        ({2, 6}, "coverage.py data", "price.py", "line 6, on which"),
        ({2}, "coverage.py data", "price.html", "not known"),
    ],
)
def test_what_cannot_be_about_this_text_is_left_out(ran: set[int], format_: str, path: str, reason: str) -> None:
    fitted = fit_file(measure(ran), path, TEXT, format_)

    assert isinstance(fitted, str)
    assert reason in fitted


def test_data_about_a_python_that_cannot_be_read_is_unknown() -> None:
    assert (
        fit_file(measure({1}), "a.py", b"print 'x'\n", "coverage.py data") == "what could have run in it is not known"
    )


def test_lines_without_code_do_not_count_where_a_tool_counts_regions() -> None:
    (piece,) = read_report(reports.C8_LCOV.encode()).files
    fitted = fit_file([piece], "src/price.js", reports.SCRIPT.encode(), "LCOV")

    assert isinstance(fitted, FileCoverage)
    assert (set(fitted.ran), set(fitted.missed)) == ({2, 3, 4, 5, 8, 11, 14}, {9})


def test_several_reports_of_one_file_are_one() -> None:
    one = {"a.py": FileCoverage(frozenset({1}), frozenset({2, 3}), {1: frozenset({"t"})})}
    other = {"a.py": FileCoverage(frozenset({2}), frozenset({1, 3}), {1: frozenset({"u"})})}

    assert join_files(one, other) == {
        "a.py": FileCoverage(frozenset({1, 2}), frozenset({3}), {1: frozenset({"t", "u"})})
    }


def test_what_matches_nothing_is_counted() -> None:
    names = ("/ci/shop/a.py", "/ci/shop/b.py", "/ci/shop/gone.py", "/ci/shop/x/y.py", "/usr/lib/python3/os.py")
    report = Report("Cobertura", tuple(Measured(name, frozenset({1}), frozenset()) for name in names))
    laid = lay_report(report, {"a.py", "b.py", "one/y.py", "two/y.py"}, {"a.py": b"x = 1\n"}, Hints())

    assert laid.files == {"a.py": FileCoverage(frozenset({1}), frozenset())}
    assert (laid.named, laid.unmatched, laid.is_foreign) == (4, 2, False)


def test_a_report_of_another_repository_is_foreign() -> None:
    report = Report("LCOV", (Measured("/other/lib/z.py", frozenset({1}), frozenset()),))

    assert lay_report(report, {"a.py"}, {"a.py": b"x = 1\n"}, Hints()).is_foreign
    assert lay_report(Report("LCOV", ()), {"a.py"}, {}, Hints()).is_foreign
