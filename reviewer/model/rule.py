"""This module holds a rule as its page states it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from reviewer.model.change import FileClass
from reviewer.model.finding import Confidence, Severity

RuleStatus = Literal["default", "opt-in", "preview"]
Option = int | float | str | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One way in which a rule can speak: its message template and what differs from the rule's own facts."""

    message: str
    question: str
    severity: Severity
    confidence: Confidence
    status: RuleStatus


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule page without its examples.

    `languages` is empty for a rule that holds in every language; `files` are the classes of file it looks at.
    Exactly one of `queries` (language to tree-sitter query) and `detector` (module name) is set.
    `reverts` says whether it speaks on a change that only restores what was there before.
    `closed_question` is what a second reader is asked about a finding of the rule, to be answered by yes or no; empty
    where its findings need none.
    `cases` maps the case that a hit names to its wording; the unnamed case is the rule's own message.
    """

    id: str
    pack: str
    title: str
    why: str
    question: str
    severity: Severity
    confidence: Confidence
    status: RuleStatus
    since: str
    languages: tuple[str, ...]
    files: tuple[FileClass, ...]
    cases: Mapping[str, Case]
    queries: Mapping[str, str] = field(default_factory=dict)
    detector: str = ""
    options: Mapping[str, Option] = field(default_factory=dict)
    equivalents: tuple[str, ...] = ()
    reverts: Literal["read", "skipped"] = "read"
    origin: str = ""
    closed_question: str = ""
