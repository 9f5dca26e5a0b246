"""This module holds what the program asks of the forge on which a change is reviewed."""

from collections.abc import Collection, Sequence
from typing import Protocol

from reviewer.model.forge import CheckRun, LineComment, PullRequest, Talk


class Refused(Exception):  # noqa: N818 - an answer that is told, not an error
    """The forge did not do one thing: the sentence says why. What else was asked for goes on.

    `is_missing`: there is no such thing, as far as one may see.
    """

    def __init__(self, why: str, *, is_missing: bool = False) -> None:
        super().__init__(why)
        self.why, self.is_missing = why, is_missing


class Forge(Protocol):
    """One repository on a forge. Every method may raise `Refused`, except where it says otherwise.

    `ReviewerError` is raised where nothing can be asked at all: no such repository, no network, a bad token.
    """

    def pull_request(self, number: int) -> PullRequest:
        """Return a pull request as it is now."""

    def talk(self, number: int) -> Talk:
        """Return everything that was said on a pull request, however long it is."""

    def may_write(self, login: str) -> bool:
        """Tell whether somebody may write to the repository; false for whoever is unknown."""

    def blob(self, path: str, commit: str) -> str:
        """Return the id of a file's contents at a commit; empty where there is no such file."""

    def write_comment(self, number: int, body: str, comment: int | None = None) -> int:
        """Write a comment on a pull request, or replace the text of one; return its id."""

    def write_lines(self, number: int, commit: str, comments: Sequence[LineComment]) -> None:
        """Write comments on lines of a change, in one review: all of them or none."""

    def edit_lines(self, comment: int, body: str) -> None:
        """Replace the text of a comment on a line."""

    def close_thread(self, thread: str, *, closed: bool = True) -> None:
        """Resolve a conversation, or open it again."""

    def write_check(self, check: CheckRun) -> None:
        """Write a check run with all of its annotations, unless one of the same name and key stands there already."""

    def write_labels(self, number: int, add: Collection[str], remove: Collection[str]) -> None:
        """Put labels on a pull request and take others away; those that are not there are left alone."""

    def upload_sarif(self, commit: str, ref: str, log: str) -> None:
        """Hand a SARIF log to code scanning."""

    def acknowledge(self, comment: int) -> None:
        """Show the author of a comment that it was understood."""
