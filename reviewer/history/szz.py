"""This module holds SZZ: from the lines that a fix takes out to the earlier changes that may have brought the mistake.

The variant is R-SZZ: the most recent of the changes that wrote these lines. Among the variants that Rosa et al. (ICSE
2021) compared with what developers say themselves it is the most precise.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from reviewer.change.late import compile_late
from reviewer.change.syntax.imports import find_imports
from reviewer.change.syntax.names import end_line_of, line_of
from reviewer.change.syntax.source import Source
from reviewer.model.change import FileChange
from reviewer.ports import Origin

if TYPE_CHECKING:
    from tree_sitter import Node

Way = Literal["revert", "named", "blame"]

# What no reader of imports knows: C, and calls that stand for an import.
_IMPORT = compile_late(
    r"\s*(?:#\s*(?:include|import|pragma once)\b"
    r"|(?:const|let|var)\s[\w{}\s,:]{1,200}=\s?require\([^()]{1,200}\)[;,]?\s*$)"
)


@dataclass(frozen=True, slots=True)
class Removed:
    """Old lines that a fix takes out of a file: the code of production among them, and all that are not blank."""

    code: frozenset[int]
    written: frozenset[int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A change that wrote lines which a fix takes out: when its author did, and how many of them."""

    commit: str
    when: int
    lines: int


@dataclass(frozen=True, slots=True)
class Culprit:
    """A change that brought what a fix takes out, and how it was found.

    `revert`: the fix takes it back as a whole. `named`: its message names it. `blame`: it wrote what is taken out.
    """

    commit: str
    way: Way


@dataclass(frozen=True, slots=True)
class Suspects:
    """The candidates of a fix, most recent first. `is_cut`: some lines are as old as the clone is deep, or older."""

    candidates: tuple[Candidate, ...] = ()
    is_cut: bool = False

    @property
    def culprits(self) -> tuple[Culprit, ...]:
        """The most recent candidate, where there is one."""
        return tuple(Culprit(candidate.commit, "blame") for candidate in self.candidates[:1])


def find_removed(change: FileChange, old: Source) -> Removed:
    """Return the lines that a change takes out of a file.

    A comment, a docstring, an import or a bracket alone is rarely the mistake.
    """
    written = {line: text for line, text in change.deleted_lines.items() if text.strip()}
    if old.file_class not in ("production", "script"):
        return Removed(frozenset(), frozenset(written))
    idle = _find_idle(old)
    code = {row for row, text in written.items() if row not in idle and not _IMPORT.match(text) and _has_words(text)}
    return Removed(frozenset(code), frozenset(written))


def rank_candidates(origins: Collection[Origin], *, fix: str, opened: int | None = None) -> Suspects:
    """Rank the changes that wrote the lines which a fix takes out.

    A change of after `opened`, when the mistake was reported (seconds since 1970), is no candidate; nor is the commit
    at which the history of a shallow clone ends, since it stands for all that were before.
    """
    known = (o for o in origins if not o.is_boundary and o.commit != fix and (opened is None or o.when <= opened))
    lines = Counter((origin.when, origin.commit) for origin in known)
    ranked = (Candidate(commit, when, lines[when, commit]) for when, commit in sorted(lines, reverse=True))
    return Suspects(tuple(ranked), is_cut=any(origin.is_boundary for origin in origins))


def _has_words(text: str) -> bool:
    return any(sign.isalnum() for sign in text)


def _find_idle(source: Source) -> frozenset[int]:
    """Return the lines that hold a comment, a docstring or an import, and no code beside it."""
    imports = (i for i in find_imports(source) if not (i.dynamic or i.declares))
    idle = {row for found in imports for row in range(found.line, found.end_line + 1)}
    texts = (node for node in source.nodes["strings"] if _stands_alone(node, source))
    for node in (*source.nodes["comments"], *texts):
        before, behind = _read_beside(node, source.data)
        idle.update(range(line_of(node) + bool(before), end_line_of(node) + 1 - bool(behind)))
    return frozenset(idle)


def _read_beside(node: "Node", data: bytes) -> tuple[bytes, bytes]:
    """Return what stands on the first line before a node, and on the last line behind it."""
    start, end = node.start_byte, node.end_byte
    before = data[data.rfind(b"\n", 0, start) + 1 : start]
    stop = end if data[end - 1 : end] == b"\n" else data.find(b"\n", end)
    behind = data[end : stop if stop >= 0 else len(data)]
    return before.strip(), behind.strip()


def _stands_alone(text: "Node", source: Source) -> bool:
    """Tell whether a string is a statement by itself: in Python that is a docstring, or a comment by other means."""
    around = text.parent
    return (
        source.language == "python"
        and around is not None
        and around.type == "expression_statement"
        and around.named_child_count == 1
    )
