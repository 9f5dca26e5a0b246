"""This module holds how many of a change's lines ran under the tests, by what a coverage report says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reviewer.change.changed import ChangedFile
from reviewer.model.evidence import Coverage


@dataclass(frozen=True, slots=True)
class LineCount:
    """How many lines ran, of those that were measured. Lines that no report measured are in neither."""

    ran: int = 0
    measured: int = 0

    def __add__(self, other: "LineCount") -> "LineCount":
        """Counts of different lines add up."""
        return LineCount(self.ran + other.ran, self.measured + other.measured)


@dataclass(frozen=True, slots=True)
class DiffCoverage:
    """The changed lines of each file that was measured, by path, and of all of them together."""

    files: Mapping[str, LineCount]
    total: LineCount


def count_lines(coverage: Coverage | None, path: str, lines: Iterable[int]) -> LineCount | None:
    """Count some lines of one file; None where nothing is known of the file."""
    known = coverage.files.get(path) if coverage else None
    if known is None:
        return None
    wanted = frozenset(lines)
    ran = wanted & known.ran
    return LineCount(len(ran), len(ran) + len((wanted & known.missed) - ran))


def measure_change(coverage: Coverage | None, files: Iterable[ChangedFile]) -> DiffCoverage:
    """Count the added lines of every changed file that is neither a test nor a fixture."""
    counts: dict[str, LineCount] = {}
    for file in files:
        if file.change.new_path is None or file.file_class in {"test", "fixture"}:
            continue
        count = count_lines(coverage, file.change.new_path, file.change.added_lines)
        if count is not None:
            counts[file.change.new_path] = count
    return DiffCoverage(dict(sorted(counts.items())), sum(counts.values(), LineCount()))
