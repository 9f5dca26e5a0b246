"""This module holds the changes of the past in one SQLite file, kept from run to run."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from reviewer.adapters.history.rows import (
    COLUMNS,
    decode_path,
    encode_path,
    in_parts,
    pack_stretches,
    read_change,
    unpack_stretches,
    write_change,
)
from reviewer.adapters.kept import Layout, claim_file, open_database, remove_database
from reviewer.errors import ReviewerError
from reviewer.history.memory import WIDE, MemoryHistory
from reviewer.model.history import PastChange, PastTouch, Touch
from reviewer.ports import Chain, HistoryStore, Reach

FILE = "history.sqlite"
# What is kept depends on how messages are read and changes are described; whoever alters that raises the number.
VERSION = 1
# Above this number of segments in a chain the small ones, which are the newest, are forgotten and read anew as one.
MOST_SEGMENTS = 48
_SMALL = 1_000
_SCHEMA = """
CREATE TABLE segments (id INTEGER PRIMARY KEY AUTOINCREMENT, size INTEGER NOT NULL, below BLOB NOT NULL);
CREATE TABLE tips (oid BLOB PRIMARY KEY, segment INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE changes (
    segment INTEGER NOT NULL, place INTEGER NOT NULL, oid BLOB NOT NULL, time INTEGER NOT NULL, authors TEXT NOT NULL,
    kind TEXT NOT NULL, level TEXT NOT NULL, subject TEXT NOT NULL, pull INTEGER, links TEXT NOT NULL,
    files INTEGER NOT NULL, measured INTEGER NOT NULL, shape TEXT NOT NULL, PRIMARY KEY (segment, place)
) WITHOUT ROWID;
CREATE INDEX changes_by_oid ON changes (oid);
CREATE TABLE paths (id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE);
CREATE TABLE people (id INTEGER PRIMARY KEY, contact TEXT NOT NULL UNIQUE);
CREATE TABLE touches (
    path INTEGER NOT NULL, segment INTEGER NOT NULL, place INTEGER NOT NULL, old INTEGER, added INTEGER NOT NULL,
    deleted INTEGER NOT NULL, stretches BLOB NOT NULL, PRIMARY KEY (path, segment, place)
) WITHOUT ROWID;
CREATE INDEX touches_by_change ON touches (segment, place)
"""
_LAYOUT = Layout(0x52565748, VERSION, _SCHEMA)
_FORGET = [f"DELETE FROM {table} WHERE segment = ?" for table in ("tips", "changes", "touches")]  # noqa: S608 - our own
_TOUCHES = f"""
SELECT t.segment, t.place, p.path, t.added, t.deleted, t.stretches, {COLUMNS}
FROM touches t JOIN changes c USING (segment, place) LEFT JOIN paths p ON p.id = t.old
WHERE t.path = (SELECT id FROM paths WHERE path = ?) AND c.time >= ?
"""  # noqa: S608 - names of our own
_AREA = f"""
SELECT c.segment, c.place, {COLUMNS} FROM changes c WHERE (c.segment, c.place) IN (
    SELECT t.segment, t.place FROM touches t JOIN paths p ON p.id = t.path WHERE p.path >= ? AND p.path < ?
) AND c.time >= ?
"""  # noqa: S608 - names of our own
_OTHERS = "SELECT p.path FROM touches t JOIN paths p ON p.id = t.path WHERE t.segment = ? AND t.place = ?"
_ALL = f"SELECT place, {COLUMNS} FROM changes c WHERE segment = ? AND place >= ? ORDER BY place"  # noqa: S608
_MOST_RENAMES = 20


def open_history(folder: Path) -> tuple[HistoryStore, str]:
    """Open the history in a folder, and say in a sentence why it is not kept, where that is so."""
    try:
        return SqliteHistory(claim_file(folder, FILE)), ""
    except (OSError, sqlite3.Error) as fault:
        return MemoryHistory(), f"the history cannot be kept in '{folder}' ({fault})"


class SqliteHistory(HistoryStore):
    """A history in a file (see `HistoryStore`). Each addition is whole or not there."""

    def __init__(self, path: Path) -> None:
        self._file = path
        self._database = open_database(path, _LAYOUT)
        self._person = cache(self._name_person)
        self._forgotten = False

    def chain(self, commit: str) -> Chain:
        """Return what is kept of the changes that lead to a commit."""
        reaches: list[Reach] = []
        ahead = commit
        while ahead and (at := self._locate(ahead)) is not None:
            reaches.append(at)
            ahead = self._ask("SELECT below FROM segments WHERE id = ?", at.segment)[0][0].hex()
        if len(reaches) > MOST_SEGMENTS and not self._forgotten:
            self._forget(reaches)
            return self.chain(commit)
        return Chain(tuple(reaches), ahead)

    def holds(self, commit: str) -> bool:
        """Tell whether anything is kept of the log of a commit."""
        return self._locate(commit) is not None

    def add(self, tip: str, changes: Sequence[tuple[PastChange, Sequence[Touch]]], below: str) -> None:
        """Keep the changes that lead to a commit."""
        self._database.execute("BEGIN IMMEDIATE")
        try:
            if not self.holds(tip):
                self._write(tip, changes, below)
            self._database.execute("COMMIT")
        except BaseException:
            self._database.execute("ROLLBACK")
            raise

    def touches(self, chain: Chain, path: str, since: int = 0) -> tuple[PastTouch, ...]:
        """Return how the changes of a chain touched a file from a time on, newest first."""
        rank = {reach.segment: (i, reach.first) for i, reach in enumerate(chain.reaches)}
        found: list[PastTouch] = []
        begin, names = (-1, -1), 0
        while path and names < _MOST_RENAMES:
            rows = []
            for segment, place, old, added, deleted, stretches, *facts in self._ask(_TOUCHES, encode_path(path), since):
                order, first = rank.get(segment, (0, -1))
                if first >= 0 and place >= first and (order, place) > begin:
                    rows.append(((order, place), old, added, deleted, stretches, facts))
            rows.sort(key=lambda row: row[0])
            path_now, path, names = path, "", names + 1
            for at, old, added, deleted, stretches, facts in rows:
                name = decode_path(old) if old else ""
                touch = Touch(path_now, name, added, deleted, unpack_stretches(stretches))
                found.append(PastTouch(self._read(facts), at, touch))
                begin = at
                if name:
                    path = name
                    break
        return tuple(found)

    def count(self, chain: Chain) -> int:
        """Return how many changes a chain has."""
        question = "SELECT count(*) FROM changes WHERE segment = ? AND place >= ?"
        return sum(int(self._ask(question, reach.segment, reach.first)[0][0]) for reach in chain.reaches)

    def newest(self, chain: Chain, limit: int) -> tuple[PastChange, ...]:
        """Return the newest changes of a chain."""
        found: list[PastChange] = []
        for reach in chain.reaches:
            question = f"SELECT {COLUMNS} FROM changes c WHERE segment = ? AND place >= ? ORDER BY place LIMIT ?"  # noqa: S608
            found += [self._read(row) for row in self._ask(question, reach.segment, reach.first, limit - len(found))]
            if len(found) >= limit:
                break
        return tuple(found)

    def area(self, chain: Chain, folder: str, since: int) -> tuple[PastChange, ...]:
        """Return the changes from a time on that touched a file below a folder, newest first."""
        rank = {reach.segment: (i, reach.first) for i, reach in enumerate(chain.reaches)}
        low = encode_path(f"{folder}/") if folder else b""
        high = encode_path(f"{folder}0") if folder else b"\xff" * 8  # the sign behind the slash
        rows = self._ask(_AREA, low, high, since)
        inside = [(rank[s][0], p, facts) for s, p, *facts in rows if s in rank and p >= rank[s][1]]
        return tuple(self._read(facts) for _, _, facts in sorted(inside, key=lambda row: row[:2]))

    def companions(self, chain: Chain, touches: Sequence[PastTouch]) -> Mapping[str, int]:
        """Return how many of the changes behind some touches touched each other path; wide changes do not count."""
        counts: Counter[str] = Counter()
        for past in touches:
            if 1 < past.change.files <= WIDE:
                segment, place = chain.reaches[past.place[0]].segment, past.place[1]
                counts.update(name for (path,) in self._ask(_OTHERS, segment, place) if (name := decode_path(path)))
        for past in touches:
            counts.pop(past.touch.path, None)
        return counts

    def find(self, chain: Chain, commit: str) -> PastChange | None:
        """Return a change of a chain by its id or the beginning of it."""
        low, high = commit.ljust(40, "0"), commit.ljust(40, "f")
        rank = {reach.segment: reach.first for reach in chain.reaches}
        question = f"SELECT segment, place, {COLUMNS} FROM changes c WHERE oid BETWEEN ? AND ? LIMIT 5"  # noqa: S608
        try:
            rows = self._ask(question, bytes.fromhex(low), bytes.fromhex(high))
        except ValueError:
            return None
        found = [row[2:] for row in rows if row[0] in rank and row[1] >= rank[row[0]]]
        return self._read(found[0]) if len(found) == 1 else None

    def changes(self, chain: Chain) -> Iterator[tuple[PastChange, tuple[str, ...]]]:
        """Yield the changes of a chain, newest first, with the paths that each touched."""
        for reach in chain.reaches:
            for place, *facts in self._database.execute(_ALL, (reach.segment, reach.first)):
                paths = self._ask(_OTHERS, reach.segment, place)
                yield self._read(facts), tuple(decode_path(path) for (path,) in paths)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def _locate(self, commit: str) -> Reach | None:
        oid = bytes.fromhex(commit)
        for segment, place in self._ask("SELECT segment, place FROM changes WHERE oid = ? LIMIT 1", oid):
            return Reach(segment, place)
        for (segment,) in self._ask("SELECT segment FROM tips WHERE oid = ?", oid):
            return Reach(segment, 0)
        return None

    def _write(self, tip: str, changes: Sequence[tuple[PastChange, Sequence[Touch]]], below: str) -> None:
        ask = self._database.execute
        segment = ask(
            "INSERT INTO segments (size, below) VALUES (?, ?)", (len(changes), bytes.fromhex(below))
        ).lastrowid
        ask("INSERT OR REPLACE INTO tips VALUES (?, ?)", (bytes.fromhex(tip), segment))
        paths = self._number(
            "paths", "path", {encode_path(n) for _, ts in changes for t in ts for n in (t.path, t.old_path) if n}
        )
        people = self._number("people", "contact", {author for change, _ in changes for author in change.authors})
        rows = [(segment, at, *write_change(change, people)) for at, (change, _) in enumerate(changes)]
        self._database.executemany(f"INSERT INTO changes VALUES ({', '.join('?' * 13)})", rows)  # noqa: S608
        touched = (
            (
                paths[encode_path(t.path)],
                segment,
                at,
                paths.get(encode_path(t.old_path)),
                t.added,
                t.deleted,
                pack_stretches(t.stretches),
            )
            for at, (_, touches) in enumerate(changes)
            for t in touches
        )
        self._database.executemany("INSERT OR IGNORE INTO touches VALUES (?, ?, ?, ?, ?, ?, ?)", touched)

    def _number(self, table: str, column: str, names: Iterable[Any]) -> dict[Any, int]:
        """Give names a number each, those that have none yet a new one."""
        wanted = sorted(names)
        self._database.executemany(f"INSERT OR IGNORE INTO {table} ({column}) VALUES (?)", [(n,) for n in wanted])  # noqa: S608
        numbers: dict[Any, int] = {}
        for part in in_parts(wanted):
            marks = ", ".join("?" * len(part))
            question = f"SELECT {column}, id FROM {table} WHERE {column} IN ({marks})"  # noqa: S608
            numbers |= dict(self._ask(question, *part))
        return numbers

    def _forget(self, reaches: Sequence[Reach]) -> None:
        """Forget the small segments at the new end of a chain."""
        self._forgotten = True
        sizes = dict(self._ask("SELECT id, size FROM segments"))
        self._database.execute("BEGIN IMMEDIATE")
        for reach in reaches:
            if sizes[reach.segment] >= _SMALL:
                break
            for statement in _FORGET:
                self._database.execute(statement, (reach.segment,))
            self._database.execute("DELETE FROM segments WHERE id = ?", (reach.segment,))
        self._database.execute("COMMIT")

    def _read(self, row: Sequence[Any]) -> PastChange:
        return read_change(row, self._person)

    def _name_person(self, number: int) -> str:
        return str(self._ask("SELECT contact FROM people WHERE id = ?", number)[0][0])

    def _ask(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            return self._database.execute(question, values).fetchall()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as fault:
            self._database.close()
            remove_database(self._file)
            message = f"What was kept of the history was broken ({fault}) and is removed."
            raise ReviewerError(message, "Run the command again: the history is read anew.") from fault
