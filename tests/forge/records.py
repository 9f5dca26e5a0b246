"""This module holds what the fake remembers: accounts, repositories, pull requests and what was said on them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from tests.forge.git import ChangedFile, GitStore, Side

# A value of JSON; its shape is for the descriptions to judge.
Json: TypeAlias = Any
Role = Literal["admin", "write", "triage", "read", "none"]
Permission = Literal["contents", "pull-requests", "issues", "checks", "security-events", "metadata"]
Access = Literal["read", "write", "none"]
RANKS: Mapping[str, int] = {"none": 0, "read": 1, "triage": 2, "write": 3, "admin": 4}


@dataclass
class Rate:
    """How much may still be asked: points of GraphQL, or requests of REST."""

    limit: int = 5000
    used: int = 0
    reset_at: str = "2100-01-01T00:00:00Z"

    @property
    def left(self) -> int:
        """What is left."""
        return max(0, self.limit - self.used)


@dataclass(eq=False)
class Account:
    """A person, an organisation or a bot."""

    id: int
    node_id: str
    login: str
    type: Literal["User", "Bot", "Organization"]


@dataclass(eq=False)
class Token:
    """What a request is signed with: whom it speaks for, what it may do, and where, if not everywhere."""

    account: Account
    permissions: Mapping[Permission, Access]
    repository: str = ""

    @property
    def is_app(self) -> bool:
        """Whether this is the token of an app, as a workflow has it."""
        return self.account.type == "Bot"

    def allows(self, permission: Permission, access: Access) -> bool:
        """Whether a permission was given."""
        given = "read" if permission == "metadata" else self.permissions.get(permission, "none")
        return RANKS[given] >= RANKS[access]


@dataclass(eq=False)
class App:
    """An app that signs with a key of its own, and the token that it is given."""

    account: Account
    public_key: str
    permissions: Mapping[Permission, Access]
    token: str


@dataclass(eq=False)
class Label:
    """A label of a repository."""

    id: int
    node_id: str
    name: str
    color: str = "ededed"
    description: str | None = None


@dataclass(eq=False)
class Reaction:
    """A reaction to a comment, named as in REST (`-1`)."""

    id: int
    node_id: str
    user: Account
    content: str
    created_at: str


@dataclass(eq=False)
class Comment:
    """A comment in the conversation of a pull request, or of an issue. No author: the account is gone."""

    id: int
    node_id: str
    pull: Any
    author: Account | None
    body: str
    created_at: str
    updated_at: str
    reactions: list[Reaction] = field(default_factory=list)


@dataclass(eq=False)
class ReviewComment(Comment):
    """A comment on a line: where it was written, on which commit, and in which review and thread."""

    review: "Review" = field(kw_only=True)
    thread: "Thread" = field(kw_only=True)
    path: str = field(kw_only=True)
    line: int = field(kw_only=True)
    side: Side = field(kw_only=True)
    start_line: int | None = field(kw_only=True)
    start_side: Side | None = field(kw_only=True)
    commit: str = field(kw_only=True)
    hunk: str = field(kw_only=True)


@dataclass(frozen=True)
class Draft:
    """A comment on a line that is about to be written."""

    path: str
    body: str
    line: int
    side: Side = "RIGHT"
    start_line: int | None = None
    start_side: Side | None = None


@dataclass(eq=False)
class Thread:
    """A conversation on a line."""

    node_id: str
    pull: "PullRequest"
    comments: list[ReviewComment] = field(default_factory=list)
    resolved_by: Account | None = None
    is_resolved: bool = False


@dataclass(eq=False)
class Review:
    """A review; `PENDING` ones are seen by their author alone."""

    id: int
    node_id: str
    pull: "PullRequest"
    author: Account | None
    body: str
    state: str
    commit: str
    submitted_at: str | None
    created_at: str


@dataclass(eq=False)
class Event:
    """Something that happened to a pull request, named as in GraphQL (`LABELED_EVENT`)."""

    id: int
    node_id: str
    kind: str
    pull: "PullRequest"
    actor: Account | None
    created_at: str
    label: Label | None = None
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(eq=False)
class CheckRun:
    """A check run; `fields` are as they were sent."""

    id: int
    node_id: str
    repository: "Repository"
    app: Account
    head_sha: str
    started_at: str
    fields: dict[str, Any]
    annotations: list[dict[str, Any]] = field(default_factory=list)


@dataclass(eq=False)
class Sarif:
    """An uploaded SARIF log."""

    id: str
    commit: str
    ref: str
    log: Any
    status: str = "complete"
    errors: list[str] = field(default_factory=list)


@dataclass(eq=False)
class Repository:
    """A repository and everything in it. `is_deleted` is for forks that went away."""

    id: int
    node_id: str
    full_name: str
    owner: Account
    git: GitStore
    default_branch: str
    is_private: bool
    created_at: str
    parent: "Repository | None" = None
    is_deleted: bool = False
    is_archived: bool = False
    code_scanning: bool = True
    roles: dict[str, Role] = field(default_factory=dict)
    labels: dict[str, Label] = field(default_factory=dict)
    pulls: dict[int, "PullRequest"] = field(default_factory=dict)
    issues: dict[int, "Issue"] = field(default_factory=dict)
    checks: list[CheckRun] = field(default_factory=list)
    sarifs: list[Sarif] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name without the owner."""
        return self.full_name.partition("/")[2]

    def role_of(self, account: Account) -> Role:
        """Return what somebody may do here."""
        if account is self.owner:
            return "admin"
        return self.roles.get(account.login, "none" if self.is_private else "read")


@dataclass(eq=False)
class Team:
    """A team of an organisation, which may be asked for a review."""

    slug: str


@dataclass(eq=False)
class Issue:
    """An issue that is no pull request."""

    id: int
    node_id: str
    number: int
    repository: Repository
    title: str
    body: str | None
    author: Account | None
    created_at: str
    updated_at: str
    state: Literal["open", "closed"] = "open"
    closed_at: str | None = None
    labels: list[Label] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)


@dataclass(eq=False)
class PullRequest:
    """A pull request. Its commits are asked of git each time, so that a push is seen."""

    id: int
    node_id: str
    number: int
    repository: Repository
    head_repository: Repository
    head_ref: str
    base_ref: str
    title: str
    body: str | None
    author: Account | None
    created_at: str
    updated_at: str
    is_draft: bool = False
    state: Literal["open", "closed"] = "open"
    closed_at: str | None = None
    merged_at: str | None = None
    merged_by: Account | None = None
    merge_commit: str | None = None
    labels: list[Label] = field(default_factory=list)
    assignees: list[Account] = field(default_factory=list)
    closes: list[Issue] = field(default_factory=list)
    auto_merge_by: Account | None = None
    comments: list[Comment] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    threads: list[Thread] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    last_head: str = ""

    @property
    def head_sha(self) -> str:
        """The newest commit of the change; the last one known, where its branch is gone."""
        self.last_head = self.head_repository.git.branch(self.head_ref) or self.last_head
        return self.last_head

    @property
    def base_sha(self) -> str:
        """The tip of the branch that the change goes to."""
        return self.repository.git.branch(self.base_ref)

    @property
    def store(self) -> GitStore:
        """Where the commits of both sides can be read."""
        if self.head_repository is self.repository:
            return self.repository.git
        return self.repository.git.beside(self.head_repository.git)

    @property
    def files(self) -> tuple[ChangedFile, ...]:
        """What the change changes."""
        return self.store.changed_files(self.base_sha, self.head_sha)

    def review_comments(self) -> Iterator[ReviewComment]:
        """Yield the comments on lines that everybody may see, in the order in which they were written."""
        seen = (one for thread in self.threads for one in thread.comments if one.review.state != "PENDING")
        yield from sorted(seen, key=lambda one: one.id)
