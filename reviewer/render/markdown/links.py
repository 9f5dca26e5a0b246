"""This module holds how a place in the code becomes a permanent link to its lines on a forge."""

import re
from dataclasses import dataclass

from reviewer.model.change import Side
from reviewer.render.escape import escape_cell, escape_code_span, escape_uri, shorten
from reviewer.render.verdict import state_place

SHOWN = 300  # so many characters of a path, a name or a line of code are shown
_NOT_IN_SERVER = re.compile(r"[^A-Za-z0-9.:/_-]")
# A forge shows these as documents, in which there are no lines to point at.
_DOCUMENTS = (".md", ".markdown", ".rst", ".adoc", ".asciidoc", ".org", ".textile", ".ipynb")


@dataclass(frozen=True, slots=True)
class Links:
    """Where the two revisions of a change can be read: `head` and `base` are ids of commits of `owner/name`."""

    server: str
    repository: str
    head: str
    base: str

    def to_lines(self, path: str, line: int, end_line: int, side: Side = "new") -> str:
        """Return the address of lines of a file; empty for a path that would lead out of the repository."""
        commit = self.base if side == "old" else self.head
        if not commit or any(part in ("", ".", "..") for part in path.split("/")):
            return ""
        server = _NOT_IN_SERVER.sub("", self.server).rstrip("/")
        plain = "?plain=1" if path.lower().endswith(_DOCUMENTS) else ""
        lines = f"L{line}-L{end_line}" if end_line > line else f"L{line}"
        where = f"{escape_uri(self.repository)}/blob/{escape_uri(commit)}/{escape_uri(path)}"
        return f"{server}/{where}{plain}" + (f"#{lines}" if line > 0 else "")


def write_code(text: str) -> str:
    """Return a name as code, not longer than is read."""
    return escape_code_span(shorten(text, SHOWN))


def write_place(path: str, line: int, end_line: int, links: Links | None, side: Side = "new") -> str:
    """Return a place as code, which leads to its lines where there are links."""
    return _lead(
        write_code(state_place(path, line, end_line)), links.to_lines(path, line, end_line, side) if links else ""
    )


def write_place_cell(path: str, line: int, end_line: int, links: Links | None) -> str:
    """Return a place of the new revision for a cell of a table."""
    text = escape_cell(shorten(state_place(path, line, end_line), SHOWN))
    return _lead(text, links.to_lines(path, line, end_line) if links else "")


def _lead(text: str, address: str) -> str:
    return f"[{text}]({address})" if address else text
