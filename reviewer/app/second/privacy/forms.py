"""This module holds the forms of secrets: what is known by how it begins, from the table."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from reviewer.app.second.privacy.finds import FILLER, Find
from reviewer.app.second.privacy.randomness import is_placeholder, looks_random
from reviewer.app.second.privacy.tables import read_table
from reviewer.change.late import compile_late

# A word begins behind what is part of none, and behind an escaped control character as in "\\n" or "%0A".
_LEFT = rf"(?:(?<![A-Za-z0-9_\-{FILLER}])|(?<=\\[nrt])|(?<=%[0-9A-F]{{2}})|(?<=\\u00[0-9A-Fa-f]{{2}}))"
_RIGHT = rf"(?![A-Za-z0-9{FILLER}])"
_KEY_END = compile_late(r"-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----")
_KEY_LINE = compile_late(r"[\s\"'`+\-|:>,;\d\\nrt]{0,80}[A-Za-z0-9+/=]{16,}+[\s\"'`+,;\\nrt]{0,20}")
_LAST_LINE = compile_late(r"[\s\"'`+\-|:>,;\d\\nrt]{0,80}[A-Za-z0-9+/=]{1,15}[\s\"'`+,;\\nrt]{0,20}")


@dataclass(frozen=True, slots=True)
class Form:
    """One row of the table; docs of the keys stand at its beginning. `pattern` is compiled when it is first used."""

    name: str
    noun: str
    hints: tuple[str, ...]
    pattern: re.Pattern[str]
    is_scanned: bool
    is_random: bool
    is_guarded: bool


@cache
def list_forms() -> tuple[Form, ...]:
    """Return the forms in the order of the table."""
    return tuple(
        Form(
            row["name"],
            row["noun"],
            tuple(row["hints"]),
            compile_late((rf"(?<!{FILLER})" if row.get("glued") else _LEFT) + f"(?:{row['pattern']})" + _RIGHT),
            row.get("scan", False),
            row.get("random", False),
            row.get("guarded", False),
        )
        for row in read_table("forms")
    )


def find_forms(text: str) -> Iterator[Find]:
    """Yield the secrets of a known form; no pattern runs where no hint of it stands."""
    for form in list_forms():
        if not form.is_scanned or any(hint in text for hint in form.hints):
            yield from _find_form(form, text)


def find_key_ends(text: str) -> Iterator[Find]:
    """Yield what is left of a private key of which only the end is in the text, up to the first line that is none."""
    floor = 0
    for match in _KEY_END.finditer(text):
        start = _begin_line(text, match.start(), floor)
        line = _begin_line(text, start - 1, floor)
        if _LAST_LINE.fullmatch(text, line, max(line, start - 1)):
            start, line = line, _begin_line(text, line - 1, floor)
        first = start
        while first > floor and _KEY_LINE.fullmatch(text, line, first - 1):
            first, line = line, _begin_line(text, line - 1, floor)
        if first < start:
            yield Find(first, match.end(), "private-key")
        floor = match.end()


def _begin_line(text: str, end: int, floor: int) -> int:
    """Return where the line begins that holds what stands before `end`, looking no further back than `floor`."""
    return max(floor, text.rfind("\n", floor, max(floor, end)) + 1)


def _find_form(form: Form, text: str) -> Iterator[Find]:
    group = 1 if form.pattern.groups else 0
    for match in form.pattern.finditer(text) if form.is_scanned else _find_hinted(form, text):
        value = match[group]
        is_none = (form.is_random and not looks_random(value)) or (form.is_guarded and is_placeholder(value))
        if not is_none and FILLER not in value:
            yield Find(match.start(group), match.end(group), form.name)


def _find_hinted(form: Form, text: str) -> Iterator[re.Match[str]]:
    # A search for a word is ten times as fast as one for a pattern that begins with a look behind.
    for hint in form.hints:
        place = text.find(hint)
        while place >= 0:
            match = form.pattern.match(text, place)
            if match:
                yield match
            place = text.find(hint, match.end() if match else place + 1)
