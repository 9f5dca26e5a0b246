"""This module holds how values of a forge's JSON become values of a row; what is not as it should be is None."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from reviewer.model.facts import LONGEST_BODY, Time

_LONGEST = 1_000
_MOST = 1_000
_LARGEST = 2**63 - 1


class Account(NamedTuple):
    """An account: its login, kind and number."""

    login: str | None
    kind: str | None
    number: int | None


def read_text(value: object, longest: int = _LONGEST) -> str | None:
    """Return a text, cut to a length; None for anything else."""
    return value[:longest] if isinstance(value, str) else None


def read_body(value: object) -> tuple[str | None, bool]:
    """Return a long text cut to what is kept of it, and whether that was cut."""
    return read_text(value, LONGEST_BODY), isinstance(value, str) and len(value) > LONGEST_BODY


def read_word(value: object) -> str | None:
    """Return a word of the forge in lower case."""
    text = read_text(value, 100)
    return text.lower() if text else None


def read_number(value: object) -> int | None:
    """Return a whole number, also where it is written as a text."""
    if isinstance(value, str) and value.isdecimal() and len(value) < 20:
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST else None


def read_flag(value: object) -> bool | None:
    """Return true or false."""
    return value if isinstance(value, bool) else None


def read_time(value: object) -> Time | None:
    """Return a time as seconds since 1970; one without a zone is meant in UTC."""
    if not isinstance(value, str):
        return None
    try:
        when = datetime.fromisoformat(value)
        return Time(int((when if when.tzinfo else datetime.fromisoformat(value + "+00:00")).timestamp()))
    except (ValueError, OverflowError):
        return None


def read_moment(value: object) -> Time | None:
    """Return a time that is given as seconds since 1970."""
    number = read_number(value)
    return None if number is None else Time(number)


def read_nodes(value: object) -> tuple[Mapping[str, Any], ...]:
    """Return the nodes of a GraphQL connection, or of a list."""
    nodes = value.get("nodes") if isinstance(value, dict) else value
    return tuple(node for node in nodes if isinstance(node, dict)) if isinstance(nodes, list) else ()


def read_map(value: object) -> Mapping[str, Any]:
    """Return an object, empty for anything else."""
    return value if isinstance(value, dict) else {}


def read_names(value: object, key: str) -> tuple[str, ...]:
    """Return one text of each node, ordered."""
    texts = {text for node in read_nodes(value) if (text := read_text(node.get(key)))}
    return tuple(sorted(texts)[:_MOST])


def read_account(value: object) -> Account:
    """Return who did something, as GraphQL or REST tell it.

    An account that is gone is a ghost. The two write the login of a bot differently, so `[bot]` is left out.
    """
    told = read_map(value)
    login = trim_login(read_text(told.get("login"), 200))
    if login is None:
        return Account(None, "ghost", None)
    number = read_number(told.get("databaseId", told.get("id")))
    return Account(login, read_word(told.get("__typename", told.get("type"))), number)


def read_login(value: object) -> str | None:
    """Return the login of an account."""
    return trim_login(read_text(read_map(value).get("login"), 200))


def trim_login(login: str | None) -> str | None:
    """Return a login as every interface of the forge would write it."""
    return login.removeprefix("app/").removesuffix("[bot]") if login else None
