"""This module holds how an import of one file by another is written in each language, and where it is put."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from posixpath import dirname, relpath, splitext
from typing import Literal

from reviewer.change.syntax.imports import Import
from reviewer.change.syntax.languages import recognise_language
from reviewer.index.graph import Edge, levels_of
from reviewer.index.revision import Index

Way = Literal["plain", "type", "deferred"]
SCRIPT = ("javascript", "typescript", "tsx")
_IMPORTS = re.compile(r"\s*(return )?import\b(?! typing)")
_PACKAGE = re.compile(r"(?m)^package\s+([\w.]+)")


@dataclass(frozen=True, slots=True)
class Planted:
    """Lines put into a file after line `after`; the import is the one with number `line`."""

    after: int
    line: int
    lines: tuple[str, ...]


class Writer:
    """Writes imports as the files of one revision do. `known` are its edges: they say by which name a file is known."""

    def __init__(self, index: Index, known: Iterable[Edge]) -> None:
        self._index = index
        self._by_target: dict[str, list[Edge]] = {}
        for edge in known:
            self._by_target.setdefault(edge.target, []).append(edge)

    def write(self, source: str, target: str, way: Way = "plain") -> Planted | None:
        """Return the import of a file in another, or None where its form is not known."""
        language = recognise_language(source) or ""
        statement = self._say(language, source, target, way)
        after = self._find_place(source)
        if statement is None or after is None:
            return None
        at = next(n for n, text in enumerate(statement) if _IMPORTS.match(text))
        return Planted(after, after + 1 + at, statement)

    def _say(self, language: str, source: str, target: str, way: Way) -> tuple[str, ...] | None:
        if language == "python":
            return self._say_python(source, target, way)
        if language in SCRIPT:
            return self._say_script(source, target, way)
        if way == "plain" and language == "go":
            name = self._name_by_others(source, target)
            return (f'import _ "{name}"',) if name else None
        if way == "plain" and language in ("java", "kotlin"):
            package = _PACKAGE.search((self._index.read(target) or b"").decode("utf-8", "replace"))
            stem = splitext(target)[0].rpartition("/")[2]
            return (f"import {package[1]}.{stem}{';' if language == 'java' else ''}",) if package else None
        return None

    def _say_python(self, source: str, target: str, way: Way) -> tuple[str, ...] | None:
        name = self._name_by_others(source, target)
        if not name:
            return None
        taken = f"import {name} as planted"
        if way == "type":
            return ("import typing", "if typing.TYPE_CHECKING:", f"    {taken}")
        if way == "deferred":
            return ("def reach_planted():", f"    {taken}", "    return planted")
        return (taken, "PLANTED = planted")

    def _say_script(self, source: str, target: str, way: Way) -> tuple[str, ...] | None:
        own = [i.module for i in self._index.imports(source) if i.module.startswith(".") and not i.dynamic]
        if not own:
            return None
        place = relpath(splitext(target)[0], dirname(source) or ".")
        place = place if place.startswith(".") else f"./{place}"
        suffix = next((s for s in (".js", ".ts", ".tsx", ".mjs") if own[0].endswith(s)), "")
        if suffix and own[0].endswith((".ts", ".tsx")):
            suffix = splitext(target)[1]
        path = f'"{place}{suffix}"'
        if way == "type":
            return (f"import type * as planted from {path};",)
        if way == "deferred":
            return ("export function reachPlanted() {", f"  return import({path});", "}")
        return (f"import * as planted from {path};", "export const plantedNeighbour = planted;")

    def _name_by_others(self, source: str, target: str) -> str:
        """Return the absolute name by which other files import one that are built into the same as the source."""
        unit_of = levels_of(self._index).unit_of
        stem = splitext(target)[0].rpartition("/")[2]
        for edge in self._by_target.get(target, ()):
            for found in self._index.imports(edge.source):
                if found.line != edge.line or found.level or unit_of(edge.source) != unit_of(source):
                    continue
                if not target.endswith((".py", ".pyi")):
                    return found.module
                if found.module.rpartition(".")[2] == stem:
                    return found.module
                if found.module and any(name == stem for name, _ in found.names):
                    return f"{found.module}.{stem}"
        return ""

    def _find_place(self, path: str) -> int | None:
        """Return the line of the first plain import after which another one can stand."""
        source = self._index.source(path)
        if source is None:
            return None
        ends = [_end(i, source.lines) for i in self._index.imports(path) if not (i.deferred or i.guarded or i.dynamic)]
        plain = [end for end in ends if end and source.scope_at(end) is None]
        if plain or recognise_language(path) != "java":
            return plain[-1] if plain else None
        return next((n for n, text in enumerate(source.lines, 1) if text.startswith("package ")), None)


def _end(imported: Import, lines: list[str]) -> int:
    """Return the line on which an import statement ends; that of the bracket around it in Go."""
    first = lines[imported.line - 1]
    if not first[:1].isspace():
        return imported.end_line
    rest = enumerate(lines[imported.line :], imported.line + 1)
    return next((n for n, text in rest if text.startswith((")", "}"))), 0)
