"""This module holds a clone at one revision into which imports are planted, in memory: nothing is written."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from posixpath import dirname

from written_imports import Planted

from reviewer.adapters.files import find_shipped_rules, read_pack
from reviewer.adapters.git.repository import open_repository
from reviewer.app.checking.surroundings import Facts, RepositorySurroundings
from reviewer.app.sources import make_classifier
from reviewer.change.changed import ChangedFile
from reviewer.change.syntax.languages import recognise_language
from reviewer.change.syntax.source import Source
from reviewer.engine.pages.pack import read_rules
from reviewer.index.graph import Edge, Graph, graph_of
from reviewer.index.overlay import Overlay
from reviewer.index.revision import Index
from reviewer.index.view import Surroundings, View
from reviewer.model.change import Change, FileChange, Hunk, Revision, Status
from reviewer.model.rule import Rule
from reviewer.ports import Range

_SETTINGS = "reviewer.toml"


@dataclass(frozen=True)
class Ground:
    """One revision of a clone, and changes of it."""

    name: str
    index: Index
    around: Surroundings

    @property
    def graph(self) -> Graph:
        """The imports of the revision."""
        return graph_of(self.index)

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """Every edge between files of production and scripts."""
        return self.graph.all_edges()

    @cached_property
    def _links(self) -> frozenset[tuple[str, str]]:
        return frozenset((dirname(e.source), dirname(e.target) if "." in e.target else e.target) for e in self.edges)

    def is_imported(self, source: str, target: str) -> bool:
        """Tell whether files of one folder, or of one in it, import files of another."""
        return any(f"{s}/".startswith(f"{source}/") and f"{t}/".startswith(f"{target}/") for s, t in self._links)

    def counts(self, path: str) -> bool:
        """Tell whether a file is part of the product."""
        return path in self.index.paths and self.index.file_class(path) == "production"

    def runs(self, edge: Edge) -> bool:
        """Tell whether an import takes something that runs, by how the text uses it; for TypeScript drops the others.

        What it binds is called, made, extended, rendered or asked for a member.
        """
        source = self.index.source(edge.source)
        found = next((i for i in self.index.imports(edge.source) if i.line == edge.line), None)
        if source is None or found is None:
            return False
        if source.language not in ("typescript", "tsx"):
            return True
        bound = {name for _, name in found.names} | {found.alias}
        names = "|".join(re.escape(name) for name in sorted(bound) if name)
        rest = "\n".join(t for n, t in enumerate(source.lines, 1) if not found.line <= n <= found.end_line)
        return bool(names) and bool(re.search(rf"(?<![.\w])(?:{names})\(|\b(?:new|extends) (?:{names})\b", rest))

    def plant(self, path: str, planted: Planted, settings: str = "") -> View:
        """Return the change that puts lines into a file; `settings` are those of the old revision."""
        old = self.index.source(path)
        if old is None:
            raise ValueError(path)
        lines = [*old.lines[: planted.after], *planted.lines, *old.lines[planted.after :]]
        hunk = Hunk(planted.after, planted.after + 1, (), planted.lines)
        base = Overlay(self.index, [_add(_SETTINGS, settings)]) if settings else self.index
        return self._see([_change(old, path, lines, (hunk,))], base)

    def move(self, path: str, name: str) -> View | None:
        """Return the change that renames a file and re-points its importers, or None where a form is not known."""
        new_path = f"{dirname(path)}/{name}" if dirname(path) else name
        importers = sorted({edge.source for edge in self.edges if edge.target == path})
        if not importers or new_path in self.index.paths or any(e.source == path for e in self._relative(path)):
            return None
        moved = [self._re_point(importer, path, name) for importer in importers]
        old = self.index.source(path)
        files = [file for file in moved if file is not None]
        if old is None or len(files) != len(importers):
            return None
        return self._see([*files, _change(old, new_path, old.lines, ())], self.index)

    def _relative(self, path: str) -> list[Edge]:
        """Edges of a file to itself under another name, which a move would have to mend too."""
        return [edge for edge in self.graph.imports_of(path) if edge.target == path]

    def _re_point(self, importer: str, path: str, name: str) -> ChangedFile | None:
        old = self.index.source(importer)
        places = {e.line for e in self.edges if (e.source, e.target) == (importer, path)}
        found = [i for i in self.index.imports(importer) if i.line in places]
        stem, new = (text.rpartition("/")[2].partition(".")[0] for text in (path, name))
        if old is None or not found or not all(re.search(rf"(^|[./]){stem}(\.[a-z]+)?$", i.module) for i in found):
            return None
        lines, hunks = list(old.lines), []
        modules = {i.module for i in found}
        for place in self.index.imports(importer):
            for number in range(place.line, place.end_line + 1) if place.module in modules else ():
                text = re.sub(rf"(?<![\w]){stem}(?=(\.[a-z]+)?['\"]| import\b|$)", new, lines[number - 1])
                if text != lines[number - 1]:
                    hunks.append(Hunk(number, number, (lines[number - 1],), (text,)))
                    lines[number - 1] = text
        return _change(old, importer, lines, tuple(hunks)) if hunks else None

    def _see(self, files: Sequence[ChangedFile], base: Index) -> View:
        ordered = tuple(sorted(files, key=lambda file: file.path))
        nowhere = Revision("planted", "")
        return View(Change(nowhere, nowhere, tuple(f.change for f in ordered)), ordered, self.around, base)

    def has_rule(self, name: str) -> bool:
        """Tell whether a rule is shipped."""
        return bool(self.rules((name,)))

    def rules(self, names: Sequence[str]) -> tuple[Rule, ...]:
        """Return the shipped rules of some names."""
        return tuple(rule for rule in _read_rules() if rule.id in names)


@contextmanager
def open_ground(clone: Path, revision: str) -> Iterator[Ground]:
    """Open a clone at a revision; its facts are collected when first asked for, and kept nowhere."""
    name = (clone.parent.name if clone.name == "repo" else clone.name).replace("+", "/")
    with open_repository(str(clone)) as repository:
        ends = repository.resolve(Range(revision, revision))
        change = Change(ends.base, ends.head, ())
        classify = make_classifier(repository, ends.head, change, {})
        around = RepositorySurroundings(repository, change, Facts(), classify, lambda _: None)
        yield Ground(name, around.index, around)


@cache
def _read_rules() -> tuple[Rule, ...]:
    return tuple(read_rules(read_pack(find_shipped_rules())))


def _add(path: str, text: str) -> ChangedFile:
    change = FileChange("added", "text", None, path, 0, 0o100644, "", "planted", (Hunk(0, 1, (), (text,)),))
    return ChangedFile(change, None, Source(path, text.encode(), recognise_language(path), "config"))


def _change(old: Source, path: str, lines: Sequence[str], hunks: tuple[Hunk, ...]) -> ChangedFile:
    status: Status = "modified" if old.path == path else "renamed"
    change = FileChange(status, "text", old.path, path, 0o100644, 0o100644, "old", "planted", hunks)
    new = Source(path, "\n".join(lines).encode(), recognise_language(path), old.file_class)
    return ChangedFile(change, old, new)
