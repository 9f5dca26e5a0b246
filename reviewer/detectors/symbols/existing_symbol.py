"""This module holds how an existing function is shown to a reader: its full name, and who calls it."""

import re
from pathlib import PurePosixPath

from reviewer.index.revision import Index, Site

_MOST_READ = 40
_ROOTS = re.compile(r"^(?:.*/)?src/main/(?:java|kotlin|scala)/")


def name_symbol(site: Site, index: Index) -> str:
    """Return the name under which other code reaches a function, as far as its path tells."""
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


def count_callers(site: Site, index: Index) -> int | None:
    """Return how many functions outside of tests call one, or None when its name does not tell, or none is seen."""
    name = site.unit.name
    if len(index.find_definitions(name, site.language)) != 1 or index.count_mentions(name) > 5 * _MOST_READ:
        return None
    mentions = [
        s
        for s in index.find_mentions(name, site.language)
        if s != site and s.unit.role == "function" and index.file_class(s.path) in ("production", "script")
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
