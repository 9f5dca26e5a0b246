"""This module holds what a tool may see of a change, and how it says that it will not answer."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from reviewer.change.late import compile_late
from reviewer.change.syntax.source import Source
from reviewer.index.view import View
from reviewer.model.finding import Finding
from reviewer.model.review import Review

WITHHELD = "withheld: the settings of this repository do not let it leave the machine"
_HIDDEN = "<redacted>"
_UNSAID = "(what it says is withheld)"
# A word that was cut may be a part of a secret, which nobody knows as one any more.
_CUT_WORD = compile_late(r"(?<!\S)\S*\u2026")
_Item = TypeVar("_Item")


class Refused(Exception):  # noqa: N818 - the field's word: it is an answer and ends nothing
    """A tool does not answer; the sentence says why, and goes to the model."""


@dataclass(frozen=True, slots=True)
class Sight:
    """The change with what may be shown of it. `allows` tells of a path, `redact` takes secrets out of any text."""

    view: View
    review: Review
    allows: Callable[[str], bool]
    redact: Callable[[str], str]
    _lines: dict[Source, list[str]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _ends: dict[str, set[str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def shows(self, path: str) -> bool:
        """Tell whether a path may be shown: whoever moves a withheld file does not lay it open."""
        if not self._ends:
            for file in self.view.files:
                ends = {end for end in (file.change.old_path, file.change.new_path) if end is not None}
                for end in ends:
                    self._ends.setdefault(end, set()).update(ends)
        return all(self.allows(end) for end in {path, *self._ends.get(path, ())})

    def say(self, finding: Finding, text: str) -> str:
        """Return what is said of a finding, if it may be: it may name other files, and hold a part of a secret."""
        return _CUT_WORD.sub("\u2026", self.redact(text)) if self._tells(finding) else _UNSAID

    def _tells(self, finding: Finding) -> bool:
        """Tell whether no file of a finding is withheld, and no secret stands on its lines or what changed there."""
        places = [(related.path, related.line, related.end_line) for related in finding.related]
        places.append((finding.path, finding.line, finding.end_line))
        if not all(self.shows(path) for path, _, _ in places):
            return False
        sides = (self.view.base, self.view.head)
        if not all(self._is_clear(side.source(path), range(a, b + 1)) for path, a, b in places for side in sides):
            return False
        changed = (file for file in self.view.files if finding.path in (file.change.old_path, file.change.new_path))
        return all(
            self._is_clear(file.old, file.change.deleted_lines) and self._is_clear(file.new, file.change.added_lines)
            for file in changed
        )

    def _is_clear(self, source: Source | None, numbers: Iterable[int]) -> bool:
        """Tell whether nothing on some lines of a file is blacked out."""
        if source is None:
            return True
        shown = self.read_lines(source)
        return all(shown[n - 1] == source.lines[n - 1] for n in numbers if n <= len(shown))

    def keep(self, items: Iterable[_Item], path_of: Callable[[_Item], str]) -> tuple[list[_Item], int]:
        """Return of some items those whose path may be shown, and how many others there are."""
        known = list(items)
        kept = [item for item in known if self.shows(path_of(item))]
        return kept, len(known) - len(kept)

    def read_lines(self, source: Source) -> list[str]:
        """Return the lines of a file as they may be shown.

        Secrets are looked for in the whole file, because a part of one may not be known as such.
        """
        if source not in self._lines:
            lines = self.redact("\n".join(source.lines)).split("\n")
            if len(lines) != len(source.lines):
                # Nobody knows which line is which: only those that came through as they were are shown.
                left = frozenset(lines)
                lines = [line if line in left else _HIDDEN for line in source.lines]
            self._lines[source] = lines
        return self._lines[source]
