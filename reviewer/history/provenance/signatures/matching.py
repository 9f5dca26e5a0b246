"""This module holds how rows are matched: with one line, with an account, with the mail of a co-author."""

import re
from collections.abc import Iterator
from functools import cache

from reviewer.history.provenance.signatures.accounts import is_placeholder, normalise_login, parse_noreply
from reviewer.history.provenance.signatures.rows import Row
from reviewer.history.provenance.signatures.table import Table
from reviewer.history.provenance.signatures.trailers import Trailer

_ACCOUNTS = ("login", "reviewer")
# Keys of trailers whose mail says that somebody took part in writing.
_WRITING = frozenset(
    {"co-authored-by", "co-developed-by", "authored-by", "assisted-by", "generated-by", "signed-off-by"}
)


def find_trailer_rows(trailer: Trailer, table: Table) -> Iterator[tuple[str, Row]]:
    """Yield what matches a trailer: the tool that it speaks of, and the row."""
    for row in table.look("trailer"):
        if _may_match(row, trailer.key) and matches_row(row, trailer.line):
            tool = _name_tool(row, trailer)
            if tool:
                yield tool, row
    if trailer.key in _WRITING:
        for row in find_mail_rows(trailer.mail, table):
            yield row["tool"], row


def find_mail_rows(mail: str, table: Table) -> Iterator[Row]:
    """Yield the rows for the mail of somebody who took part: of what GitHub hands out, those of the account."""
    if not mail or is_placeholder(mail):
        return
    number, login = parse_noreply(mail) or (None, "")
    rows = find_account_rows(login, number, table, person=True, wheres=("trailer_mail", *_ACCOUNTS))
    yield from rows or (row for row in table.look("trailer_mail") if matches_row(row, mail))


def find_account_rows(
    login: str, number: int | None, table: Table, *, person: bool = False, wheres: tuple[str, ...] = _ACCOUNTS
) -> tuple[Row, ...]:
    """Return the rows for an account: by its number, which stays when it is renamed, or else by its login.

    `person` tells that without `[bot]` at its end the login is no bot's: somebody may be called `claude`.
    """
    rows = tuple(row for row in table.ids.get(number, ()) if row["where"] in wheres) if number is not None else ()
    if rows or not login:
        return rows
    found = table.logins.get(normalise_login(login), ())
    plain = person and not login.lower().endswith("[bot]")
    return tuple(row for row in found if not (plain and row["value"].endswith("[bot]")))


def matches_row(row: Row, text: str) -> bool:
    """Tell whether a row matches one line or word."""
    if "regex" in row:
        return bool(compile_row(row["regex"]).search(text))
    return row["value"].lower() == text.strip().lower()


def holds_file(row: Row, path: str) -> bool:
    """Tell whether a path is the file, or lies in the folder, that a row names."""
    value = row["value"]
    return path.startswith(value) if value.endswith("/") else path == value


@cache
def compile_row(pattern: str) -> re.Pattern[str]:
    """Return the pattern of a row, compiled once."""
    return re.compile(pattern, re.IGNORECASE)


def _may_match(row: Row, key: str) -> bool:
    """Rule out a row that begins with the key of another trailer, so that its pattern need not be compiled."""
    begin, colon, _ = row.get("regex", "").partition(":")
    wanted = begin[1:]
    return not (colon and begin[:1] == "^" and wanted.replace("-", "").isalpha()) or wanted.lower() == key


def _name_tool(row: Row, trailer: Trailer) -> str:
    """Return the tool that a trailer speaks of; empty where the rule that its row needs says that it is a person."""
    if not row.get("needs"):
        return row["tool"]
    from reviewer.history.provenance.signatures.values import find_assistant, find_machine

    return find_assistant(trailer) if row["needs"] == "assistant" else find_machine(trailer)
