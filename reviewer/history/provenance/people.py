"""This module holds the people of a pull request: who had an agent make it, and who wrote its commits."""

from collections.abc import Iterator

from reviewer.history.provenance.bots import find_bot
from reviewer.history.provenance.signals import find_author
from reviewer.history.provenance.signatures.accounts import normalise_login, parse_noreply
from reviewer.history.provenance.signatures.matching import compile_row, find_account_rows
from reviewer.history.provenance.signatures.table import Table, read_table
from reviewer.history.provenance.signatures.trailers import cut_lines, read_trailers
from reviewer.model.provenance import Account, CommitText, PullText

_MOST_COMMITS = 1_000
_STARTED = "copilot_work_started"


def find_operators(pull: PullText, table: Table | None = None) -> tuple[str, ...]:
    """Return the people who had an agent make a pull request, by login; empty where nobody can say.

    It is the account that opened it, if that is a person's. Otherwise whoever is assigned, started the agent, is named
    in the body, or is a co-author of an agent's commit.
    """
    table = table or read_table()
    if is_person(pull.author, table):
        return (normalise_login(pull.author.login),)
    named = [
        *pull.assignees,
        *(event.actor for event in pull.events if event.kind == _STARTED),
        *(Account(login) for login in _find_named(pull.body, table)),
        *(Account(login) for commit in list_commits(pull) for login in find_co_authors(commit)),
    ]
    return tuple(sorted({normalise_login(account.login) for account in named if is_person(account, table)}))


def find_co_authors(commit: CommitText) -> Iterator[str]:
    """Yield the logins of the co-authors of a commit, as far as their mail tells them."""
    for trailer in read_trailers(commit.message):
        known = parse_noreply(trailer.mail) if trailer.key == "co-authored-by" else None
        if known:
            yield normalise_login(known[1])


def list_writers(pull: PullText) -> frozenset[str]:
    """Return the logins of those who wrote or helped to write the commits of a pull request."""
    logins = {normalise_login(find_author(commit).login) for commit in list_commits(pull)}
    logins |= {login for commit in list_commits(pull) for login in find_co_authors(commit)}
    return frozenset(logins - {""})


def list_commits(pull: PullText) -> tuple[CommitText, ...]:
    """Return the commits of a pull request that are looked at."""
    return pull.commits[:_MOST_COMMITS]


def is_person(account: Account, table: Table) -> bool:
    """Tell an account that is neither a bot nor an agent; none at all is no person."""
    if (
        not account.login
        or account.kind == "bot"
        or find_account_rows(account.login, account.id, table, person=account.kind == "user")
    ):
        return False
    return not find_bot(account, table)[0]


def _find_named(body: str, table: Table) -> Iterator[str]:
    for line in cut_lines(body):
        for pattern in table.operator_patterns:
            found = compile_row(pattern).search(line)
            if found:
                yield found[1]
