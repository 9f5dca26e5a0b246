"""This module holds what a commit, a text or an account says of who made it: every signal, in one order."""

from collections.abc import Iterable, Iterator

from reviewer.history.provenance.signatures.accounts import is_placeholder, parse_noreply
from reviewer.history.provenance.signatures.matching import (
    compile_row,
    find_account_rows,
    find_mail_rows,
    find_trailer_rows,
    matches_row,
)
from reviewer.history.provenance.signatures.rows import Row
from reviewer.history.provenance.signatures.table import Table
from reviewer.history.provenance.signatures.trailers import Trailer, cut_lines
from reviewer.model.provenance import Account, CommitText, Implied, Signal, Strength, Where

_LONGEST_WORDS = 160
# What it says of a commit that its co-author is an account which writes or reviews.
_AS_CO_AUTHOR: dict[Implied, Implied] = {
    "ai_authored": "ai_assisted",
    "ai_authored_or_review": "ai_assisted",
    "ai_review": "ai_suggestion_accepted",
}
_AS_AUTHOR: dict[Implied, Implied] = {"ai_authored_or_review": "ai_authored", "ai_review": "ai_authored"}


def find_trailer_signals(trailers: Iterable[Trailer], table: Table) -> Iterator[Signal]:
    """Yield what the trailers of a commit say."""
    for trailer in trailers:
        for tool, row in find_trailer_rows(trailer, table):
            by_mail = row["where"] != "trailer"
            implied = _AS_CO_AUTHOR.get(row["implies"]) if by_mail else None
            where = "the mail of a trailer" if by_mail else "a trailer"
            yield _sign(row, where, trailer.line, tool=tool, implied=implied)


def find_author_signals(commit: CommitText, table: Table) -> Iterator[Signal]:
    """Yield what the author and the committer of a commit say."""
    mail = commit.author_mail.lower()
    if mail and not is_placeholder(mail):
        for row in table.look("author_mail"):
            if matches_row(row, mail):
                yield _sign(row, "the author's mail", mail)
    for row in table.look("author_name"):
        if matches_row(row, commit.author_name):
            yield _sign(row, "the author's name", commit.author_name)
    author = find_author(commit)
    for row in find_account_rows(author.login, author.id, table, person=author.kind == "user"):
        yield _sign(row, "the author's account", author.login, implied=_AS_AUTHOR.get(row["implies"]))
    yield from _find_committer_signals(commit, table)


def _find_committer_signals(commit: CommitText, table: Table) -> Iterator[Signal]:
    """Yield what the committer says: an agent commits anew what people wrote, so that it decides nothing."""
    committer = commit.committer_mail.lower()
    rows = list(find_mail_rows(committer, table)) if committer != commit.author_mail.lower() else []
    if commit.committer_name != commit.author_name:
        rows += [row for row in table.look("author_name") if matches_row(row, commit.committer_name)]
    for row in rows:
        who = f"{commit.committer_name} <{committer}>"
        yield _sign(row, "the committer", who, implied="ai_assisted", strength="weak")


def find_author(commit: CommitText) -> Account:
    """Return the account of a commit's author as far as git or the forge says it.

    A name that ends like that of a bot is one: no person can have it.
    """
    number, slug = parse_noreply(commit.author_mail) or (None, "")
    name = commit.author_name if commit.author_name.endswith("[bot]") else ""
    login = commit.author_login or slug or name
    is_bot = login.lower().endswith("[bot]") or login.startswith("app/")
    return Account(login, "bot" if is_bot else "user" if login else "", number)


def find_account_signals(account: Account, table: Table) -> Iterator[Signal]:
    """Yield what the account says that opened a pull request."""
    for row in find_account_rows(account.login, account.id, table, person=account.kind == "user"):
        yield _sign(row, "the author's account", account.login, implied=_AS_AUTHOR.get(row["implies"]))


def find_text_signals(text: str, table: Table, *wheres: Where, called: str) -> Iterator[Signal]:
    """Yield what the lines of a text say, each row once; `called` names the place."""
    rows = table.look(*wheres)
    seen: list[Row] = []
    for line in cut_lines(text):
        if not line:
            continue
        for row in rows:
            if row not in seen and matches_row(row, line):
                seen.append(row)
                yield _sign(row, called, line.strip())


def find_branch_signals(branch: str, table: Table) -> Iterator[Signal]:
    """Yield what the name of a branch says."""
    name = branch[:_LONGEST_WORDS].lower().removeprefix("refs/heads/")
    for row in table.look("branch"):
        if compile_row(row["regex"]).search(name) if "regex" in row else name.startswith(row["value"].lower()):
            yield _sign(row, "the branch", branch)


def find_word_signals(words: Iterable[str], where: Where, table: Table, called: str) -> Iterator[Signal]:
    """Yield what labels or events say: words that are equal to a value."""
    for word in dict.fromkeys(words):
        for row in table.look(where):
            if matches_row(row, word):
                yield _sign(row, called, word)


def sort_signals(signals: Iterable[Signal]) -> tuple[Signal, ...]:
    """Return signals in one order, the strongest first, each once."""
    rank = {"strong": 0, "medium": 1, "weak": 2}
    return tuple(sorted(set(signals), key=lambda signal: (rank[signal.strength], signal)))


def _sign(
    row: Row,
    where: str,
    what: str,
    *,
    tool: str = "",
    implied: Implied | None = None,
    strength: Strength | None = None,
) -> Signal:
    said = what if len(what) <= _LONGEST_WORDS else what[: _LONGEST_WORDS - 1] + "…"
    return Signal(
        tool or row["tool"], where, said, implied or row["implies"], strength or row["strength"], name_source(row)
    )


def name_source(row: Row) -> str:
    """Return on what a row rests, and the keys of its sources."""
    return row.get("source", "settings")
