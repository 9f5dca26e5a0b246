"""This package holds what speaks for a change: the tests that reach its functions, and the lines that ran."""

from reviewer.index.evidence.diff_coverage import DiffCoverage, LineCount, count_lines, measure_change
from reviewer.index.evidence.found import find_evidence

__all__ = ["DiffCoverage", "LineCount", "count_lines", "find_evidence", "measure_change"]
