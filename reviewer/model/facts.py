"""This module holds the tables of facts: one class a table, one field a column, and beside each what it says.

The Parquet files, the reading of imports and docs/facts.md are made of these classes. Times are seconds since 1970,
UTC. None is what is unknown, never zero or an empty text. Nothing here is an opinion: what a reader concludes is a
question to these tables.
"""

import types
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Annotated, Literal, NewType, Union, get_args, get_origin, get_type_hints

SCHEMA = "reviewer.facts/1"
# Goes up when a column means something else than before; facts are then made anew from the raw answers.
DEFINITION = 1
LONGEST_BODY = 64 * 1024

Source = Literal["github", "git", "import"]
SOURCES: tuple[Source, ...] = ("github", "git", "import")
# Marks a column that is worked out of the others; it cannot be imported.
DERIVED = "derived"
Time = NewType("Time", int)
Texts = tuple[str, ...]
Numbers = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """One row a pull request (on other forges: merge request, change)."""

    number: Annotated[int, "its number"]
    node: Annotated[str | None, "the forge's own id, which survives a renamed repository"]
    title: Annotated[str, "title"]
    body: Annotated[str | None, "description, at most 65,536 characters"]
    body_cut: Annotated[bool, "whether the description was longer", DERIVED] = False
    state: Annotated[str | None, "`open`, `closed` or `merged`"]
    is_draft: Annotated[bool | None, "whether it is a draft now; `events` tells when it was one"]
    author: Annotated[str | None, "login of its author; unknown where the account is gone"]
    author_kind: Annotated[
        str | None, "kind of account: `user`, `bot`, `mannequin`, `organization`, or `ghost` when gone"
    ]
    author_id: Annotated[int | None, "number of the account, which survives a renamed login"]
    created: Annotated[Time | None, "when it was opened"]
    updated: Annotated[Time | None, "when anything of it last changed"]
    closed: Annotated[Time | None, "when it was closed or merged"]
    merged: Annotated[Time | None, "when it was merged"]
    merged_by: Annotated[str | None, "login of who merged it"]
    merged_by_kind: Annotated[str | None, "kind of that account"]
    merge_commit: Annotated[str | None, "the commit that the base branch got; of a rebase the last one"]
    head_ref: Annotated[str | None, "name of its branch"]
    head: Annotated[str | None, "newest commit of its branch"]
    base_ref: Annotated[str | None, "name of the branch that it goes to"]
    base: Annotated[str | None, "commit of that branch"]
    from_fork: Annotated[bool | None, "whether its branch is in another repository"]
    additions: Annotated[int | None, "added lines, of all files"]
    deletions: Annotated[int | None, "deleted lines, of all files"]
    files: Annotated[int | None, "changed files"]
    labels: Annotated[Texts, "labels"]
    assignees: Annotated[Texts, "logins of those it is assigned to"]
    closes: Annotated[Numbers, "issues that it closes"]
    review_decision: Annotated[str | None, "what the forge's own rules make of its reviews"]
    auto_merge_by: Annotated[str | None, "login of who told the forge to merge it when it may"]
    commits_total: Annotated[int | None, "how many commits it has"]
    kind: Annotated[str, "`fix`, `revert`, `bump` or `other`, by title, labels, branch, closed issues", DERIVED] = (
        "other"
    )
    fix_level: Annotated[
        str | None, "how a fix is known: `issue`, `label`, `conventional`, or probably by its `words`", DERIVED
    ] = None
    reverts: Annotated[Numbers, "pull requests that it says to take back", DERIVED] = ()
    blamed: Annotated[Numbers, "pull requests that it names as taken back, or as the cause", DERIVED] = ()
    culprits: Annotated[Texts, "commits that it names so, as written", DERIVED] = ()
    provenance: Annotated[
        str | None, "who wrote it, people or machines: the class from the table `provenance`", DERIVED
    ] = None
    operators: Annotated[Texts, "logins of people who seem to have started the agent that wrote it", DERIVED] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PullCommit:
    """One row a commit of a pull request's own branch."""

    number: Annotated[int, "the pull request"]
    place: Annotated[int, "1 for the first commit"]
    commit: Annotated[str, "its id"]
    authored: Annotated[Time | None, "when its author wrote it, by the author's own clock"]
    committed: Annotated[Time | None, "when it was committed, by the committer's own clock; not when it was pushed"]
    author_name: Annotated[str | None, "name of its author"]
    author_mail: Annotated[str | None, "mail of its author"]
    author_login: Annotated[str | None, "account of that mail, if any"]
    committer_name: Annotated[str | None, "name of its committer"]
    committer_mail: Annotated[str | None, "mail of its committer"]
    message: Annotated[str, "message, at most 65,536 characters"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One row a submitted review. A pending one is seen by its author alone, and is left out."""

    number: Annotated[int, "the pull request"]
    review: Annotated[int | None, "the review's own number"]
    node: Annotated[str | None, "the forge's own id"]
    state: Annotated[str, "`approved`, `changes_requested`, `commented` or `dismissed`"]
    state_before: Annotated[str | None, "what a dismissed review had been"]
    dismissed: Annotated[Time | None, "when it was dismissed"]
    dismissed_by: Annotated[str | None, "login of who dismissed it"]
    submitted: Annotated[Time | None, "when it was submitted"]
    author: Annotated[str | None, "login of the reviewer"]
    author_kind: Annotated[str | None, "kind of that account"]
    association: Annotated[str | None, "what the reviewer is to the repository, such as `member`"]
    can_push: Annotated[bool | None, "whether the reviewer may push to it"]
    commit: Annotated[str | None, "the commit that was reviewed; fresh when it is the pull request's `head`"]
    body: Annotated[str | None, "what it says, at most 65,536 characters; its remarks on lines are in `remarks`"]
    body_cut: Annotated[bool, "whether it was longer", DERIVED] = False
    reader: Annotated[
        str | None,
        "who read: `human`, `operator`, `author`, `co_author`, `ai_reviewer`, `automation`, `unknown_bot`",
        DERIVED,
    ] = None
    counts: Annotated[bool, "whether it is a review at all: a bot that says it skipped did not read", DERIVED] = True
    why_not: Annotated[str | None, "why it is none", DERIVED] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One row a comment on a pull request, on a line or in its conversation."""

    number: Annotated[int, "the pull request"]
    remark: Annotated[int, "the comment's own number"]
    kind: Annotated[str, "`line` or `conversation`"]
    review: Annotated[int | None, "the review that a comment on a line belongs to"]
    author: Annotated[str | None, "login of its author"]
    author_kind: Annotated[str | None, "kind of that account"]
    author_id: Annotated[int | None, "number of that account"]
    association: Annotated[str | None, "what the author is to the repository"]
    created: Annotated[Time | None, "when it was written"]
    updated: Annotated[Time | None, "when it was last edited; some bots write their review into an old comment"]
    body: Annotated[str | None, "what it says, at most 65,536 characters"]
    body_cut: Annotated[bool, "whether it was longer", DERIVED] = False
    path: Annotated[str | None, "the file"]
    line: Annotated[int | None, "the line, where it still is in the diff"]
    commit: Annotated[str | None, "the commit that it stands on now"]
    original_commit: Annotated[str | None, "the commit that it was written on"]
    answers: Annotated[int | None, "the comment that it answers"]
    app: Annotated[str | None, "name of the app that wrote it in somebody's name"]
    reader: Annotated[str | None, "who wrote it: the same words as in `reviews`", DERIVED] = None
    counts: Annotated[bool, "whether it shows that somebody read", DERIVED] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One row a turn in the life of a pull request."""

    number: Annotated[int, "the pull request"]
    place: Annotated[int, "1 for the first event"]
    kind: Annotated[
        str,
        "`ready_for_review`, `convert_to_draft`, `review_requested`, `review_dismissed`, `head_ref_force_pushed`, "
        "`merged`, `reopened` or `added_to_merge_queue`",
    ]
    happened: Annotated[Time | None, "when"]
    actor: Annotated[str | None, "login of who did it"]
    whom: Annotated[str | None, "login or team that was asked for a review"]
    whom_kind: Annotated[str | None, "`user`, `team`, `bot` or `mannequin`"]
    review: Annotated[int | None, "the review that was dismissed"]
    before: Annotated[str | None, "newest commit before the branch was overwritten"]
    after: Annotated[str | None, "newest commit after it; of a merge the commit that it made"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One row an issue."""

    number: Annotated[int, "its number"]
    title: Annotated[str, "title"]
    state: Annotated[str | None, "`open` or `closed`"]
    reason: Annotated[str | None, "why it was closed, such as `completed` or `not_planned`"]
    author: Annotated[str | None, "login of its author"]
    author_kind: Annotated[str | None, "kind of that account"]
    created: Annotated[Time | None, "when it was opened"]
    updated: Annotated[Time | None, "when anything of it last changed"]
    closed: Annotated[Time | None, "when it was closed"]
    labels: Annotated[Texts, "labels"]
    type: Annotated[str | None, "type, where the forge has types"]
    is_bug: Annotated[bool, "whether a label or the type says that it is about a bug", DERIVED] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MainCommit:
    """One row a commit of the main line: the default branch by first parents. From git alone; see `coverage`."""

    place: Annotated[int, "1 for the oldest in this clone"]
    commit: Annotated[str, "its id"]
    committed: Annotated[Time | None, "when it was committed"]
    author: Annotated[str | None, "name of its author"]
    mail: Annotated[str | None, "mail of its author"]
    co_authors: Annotated[Texts, "further authors, by trailer or by the merged commits, as `Name <mail>`"]
    subject: Annotated[str, "first line of its message"]
    number: Annotated[int | None, "the pull request that brought it; unknown for a direct push"]
    how: Annotated[str | None, "`merge`, `squash`, `rebase`, or `direct`; with a `?` where it is a guess: see below"]
    merged_commits: Annotated[int | None, "commits that a merge brought"]
    kind: Annotated[str, "`fix`, `revert`, `bump` or `other`", DERIVED] = "other"
    fix_level: Annotated[
        str | None, "how a fix is known: `issue`, `label`, `conventional`, or probably by its `words`", DERIVED
    ] = None
    reverts: Annotated[Texts, "commits that it takes back, as written", DERIVED] = ()
    culprits: Annotated[Texts, "commits that it names as the cause of what it fixes, as written", DERIVED] = ()
    blamed: Annotated[Numbers, "pull requests that it names in one of these ways", DERIVED] = ()
    files: Annotated[int | None, "changed files"]
    additions: Annotated[int | None, "added lines, of all files; unknown where contents are missing"]
    deletions: Annotated[int | None, "deleted lines, of all files"]
    reviewable_additions: Annotated[
        int | None, "added lines of files that are read: none generated, vendored or a fixture"
    ]
    reviewable_deletions: Annotated[int | None, "deleted lines of these files"]
    is_automation: Annotated[bool, "whether its author is a bot that writes no code of its own", DERIVED] = False
    provenance: Annotated[
        str | None, "who wrote it, people or machines: the class from the table `provenance`", DERIVED
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """One row a pull request or commit, with who wrote it and how that is known (see `reviewer provenance`)."""

    subject: Annotated[str, "`pull`, `commit` (of a pull request) or `main` (of the main line)"]
    number: Annotated[int | None, "the pull request"]
    commit: Annotated[str | None, "the commit"]
    provenance: Annotated[
        str,
        "`human_or_undeclared`, `ai_assisted`, `ai_authored`, `fully_synthetic`, `mixed`, `automation`, `unknown_bot`",
    ]
    confidence: Annotated[str, "`high`, `medium` or `low`"]
    at_least: Annotated[bool, "whether a machine may have done more than is said: absence proves nothing"]
    declared: Annotated[str | None, "what the author says of it: `human` or `ai`"]
    share_known: Annotated[bool, "false where people and machines wrote it and the lines cannot be told apart"]
    tools: Annotated[Texts, "agents and tools that were recognised"]
    evidence: Annotated[str, "what was seen and where, as a JSON list"]


Row = Pull | PullCommit | Review | Remark | Event | Issue | MainCommit | Provenance
TABLES: Mapping[str, type[Row]] = types.MappingProxyType(
    {
        "pulls": Pull,
        "pull_commits": PullCommit,
        "reviews": Review,
        "remarks": Remark,
        "events": Event,
        "issues": Issue,
        "main": MainCommit,
        "provenance": Provenance,
    }
)
# What names a row.
KEYS: Mapping[str, Texts] = types.MappingProxyType(
    {
        "pulls": ("number",),
        "pull_commits": ("number", "place"),
        "reviews": ("number", "review"),
        "remarks": ("number", "kind", "remark"),
        "events": ("number", "place"),
        "issues": ("number",),
        "main": ("place",),
        "provenance": ("subject", "number", "commit"),
    }
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: name, type, whether it may be unknown, what it says, and whether it is worked out of the others."""

    name: str
    type: Literal["int", "time", "str", "bool", "ints", "strs"]
    optional: bool
    about: str
    derived: bool


def list_columns(table: str) -> tuple[Column, ...]:
    """Return the columns of a table, in their order."""
    row = TABLES[table]
    hints = get_type_hints(row, include_extras=True)
    return tuple(_describe(column.name, hints[column.name]) for column in fields(row))


def _describe(name: str, hint: object) -> Column:
    plain, about, *marks = get_args(hint)
    optional = get_origin(plain) in (Union, types.UnionType)
    inner = next(kind for kind in get_args(plain) if kind is not type(None)) if optional else plain
    kinds = {int: "int", Time: "time", str: "str", bool: "bool", Texts: "strs", Numbers: "ints"}
    return Column(name, kinds[inner], optional, about, bool(marks))  # type: ignore[arg-type]
