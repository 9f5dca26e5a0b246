"""This module holds what the program asks of a forge about the whole past of a repository, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from reviewer.errors import ReviewerError
from reviewer.ports.archive import Record


class Unreachable(ReviewerError):  # noqa: N818 - it says what is so
    """The forge answers nothing at all any more: nothing else can be asked either."""


class Exhausted(Exception):  # noqa: N818 - an answer that is told, not an error
    """The forge answers nothing more for a while: until the second `at` of 1970, or for `seconds` from now."""

    def __init__(self, *, at: int = 0, seconds: int = 0) -> None:
        super().__init__("the limit of requests is used up")
        self.at = at
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list. An empty cursor: there is no further one.

    `total` is how long the whole list is, 0 where the forge does not say. `mark` is a word by which the forge tells
    later whether it would say the same again. `broken` names what the forge failed to tell.
    """

    records: tuple[Record, ...] = ()
    cursor: str = ""
    total: int = 0
    mark: str = ""
    broken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Usage:
    """What was asked so far: points spent, points left (`None` where unlimited), and when there are new ones."""

    spent: int = 0
    left: int | None = None
    reset: int = 0


class Feed(Protocol):
    """A repository as a forge tells of it; `name` is what it is called now, `id` stays whatever it is called.

    Every method that asks may raise `Exhausted`, `Refused` where this one thing may not be read, and `Unreachable` or
    another `ReviewerError` where nothing can be asked any more.
    """

    @property
    def name(self) -> str:
        """The full name, `owner/name`."""

    @property
    def id(self) -> str:
        """The name that never changes."""

    def repository(self) -> Record:
        """Return the repository itself."""

    def pulls(self, cursor: str) -> Page:
        """Return pull requests, complete, the one that changed last first."""

    def pulls_named(self, ids: Sequence[str]) -> Page:
        """Return pull requests by their keys; those that are gone are left out."""

    def changes(self, kind: str, since: int, cursor: str, mark: str) -> Page:
        """Return what changed at `since` or later, oldest change first; nothing if that is what `mark` stands for."""

    def usage(self) -> Usage:
        """Return what was asked so far."""
