"""This module holds what the program asks of a place in which commands run."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Run:
    """How a command ended: its exit status (None: stopped at its time limit), and the end of what it wrote."""

    status: int | None
    seconds: float
    tail: str


class Workshop(Protocol):
    """A throw-away copy of a revision in which commands run; paths are those of the repository."""

    def exists(self, path: str) -> bool:
        """Tell whether the copy has a file or folder."""

    def read(self, path: str) -> bytes:
        """Return the contents of a file of the copy."""

    def write(self, path: str, data: bytes) -> None:
        """Replace the contents of a file of the copy."""

    def run(self, command: Sequence[str], folder: str, limit: float, roots: Sequence[str] = ()) -> Run:
        """Run a command in a folder of the copy, for `limit` seconds at most.

        Python looks for modules in `roots` before it looks where they are installed. Raises `ReviewerError` when
        there is no such command.
        """
