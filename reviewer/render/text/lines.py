"""This module holds how a text becomes lines of a terminal: indented, labelled, or as code."""

from reviewer.model.change import Side
from reviewer.render.escape import escape_code_line, escape_text, shorten
from reviewer.render.terminal import Terminal, link, paint, wrap
from reviewer.render.verdict import state_place

_COLUMN = 8  # where the text of a finding begins, behind its label
_CODE_LIMIT = 160
_TEXT_LIMIT = 1_000


def write_label(label: str, text: str, terminal: Terminal, *, indent: int = 2) -> list[str]:
    """Return a text in its column behind a label; nothing for nothing. The text is escaped already."""
    if not text:
        return []
    first, *more = wrap(shorten(text, _TEXT_LIMIT), indent=_COLUMN, terminal=terminal)
    return [_put_label(label, indent, terminal) + first, *(" " * _COLUMN + line for line in more)]


def write_code(code: str, side: Side, terminal: Terminal, *, indent: int = 2, depth: int = 0) -> list[str]:
    """Return a line of source with its mark, `depth` spaces in, cut to the width; nothing for nothing."""
    limit = max(terminal.width - _COLUMN - 2, 24) if terminal.width else _CODE_LIMIT
    shown = " " * min(depth, limit // 2) + escape_code_line(code, limit=limit - min(depth, limit // 2))
    label, mark = ("was", "- ") if side == "old" else ("", "| ")
    return [_put_label(label, indent, terminal) + paint(mark, "quiet", terminal) + shown] if shown.strip() else []


def write_lines(text: str, indent: int, terminal: Terminal) -> list[str]:
    """Return a text behind `indent` columns, and two more from its second line on. The text is escaped already."""
    first, *more = wrap(shorten(text, _TEXT_LIMIT), indent=indent + 2, terminal=terminal)
    return [" " * indent + first, *(" " * (indent + 2) + line for line in more)]


def write_item(path: str, line: int, end_line: int, said: str, terminal: Terminal, side: Side = "new") -> list[str]:
    """Return a place, which opens its file where it still has these lines, with what is said of it, escaped already."""
    place = escape_text(state_place(path, line, end_line))
    head, *more = write_lines(f"{place}{said}", 2, terminal)
    return [head if side == "old" else head.replace(place, link(place, path, terminal), 1), *more]


def _put_label(label: str, indent: int, terminal: Terminal) -> str:
    return " " * indent + paint(label, "quiet", terminal) + " " * (_COLUMN - indent - len(label))
