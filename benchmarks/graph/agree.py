"""This module holds our graph of imports beside those of grimp (Python) and dependency-cruiser (TypeScript).

    python benchmarks/graph/agree.py [--cruiser PATH] [--show 20] CHECKOUT:LANGUAGE:ROOT:WHAT[,WHAT...] ...

`LANGUAGE` is `python` (`WHAT` are packages below the folder `ROOT`) or `script` (`WHAT` are folders below `ROOT`).
Edges count whatever their kind is, between the files that either side has; the files are those of `HEAD`, and the
checkout must be clean. Seconds are those of the whole graph: ours from nothing (a parse of every file of the
repository), ours from an index that is there already, theirs.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from other_tools import Pairs, Peer, ask_cruiser, ask_grimp

from reviewer.adapters.git.repository import open_repository
from reviewer.change.fileclass import classify_file
from reviewer.index.build import ensure_facts
from reviewer.index.graph import graph_of
from reviewer.index.memory import MemoryStore
from reviewer.index.revision import Index, RevisionIndex
from reviewer.ports import Range

_HEAD = """\
| repository | files | both | only ours | only theirs | ours cold, s | ours, s | theirs, s |
|---|---|---|---|---|---|---|---|
"""


class Task(NamedTuple):
    """Which part of which checkout is compared."""

    checkout: Path
    language: str
    root: str
    parts: list[str]

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders that are compared, from the top of the checkout."""
        base = "" if self.root == "." else f"{self.root}/"
        return tuple(f"{base}{part.replace('.', '/') if self.language == 'python' else part}/" for part in self.parts)


class Ours(NamedTuple):
    """Our graph of a part: its edges with their kinds and lines, why files have none, and the seconds it took."""

    edges: Mapping[tuple[str, str], str]
    classes: Mapping[str, str]
    cold: float
    warm: float


def main() -> int:
    """Compare and print a Markdown table, then the differences by what they are."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tasks", nargs="+", metavar="CHECKOUT:LANGUAGE:ROOT:WHAT")
    parser.add_argument("--cruiser", type=Path, help="the executable of dependency-cruiser")
    parser.add_argument("--show", type=int, default=10, help="so many differences of a sort are shown")
    given = parser.parse_args()
    told = []
    sys.stdout.write(_HEAD)
    for text in given.tasks:
        checkout, language, root, parts = text.split(":")
        task = Task(Path(checkout).resolve(), language, root, parts.split(","))
        ours = _read_ours(task)
        theirs = _ask_peer(task, given.cruiser)
        pairs = frozenset(pair for pair in theirs.pairs if all(end.startswith(task.folders) for end in pair))
        mine = frozenset(ours.edges)
        cells = [task.checkout.name, len(theirs.files), len(mine & pairs), len(mine - pairs), len(pairs - mine)]
        cells += [f"{seconds:.2f}" for seconds in (ours.cold, ours.warm, theirs.seconds)]
        sys.stdout.write("| " + " | ".join(str(cell) for cell in cells) + " |\n")
        sys.stdout.flush()
        told += [f"\n{task.checkout.name}, only ours:\n", *_sort(mine - pairs, ours, theirs, given.show)]
        told += [f"\n{task.checkout.name}, only theirs:\n", *_sort(pairs - mine, ours, theirs, given.show)]
    sys.stdout.writelines(told)
    return 0


def _read_ours(task: Task) -> Ours:
    start = time.perf_counter()
    with open_repository(str(task.checkout)) as repository:
        head = repository.resolve(Range("HEAD", "HEAD")).head
        entries = repository.tree(head)
        blobs = {entry.path: entry.blob for entry in entries}
        store = MemoryStore()
        ensure_facts(head.tree, entries, store, read=repository.read)

        def read(paths: object) -> dict[str, bytes | None]:
            wanted = [path for path in list(paths) if path in blobs]  # type: ignore[call-overload]
            contents = repository.read(blobs[path] for path in wanted)
            return {p: data if isinstance(data := contents[blobs[p]], bytes) else None for p in wanted}

        def look() -> tuple[Index, dict[tuple[str, str], str]]:
            index = RevisionIndex(lambda: blobs, lambda: store, read=read, classify=classify_file)
            graph = graph_of(index)
            graph.all_edges()
            inside = [path for path in sorted(blobs) if path.startswith(task.folders)]
            edges = [edge for path in inside for edge in graph.imports_of(path)]
            return index, {(e.source, e.target): f"{e.kind}, line {e.line}" for e in reversed(edges)}

        look()
        cold = time.perf_counter() - start
        again = time.perf_counter()
        index, edges = look()
        warm = time.perf_counter() - again
        kept = {pair: said for pair, said in edges.items() if pair[1].startswith(task.folders)}
        return Ours(kept, {path: index.file_class(path) for path in blobs}, cold, warm)


def _ask_peer(task: Task, cruiser: Path | None) -> Peer:
    if task.language == "python":
        return ask_grimp(task.checkout, task.root, task.parts)
    if cruiser is None:
        raise SystemExit("--cruiser is needed for JavaScript and TypeScript")
    return ask_cruiser(cruiser, task.checkout, task.root, task.parts)


def _sort(pairs: Pairs, ours: Ours, theirs: Peer, most: int) -> list[str]:
    """Say of each edge that one side alone has what is known of its ends, the frequent sorts first."""
    sorts: dict[str, list[str]] = {}
    for source, target in sorted(pairs):
        if source not in theirs.files or target not in theirs.files:
            sort = "a file that they do not see"
        elif target not in ours.classes:
            sort = "a file that is not in the revision"
        else:
            sort = f"{ours.classes.get(source)} -> {ours.classes.get(target)}"
        sorts.setdefault(sort, []).append(f"    {source} -> {target} ({ours.edges.get((source, target), 'no edge')})\n")
    counts = Counter({sort: len(found) for sort, found in sorts.items()})
    return [line for sort, n in counts.most_common() for line in (f"  {n} {sort}\n", *sorts[sort][:most])]


if __name__ == "__main__":
    sys.exit(main())
