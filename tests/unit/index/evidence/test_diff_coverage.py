"""Changed lines are counted by what was measured; what was not measured is in no count."""

from reviewer.change.changed import ChangedFile
from reviewer.change.syntax.source import Source
from reviewer.index.evidence.diff_coverage import DiffCoverage, LineCount, count_lines, measure_change
from reviewer.model.change import FileChange, FileClass, Hunk
from reviewer.model.evidence import Coverage, FileCoverage


def add_lines(path: str, count: int, file_class: FileClass = "production") -> ChangedFile:
    text = tuple(f"x = {n}" for n in range(count))
    change = FileChange("modified", "text", path, path, 0o100644, 0o100644, "1" * 40, "2" * 40, (Hunk(0, 1, (), text),))
    return ChangedFile(change, None, Source(path, "\n".join(text).encode(), None, file_class))


COVERAGE = Coverage(
    "lcov.info",
    "LCOV",
    {
        "a.py": FileCoverage(frozenset({1, 2, 50}), frozenset({4, 60})),
        "b.py": FileCoverage(frozenset(), frozenset({1})),
        "tests/test_a.py": FileCoverage(frozenset({1}), frozenset()),
    },
)


def test_added_lines_are_counted_by_file_and_together() -> None:
    files = [add_lines("b.py", 1), add_lines("a.py", 5), add_lines("c.py", 9), add_lines("tests/test_a.py", 1, "test")]

    assert measure_change(COVERAGE, files) == DiffCoverage(
        {"a.py": LineCount(2, 3), "b.py": LineCount(0, 1)}, LineCount(2, 4)
    )


def test_a_file_that_nobody_measured_is_unknown() -> None:
    assert count_lines(COVERAGE, "c.py", [1]) is None
    assert count_lines(None, "a.py", [1]) is None
    assert count_lines(COVERAGE, "a.py", [3]) == LineCount(0, 0)
    assert measure_change(None, [add_lines("a.py", 5)]) == DiffCoverage({}, LineCount())
