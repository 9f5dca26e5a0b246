"""This module holds the formats in JSON: that of coverage.py, and `coverage-final.json` of Istanbul."""

import json
from collections.abc import Mapping
from typing import Any

from reviewer.adapters.coverage.formats.tally import Measured, Report, Tally, Unreadable, is_line

# As Python values a JSON text takes some ten times its size.
_LARGEST = 64_000_000


def read_json(data: bytes) -> Report:
    """Read a report in JSON. Raises `Unreadable`."""
    if len(data) > _LARGEST:
        raise Unreadable(f"it is JSON and larger than {_LARGEST // 1_000_000} MB")
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        raise Unreadable("it is not valid JSON") from None
    files = content.get("files") if isinstance(content, dict) else None
    if isinstance(files, dict) and isinstance(content.get("meta"), dict):
        return _read_coverage_py(files)
    if isinstance(content, dict) and any(isinstance(v, dict) and "statementMap" in v for v in content.values()):
        return _read_istanbul(content)
    raise Unreadable("it is JSON and no coverage report of a known format")


def name_tests(contexts: object) -> frozenset[str]:
    """Return the tests that the contexts of a line name; pytest-cov tells set-up, run and tear-down of each apart."""
    named = contexts if isinstance(contexts, list) else []
    tests = (name.rpartition("|") for name in named if isinstance(name, str))
    return frozenset(
        test if phase in {"run", "setup", "teardown"} else f"{test}{bar}{phase}" for test, bar, phase in tests
    ) - {""}


def _read_coverage_py(files: Mapping[str, Any]) -> Report:
    tally, tests = Tally(), {}
    for name, facts in files.items():
        if not isinstance(facts, dict):
            tally.lost += 1
            continue
        for key, hits in (("executed_lines", 1), ("missing_lines", 0)):
            lines = facts.get(key)
            for line in lines if isinstance(lines, list) else ():
                tally.add(name, line, hits)
        tests[name] = _read_contexts(facts.get("contexts"))
    measured = tuple(Measured(m.name, m.ran, m.missed, tests[m.name]) for m in tally.close())
    return Report("coverage.py JSON", measured, lost=tally.lost)


def _read_contexts(contexts: object) -> dict[int, frozenset[str]]:
    found = {}
    for key, names in contexts.items() if isinstance(contexts, dict) else ():
        line = int(key) if key.isascii() and key.isdigit() and len(key) < 10 else 0
        if is_line(line) and (tests := name_tests(names)):
            found[line] = tests
    return found


def _read_istanbul(content: Mapping[str, Any]) -> Report:
    """A line counts as run when a statement that begins on it ran, as Istanbul's own reports count."""
    tally = Tally()
    for key, facts in content.items():
        places = facts.get("statementMap") if isinstance(facts, dict) else None
        counts = facts.get("s") if isinstance(facts, dict) else None
        if not isinstance(places, dict) or not isinstance(counts, dict):
            tally.lost += 1
            continue
        path = facts.get("path")
        for number, place in places.items():
            start = place.get("start") if isinstance(place, dict) else None
            line = start.get("line") if isinstance(start, dict) else None
            tally.add(path if isinstance(path, str) and path else key, line, counts.get(number))
    return Report("Istanbul JSON", tally.close(), lost=tally.lost)
