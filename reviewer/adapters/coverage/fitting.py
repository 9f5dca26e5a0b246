"""This module holds whether what a report says of a file can be about this text of it."""

from collections.abc import Mapping, Sequence

from reviewer.adapters.coverage.formats.tally import Measured
from reviewer.adapters.coverage.python_lines import read_statements
from reviewer.change.late import compile_late
from reviewer.model.evidence import FileCoverage

# Those that name statements: they never name an empty line. What names regions (Go, LLVM, V8) may.
_BY_STATEMENT = frozenset({"JaCoCo", "coverage.py JSON", "coverage.py data"})
_CODELESS = compile_late(r"\s*(//.*)?")
_WORD = compile_late(r"\w|\.\.\.")


def fit_file(pieces: Sequence[Measured], path: str, text: bytes, format_: str) -> FileCoverage | str:
    """Join what a report says of one file, and return it, or the reason for which it is not about this text.

    Lines without a word on them are left out: reports by region count brackets, comments and empty lines too.
    """
    ran = frozenset().union(*(piece.ran for piece in pieces))
    missed = frozenset().union(*(piece.missed for piece in pieces)) - ran
    lines = text.decode("utf-8", "replace").split("\n")
    length = len(lines) - (not lines[-1])
    last = max(ran | missed, default=0)
    if last > length:
        return f"it measured line {last} of what has {length} lines"
    counted = ran | missed
    if format_ == "coverage.py data":
        found = read_statements(ran, text) if path.endswith((".py", ".pyw")) else None
        if found is None:
            return "what could have run in it is not known"
        ran, counted = found
        missed = counted - ran
    if path.endswith((".py", ".pyw")) or format_ in _BY_STATEMENT:
        empty = min((n for n in ran | counted if _holds_no_code(lines[n - 1], path)), default=0)
        if empty:
            return f"it measured line {empty}, on which there is no code"
    told = {n for n in counted if _WORD.search(lines[n - 1]) and not _CODELESS.fullmatch(lines[n - 1])}
    tests = _join_tests(pieces, frozenset(told) & ran)
    return FileCoverage(ran & told, missed & told, tests)


def _holds_no_code(line: str, path: str) -> bool:
    text = line.strip()
    return not text or (path.endswith((".py", ".pyw")) and text.startswith("#"))


def _join_tests(pieces: Sequence[Measured], lines: frozenset[int]) -> Mapping[int, frozenset[str]]:
    tests: dict[int, frozenset[str]] = {}
    for piece in pieces:
        for line in sorted(lines & piece.tests.keys()):
            tests[line] = tests.get(line, frozenset()) | piece.tests[line]
    return tests
