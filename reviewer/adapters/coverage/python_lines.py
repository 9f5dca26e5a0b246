"""This module holds what of a Python text could run, for data that names only what did."""

import warnings


def read_statements(ran: frozenset[int], text: bytes) -> tuple[frozenset[int], frozenset[int]] | None:
    """Return the first lines of what ran, and those of all statements that count; None for a text it cannot parse.

    coverage.py's own reader of Python is asked, so that the answer is that of its reports without settings.
    """
    from coverage.config import DEFAULT_EXCLUDE
    from coverage.exceptions import CoverageException
    from coverage.parser import PythonParser

    if not text.strip():
        return frozenset(), frozenset()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parser = PythonParser(text=text.decode("utf-8"), exclude="|".join(DEFAULT_EXCLUDE))
            parser.parse_source()
    except (CoverageException, ValueError, RecursionError, MemoryError):
        return None
    return frozenset(parser.first_lines(ran)), frozenset(parser.statements)
