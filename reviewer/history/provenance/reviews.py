"""This module holds who read a change: a person apart from those who made it, a machine, or nobody.

One bot has several faces: `copilot-pull-request-reviewer[bot]` in REST, without `[bot]` in GraphQL, and `Copilot` on
its comments. What kind of thing the account did decides which of its roles is meant.
"""

from collections.abc import Collection, Iterator

from reviewer.history.provenance.bots import find_bot
from reviewer.history.provenance.people import find_operators, list_writers
from reviewer.history.provenance.signals import find_text_signals, name_source
from reviewer.history.provenance.signatures.accounts import normalise_login
from reviewer.history.provenance.signatures.matching import compile_row, find_account_rows
from reviewer.history.provenance.signatures.rows import Row
from reviewer.history.provenance.signatures.table import Table, read_table
from reviewer.history.provenance.signatures.trailers import cut_lines
from reviewer.model.provenance import Account, Confidence, PullText, Reader, ReviewText, ReviewVerdict, Signal

_WHY = {
    "skipped": "it says that it skipped the change",
    "limited": "it says that its limit was reached",
    "failed": "it says that it could not review",
    "suppressed": "it holds back what it found",
}
_OPINIONS = ("APPROVED", "CHANGES_REQUESTED", "DISMISSED")
_NOTHING = "nothing was said"


def classify_review(review: ReviewText, pull: PullText, table: Table | None = None) -> ReviewVerdict:
    """Say who read a pull request, and whether what they left is a review at all.

    Whether it came before the merge is not looked at.
    """
    table = table or read_table()
    return judge_review(review, pull, find_operators(pull, table), list_writers(pull), table)


def judge_review(
    review: ReviewText, pull: PullText, operators: Collection[str], writers: Collection[str], table: Table
) -> ReviewVerdict:
    """Say who read a pull request whose operators and writers are known."""
    reader, confidence, signals = _find_reader(review, pull, operators, writers, table)
    why = _find_reason(review, reader, table)
    return ReviewVerdict(reader, confidence, tuple(signals), not why, why)


def _find_reader(
    review: ReviewText, pull: PullText, operators: Collection[str], writers: Collection[str], table: Table
) -> tuple[Reader, Confidence, list[Signal]]:
    login = normalise_login(review.author.login)
    if not login:
        return "human", "low", []
    if _is_same(review.author, pull.author):
        return "author", "high", []
    known = list(_find_known(review, table))
    if known:
        return "ai_reviewer", "high" if known[0].strength == "strong" else "medium", known
    words = list(find_text_signals(review.body, table, "review_body", called="the review"))
    bot, confidence, sign = find_bot(review.author, table)
    if bot:
        return ("ai_reviewer", "medium", words) if words else (bot, confidence, [sign] if sign else [])
    if _find_rows(review.author, table):
        return "automation", "medium", []
    if words and words[0].strength == "strong":
        return "ai_reviewer", "medium", words
    if login in operators:
        return "operator", "high", []
    return ("co_author" if login in writers else "human"), "high" if review.author.kind else "medium", []


def _find_known(review: ReviewText, table: Table) -> Iterator[Signal]:
    for row in _find_rows(review.author, table):
        if row.get("needs") != "inline" or review.inline_comments:
            yield Signal(
                row["tool"], "the account", review.author.login, "ai_review", row["strength"], name_source(row)
            )


def _find_rows(account: Account, table: Table) -> tuple[Row, ...]:
    return find_account_rows(account.login, account.id, table, person=account.kind == "user")


def _is_same(one: Account, other: Account) -> bool:
    if one.id is not None and other.id is not None:
        return one.id == other.id
    return normalise_login(one.login) == normalise_login(other.login)


def _find_reason(review: ReviewText, reader: Reader, table: Table) -> str:
    """Say why something is no review; empty where it is one."""
    if reader == "author":
        return "it is by the author"
    if review.state == "PENDING":
        return "it is not submitted"
    if review.inline_comments:
        return ""
    if reader not in ("human", "operator", "co_author"):
        kind = _find_silence(review.body, table)
        if kind:
            return _WHY[kind]
    said = review.state in _OPINIONS or bool(review.body.strip())
    return "" if said else _NOTHING


def _find_silence(body: str, table: Table) -> str:
    lines = [line.lstrip("> \t") for line in cut_lines(body)]
    for kind, pattern in table.silences:
        search = compile_row(pattern).search
        if any(search(line) for line in lines if line):
            return kind
    return ""
