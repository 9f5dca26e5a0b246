"""This module holds which values of `Assisted-by` and `Generated-by` are machines: both keys credit people as well."""

import re
from collections.abc import Iterator

from reviewer.change.late import compile_late
from reviewer.history.provenance.signatures.accounts import is_placeholder
from reviewer.history.provenance.signatures.data import read_data
from reviewer.history.provenance.signatures.trailers import Trailer

_AGENT_AND_MODEL = compile_late(r"[\w.+-][\w .+-]{0,60}:[\w.+/-]{2,80}(?:\s+\[?[\w.+-]{1,40}\]?){0,8}")
_UNKNOWN = "model"


def find_machine(trailer: Trailer) -> str:
    """Return the tool whose name comes first in a value; empty for a person.

    Somebody who is called Claude has a second name or a mail of their own.
    """
    if _is_personal(trailer):
        return ""
    said = trailer.value.partition("<")[0].strip() if trailer.mail else trailer.value
    return min(_find_names(said), default=(0, ""))[1]


def find_assistant(trailer: Trailer) -> str:
    """Return the tool of a value that is written AGENT:MODEL, or that names a machine; empty for a person."""
    tool = find_machine(trailer)
    if tool or trailer.mail or "://" in trailer.value:
        return tool
    return _UNKNOWN if _AGENT_AND_MODEL.fullmatch(trailer.value) else ""


def _find_names(said: str) -> Iterator[tuple[int, str]]:
    table = read_data("signatures")
    after = rf"(?:$|[^\w\s]|\s+(?:{'|'.join(table['models']['words'])})\b)"
    patterns = [(tool, _bound(word)) for tool, words in table["words"].items() for word in words]
    patterns += [(tool, rf"\b{name}{after}") for tool, name in table["names"].items()]
    for tool, pattern in patterns:
        found = re.search(pattern, said, re.IGNORECASE)
        if found:
            yield found.start(), tool


def _bound(word: str) -> str:
    return word if word.startswith("^") else rf"\b{word}\b"


def _is_personal(trailer: Trailer) -> bool:
    """Tell a mail that a person may read: none that says it takes no reply, and none of a bot."""
    known = re.search(r"no-?reply|\[bot\]|(?:^|[.+-])(?:ai|agent|bot)@", trailer.mail)
    return bool(trailer.mail) and (not known or is_placeholder(trailer.mail))
