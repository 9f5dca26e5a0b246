"""A terminal differs from a file in width, colour and links; this module holds the few codes that takes."""

from dataclasses import dataclass
from typing import Literal

from reviewer.render.escape import escape_uri

Style = Literal["strong", "quiet", "high", "medium", "low"]
_CODES: dict[Style, str] = {"strong": "1", "quiet": "2", "high": "1;31", "medium": "33", "low": "36"}


@dataclass(frozen=True, slots=True)
class Terminal:
    """What the output goes to. The default is a plain file: no colour, no links, lines as long as they are.

    `width` is in columns, 0 does not wrap; `root` is the absolute folder that linked paths start from.
    """

    width: int = 0
    colour: bool = False
    links: bool = False
    root: str = ""


def paint(text: str, style: Style, terminal: Terminal) -> str:
    """Return text in a style, or as it is where there is no colour."""
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if terminal.colour and text else text


def link(text: str, path: str, terminal: Terminal) -> str:
    """Return text that opens the file (OSC 8), or as it is where there are no links.

    `path` is relative to the root; one that would leave the root is not linked.
    """
    parts = path.split("/")
    if not (terminal.links and terminal.root) or "" in parts or ".." in parts:
        return text
    target = escape_uri(f"{terminal.root.rstrip('/')}/{path}")
    return f"\x1b]8;;file://{target}\x1b\\{text}\x1b]8;;\x1b\\"


def wrap(text: str, *, indent: int, terminal: Terminal) -> list[str]:
    """Return text as lines that leave room for `indent` columns; one line where the terminal has no width."""
    if not terminal.width:
        return [text]
    from textwrap import wrap as wrap_words

    room = max(terminal.width - indent, 24)
    return wrap_words(text, room, break_long_words=False, break_on_hyphens=False) or [""]
