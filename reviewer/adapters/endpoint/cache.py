"""This module holds answers of endpoints in one SQLite file, kept from run to run; of what was asked only a hash."""

import contextlib
import hashlib
import json
import sqlite3
from pathlib import Path

from reviewer.adapters.endpoint.answer import MOST_CALLS, clean_calls, is_count, is_price
from reviewer.adapters.endpoint.request import Line
from reviewer.adapters.kept import Layout, claim_file, open_database, remove_database
from reviewer.model.reading import Usage
from reviewer.ports.endpoint import Reply

FILE = "second-reader.sqlite"
LARGEST = 50_000_000
# Grows when an equal request is to be asked anew.
VERSION = 1
# More than any answer has.
_LARGEST_REPLY = 4_000_000
_SCHEMA = """
CREATE TABLE replies (key TEXT PRIMARY KEY, reply BLOB NOT NULL, used INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX replies_by_use ON replies (used);
"""
_LAYOUT = Layout(0x52565732, VERSION, _SCHEMA)


def open_cache(folder: Path) -> "tuple[ResponseCache | None, str]":
    """Open the answers in a folder, or say in a sentence why none are kept.

    A file that is broken, foreign or of another version is begun anew.
    """
    try:
        return ResponseCache(claim_file(folder, FILE)), ""
    except (OSError, sqlite3.Error) as fault:
        return None, f"answers of the second reader cannot be kept in '{folder}' ({fault})"


def make_key(line: Line, content: bytes) -> str:
    """Make the key of a request: a hash of where it goes and of all that is sent, without the endpoint's key."""
    return hashlib.sha256(b"\0".join((b"%d" % VERSION, line.chat_url.encode(), content))).hexdigest()


class ResponseCache:
    """Answers in a file, by the hash of a request. Several processes may use it at once; none waits over `seconds`.

    Nothing here raises: an answer that cannot be read is not known, and one that cannot be written is not kept.
    """

    def __init__(self, path: Path, *, largest: int = LARGEST, seconds: float = 1.0) -> None:
        self._path = path
        self._largest = largest
        self._seconds = seconds
        self._database = self._open()

    def find(self, key: str) -> Reply | None:
        """Return a kept answer with what it cost once; None where there is none, or none of the right shape."""
        try:
            rows = self._database.execute("SELECT reply FROM replies WHERE key = ?", (key,)).fetchall()
            with contextlib.suppress(sqlite3.OperationalError):
                self._database.execute(_TOUCH, (key,))
        except sqlite3.Error as fault:
            self._begin_anew(fault)
            return None
        return _read(rows[0][0]) if rows else None

    def keep(self, key: str, reply: Reply) -> None:
        """Keep an answer. The ones that were not used for the longest time make room for it."""
        calls = [[call.id, call.name, call.arguments] for call in reply.calls]
        costs = [[cost.tokens_in, cost.tokens_out, cost.dollars] for cost in (reply, reply.lost)]
        written = json.dumps([reply.text, calls, costs]).encode()
        try:
            self._database.execute("BEGIN IMMEDIATE")
            self._database.execute(_KEEP, (key, written))
            while self._database.execute("SELECT total(length(reply)) FROM replies").fetchone()[0] > self._largest:
                self._database.execute(_FORGET)
            self._database.execute("COMMIT")
        except sqlite3.Error as fault:
            self._begin_anew(fault)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def _open(self) -> sqlite3.Connection:
        database = open_database(self._path, _LAYOUT)
        try:
            database.execute(f"PRAGMA busy_timeout = {self._seconds * 1000:.0f}")
            # Before any answer is in it; what SQLite puts beside it later has the same rights.
            for suffix in ("", "-wal", "-shm"):
                with contextlib.suppress(FileNotFoundError):
                    self._path.with_name(self._path.name + suffix).chmod(0o600)
        except BaseException:
            database.close()
            raise
        return database

    def _begin_anew(self, fault: sqlite3.Error) -> None:
        """Let go of a file that turned out to be broken; one that is only in use is let be."""
        with contextlib.suppress(sqlite3.Error, OSError):
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
            if not isinstance(fault, sqlite3.OperationalError | sqlite3.ProgrammingError):
                self._database.close()
                remove_database(self._path)
                self._database = self._open()


def _read(written: bytes | str) -> Reply | None:
    """Read a kept answer; others may have written to the file, so its shape is looked at."""
    try:
        text, calls, costs = json.loads(written if len(written) <= _LARGEST_REPLY else "")
        told = [(given, name, arguments) for given, name, arguments in calls]
        own, lost = (_read_cost(*cost) for cost in costs)
    except (ValueError, TypeError, RecursionError):
        return None
    if not isinstance(text, str) or not all(isinstance(value, str) for call in told for value in call):
        return None
    if len(told) > MOST_CALLS or own is None or lost is None:
        return None
    return Reply(
        text,
        clean_calls(told),
        is_kept=True,
        tokens_in=own.tokens_in,
        tokens_out=own.tokens_out,
        dollars=own.dollars,
        # Nothing is sent for no token.
        lost=lost if lost.tokens_in else Usage(),
    )


def _read_cost(tokens_in: object, tokens_out: object, dollars: object) -> Usage | None:
    """Read what an answer cost, or those before it that broke off."""
    if is_count(tokens_in, 0) and is_count(tokens_out, 0) and (dollars is None or is_price(dollars)):
        return Usage(1, 0, tokens_in, tokens_out, dollars=dollars)
    return None


_KEEP = "INSERT OR REPLACE INTO replies SELECT ?, ?, coalesce(max(used), 0) + 1 FROM replies"
_TOUCH = "UPDATE replies SET used = (SELECT max(used) FROM replies) + 1 WHERE key = ?"
_FORGET = "DELETE FROM replies WHERE key = (SELECT key FROM replies ORDER BY used, key LIMIT 1)"
