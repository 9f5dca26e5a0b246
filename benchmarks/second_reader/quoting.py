"""This module holds recorded quotes without the lines that they quote: these are filled in from the repository again.

What stands at its place is kept as its place and the number of its lines; of what does not, that it does not.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from reviewer.app.second.submitted import SUBMIT
from reviewer.ports import Reply

# The lines of a file on a side (`new` or `old`), without their ends; None where there is no such file.
Lines = Callable[[str, str], list[str] | None]
# As many words as a quote needs, so that it is refused for standing nowhere and for nothing else.
ELSEWHERE = "what was quoted here does not stand here"


def leave_out(reply: Reply, lines: Lines) -> Reply:
    """Return a reply whose quotes are places, wherever it hands in a review that can be read as JSON."""
    return _rewrite(reply, lambda quote: _leave_out(quote, lines))


def fill_in(reply: Reply, lines: Lines) -> Reply:
    """Return a reply whose quotes have the lines of the repository; raises `LookupError` where these are not there."""
    return _rewrite(reply, lambda quote: _fill_in(quote, lines))


def _rewrite(reply: Reply, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Reply:
    calls = tuple(
        replace(call, arguments=_rewrite_text(call.arguments, change)) if call.name == SUBMIT else call
        for call in reply.calls
    )
    return replace(reply, calls=calls, text=_rewrite_text(reply.text, change))


def _rewrite_text(text: str, change: Callable[[dict[str, Any]], dict[str, Any]]) -> str:
    try:
        review = json.loads(text)
    except (ValueError, RecursionError):
        return text
    told = list(_list_quotes(review))
    for quotes in told:
        quotes[:] = [change(quote) if isinstance(quote, dict) else quote for quote in quotes]
    return json.dumps(review, ensure_ascii=False) if told else text


def _list_quotes(review: object) -> Iterator[list[Any]]:
    for said in review.values() if isinstance(review, dict) else ():
        for item in said if isinstance(said, list) else ():
            if isinstance(item, dict) and isinstance(item.get("quotes"), list):
                yield item["quotes"]


def _leave_out(quote: dict[str, Any], lines: Lines) -> dict[str, Any]:
    text = quote.get("text")
    if not isinstance(text, str):
        return quote
    kept = {key: value for key, value in quote.items() if key != "text"}
    wanted = [line.strip() for line in text.strip("\r\n").split("\n")]
    stand = _find(quote, len(wanted), lines)
    if stand is not None and [line.strip() for line in stand] == wanted:
        return {**kept, "lines": len(wanted)}
    return {**kept, "lines": len(wanted), "misquoted": True}


def _fill_in(quote: dict[str, Any], lines: Lines) -> dict[str, Any]:
    if "lines" not in quote:
        return quote
    count = quote["lines"]
    kept = {key: value for key, value in quote.items() if key not in ("lines", "misquoted")}
    if quote.get("misquoted"):
        return {**kept, "text": "\n".join([ELSEWHERE] * count)}
    stand = _find(quote, count, lines)
    if stand is None:
        raise LookupError(f"{quote.get('path')}:{quote.get('line')}: the quoted lines are not there")
    return {**kept, "text": "\n".join(stand)}


def _find(quote: dict[str, Any], count: int, lines: Lines) -> list[str] | None:
    """Return the lines at the place of a quote, or None where there are not as many."""
    path, line, side = (quote.get(key) for key in ("path", "line", "side"))
    if not isinstance(path, str) or not isinstance(line, int) or side not in ("new", "old") or line < 1:
        return None
    found = (lines(path, side) or [])[line - 1 : line - 1 + count]
    return found if len(found) == count else None
