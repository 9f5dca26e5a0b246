"""This module holds what a row of the signature table may be: every fault in one is named, and no pattern can run on.

A pattern meets text that anybody may have written. It is searched for in single short lines, and it may repeat only
single characters or classes, so that no text makes it take long.
"""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Required, TypedDict, cast, get_args

from reviewer.change.late import compile_late
from reviewer.errors import ReviewerError, suggest

if TYPE_CHECKING:
    from reviewer.model.provenance import Sign, Strength, Where

_LONGEST, _REPEATS, _OPTIONAL, _CHOICES = 300, 2, 8, 6
_NEEDS = ("assistant", "machine", "inline", "")
_REQUIRED = ("where", "implies", "strength")
_KEYS = ("where", "value", "regex", "id", "implies", "strength", "source", "needs")
_ESCAPED = compile_late(r"\\[1-9]|\\.", re.DOTALL)
_CLASS = compile_late(r"\[\^?\]?[^\]]*\]")
_REPEAT = compile_late(r"[*+]|\{\d*,?\d*\}")


class Row(TypedDict, total=False):
    """How a tool signs its work, what that says, and who vouches for it: either `value` or `regex` is there.

    `needs` names a rule that has to agree. It stays as it was read: a check that meets a trailer reads all rows.
    """

    tool: Required[str]
    where: Required["Where"]
    implies: Required["Sign"]
    strength: Required["Strength"]
    value: str
    regex: str
    id: int
    source: str
    needs: str


def parse_row(tool: str, row: Mapping[str, Any]) -> Row:
    """Read one row. Raises `ReviewerError` with every fault of it."""
    faults = list(find_row_faults(row))
    if faults:
        raise ReviewerError(
            f"a signature of '{tool}' has {len(faults)} fault(s):\n" + "\n".join(f"  {fault}" for fault in faults),
            "docs/provenance.md says what a row may hold.",
        )
    return make_row(tool, row)


def make_row(tool: str, row: Mapping[str, Any]) -> Row:
    """Return a row that is known to be right, as those are that come with the program."""
    return cast("Row", {**row, "tool": tool})


def find_row_faults(row: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with a row."""
    yield from (f"unknown key '{key}'{suggest(key, _KEYS)}" for key in row if key not in _KEYS)
    yield from (f"'{key}' is missing" for key in _REQUIRED if key not in row)
    for key, known in _list_choices().items():
        if key in row and row[key] not in known:
            yield f"{key} = {row[key]!r} is none of {', '.join(filter(None, known))}{suggest(str(row[key]), known)}"
    yield from (f"'{key}' is no text" for key in ("value", "regex", "source") if not isinstance(row.get(key, ""), str))
    if bool(row.get("value")) == bool(row.get("regex")):
        yield "give either 'value' or 'regex'"
    if not isinstance(row.get("id", 0), int):
        yield "'id' is no number"
    regex = row.get("regex")
    fault = find_pattern_fault(regex) if isinstance(regex, str) and regex else ""
    if fault:
        yield f"regex = {regex!r}: {fault}"


def find_pattern_fault(pattern: str) -> str:
    """Say why a pattern may not be used; empty where it may."""
    if len(pattern) > _LONGEST:
        return f"it is longer than {_LONGEST} characters"
    try:
        compiled = re.compile(pattern, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as fault:
        return f"it is no regular expression: {fault}"
    if compiled.search(""):
        return "it matches an empty line"
    return _find_slow_part(pattern)


def _find_slow_part(pattern: str) -> str:
    if re.search(r"\\[1-9]|\(\?(?!:)", pattern):
        return "it refers back, looks around or sets flags: write it without"
    bare = _CLASS.sub("x", _ESCAPED.sub("x", pattern)).replace("(?:", "(")
    if re.search(r"\)(?:[*+]|\{)", bare):
        return "it repeats a group: repeat single characters or classes only"
    if sum(map(_is_long, _REPEAT.findall(bare))) > _REPEATS:
        return f"it repeats more than {_REPEATS} times without a small bound such as {{0,8}}"
    if bare.count("?") > _OPTIONAL or len(re.findall(r"\([^()]*\|", bare)) > _CHOICES:
        return "it has too many optional parts or choices"
    return ""


def _is_long(repeat: str) -> bool:
    bounds = [int(number) for number in re.findall(r"\d+", repeat)]
    return not bounds or repeat.endswith(",}") or max(bounds) > 8


def _list_choices() -> dict[str, tuple[str, ...]]:
    from reviewer.model.provenance import Sign, Strength, Where

    chosen = {"where": Where, "implies": Sign, "strength": Strength}
    return {name: get_args(choice) for name, choice in chosen.items()} | {"needs": _NEEDS}
