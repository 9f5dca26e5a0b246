"""This module holds a fault: a stretch of a file, what is put in its place, and how it reads."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from reviewer.change.behaviour import ChangedFunction

if TYPE_CHECKING:
    from tree_sitter import Node

Operator = Literal[
    "condition negated",
    "returned value replaced",
    "exception swallowed",
    "statement removed",
    "comparison shifted",
    "constant changed",
    "error ignored",
]
# What is shown of code that is taken away.
REMOVED = ""
_WIDEST = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault that can be planted in the new side of a file.

    `start` and `end` are bytes of the file. `before` and `after` show the stretch on one short line each.
    """

    path: str
    line: int
    start: int
    end: int
    replacement: bytes
    before: str
    after: str
    operator: Operator

    def plant(self, data: bytes) -> bytes:
        """Return the bytes of the file with the fault in them."""
        return data[: self.start] + self.replacement + data[self.end :]


@dataclass(frozen=True, slots=True)
class Edit:
    """What an operator would do to a node: the text in its place, and how a reader should see both."""

    node: "Node"
    text: str
    operator: Operator
    shown: str | None = None
    shown_before: str = ""


def make_fault(function: ChangedFunction, edit: Edit) -> Fault | None:
    """Turn an edit into a fault; None where no line that the change wrote holds the node, or the most of it."""
    node = edit.node
    first, last = node.start_point[0] + 1, node.end_point[0] + 1
    lines = set(function.lines)
    written = [line for line in range(first, last + 1) if line in lines]
    if not written or (written[0] != first and 2 * len(written) < last - first + 1):
        return None
    before = edit.shown_before or (node.text or b"").decode("utf-8", "replace")
    shown = edit.text if edit.shown is None else edit.shown
    return Fault(
        function.path,
        written[0],
        node.start_byte,
        node.end_byte,
        edit.text.encode("utf-8", "surrogateescape"),
        _shorten(before),
        _shorten(shown),
        edit.operator,
    )


def _shorten(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _WIDEST else line[: _WIDEST - 3].rstrip() + "..."
