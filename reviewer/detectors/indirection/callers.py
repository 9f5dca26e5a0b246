"""This module holds who calls a function by its name, as far as the index and the text of the callers tell."""

import re

from reviewer.change.late import compile_late
from reviewer.index.revision import Index, Site

# With more mentions than these a function has more callers than anybody would fold it into.
_MOST_READ = 12
_PASSING = compile_late(
    r"^\s*+(?:import|from|export\s*+[{*]|use|using|require|package|\}\s*+from|//|#|\*|/\*|--|\w+,$)"
)


def count_plain_callers(name: str, language: str, own: list[tuple[str, int]], index: Index) -> int | None:
    """Return how many functions and modules outside of tests call a name.

    `own` are the places of definitions that do not count. None where it cannot be known: too many mention the name, or
    somebody passes it on as a value.
    """
    sites = [s for s in index.find_mentions(name, language) if (s.path, s.unit.line) not in own]
    sites = [s for s in sites if s.unit.role in ("function", "module")]
    if not sites and index.count_mentions(name) > _MOST_READ * 10:
        return None
    if len(sites) > _MOST_READ:
        return None
    counts = [_count_calls(site, name, index) for site in sites]
    if None in counts:
        return None
    callers = [
        s for s, n in zip(sites, counts, strict=True) if n and index.file_class(s.path) in ("production", "script")
    ]
    return len(callers)


def _count_calls(site: Site, name: str, index: Index) -> int | None:
    """Return how often a unit calls a name, or None where it does something else with it."""
    data = index.read(site.path)
    if data is None:
        return None
    lines = data.decode("utf-8", "replace").split("\n")
    if site.unit.role == "module":
        inner = [u for u in index.outline(site.path) if u.role == "function"]
        hidden = {n for u in inner for n in range(u.line, u.end_line + 1)}
        rows = [text for n, text in enumerate(lines, 1) if n not in hidden]
    else:
        first = site.unit.line - (0 if site.unit.name == name else 1)
        rows = lines[first : site.unit.end_line]
    word = re.compile(rf"(?<![\w$]){re.escape(name)}(?![\w$])(\s*+(?:<[\w\s,<>]*+>|::<[^>]*+>)?!?\(|\s*=\s*)?")
    count = 0
    for text in rows:
        for match in () if _PASSING.search(text) else word.finditer(text):
            if not (match[1] or "").endswith("("):
                return None
            count += 1
    return count
