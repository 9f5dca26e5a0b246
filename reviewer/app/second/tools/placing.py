"""This module holds places: the file and the function that a model names, and how a place is shown with its code."""

from reviewer.app.second.tools.sight import WITHHELD, Refused, Sight
from reviewer.app.second.tools.writing import show, show_code
from reviewer.change.syntax.source import Scope, Source
from reviewer.index.revision import Index
from reviewer.model.change import Side

_NEAR = 3
# What stands around a definition together with its decorators.
_AROUND = ("decorated_definition", "export_statement")


def index_of(sight: Sight, side: Side) -> Index:
    """Return the revision of a side."""
    return sight.view.head if side == "new" else sight.view.base


def open_file(sight: Sight, path: str, side: Side = "new") -> Source:
    """Return a file of a side, by exactly its path. Raises `Refused` where there is none or it may not be shown."""
    index = index_of(sight, side)
    if path not in index.paths:
        where = _tell_moved(sight, path, side) or _name_near(sight, path, index)
        raise Refused(f"there is no file '{show(path, 120)}' on the {side} side{where}")
    if not sight.shows(path):
        raise Refused(WITHHELD)
    source = index.source(path)
    if source is None or b"\0" in source.data[:8000]:
        raise Refused(f"'{show(path)}' cannot be read as text: it is binary, larger than 1 MB, or not in this clone")
    return source


def place_function(sight: Sight, path: str, line: int) -> tuple[Source, Scope]:
    """Return the file and the innermost named function around a line of the new side. Raises `Refused`."""
    source = open_file(sight, path)
    if source.language is None:
        raise Refused(f"functions of '{show(path)}' are not known: no grammar reads it")
    found = source.function_at(line) or next((s for s in source.functions if _is_around(s, line)), None)
    if found is not None:
        return source, found
    around = source.scope_at(line)
    hint = f"; it belongs to the class {around.symbol} (find_uses tells who uses a class)" if around else ""
    near = sorted(source.functions, key=lambda scope: (abs(scope.line - line), scope.line))[:_NEAR]
    said = ", ".join(f"{scope.symbol} ({scope.line}-{scope.end_line})" for scope in near) or "none"
    raise Refused(f"line {line} of {show(path)} stands in no function{hint}; functions near it: {said}")


def outermost(scope: Scope) -> Scope:
    """Return the function that no other one is around: what the index and the evidence know."""
    found, around = scope, scope.owner
    while around is not None:
        found = around if around.role == "function" else found
        around = around.owner
    return found


def note_local(scope: Scope) -> list[str]:
    """Return a line about a function within another one, where the tools look at the outer one."""
    return [f"{scope.symbol} is local: this is about the function around it"] if outermost(scope) is not scope else []


def head_of(source: Source, scope: Scope) -> str:
    """Return a function as `symbol (path:first-last)`."""
    return f"{scope.symbol} ({source.path}:{scope.line}-{scope.end_line})"


def show_place(sight: Sight, path: str, line: int, symbol: str = "") -> str:
    """Return a place of the new side as `path:line in symbol: code`, with a `+` where the change wrote the line."""
    source = sight.view.head.source(path)
    lines = sight.read_lines(source) if source is not None else []
    code = show_code(lines[line - 1]) if 0 < line <= len(lines) else ""
    return f"{mark_of(sight, path, line)}{path}:{line}{f' in {symbol}' if symbol else ''}: {code}"


def mark_of(sight: Sight, path: str, line: int) -> str:
    """Return the mark of a line of the new side that the change wrote, or nothing."""
    file = sight.view.by_path.get(path)
    return "+ " if file is not None and line in file.change.added_lines else ""


def _is_around(scope: Scope, line: int) -> bool:
    """Tell whether a line is one of the decorators of a function."""
    around = scope.node.parent
    return around is not None and around.type in _AROUND and around.start_point[0] < line <= scope.line


def _tell_moved(sight: Sight, path: str, side: Side) -> str:
    """Return what the change did to a file that only its other side has."""
    change = next((f.change for f in sight.view.files if path in (f.change.old_path, f.change.new_path)), None)
    if change is None or not sight.shows(path):
        return ""
    if change.old_path is None:
        return "; the change adds it"
    if change.new_path is None:
        return "; the change deletes it: read_span shows its old side, and find_uses who still names what it had"
    return f"; the change renames it: {show(change.new_path if side == 'new' else change.old_path)}"


def _name_near(sight: Sight, path: str, index: Index) -> str:
    """Return the paths that end with the same name, which models remember better than folders."""
    name = path.rpartition("/")[2]
    found = sorted(p for p in index.paths if p.rpartition("/")[2] == name) if name else []
    shown = [p for p in found if sight.shows(p)][:_NEAR]
    return f"; paths with this name: {', '.join(map(show, shown))}" if shown else ""
