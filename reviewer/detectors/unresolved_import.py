"""This module holds the detector of imports that lead nowhere, and of files that still import what is gone."""

from collections.abc import Iterator

from reviewer.change.changed import ChangedFile
from reviewer.change.syntax.imports import Import, find_imports
from reviewer.detectors.packages.left_behind_imports import LANGUAGES, LOOKED_AT, find_left_behind, is_demanded
from reviewer.engine.hit import Hit, Options
from reviewer.index.resolve import resolve_import
from reviewer.index.view import View

# Below this share of readable bytes a missing name may be one that the grammar did not see.
_READABLE = 0.9


def find_in_change(view: View, options: Options) -> Iterator[Hit]:  # noqa: ARG001 - the detectors' shape
    """Yield imports that a change writes or moves and that lead nowhere, then what it left behind."""
    found = [
        hit
        for file in sorted(view.files, key=lambda file: (file.file_class == "test", file.path))
        if file.new is not None and file.language in LANGUAGES and file.file_class in LOOKED_AT
        for hit in _find_new(file, view)
    ]
    # What several files lack alike is said once, and where production code lacks it.
    yield from {(hit.values.get("path", hit.path), hit.key): hit for hit in reversed(found)}.values()
    yield from find_left_behind(view)


def _find_new(file: ChangedFile, view: View) -> Iterator[Hit]:
    source = file.new
    if source is None or source.confidence < _READABLE:
        return
    moved = file.change.old_path != file.change.new_path
    for imported in find_imports(source):
        if not is_demanded(imported, source.language) or not (moved or _is_written(imported, file)):
            continue
        found = resolve_import(view.head, source.path, imported)
        symbol = source.symbol_at(imported.line)
        if found.status == "missing" and _is_caused(imported, "", file, view):
            yield Hit(
                source.path,
                imported.line,
                imported.end_line,
                symbol=symbol,
                values={"module": _spell(imported), "wanted": found.path},
                key=_spell(imported),
            )
        missing = [n for n, s in found.names.items() if s == "missing" and _is_caused(imported, n, file, view)]
        if missing:
            names = ", ".join(f"`{name}`" for name in missing)
            yield Hit(
                source.path,
                imported.line,
                imported.end_line,
                symbol=symbol,
                case="name",
                values={"names": names, "path": found.path, "module": _spell(imported)},
                key=f"{_spell(imported)} {' '.join(missing)}",
            )


def _is_written(imported: Import, file: ChangedFile) -> bool:
    return any(line in file.change.added_lines for line in range(imported.line, imported.end_line + 1))


def _is_caused(imported: Import, name: str, file: ChangedFile, view: View) -> bool:
    """Tell whether the old file did not have the import, or had it and it led somewhere."""
    if file.old is None:
        return True
    for other in find_imports(file.old):
        same = (other.level, other.module) == (imported.level, imported.module)
        if same and (not name or name in dict(other.names)):
            found = resolve_import(view.base, file.old.path, other)
            return found.status == "found" and (not name or found.names[name] == "found")
    return True


def _spell(imported: Import) -> str:
    return "." * imported.level + imported.module
