"""This module holds how an existing symbol is shown to a reader: its full name, where it stands and who calls it."""

import re
from pathlib import PurePosixPath

from reviewer.index.revision import Index, Site

_MOST_READ = 40
# What fits into a message: a path with its line and its callers, and a name.
_LONGEST_PATH, _LONGEST_NAME = 60, 80


def name_symbol(site: Site, index: Index) -> str:
    """Return the name under which other code reaches a function, as far as its path tells, cut to fit a message."""
    return shorten_name(_name_fully(site, index))


def _name_fully(site: Site, index: Index) -> str:
    path = PurePosixPath(site.path)
    symbol = site.unit.symbol
    if site.language == "python":
        return f"{_module_of(path, index)}.{symbol}"
    if site.language == "go" and path.parent.name and not site.unit.owner:
        return f"{path.parent.name}.{symbol}"
    if site.language == "rust" and "src" in path.parts:
        inside = path.with_suffix("").parts[path.parts.index("src") + 1 :]
        modules = [part for part in inside if part not in ("lib", "main", "mod")]
        return "::".join(["crate", *modules, *symbol.split(".")])
    return symbol


def _module_of(path: PurePosixPath, index: Index) -> str:
    parts = [] if path.stem == "__init__" else [path.stem]
    folder = path.parent
    while folder.name and str(folder / "__init__.py") in index.paths:
        parts.insert(0, folder.name)
        folder = folder.parent
    return ".".join(parts or [path.parent.name])


def place_of(path: str, line: int, callers: int | None = None) -> str:
    """Return a place in words: a path, a line as it is in the head, and how many call what stands there, if known."""
    said = "" if callers is None else f", {callers} caller{'' if callers == 1 else 's'}"
    return f"{shorten_path(path)}:{line}{said}"


def shorten_path(path: str) -> str:
    """Return a path that fits into a message, its end at any rate."""
    return _keep_end(path, _LONGEST_PATH)


def shorten_name(name: str) -> str:
    """Return a dotted name that fits into a message, its last part first of all."""
    return _keep_end(name, _LONGEST_NAME)


def _keep_end(text: str, most: int) -> str:
    return text if len(text) <= most else "…" + text[1 - most :]


def count_callers(site: Site, index: Index) -> int | None:
    """Return how many functions outside of tests call one, or None when its name does not tell, or none is seen."""
    name = site.unit.name
    if len(index.find_definitions(name, site.language)) != 1 or index.count_mentions(name) > 5 * _MOST_READ:
        return None
    mentions = [
        s
        for s in index.find_mentions(name, site.language)
        if s.unit.name != name and s.unit.role == "function" and index.file_class(s.path) in ("production", "script")
    ]
    if len({s.path for s in mentions}) > _MOST_READ:
        return None
    call = re.compile(rf"(?<![\w$]){re.escape(name)}\s*(?:<[^<>()]*>)?!?\(")
    return sum(call.search(read_lines(s, index)) is not None for s in mentions) or None


def read_lines(site: Site, index: Index) -> str:
    """Return the text of a unit."""
    data = index.read(site.path) or b""
    lines = data.split(b"\n")[site.unit.line - 1 : site.unit.end_line]
    return b"\n".join(lines).decode("utf-8", "replace")
