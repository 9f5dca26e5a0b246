"""This module holds which accounts are bots that no row of the signature table names."""

from typing import Literal

from reviewer.history.provenance.signatures.accounts import normalise_login
from reviewer.history.provenance.signatures.matching import compile_row, find_account_rows
from reviewer.history.provenance.signatures.table import Table
from reviewer.model.provenance import Account, Confidence, Signal

# Accounts under which workflows of every kind write.
_FOR_ALL = ("github-actions", "actions-user")

Bot = Literal["automation", "unknown_bot", ""]


def find_bot(account: Account, table: Table, name: str = "") -> tuple[Bot, Confidence, Signal | None]:
    """Say whether an account is a bot with a fixed program, or one that is in no list, and how sure that is.

    A `name` of one word stands for the login where that is not known.
    """
    shown = account.login or ("" if " " in name else name)
    if not shown or find_account_rows(account.login, account.id, table, person=account.kind == "user"):
        return "", "low", None
    if _is_listed(shown, account, table):
        return "automation", "high", Signal("automation", "the account", shown, "automation", "strong", "the list")
    if account.kind == "bot":
        return "unknown_bot", "high", Signal("", "the account", shown, "unknown_bot", "strong", "the forge")
    if any(compile_row(pattern).search(normalise_login(shown)) for pattern in table.bot_patterns):
        return "unknown_bot", "low", Signal("", "the account", shown, "unknown_bot", "weak", "its name")
    return "", "low", None


def quotes_others(account: Account, table: Table) -> bool:
    """Tell a bot whose texts are release notes and commits of others, so that marks in them are not its own."""
    return normalise_login(account.login) not in _FOR_ALL and find_bot(account, table)[0] == "automation"


def _is_listed(shown: str, account: Account, table: Table) -> bool:
    """Tell whether a login is in the list; a person may be called what a bot is called without `[bot]`."""
    login = normalise_login(shown)
    return login in table.automation or (account.kind != "user" and f"{login}[bot]" in table.automation)
