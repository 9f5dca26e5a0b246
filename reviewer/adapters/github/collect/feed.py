"""This module holds a repository on GitHub as a `Feed`, and the list of an organisation's repositories."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from reviewer.adapters.github.collect.lists import read_changes
from reviewer.adapters.github.collect.pulls import Pulls
from reviewer.adapters.github.collect.wire import Wire
from reviewer.errors import ReviewerError
from reviewer.ports import Record, Refused
from reviewer.ports.collect import Feed, Page, Usage

_NAME = re.compile(r"(?!\.)[\w-]{1,100}/(?!\.\.?$)[\w.-]{1,100}", re.ASCII)
# What the token may do, and a token for one clone: nothing of it is about the repository.
_PERSONAL = frozenset({"permissions", "temp_clone_token", "role_name"})
_RIGHTS = "`metadata`, `contents`, `pull-requests` and `issues`, each with `read`"
_MOST_PAGES = 1_000


class GitHubFeed(Feed):
    """A repository on GitHub: what was said of it when it was opened, and the way to the rest."""

    def __init__(self, wire: Wire, told: dict[str, Any], largest: int) -> None:
        self._wire = wire
        self._told = told
        self._pulls = Pulls(wire, self.name, largest)

    @property
    def name(self) -> str:
        """The full name, as it is now."""
        return str(self._told["full_name"])

    @property
    def id(self) -> str:
        """The name that never changes: GitHub's node id."""
        return str(self._told["node_id"])

    def repository(self) -> Record:
        """Return the repository itself."""
        return Record("repository", "repository", 0, self._told)

    def pulls(self, cursor: str) -> Page:
        """Return pull requests, complete, the one that changed last first."""
        return self._pulls.page(cursor)

    def pulls_named(self, ids: Sequence[str]) -> Page:
        """Return pull requests by their keys; those that are gone are left out."""
        return self._pulls.named(ids)

    def changes(self, kind: str, since: int, cursor: str, mark: str) -> Page:
        """Return what changed at `since` or later, oldest change first; nothing if that is what `mark` stands for."""
        return read_changes(self._wire, self.name, kind, since=since, cursor=cursor, mark=mark)

    def usage(self) -> Usage:
        """Return what was asked so far."""
        return self._wire.usage


def check_name(name: str) -> str:
    """Return a full name of a repository. Raises `ReviewerError` for what is none."""
    if not _NAME.fullmatch(name):
        raise ReviewerError(f"'{name[:200]}' is no name of a repository.", "Name it as `OWNER/REPO`.")
    return name


def open_feed(wire: Wire, name: str, *, largest: int = 20) -> Feed:
    """Open a repository by any name that it has or had. Raises `ReviewerError` where it cannot be seen."""
    try:
        told = wire.read(f"/repos/{check_name(name)}", needs="metadata: read").data
    except Refused as refused:
        raise _explain(name, refused.why) from None
    if not isinstance(told, dict) or not isinstance(told.get("node_id"), str):
        raise ReviewerError("GitHub's answer is not understood.", "Try again later.")
    check_name(str(told.get("full_name", "")))
    return GitHubFeed(wire, _leave_out(told), largest)


def list_repositories(wire: Wire, organization: str) -> tuple[str, ...]:
    """List an organisation's repositories that are alive: no forks, none that are archived, ordered by name."""
    found: list[str] = []
    for number in range(1, _MOST_PAGES):
        try:
            path = f"/orgs/{quote(organization, safe='')}/repos"
            answer = wire.read(path, needs="metadata: read", per_page=100, page=number, type="all")
        except Refused as refused:
            why = f"there is no organisation '{organization[:100]}' that this token can see ({refused.why})."
            raise ReviewerError(why, "Is it spelled as on GitHub?") from None
        if not isinstance(answer.data, list):
            raise ReviewerError("GitHub's answer is not understood.", "Try again later.")
        alive = [one for one in answer.data if isinstance(one, dict) and not (one.get("archived") or one.get("fork"))]
        found += [check_name(str(one.get("full_name", ""))) for one in alive]
        if 'rel="next"' not in answer.headers.get("link", "") or not answer.data:
            break
    return tuple(sorted(found, key=str.lower))


def _explain(name: str, why: str) -> ReviewerError:
    if " 404" in why:
        return ReviewerError(
            f"there is no repository '{name}' that this token can see.",
            f"Is it spelled as on GitHub? If it is private, the token needs {_RIGHTS}.",
        )
    return ReviewerError(f"'{name}' cannot be read: {why}.", f"The token needs {_RIGHTS}.")


def _leave_out(told: Any) -> Any:  # noqa: ANN401 - GitHub's answer
    if not isinstance(told, dict):
        return told
    return {word: _leave_out(value) for word, value in told.items() if word not in _PERSONAL}
