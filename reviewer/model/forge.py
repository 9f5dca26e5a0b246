"""This module holds what a forge such as GitHub knows of a pull request, and what may be written there."""

from dataclasses import dataclass
from typing import Literal

Conclusion = Literal["success", "neutral", "failure", "action_required"]


@dataclass(frozen=True, slots=True)
class PullRequest:
    """A pull request as the forge has it now. `head` and `base` are ids of commits; `base` is the tip of its branch.

    `source` and `target` are the names of repositories (`owner/name`); `source` is empty where the fork is gone.
    `base_branch` is where the change goes to. `title` and `body` are what its author says of it.
    """

    number: int
    head: str
    base: str
    base_branch: str
    is_to_default: bool
    source: str
    target: str
    is_open: bool
    labels: tuple[str, ...] = ()
    title: str = ""
    body: str = ""

    @property
    def is_from_fork(self) -> bool:
        """Whether the change comes from another repository than the one it goes to."""
        return self.source != self.target


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment: who wrote it, whether that was us, its Markdown, and when it was written (ISO 8601).

    `disliked_by` are those who gave it a 👎.
    """

    id: int
    author: str
    is_ours: bool
    body: str
    disliked_by: tuple[str, ...] = ()
    when: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation on a line; the first remark began it. `resolved_by` is empty while it is open."""

    id: str
    is_resolved: bool
    resolved_by: str
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Labelling:
    """Who put a label on a pull request, and when (ISO 8601)."""

    label: str
    by: str
    when: str


@dataclass(frozen=True, slots=True)
class Talk:
    """What was said on a pull request, in order. `we` is the login under which we write."""

    we: str
    remarks: tuple[Remark, ...] = ()
    threads: tuple[Thread, ...] = ()
    labellings: tuple[Labelling, ...] = ()


@dataclass(frozen=True, slots=True)
class LineComment:
    """A comment to be written on a line of a change; `side` says which revision `path` and `line` are of."""

    path: str
    line: int
    side: Literal["old", "new"]
    body: str


@dataclass(frozen=True, slots=True)
class Annotation:
    """A note beside lines of the new revision, in plain text."""

    path: str
    line: int
    end_line: int
    level: Literal["notice", "warning", "failure"]
    title: str
    message: str


@dataclass(frozen=True, slots=True)
class CheckRun:
    """The result that stands beside a commit. `key` names what it was made of: an equal one need not be written."""

    name: str
    commit: str
    key: str
    conclusion: Conclusion
    title: str
    summary: str
    annotations: tuple[Annotation, ...] = ()
