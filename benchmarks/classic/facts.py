"""This module holds what is measured of a change, from its text and from the changes before it alone."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import log2

from changes import Change, FileChange
from words import KINDS, WORD, count_message, is_code, is_fix, is_test, strip_lines

_DAY = 86_400
_YEAR, _MONTH = 365 * _DAY, 30 * _DAY
_NEVER = 9_999.0
_RARE = 5
_INDENT = 4

Facts = dict[str, float]


@dataclass(slots=True)
class _Story:
    """What is known of one file: when it was changed and fixed, and how many lines were taken out or replaced."""

    changes: list[int] = field(default_factory=list)
    fixes: list[int] = field(default_factory=list)
    taken: list[tuple[int, int]] = field(default_factory=list)
    lines: int = 0

    def count(self, times: Sequence[int], now: int, span: int) -> int:
        """Count what happened within a span of time before now; clocks differ, so some of the past seems to come."""
        return sum(0 <= now - time < span for time in times)

    def churn(self, now: int) -> float:
        """Return the share of its lines that a year takes out or replaces."""
        return (sum(lines for time, lines in self.taken if 0 <= now - time < _YEAR) + 1) / (self.lines + 20)


@dataclass(slots=True)
class Memory:
    """What the changes so far have shown of a repository. It knows nothing of who wrote them."""

    files: dict[str, _Story] = field(default_factory=dict)
    folders: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    words: Counter[str] = field(default_factory=Counter)
    pairs: set[tuple[str, str]] = field(default_factory=set)

    def learn(self, change: Change) -> None:
        """Take in a change, after it was measured."""
        fixes = is_fix(change.message)
        for file in change.files:
            folder = self.folders[_folder_of(file)]
            folder[0] += len(file.deleted)
            folder[1] += len(file.added)
            story = self.files.pop(file.old, None) or _Story()
            if file.new:
                self.files[file.new] = story
            story.changes.append(change.time)
            story.fixes += [change.time] if fixes else []
            story.taken.append((change.time, len(file.deleted) + file.hunks))
            story.lines = max(0, story.lines + len(file.added) - len(file.deleted))
            if is_code(file):
                for line in strip_lines(file.added):
                    words = WORD.findall(line)
                    self.words.update(words)
                    self.pairs.update(pairwise(words))

    def churn_of(self, file: FileChange, now: int) -> float:
        """Return the churn of a file; of a new one that of its folder."""
        if file.old in self.files:
            return self.files[file.old].churn(now)
        taken, added = self.folders[_folder_of(file)]
        return (taken + 1) / (added + 50)


def measure(change: Change, memory: Memory) -> Facts:
    """Return every fact of a change."""
    code = [file for file in change.files if is_code(file)]
    return {
        **_measure_size(change, code),
        **count_message(change.message),
        **_measure_code(code, memory),
        **_measure_history(change, code, memory),
    }


def _measure_size(change: Change, code: Sequence[FileChange]) -> Facts:
    tests = [file for file in change.files if is_test(file)]
    touched = [len(file.added) + len(file.deleted) for file in change.files]
    total = sum(touched)
    added, code_added, test_added = (sum(len(f.added) for f in files) for files in (change.files, code, tests))
    return {
        "added": added,
        "deleted": sum(len(file.deleted) for file in change.files),
        "code_added": code_added,
        "code_deleted": sum(len(file.deleted) for file in code),
        "test_added": test_added,
        "files": len(change.files),
        "code_files": len(code),
        "test_files": len(tests),
        "new_files": sum(not file.old for file in change.files),
        "folders": len({_folder_of(file) for file in change.files}),
        "code_folders": len({_folder_of(file) for file in code}),
        "hunks": sum(file.hunks for file in change.files),
        "entropy": -sum(n / total * log2(n / total) for n in touched if n),
        "test_share": test_added / (test_added + code_added + 1),
        "review_days": max(0.0, (change.time - change.written) / _DAY),
    }


def _measure_code(code: Sequence[FileChange], memory: Memory) -> Facts:
    counts: Counter[str] = Counter()
    words: set[str] = set()
    pairs: set[tuple[str, str]] = set()
    indents: list[int] = []
    for file in code:
        for line in strip_lines(file.added):
            counts.update({kind: len(pattern.findall(line)) for kind, pattern in KINDS.items()})
            spread = line.expandtabs(_INDENT)
            indents.append(len(spread) - len(spread.lstrip()))
            found = WORD.findall(line)
            words.update(found)
            pairs.update(pairwise(found))
    return {
        **{kind: counts[kind] for kind in KINDS},
        "code_lines": len(indents),
        "deepest": max(indents, default=0),
        "depth": sum(indents) / len(indents) if indents else 0.0,
        "distinct_words": len(words),
        "new_words": sum(word not in memory.words for word in words),
        "rare_words": sum(0 < memory.words[word] < _RARE for word in words),
        "new_pairs": len(pairs - memory.pairs),
    }


def _measure_history(change: Change, code: Sequence[FileChange], memory: Memory) -> Facts:
    now = change.time
    stories = [memory.files[file.old] for file in change.files if file.old in memory.files]
    known = [(file, memory.files[file.old]) for file in code if file.old in memory.files]
    weights = [(len(file.added) + 1, story.count(story.fixes, now, _YEAR)) for file, story in known]
    fixes = [story.count(story.fixes, now, _YEAR) for story in stories]
    exposed = sum((len(f.added) * 0.8 + f.hunks * 2) * memory.churn_of(f, now) for f in change.files)
    return {
        "most_fixes": max(fixes, default=0),
        "fixes": sum(fixes),
        "code_fixes": sum(w * n for w, n in weights) / (sum(w for w, _ in weights) or 1),
        "changes": sum(story.count(story.changes, now, _YEAR) for story in stories),
        "month_changes": max((story.count(story.changes, now, _MONTH) for _, story in known), default=0),
        "exposure": exposed * 1000,
        "length": sum(story.lines for _, story in known) / (len(known) or 1),
        "idle": sum(max(0, now - story.changes[-1]) / _DAY for _, story in known) / len(known) if known else _NEVER,
    }


def _folder_of(file: FileChange) -> str:
    return file.path.rpartition("/")[0]
