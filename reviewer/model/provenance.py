"""This module holds provenance as values: what is known of commits, pull requests and reviews, and who made them."""

from dataclasses import dataclass
from typing import Literal

Class = Literal[
    "human_or_undeclared", "ai_assisted", "ai_authored", "fully_synthetic", "mixed", "automation", "unknown_bot"
]
Reader = Literal["human", "operator", "author", "co_author", "ai_reviewer", "automation", "unknown_bot"]
Strength = Literal["strong", "medium", "weak"]
Confidence = Literal["high", "medium", "low"]
# What a row of the signature table may say of whoever signed so; of bots the lists of logins say the rest.
Sign = Literal[
    "ai_authored",
    "ai_assisted",
    "ai_authored_or_review",
    "ai_review",
    "ai_suggestion_accepted",
    "declared_ai",
    "declared_human",
    "repository_uses_ai",
]
Implied = Literal[Sign, "automation", "unknown_bot"]
Where = Literal[
    "trailer_mail",
    "trailer",
    "author_mail",
    "author_name",
    "subject",
    "body",
    "pull_body",
    "branch",
    "label",
    "event",
    "login",
    "reviewer",
    "review_body",
    "file",
]
LineKind = Literal["human", "ai", "mixed", "unknown"]


@dataclass(frozen=True, slots=True)
class Account:
    """An account of a forge; empty for one that was deleted. `kind` is what the forge says, where it says it."""

    login: str = ""
    kind: Literal["user", "bot", ""] = ""
    id: int | None = None


@dataclass(frozen=True, slots=True)
class CommitText:
    """What a commit says of itself. Logins are empty where only git was asked; `when` is in seconds since 1970."""

    oid: str
    message: str
    author_name: str = ""
    author_mail: str = ""
    author_login: str = ""
    committer_name: str = ""
    committer_mail: str = ""
    when: int = 0


@dataclass(frozen=True, slots=True)
class PullEvent:
    """Something that happened to a pull request: the name that REST has for it, such as `copilot_work_started`."""

    kind: str
    actor: Account = Account()


@dataclass(frozen=True, slots=True)
class PullText:
    """What is known of a pull request.

    `commits` are its own ones, `merge_commit` is what reached the base. `merged` is in seconds since 1970, 0 for one
    that is not merged.
    """

    number: int
    title: str = ""
    body: str = ""
    branch: str = ""
    labels: tuple[str, ...] = ()
    author: Account = Account()
    assignees: tuple[Account, ...] = ()
    commits: tuple[CommitText, ...] = ()
    merge_commit: CommitText | None = None
    merged: int = 0
    events: tuple[PullEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewText:
    """A review as GitHub has it; `inline_comments` counts those that belong to it, `when` is 0 while it is pending.

    A comment in the conversation or on a line is one as well, with the state COMMENTED.
    """

    author: Account = Account()
    state: str = "COMMENTED"
    body: str = ""
    when: int = 0
    commit: str = ""
    inline_comments: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Signal:
    """One thing that says who made something: where it stands, the words themselves, and who vouches for the rule."""

    tool: str
    where: str
    what: str
    implies: Implied
    strength: Strength
    source: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who made a commit or a change, and how that is known.

    `is_lower_bound` tells that a machine may have done more than is said. `declared` is what the author says of it.
    `is_share_known` is false where people and machines share it and nobody can tell the lines apart.
    """

    cls: Class
    confidence: Confidence
    signals: tuple[Signal, ...] = ()
    is_lower_bound: bool = True
    declared: Literal["human", "ai", ""] = ""
    is_share_known: bool = True
    operators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewVerdict:
    """Who read a change. `counts` is false for what is no review; `why` then says so."""

    reader: Reader
    confidence: Confidence
    signals: tuple[Signal, ...] = ()
    counts: bool = True
    why: str = ""

    @property
    def is_independent(self) -> bool:
        """A person who neither wrote the change nor had it written."""
        return self.counts and self.reader == "human"


@dataclass(frozen=True, slots=True, order=True)
class LineRange:
    """Lines of one file, first and last, with who wrote them as a tool noted it."""

    first: int
    last: int
    kind: LineKind
    tool: str = ""
    model: str = ""
    source: str = ""
