"""This module holds the facts of blobs in one SQLite file, kept from run to run."""

import contextlib
import sqlite3
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from reviewer.adapters.kept import Layout, claim_file, open_database, remove_database
from reviewer.index.facts import VERSION
from reviewer.index.memory import MemoryStore, count_outside, find_dead, read_numbers
from reviewer.ports import FactStore, LostFacts, Segment

FILE = "facts.sqlite"
LARGEST = 1_000_000_000
# Above this number of segments, those of which little is in use are forgotten and read anew as one.
MOST_SEGMENTS = 48
_SMALL_SEGMENT = 100
_SCHEMA = """
CREATE TABLE segments (id INTEGER PRIMARY KEY AUTOINCREMENT, used INTEGER NOT NULL);
CREATE TABLE blobs (
    segment INTEGER NOT NULL, first INTEGER NOT NULL, oid TEXT NOT NULL, language TEXT NOT NULL,
    PRIMARY KEY (segment, first)
) WITHOUT ROWID;
CREATE TABLE outlines (
    segment INTEGER NOT NULL, first INTEGER NOT NULL, outline BLOB NOT NULL, PRIMARY KEY (segment, first)
) WITHOUT ROWID;
CREATE TABLE imports (
    segment INTEGER NOT NULL, first INTEGER NOT NULL, imports BLOB NOT NULL, PRIMARY KEY (segment, first)
) WITHOUT ROWID;
CREATE INDEX blobs_by_oid ON blobs (oid, language);
CREATE TABLE postings (
    segment INTEGER NOT NULL, key INTEGER NOT NULL, numbers BLOB NOT NULL, PRIMARY KEY (segment, key)
) WITHOUT ROWID;
CREATE TABLE trees (oid TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_LAYOUT = Layout(0x52565752, VERSION, _SCHEMA)
_TABLES = ("blobs", "outlines", "imports", "postings")
_FORGET = [f"DELETE FROM {table} WHERE segment = ?" for table in _TABLES]  # noqa: S608 - names of our own


def open_facts(folder: Path) -> tuple[FactStore, str]:
    """Open the facts in a folder, and say in a sentence why they are not kept, where that is so.

    A file that is broken, half written or of another version is written anew. Where nothing can be written, facts are
    read for this run alone.
    """
    try:
        return SqliteStore(claim_file(folder, FILE)), ""
    except (OSError, sqlite3.Error) as fault:
        return MemoryStore(), f"what is known of the repository cannot be kept in '{folder}' ({fault})"


class SqliteStore(FactStore):
    """Facts in a file (see `FactStore`).

    Several processes may read and write at once: each addition is whole, and once nothing is missing a reader sees
    the same facts until it is closed.
    """

    def __init__(self, path: Path, *, largest: int = LARGEST) -> None:
        self._path = path
        self._largest = largest
        self._blobs = cache(self._list_blobs)
        self._seen: frozenset[int] = frozenset()
        self._cleared = ""
        self._dead: tuple[frozenset[tuple[str, str]], Mapping[int, list[int]]] | None = None
        self._database = open_database(path, _LAYOUT)

    def missing(self, tree: str, wanted: Callable[[], Iterable[tuple[str, str]]]) -> list[tuple[str, str]]:
        """Return those (id, language) of a tree that no segment holds; `wanted` is asked only for an unknown tree."""
        self._let_go()
        if self._ask(_KNOWS, tree):
            self._seen = frozenset()
            return []
        blobs = list(dict.fromkeys(wanted()))
        held = {(oid, language): number for oid, language, number in self._ask(_HELD)}
        live = Counter(held[blob] for blob in blobs if blob in held)
        # Once for a tree: what it has just filled is not to be cleared again.
        gone = self._forget(live) if self._cleared != tree else frozenset()
        self._cleared = tree
        self._seen = frozenset(live) - gone
        return [blob for blob in blobs if held.get(blob) is None or held[blob] in gone]

    def add(self, segment: Segment) -> None:
        """Keep a segment."""
        with self._write() as database:
            number = database.execute(_NEXT).lastrowid
            rows = [(number, first, oid, language) for oid, language, first, _, _ in segment.blobs]
            database.executemany("INSERT INTO blobs VALUES (?, ?, ?, ?)", rows)
            outlines = ((number, first, outline) for _, _, first, outline, _ in segment.blobs)
            database.executemany("INSERT INTO outlines VALUES (?, ?, ?)", outlines)
            imports = ((number, first, imports) for _, _, first, _, imports in segment.blobs)
            database.executemany("INSERT INTO imports VALUES (?, ?, ?)", imports)
            postings = ((number, key, numbers) for key, numbers in segment.postings.items())
            database.executemany("INSERT INTO postings VALUES (?, ?, ?)", postings)

    def finish(self, tree: str) -> bool:
        """Remember that every blob of a tree is held, and hold on to them; false when another run has cleared some."""
        if not self._ask(_KNOWS, tree):
            with self._write() as database:
                if not {number for (number,) in self._ask("SELECT id FROM segments")} >= self._seen:
                    return False
                database.execute("INSERT OR IGNORE INTO trees VALUES (?)", (tree,))
        self._let_go()
        # From the first question on, a transaction shows what it shows until it ends.
        self._ask("BEGIN")
        return bool(self._ask(_KNOWS, tree))

    def find(self, key: int) -> list[tuple[str, str, int]]:
        """Return (id, language, number of the unit in its blob) of the units that have a key, of any revision."""
        found: list[tuple[str, str, int]] = []
        for segment, posting in self._ask(_POSTINGS, key):
            firsts, blobs = self._blobs(segment)
            for number in read_numbers(posting):
                at = bisect_right(firsts, number) - 1
                found.append((*blobs[at], number - firsts[at]))
        return found

    def count(self, key: int, live: frozenset[tuple[str, str]]) -> int:
        """Return how many units have a key, of the blobs (id, language) of one revision; whatever else is held."""
        dead = self._find_dead(live)
        counted = 0
        for segment, size in self._ask(_SIZES, key):
            if dead.get(segment):
                ((numbers,),) = self._ask(_POSTING, segment, key)
                counted += count_outside(read_numbers(numbers), dead[segment])
            else:
                counted += size // 4
        return counted

    def outline(self, oid: str, language: str) -> bytes:
        """Return the encoded outline of a blob, empty when it is not held."""
        rows = self._ask(_OUTLINE, oid, language)
        return bytes(rows[0][0]) if rows else b""

    def imports(self, oid: str, language: str) -> bytes:
        """Return the encoded imports of a blob, empty when it is not held."""
        rows = self._ask(_IMPORTS, oid, language)
        return bytes(rows[0][0]) if rows else b""

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def _find_dead(self, live: frozenset[tuple[str, str]]) -> Mapping[int, list[int]]:
        """Return the stretches of each segment that are of other revisions, worked out once for a revision."""
        if self._dead is None or self._dead[0] is not live:
            seen: set[tuple[str, str]] = set()
            rows = groupby(self._ask(_BLOBS), key=itemgetter(0))
            self._dead = live, {number: find_dead((row[1:] for row in group), live, seen) for number, group in rows}
        return self._dead[1]

    def _list_blobs(self, segment: int) -> tuple[list[int], list[tuple[str, str]]]:
        rows = self._ask("SELECT first, oid, language FROM blobs WHERE segment = ? ORDER BY first", segment)
        return [first for first, _, _ in rows], [(oid, language) for _, oid, language in rows]

    def _ask(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            return self._database.execute(question, values).fetchall()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as fault:
            self._renew()
            raise LostFacts(str(fault)) from fault

    def _renew(self) -> None:
        """Begin anew with an empty file."""
        self._database.close()
        self._blobs.cache_clear()
        self._dead = None
        remove_database(self._path)
        self._database = open_database(self._path, _LAYOUT)

    @contextlib.contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        self._let_go()
        try:
            self._database.execute("BEGIN IMMEDIATE")
            yield self._database
            self._database.execute("COMMIT")
        except BaseException:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
            raise

    def _let_go(self) -> None:
        self._dead = None
        if self._database.in_transaction:
            self._database.execute("COMMIT")

    def _forget(self, live: Mapping[int, int]) -> frozenset[int]:
        """Note how many blobs of which segments are in use; forget others where there are too many or too much."""
        sizes = dict(self._ask("SELECT segment, count(*) FROM blobs GROUP BY segment"))
        ages = dict(self._ask("SELECT id, used FROM segments"))
        gone: set[int] = set()
        if len(ages) >= MOST_SEGMENTS:
            gone = {n for n in ages if sizes.get(n, 0) < _SMALL_SEGMENT or live.get(n, 0) * 2 < sizes[n]}
        excess = self._path.stat().st_size - self._largest
        for number in sorted(ages, key=lambda n: (ages[n], n)) if excess > 0 else ():
            if number not in live:
                gone.add(number)
        with self._write() as database:
            now = max(ages.values(), default=0) + 1
            database.executemany("UPDATE segments SET used = ? WHERE id = ?", [(now, n) for n in live])
            for number in gone:
                for statement in _FORGET:
                    database.execute(statement, (number,))
                database.execute("DELETE FROM segments WHERE id = ?", (number,))
            if gone:
                database.execute("DELETE FROM trees")
        if excess > 0:
            self._database.execute("VACUUM")
        return frozenset(gone)


_KNOWS = "SELECT 1 FROM trees WHERE oid = ?"
_NEXT = "INSERT INTO segments (used) SELECT coalesce(max(used), 0) FROM segments"
_HELD = "SELECT oid, language, segment FROM blobs"
_POSTINGS = "SELECT segment, numbers FROM postings WHERE segment IN (SELECT id FROM segments) AND key = ?"
_BLOBS = """
SELECT segment, first, oid, language FROM blobs WHERE segment IN (SELECT id FROM segments) ORDER BY segment, first
"""
_POSTING = "SELECT numbers FROM postings WHERE segment = ? AND key = ?"
_SIZES = "SELECT segment, length(numbers) FROM postings WHERE segment IN (SELECT id FROM segments) AND key = ?"
_OUTLINE = """
SELECT outline FROM blobs JOIN outlines USING (segment, first) WHERE oid = ? AND language = ? LIMIT 1
"""
_IMPORTS = "SELECT imports FROM blobs JOIN imports USING (segment, first) WHERE oid = ? AND language = ? LIMIT 1"
