"""This module holds a change in its repository: both sides of its files, and what may be asked about the rest."""

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from reviewer.change.behaviour import ChangedFunction, find_changed_functions
from reviewer.change.changed import ChangedFile
from reviewer.history.past import History
from reviewer.index.evidence import find_evidence
from reviewer.index.graph import EdgeDelta, Graph, compare_graphs, graph_of
from reviewer.index.graph.targets import READ
from reviewer.index.layers import is_contract_file
from reviewer.index.overlay import Overlay
from reviewer.index.revision import Index
from reviewer.model.change import Change
from reviewer.model.evidence import Coverage, Evidence


class Surroundings(Protocol):
    """What is usual in the repository around a change; each answer is worked out when it is first asked for."""

    def usual_size(self) -> int | None:
        """Return the 95th percentile of added lines of recent changes, or None when there are too few."""

    def is_restoring(self) -> bool:
        """Tell whether the change says of itself that it reverts or re-applies another: nobody wrote this anew."""

    def is_fix(self) -> bool:
        """Tell whether the change says of itself that it repairs something."""

    def said(self) -> tuple[str, ...]:
        """Return what the change says of itself: the text of its pull request, if any, then messages, newest first.

        Strangers wrote it; each text is cut to its first 20,000 characters.
        """

    def summary(self) -> str:
        """Return the one of these texts that speaks for the whole change, or an empty text where none does.

        That is the text of the pull request, the message of the merge, or the message of the only commit.
        """

    def past(self) -> History | None:
        """Return the changes that lead to the old revision, or None where no history is read."""

    def usual_function(self, language: str) -> dict[str, int] | None:
        """Return the 99th percentile of each function metric in the base revision, or None when there are too few."""


@dataclass(frozen=True, eq=False)
class View:
    """What a rule that looks at the whole change is given. Files are ordered by path; `base` is the old revision.

    `trusts_base` tells that the change has no say in what is allowed: settings count as they were before it.
    """

    change: Change
    files: tuple[ChangedFile, ...]
    around: Surroundings
    base: Index
    coverage: Coverage | None = None
    trusts_base: bool = False

    @cached_property
    def head(self) -> Index:
        """The repository as the change leaves it."""
        return Overlay(self.base, self.files)

    @cached_property
    def bound(self) -> Index:
        """The repository as it is to be judged: that of `head`, or its programs among the settings of `base`."""
        return Overlay(self.base, [f for f in self.files if _is_program(f)]) if self.trusts_base else self.head

    @property
    def base_graph(self) -> Graph:
        """The imports between the files of the old revision."""
        return graph_of(self.base)

    @property
    def head_graph(self) -> Graph:
        """The imports between the files as the change leaves them."""
        return graph_of(self.head)

    @cached_property
    def edge_delta(self) -> EdgeDelta:
        """The edges out of changed files that the change adds or takes away."""
        return compare_graphs(self.base_graph, self.head_graph, [file.change for file in self.files])

    @cached_property
    def changed_functions(self) -> tuple[ChangedFunction, ...]:
        """The functions that behave differently after the change, by path and line."""
        return find_changed_functions(self.files)

    def evidence_of(self, function: ChangedFunction) -> Evidence:
        """Return what speaks for a changed function: tests that reach it and what ran; worked out once."""
        place = (function.path, function.line)
        if place not in self._evidence:
            self._evidence[place] = find_evidence(function, self.head, self.coverage)
        return self._evidence[place]

    @cached_property
    def _evidence(self) -> dict[tuple[str, int], Evidence]:
        return {}

    @cached_property
    def by_path(self) -> dict[str, ChangedFile]:
        """Changed files by their new path, or by the old one of a deleted file."""
        return {file.path: file for file in self.files}

    def language_of(self, path: str) -> str | None:
        """Return the language of a changed file."""
        file = self.by_path.get(path)
        return file.language if file else None


def _is_program(file: ChangedFile) -> bool:
    """Tell whether a file has imports to be judged, and is none of those that say what is allowed."""
    paths = [path for path in (file.change.old_path, file.change.new_path) if path is not None]
    return all(path.endswith(READ) and not is_contract_file(path) for path in paths)
