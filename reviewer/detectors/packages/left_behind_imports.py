"""This module holds the search for files that still import a module or a name which the change took away."""

from collections.abc import Iterable, Iterator
from posixpath import basename, dirname

from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.syntax.imports import Import, find_imports
from reviewer.change.syntax.names import line_of
from reviewer.engine.hit import Hit
from reviewer.index.resolve import Resolution, resolve_import
from reviewer.index.resolve.resolver import resolver_of
from reviewer.index.view import View
from reviewer.model.finding import Related

LANGUAGES = frozenset({"python", "javascript", "typescript", "tsx"})
LOOKED_AT = frozenset({"production", "test", "script"})
_WORD = compile_late(r"[A-Za-z_$][\w$]*")
_FOLDER_FILES = frozenset({"__init__", "index"})
_MOST_FILES, _MOST_NAMES, _MOST_MODULES, _MOST_SHOWN = 40, 20, 40, 5


def is_demanded(imported: Import, language: str | None) -> bool:
    """Tell whether code fails without an import: not where its failure is caught or only a type checker reads it."""
    if imported.type_only and language == "python":
        return False
    return not imported.guarded or (imported.conditional and imported.deferred)


def find_left_behind(view: View) -> Iterator[Hit]:
    """Yield the modules and names that are gone and that a line which the change left alone still imports."""
    concerned = [f for f in view.files if f.old is not None and f.old.language in LANGUAGES and f.change.old_path]
    for file in concerned[:_MOST_MODULES]:
        if file.change.old_path not in view.head.paths:
            yield from _find_module(file, view)
        elif file.new is not None:
            yield from _find_names(file, view)


def _find_module(file: ChangedFile, view: View) -> Iterator[Hit]:
    gone = file.change.old_path or ""
    importers = [
        Related(path, imported.line, imported.end_line, "", "still imports it")
        for path, imported in _importers(_name_of(gone), file, view)
        if _led_to(gone, path, imported, view)
    ]
    if importers:
        values = {"path": gone, "importers": _list(importers)}
        related = tuple(importers[:_MOST_SHOWN])
        yield Hit(file.path, 1, 1, side="old", case="left-behind", values=values, related=related, key=gone)


def _led_to(gone: str, path: str, imported: Import, view: View) -> bool:
    """Tell whether an import led to a file that is gone, and leads nowhere now."""
    now = resolve_import(view.head, path, imported)
    lost = {name for name, status in now.names.items() if status == "missing"}
    if now.status != "missing" and not lost:
        return False
    before = resolve_import(view.base, path, imported)
    if before.status != "found":
        return False
    if now.status == "missing":
        return before.path in (gone, dirname(gone) if basename(gone).startswith("__init__.") else gone)
    place = dirname(gone) if basename(gone).startswith("__init__.") else gone
    stem = basename(place).partition(".")[0]
    return stem in lost and before.path == dirname(place) and before.names[stem] == "found"


def _find_names(file: ChangedFile, view: View) -> Iterator[Hit]:
    path = file.change.new_path or ""
    before, _ = resolver_of(view.base).offered(file.change.old_path or "")
    after, unsure = resolver_of(view.head).offered(path)
    if unsure:
        return
    for name in sorted(before - after - {"default"})[:_MOST_NAMES]:
        importers = [
            Related(other, imported.line, imported.end_line, "", "still imports it")
            for other, imported in _importers(name, file, view)
            if _lost_name(name, other, imported, file, view)
        ]
        if importers:
            line = _line_of(name, file)
            values = {"name": name, "path": path, "importers": _list(importers)}
            related = tuple(importers[:_MOST_SHOWN])
            yield Hit(file.path, line, line, "old", "", "name-left-behind", values, related, key=name)


def _lost_name(name: str, path: str, imported: Import, file: ChangedFile, view: View) -> bool:
    """Tell whether an import got a name of a file, and gets it no more; by way of another file, where it is defined."""
    if name not in dict(imported.names):
        return False
    now, before = (resolve_import(index, path, imported) for index in (view.head, view.base))
    if _has(now, name) != "missing" or _has(before, name) != "found":
        return False
    return before.path == file.change.old_path or any(s.name == name for s in (file.old.scopes if file.old else ()))


def _has(found: Resolution, name: str) -> str:
    return found.names.get(name, "unknown")


def _importers(word: str, file: ChangedFile, view: View) -> Iterator[tuple[str, Import]]:
    """Yield the imports of files that mention a word, where the change did not write them; the first of each line."""
    sites = view.head.find_mentions(word, (file.old.language if file.old else None) or "") if word else ()
    paths = list(dict.fromkeys(site.path for site in sites if site.path != file.path))
    for path in paths[:_MOST_FILES] if len(paths) <= _MOST_FILES else ():
        other = view.by_path.get(path)
        source = view.head.source(path)
        if source is None or source.file_class not in LOOKED_AT or (other and other.change.old_path != path):
            continue
        written = other.change.added_lines if other else {}
        for imported in find_imports(source):
            lines = range(imported.line, imported.end_line + 1)
            if is_demanded(imported, source.language) and not any(line in written for line in lines):
                yield path, imported


def _name_of(path: str) -> str:
    """Return the word by which an import of a file is surely written: its name, or its folder's."""
    stem = basename(path).partition(".")[0]
    stem = basename(dirname(path)) if stem in _FOLDER_FILES else stem
    return max(_WORD.findall(stem), key=len, default="")


def _line_of(name: str, file: ChangedFile) -> int:
    """Return the old line on which a name was bound."""
    scopes = file.old.scopes if file.old else ()
    defined = next((line_of(s.node) for s in scopes if s.name == name and s.owner is None), 0)
    deleted = file.change.deleted_lines.items()
    return defined or next((line for line, text in sorted(deleted) if name in _WORD.findall(text)), 1)


def _list(importers: Iterable[Related]) -> str:
    paths = list(dict.fromkeys(one.path for one in importers))
    return paths[0] if len(paths) == 1 else f"{paths[0]} and {len(paths) - 1} more"
