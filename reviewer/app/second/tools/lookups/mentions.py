"""This module holds where in a unit a word stands."""

import re
from collections.abc import Iterator, Set

from reviewer.app.second.tools.placing import show_place
from reviewer.app.second.tools.sight import Sight
from reviewer.app.second.tools.words import stands_in_code
from reviewer.index.revision import Site
from reviewer.index.testmap.placing import is_test_side
from reviewer.index.testmap.reading import read_source

# Lines of files.
Places = Set[tuple[str, int]]

# Of so many lines the first one with code is looked for.
_MOST_TRIED = 6
_CODE = ("production", "script", "migration")


def find_lines(sight: Sight, site: Site, word: str) -> Iterator[int]:
    """Yield the lines of a unit with a word, code before imports; of a module those outside of its functions."""
    source = sight.view.head.source(site.path)
    if source is None:
        return
    whole = re.compile(rf"(?<![\w$]){re.escape(word)}(?![\w$])")
    reading, unit = read_source(source), site.unit
    rows = [n for n in reading.find_lines(word) if unit.line <= n <= unit.end_line]
    if unit.role == "module":
        inside = [u for u in sight.view.head.outline(site.path) if u.role == "function"]
        rows = [n for n in rows if not any(u.line <= n <= u.end_line for u in inside)]
    rows = [n for n in rows if whole.search(source.line_text(n))]
    yield from sorted(rows, key=lambda n: (n in reading.imports, n))


def side_of(sight: Sight, site: Site) -> str:
    """Return where a unit belongs: `code`, `tests` or `other files`, such as settings."""
    if is_test_side(sight.view.head, site):
        return "tests"
    return "code" if sight.view.head.file_class(site.path) in _CODE else "other files"


def find_mention(sight: Sight, site: Site, word: str, heads: Places = frozenset()) -> tuple[int, bool] | None:
    """Return the first line of a unit that uses a word in code, or else mentions it, and whether it is code.

    `heads` are lines that do not count, such as those of definitions.
    """
    lines = [line for line in find_lines(sight, site, word) if (site.path, line) not in heads]
    coded = next((line for line in lines[:_MOST_TRIED] if _is_code(sight, site.path, line, word)), None)
    return (coded, True) if coded is not None else (lines[0], False) if lines else None


def show_mention(sight: Sight, site: Site, line: int) -> str:
    """Return a line of a unit with its place."""
    return show_place(sight, site.path, line, site.unit.symbol if site.unit.role == "function" else "")


def _is_code(sight: Sight, path: str, line: int, word: str) -> bool:
    source = sight.view.head.source(path)
    return source is not None and bool(stands_in_code(source, line, word))
