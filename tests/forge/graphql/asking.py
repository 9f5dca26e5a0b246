"""This module holds who asks GraphQL for something, and how the fields that many types have are read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.forge.git import Commit
from tests.forge.graphql.costs import Price
from tests.forge.graphql.pages import Page, Thing, fail, take_page
from tests.forge.records import (
    Account,
    CheckRun,
    Comment,
    Event,
    PullRequest,
    Repository,
    Review,
    ReviewComment,
    Thread,
    Token,
)
from tests.forge.rest.routing import Links, Need, meets, refuse_access
from tests.forge.shapes import association_of, page_url
from tests.forge.world import World

_BIGGEST_INT = 2**31 - 1


@dataclass
class Asking:
    """A request to GraphQL, and what it used and broke."""

    world: World
    token: Token
    links: Links
    quirks: Mapping[str, str]
    used: list[str] = field(default_factory=list)
    breaches: list[str] = field(default_factory=list)
    is_write: bool = False
    price: Price = field(default_factory=Price)

    def page(self, things: Sequence[Any], arguments: Mapping[str, Any]) -> Page:
        """Cut a page out of a list."""
        return take_page(things, arguments, is_endless="endless" in self.quirks)

    def require(self, repository: Repository, *needs: Need) -> None:
        """Refuse where one of the permissions is missing."""
        if not all(meets(self.token, repository, need) for need in needs):
            raise fail("FORBIDDEN", refuse_access(self.token))
        self.used += [str(need) for need in needs if str(need) not in self.used]


Field = Callable[[Any, Asking, Mapping[str, Any]], Any]
Fields = dict[str, Field]


@dataclass(frozen=True)
class CommitOf:
    """A commit, or its place in a pull request."""

    commit: Commit
    repository: Repository


def name_type(value: Thing) -> str:
    """Name the type of a value, where a field may hold several."""
    if isinstance(value, Account):
        return value.type
    if isinstance(value, Event):
        return "".join(word.capitalize() for word in value.kind.split("_"))
    names = {
        ReviewComment: "PullRequestReviewComment",
        Comment: "IssueComment",
        Review: "PullRequestReview",
        Thread: "PullRequestReviewThread",
        CommitOf: "Commit",
    }
    return names.get(type(value), type(value).__name__)


def repository_of(node: Thing) -> Repository | None:
    """Return the repository in which a thing is, if it is in one."""
    if isinstance(node, Repository):
        return node
    if isinstance(node, PullRequest | CheckRun):
        return node.repository
    return repository_of(node.pull) if hasattr(node, "pull") else None


def attributes(**names: str) -> Fields:
    """Read fields from the attributes of their source."""

    def read(attribute: str) -> Field:
        return lambda source, _asking, _arguments: getattr(source, attribute)

    return {name: read(attribute) for name, attribute in names.items()}


def short_id(source: Thing, *_: Thing) -> int | None:
    """Read an id as the old field tells it: ids of comments have outgrown the type that this field has."""
    number: int = source.id
    return number if number <= _BIGGEST_INT else None


IDS: Fields = {
    **attributes(id="node_id"),
    "databaseId": short_id,
    "fullDatabaseId": lambda source, *_: str(source.id),
}
TIMES = attributes(createdAt="created_at", updatedAt="updated_at")


def _url_of(source: Thing, asking: Asking, _: Thing) -> str:
    anchors = {ReviewComment: "discussion_r", Comment: "issuecomment-", Review: "pullrequestreview-"}
    pull = source if isinstance(source, PullRequest) else source.pull
    anchor = f"#{anchors[type(source)]}{source.id}" if type(source) in anchors else ""
    return page_url(pull, asking.links) + anchor


SAID: Fields = {
    **IDS,
    **attributes(author="author", body="body", pullRequest="pull", createdAt="created_at"),
    "url": _url_of,
    "viewerDidAuthor": lambda said, asking, _: said.author is asking.token.account,
    "authorAssociation": lambda said, *_: association_of(said.author, repository_of(said) or said.repository),
    "repository": lambda said, *_: repository_of(said),
}


def read_keys(*names: str) -> Fields:
    """Read fields from the keys of their source."""

    def read(name: str) -> Field:
        return lambda source, *_: source[name]

    return {name: read(name) for name in names}


def read_commit(sha: str, pull: PullRequest) -> CommitOf:
    """Read a commit of a pull request."""
    return CommitOf(pull.store.commit(sha), pull.repository)


def list_seen(thread: Thread, asking: Asking) -> list[ReviewComment]:
    """List the comments of a thread that somebody sees: what is not sent yet is seen by its author alone."""
    me = asking.token.account
    return [one for one in thread.comments if one.review.state != "PENDING" or one.author is me]
