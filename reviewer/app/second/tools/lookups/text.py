"""This module holds the tool that finds where words stand: by the index, and not by reading the repository."""

import re
from collections.abc import Iterator, Sequence

from reviewer.app.second.tools.lookups.mentions import find_lines, side_of
from reviewer.app.second.tools.placing import show_place
from reviewer.app.second.tools.sight import Refused, Sight
from reviewer.app.second.tools.writing import count_of, note_rest, note_withheld, show
from reviewer.change.late import compile_late
from reviewer.index.revision import COMMON, Site

_MOST_PLACES, _MOST_PATHS, _MOST_READ, _MOST_SCANNED = 30, 10, 60, 60
_MOST_WORDS = 12
# What the index knows a unit by.
_WORD = compile_late(r"(?:[^\W\d]|\$)[\w$]*|\d{4,}")


def search_text(sight: Sight, *, text: str, path_prefix: str | None) -> Iterator[str]:
    """Yield paths that contain a text, then the places where it stands, or where its words stand together."""
    wanted, prefix = text.strip(), path_prefix or ""
    found = list(dict.fromkeys(_WORD.findall(wanted)))
    # The index knows words by their ASCII letters; the others are looked for where these stand.
    words = [word for word in found if word.isascii()][:_MOST_WORDS]
    if not words and found:
        raise Refused("words with letters beyond a to z are not found: give another word that stands with them")
    if not words:
        raise Refused("there is no word in 'text': give a name, a word, or a number of four digits and more")
    yield from _list_paths(sight, wanted, prefix)
    head = sight.view.head
    counts = {word: head.count_mentions(word) for word in words}
    missing = [word for word, count in counts.items() if not count]
    if missing:
        yield f"no whole name is {', '.join(map(show, missing))}; parts of names are not found"
        return
    rare = sorted((word for word in words if counts[word] <= COMMON), key=lambda word: (counts[word], word))
    if not rare:
        yield from _scan(sight, wanted, prefix)
        return
    sites = [site for site in head.find_mentions(rare[0]) if site.path.startswith(prefix)]
    for word in rare[1:]:
        along = {(s.path, s.unit.line, s.unit.end_line, s.unit.role) for s in head.find_mentions(word)}
        sites = [s for s in sites if (s.path, s.unit.line, s.unit.end_line, s.unit.role) in along]
    shown, withheld = sight.keep(sites, lambda site: site.path)
    sides = ("code", "tests", "other files")
    ordered = sorted(shown, key=lambda site: (sides.index(side_of(sight, site)), site))
    yield from _list_places(sight, wanted, rare[0], ordered)
    yield from note_withheld(withheld)


def _list_paths(sight: Sight, wanted: str, prefix: str) -> Iterator[str]:
    found = sorted(path for path in sight.view.head.paths if wanted in path and path.startswith(prefix))
    shown, _ = sight.keep(found, str)
    if shown:
        yield f"{count_of(len(shown), 'path')}: {', '.join(show(path) for path in shown[:_MOST_PATHS])}"
        yield from note_rest(len(shown) - _MOST_PATHS)


def _list_places(sight: Sight, wanted: str, rarest: str, sites: Sequence[Site]) -> Iterator[str]:
    """Yield lines with the whole text; where there are none, lines with its rarest word."""
    exact: list[tuple[Site, int]] = []
    loose: list[tuple[Site, int]] = []
    for site in sites[:_MOST_READ]:
        source = sight.view.head.source(site.path)
        for line in find_lines(sight, site, rarest):
            is_whole = source is not None and wanted in sight.read_lines(source)[line - 1]
            (exact if is_whole else loose).append((site, line))
    chosen = exact or loose
    if not exact and loose and wanted != rarest:
        yield f"no line has the whole text; lines with '{show(rarest)}' in functions or files that have all its words:"
    if not chosen:
        yield "no line has the text"
    for site, line in chosen[:_MOST_PLACES]:
        yield show_place(sight, site.path, line, site.unit.symbol if site.unit.role == "function" else "")
    yield from note_rest(len(chosen) - _MOST_PLACES)
    if len(sites) > _MOST_READ:
        yield f"{count_of(len(sites) - _MOST_READ, 'more place')} were not read: give a path_prefix"


def _scan(sight: Sight, wanted: str, prefix: str) -> Iterator[str]:
    """Yield lines of the few files under a prefix, for words that are everywhere."""
    if not prefix:
        yield "these words stand in too many places to list: name a rarer one, or give a path_prefix"
        return
    found = sorted(path for path in sight.view.head.paths if path.startswith(prefix))
    shown, withheld = sight.keep(found, str)
    whole = re.compile(rf"(?<![\w$]){re.escape(wanted)}(?![\w$])")
    told = 0
    for path in shown[:_MOST_SCANNED]:
        source = sight.view.head.source(path)
        lines = sight.read_lines(source) if source is not None else []
        rows = [n for n, line in enumerate(lines, 1) if whole.search(line)]
        for line in rows[: _MOST_PLACES - told]:
            yield show_place(sight, path, line)
        told += len(rows)
    yield from note_rest(told - _MOST_PLACES)
    if len(shown) > _MOST_SCANNED:
        yield f"{count_of(len(shown) - _MOST_SCANNED, 'more file')} were not read: give a longer path_prefix"
    yield from note_withheld(withheld)
