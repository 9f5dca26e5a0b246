"""This module holds the contexts of a coverage.py data file, put into its JSON report without the cases of a test.

    coverage json -q -o report.json
    python benchmarks/testmap/contexts.py .coverage report.json

`coverage json --show-contexts` writes the name of every case at every line three times over, which is gigabytes for a
suite with many parameters. Here the cases of a test count as one, and so do its phases.
"""

import argparse
import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path


def main() -> int:
    """Write the contexts of each line into the report, in place."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="the data file of coverage.py, measured without branches")
    parser.add_argument("report", type=Path, help="the JSON report of the same run")
    given = parser.parse_args()
    report = json.loads(given.report.read_text(encoding="utf-8"))
    contexts = _read_contexts(given.data)
    for path, entry in report["files"].items():
        lines = next((found for name, found in contexts.items() if name == path or name.endswith(f"/{path}")), {})
        entry["contexts"] = {str(line): sorted(names) for line, names in sorted(lines.items())}
        for repeated in ("functions", "classes"):
            entry.pop(repeated, None)
    report["meta"]["show_contexts"] = True
    given.report.write_text(json.dumps(report), encoding="utf-8")
    return 0


def name_test(context: str) -> str:
    """Return the test of a context, without its case and its phase."""
    name = context.rsplit("|", 1)[0] if context.endswith(("|setup", "|run", "|teardown")) else context
    return name.split("[", 1)[0]


def _read_contexts(data: Path) -> dict[str, dict[int, set[str]]]:
    found: dict[str, dict[int, set[str]]] = {}
    with closing(sqlite3.connect(data)) as store:
        if not store.execute("SELECT count(*) FROM line_bits").fetchone()[0]:
            raise SystemExit(f"{data} has no lines: measure without branches")
        rows = store.execute(
            "SELECT file.path, context.context, numbits FROM line_bits"
            " JOIN file ON file.id = file_id JOIN context ON context.id = context_id"
        )
        for path, context, bits in rows:
            lines = found.setdefault(path, {})
            for line in _read_lines(bits):
                lines.setdefault(line, set()).add(name_test(context))
    return found


def _read_lines(bits: bytes) -> list[int]:
    return [8 * at + bit for at, byte in enumerate(bits) for bit in range(8) if byte & (1 << bit)]


if __name__ == "__main__":
    sys.exit(main())
