"""This module holds the records of a curation manifest: what a file or a commit is, and how that is known."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from reviewer.history.provenance.licences import find_licence
from reviewer.history.provenance.lines.stretches import Stretch, count_lines, sum_up
from reviewer.history.provenance.signals import sort_signals
from reviewer.model.provenance import Class, Confidence, Signal, Verdict

_MOST_SIGNALS = 5
_RANK: dict[Confidence, int] = {"high": 2, "medium": 1, "low": 0}


@dataclass(frozen=True, slots=True)
class FileLines:
    """A file of a revision and who wrote its lines; `why` says why that is not known."""

    path: str
    blob: str
    data: bytes | None
    stretches: tuple[Stretch, ...] = ()
    why: str = ""


@dataclass(slots=True)
class Tally:
    """The sums of a manifest: commits, files and lines of each class, and what cannot be decided."""

    commits: Counter[str] = field(default_factory=Counter)
    files: Counter[str] = field(default_factory=Counter)
    lines: Counter[str] = field(default_factory=Counter)
    declared: int = 0
    unread: Counter[str] = field(default_factory=Counter)

    def add(self, file: FileLines) -> None:
        """Count one file."""
        if not file.stretches:
            self.unread[file.why or "empty"] += 1
            return
        counts = count_lines(file.stretches)
        self.files[sum_up(counts)] += 1
        self.lines.update(counts)
        self.declared += _count_declared(file.stretches)

    def describe(self) -> dict[str, object]:
        """Return the sums; undecidable are the lines that nobody declared to be a person's, and unread files."""
        return {
            "commits_by_class": dict(sorted(self.commits.items())),
            "files_by_class": dict(sorted(self.files.items())),
            "lines_by_class": dict(sorted(self.lines.items())),
            "lines_declared_human": self.declared,
            "lines_undecidable": self.lines["human_or_undeclared"] - self.declared,
            "files_unread": dict(sorted(self.unread.items())),
        }


def describe_commit(oid: str, verdict: Verdict) -> dict[str, object]:
    """Return the record of a commit."""
    return {
        "kind": "commit",
        "commit": oid,
        "class": verdict.cls,
        "confidence": verdict.confidence,
        "at_least": verdict.is_lower_bound,
        "declared": verdict.declared,
        "evidence": [describe_signal(signal) for signal in verdict.signals[:_MOST_SIGNALS]],
    }


def describe_file(file: FileLines, verdicts: Mapping[str, Verdict], licences: Mapping[str, str]) -> dict[str, object]:
    """Return the record of a file: the class of its lines together, as sure as the least sure of their commits."""
    counts = count_lines(file.stretches)
    cls: Class | None = sum_up(counts) if file.stretches else None
    behind = dict.fromkeys(stretch.commit for stretch in file.stretches)
    sure = min((verdicts[commit].confidence for commit in behind), key=_RANK.__getitem__, default="low")
    licence, stands = find_licence(file.path, file.data or b"", licences)
    signals = dict.fromkeys(signal for commit in behind for signal in verdicts[commit].signals)
    tools = sorted({stretch.tool for stretch in file.stretches if stretch.tool})
    return {
        "kind": "file",
        "path": file.path,
        "blob": file.blob,
        "sha256": sha256(file.data).hexdigest() if file.data is not None else "",
        "class": cls or "unread",
        "confidence": sure,
        "at_least": cls in ("human_or_undeclared", "ai_assisted", "mixed"),
        "lines": sum(counts.values()),
        "lines_by_class": dict(sorted(counts.items())),
        "lines_declared_human": _count_declared(file.stretches),
        "noted_tools": tools,
        "evidence": [describe_signal(signal) for signal in sort_signals(signals)[:_MOST_SIGNALS]],
        "licence": licence,
        "licence_from": stands,
        "unread": file.why,
    }


def describe_signal(signal: Signal) -> dict[str, str]:
    """Return a signal as a record has it."""
    return {
        "tool": signal.tool,
        "where": signal.where,
        "what": signal.what,
        "implies": signal.implies,
        "strength": signal.strength,
        "source": signal.source,
    }


def _count_declared(stretches: Iterable[Stretch]) -> int:
    return sum(stretch.last - stretch.first + 1 for stretch in stretches if stretch.is_declared_human)
