"""This module holds the edits that stand in many files of a change, equal but for names of locals and literals."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reviewer.change.changed import ChangedFile
from reviewer.change.syntax.imports import find_imports
from reviewer.change.syntax.names import squeeze
from reviewer.change.syntax.tokens import Shape, shape_of
from reviewer.model.change import Hunk

# A hunk with more lines is a feature, and is not compared.
_LONGEST = 60
_MOST_HUNKS = 4_000


@dataclass(frozen=True, slots=True)
class Edit:
    """One hunk of a file: what it takes out and what it puts in, `lines` of code with text of their own."""

    file: ChangedFile
    hunk: Hunk
    old: Shape
    new: Shape
    lines: int

    @property
    def folder(self) -> str:
        """The folder of the file."""
        return self.file.path.rpartition("/")[0]

    @property
    def added(self) -> int:
        """How many tokens the edit adds to those that it takes out."""
        return (Counter(self.new.tokens) - Counter(self.old.tokens)).total()


def find_repeated_edits(files: Sequence[ChangedFile]) -> list[list[Edit]]:
    """Return the families of equal edits, at most one of a file in each; the largest family first."""
    gone = Counter(squeeze(text) for file in files for text in file.change.deleted_lines.values())
    families: dict[tuple[tuple[str, ...], tuple[str, ...]], dict[str, Edit]] = {}
    for count, edit in enumerate(_find_edits(files, gone)):
        if count >= _MOST_HUNKS:
            break
        families.setdefault((edit.old.tokens, edit.new.tokens), {}).setdefault(edit.file.path, edit)
    found = [list(family.values()) for family in families.values() if len(family) > 1]
    return sorted(found, key=lambda f: (-len(f) * f[0].lines, f[0].file.path, f[0].hunk.new_start))


def _find_edits(files: Sequence[ChangedFile], gone: Counter[str]) -> Iterator[Edit]:
    for file in files:
        old, new = file.old, file.new
        if old is None or new is None or new.language is None or file.file_class not in ("production", "script"):
            continue
        imports = {n for i in find_imports(new) for n in range(i.line, i.end_line + 1)}
        for hunk in file.change.hunks:
            if not hunk.added or len(hunk.added) > _LONGEST:
                continue
            own = [t for n, t in enumerate(hunk.added, hunk.new_start) if n not in imports]
            telling = [text for text in own if any(c.isalpha() for c in text)]
            if not telling or all(gone[squeeze(text)] for text in telling):
                continue
            before, after = (shape_of("\n" + "\n".join(lines), new.language) for lines in (hunk.deleted, own))
            yield Edit(file, hunk, before, after, _count_code(telling, new.language))


def _count_code(lines: Sequence[str], language: str) -> int:
    return sum(bool(shape_of(line, language).tokens) for line in lines)
