"""This module holds the measure of redaction: what is blacked out and withheld in whole repositories.

`python -m benchmarks.second_reader.redaction CLONE...` reads the files at the head of each clone and prints counts by
form, and samples in which every value is reduced to its shape. `--planted` puts each example of the table into files
of the clone and says which of them survive.
"""

import argparse
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from reviewer.adapters.git.repository import open_repository
from reviewer.app.second.privacy.discretion import choose_discretion, find_secrets
from reviewer.app.second.privacy.finds import Find
from reviewer.app.second.privacy.tables import read_table
from reviewer.model.change import Revision
from reviewer.model.policy import ReaderPolicy

_LARGEST = 2_000_000
_AROUND = 60


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Measure what redaction does to repositories.")
    parser.add_argument("clones", nargs="+", type=Path)
    parser.add_argument("--samples", type=int, default=5, help="lines to show for each form")
    parser.add_argument("--planted", action="store_true", help="plant the examples of the table as well")
    given = parser.parse_args(arguments)
    for clone in given.clones:
        texts = dict(read_texts(clone))
        measure(clone.parent.name, texts, given.samples)
        if given.planted:
            plant(texts)
    return 0


def read_texts(clone: Path) -> Iterator[tuple[str, str]]:
    """Yield path and text of every file of text at the head of a clone."""
    with open_repository(str(clone)) as repository:
        commit = repository.find("HEAD")
        entries = repository.tree(Revision("HEAD", f"{commit}^{{tree}}", commit))
        found = repository.read(entry.blob for entry in entries)
        for entry in entries:
            data = found[entry.blob]
            if isinstance(data, bytes) and len(data) <= _LARGEST and b"\0" not in data[:8000]:
                yield entry.path, data.decode("utf-8", "replace")


def measure(name: str, texts: dict[str, str], samples: int) -> None:
    discretion = choose_discretion(ReaderPolicy())
    shown = {path: text for path, text in texts.items() if discretion.allows(path)}
    started = time.perf_counter()
    found = {path: find_secrets(text, {}) for path, text in shown.items()}
    seconds = time.perf_counter() - started
    size = sum(map(len, shown.values()))
    lines = sum(text.count("\n") for text in shown.values())
    print(f"\n{name}: {len(shown)} files, {lines} lines, {size / 1e6:.1f} MB in {seconds:.1f} s")
    print(f"  withheld: {sorted(set(texts) - set(shown))}")
    by_form: dict[str, list[tuple[str, Find]]] = defaultdict(list)
    for path, finds in found.items():
        for find in finds:
            by_form[find.name].append((path, find))
    for form, places in sorted(by_form.items()):
        values = Counter(shown[path][find.start : find.end] for path, find in places)
        print(f"  {form}: {len(places)} places, {len(values)} values, {len({path for path, _ in places})} files")
        for path, find in places[:: max(1, len(places) // samples)][:samples]:
            print(f"    {path}:{shown[path].count(chr(10), 0, find.start) + 1}: {mask(shown[path], find)}")


def mask(text: str, find: Find) -> str:
    """Return what stands around a find, with its shape in its place: `A` for a capital, `a`, `9`, and other signs."""
    before = text[max(0, find.start - _AROUND) : find.start].rpartition("\n")[2]
    value = text[find.start : find.end][:_AROUND]
    shape = re.sub("[0-9]", "9", re.sub("[a-z]", "a", re.sub("[A-Z]", "A", value))).replace("\n", "|")
    return f"{before}[{shape}]"


def plant(texts: dict[str, str]) -> None:
    """Put every example into files, at a line in their middle, and say which are still there after redaction."""
    survived: Counter[str] = Counter()
    total = 0
    paths = sorted(texts)[:: max(1, len(texts) // 40)]
    for path in paths:
        lines = texts[path].split("\n")
        for row in read_table("forms"):
            secret = "".join(row["match"])
            planted = "\n".join([*lines[: len(lines) // 2], f"    call({secret})", *lines[len(lines) // 2 :]])
            total += 1
            survived[row["name"]] += secret in choose_discretion(ReaderPolicy()).redact(planted)
    print(f"  planted {total} in {len(paths)} files, survived: {dict(+survived)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
