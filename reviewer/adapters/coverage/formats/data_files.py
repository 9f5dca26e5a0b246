"""This module holds the data files of coverage.py, read by coverage.py itself."""

import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from reviewer.adapters.coverage.formats.json_reports import name_tests
from reviewer.adapters.coverage.formats.tally import Measured, Report, Tally, Unreadable, is_line

if TYPE_CHECKING:
    from coverage import CoverageData


def read_data_file(data: bytes) -> Report:
    """Read a `.coverage` file. Raises `Unreadable`.

    It names only what ran. It is read from a copy, since a database that is opened may be written to.
    """
    from coverage import CoverageData
    from coverage.exceptions import CoverageException

    with TemporaryDirectory(prefix="reviewer-") as folder:
        copy = Path(folder) / "data"
        copy.write_bytes(data)
        try:
            _require_tables(copy)
            content = CoverageData(basename=str(copy), read_only=True)
            try:
                content.read()
                return _read(content)
            finally:
                content.close()
        except (sqlite3.Error, CoverageException, ValueError, TypeError, OverflowError):
            raise Unreadable("it is no data file that this version of coverage.py can read") from None


def _require_tables(path: Path) -> None:
    """A view, a trigger or a virtual table would run what the author of the file wrote into it."""
    database = sqlite3.connect(path)
    try:
        kinds = {kind for (kind,) in database.execute("SELECT DISTINCT type FROM sqlite_schema")}
        tables = dict(database.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'"))
    finally:
        database.close()
    virtual = any(str(text).lower().startswith("create virtual") for text in tables.values())
    if virtual or not kinds <= {"table", "index"} or "coverage_schema" not in tables:
        raise Unreadable("it is a database and no data file of coverage.py")


def _read(content: "CoverageData") -> Report:
    tally, tests = Tally(), {}
    for name in sorted(content.measured_files()):
        lines = content.lines(name) or []
        sound = [line for line in lines if is_line(line)]
        tally.lost += sum(1 for line in lines if line > 0) - len(sound)
        tally.add_lines(name, sound, ran=True)
        contexts = content.contexts_by_lineno(name)
        tests[name] = {
            line: found for line, names in contexts.items() if is_line(line) and (found := name_tests(names))
        }
    measured = tuple(Measured(m.name, m.ran, m.missed, tests.get(m.name, {})) for m in tally.close())
    return Report("coverage.py data", measured, lost=tally.lost, knows_missed=False)
