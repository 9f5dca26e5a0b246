"""This module holds the tool that finds where a name is defined, extended and used."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from reviewer.app.second.tools.lookups.mentions import find_mention, show_mention, side_of
from reviewer.app.second.tools.placing import show_place
from reviewer.app.second.tools.sight import Refused, Sight
from reviewer.app.second.tools.writing import count_of, note_rest, note_withheld, show
from reviewer.change.late import compile_late
from reviewer.change.syntax.languages import recognise_language
from reviewer.index.revision import COMMON, Site

_NAME = compile_late(r"(?:[A-Za-z_$][\w$]*(?:\.|::|#))*([A-Za-z_$][\w$]*)(?:\(\))?")
# Types whose head says nothing of what they implement.
_WITHOUT_HEADS = ("go", "c")
_MOST_DEFINED, _MOST_EXTENDED, _MOST_USED, _MOST_TESTS, _MOST_OTHERS, _MOST_READ = 10, 12, 25, 6, 4, 30


def find_uses(sight: Sight, *, name: str) -> Iterator[str]:
    """Yield definitions, then classes that name it in their head, then uses: production first, then tests."""
    matched = _NAME.fullmatch(name.strip())
    if matched is None:
        raise Refused(f"'{show(name, 60)}' is no name (search_text takes any words)")
    word, owner = matched[1], matched[0].removesuffix("()").replace("::", ".").replace("#", ".").rpartition(".")[0]
    head = sight.view.head
    sites = head.find_mentions(word)
    defined, hidden = sight.keep(_find_definitions(sight, word, owner, sites), lambda site: site.path)
    shown, withheld = sight.keep(sites, lambda site: site.path)
    yield (
        f"{word} is defined in {count_of(len(defined), 'place')}:"
        if defined
        else f"no function, class or constant has the name {word}"
    )
    for site in defined[:_MOST_DEFINED]:
        yield show_place(sight, site.path, site.unit.line, site.unit.owner)
    yield from note_rest(len(defined) - _MOST_DEFINED)
    yield from _list_heirs(sight, word, shown)
    if (count := head.count_mentions(word)) > COMMON:
        yield f"{count:,} places mention {word}: of these only those in changed files are known (see search_text)"
    places = {(site.path, site.unit.line, site.unit.end_line) for site in defined}
    used = [s for s in shown if (s.path, s.unit.line, s.unit.end_line) not in places]
    for where, most in (("code", _MOST_USED), ("tests", _MOST_TESTS), ("other files", _MOST_OTHERS)):
        yield from _list_uses(sight, word, [s for s in used if side_of(sight, s) == where], where, most)
    yield from note_withheld(withheld + hidden)


def _find_definitions(sight: Sight, word: str, owner: str, sites: Sequence[Site]) -> list[Site]:
    """Return the definitions of a name in every language that writes it; those of an owner if there are any."""
    head = sight.view.head
    languages = {site.language for site in sites} or {file.language or "" for file in sight.view.files}
    found = {site: None for language in sorted(languages - {""}) for site in head.find_definitions(word, language)}
    owned = [site for site in found if owner and f".{site.unit.owner}".endswith(f".{owner}")]
    return sorted(owned or found)


def _list_heirs(sight: Sight, word: str, sites: Sequence[Site]) -> Iterator[str]:
    named = re.compile(rf"(?<![\w$]){re.escape(word)}(?![\w$])")
    heirs = [
        (path, unit)
        for path in dict.fromkeys(site.path for site in sites if site.unit.role == "module")
        for unit in sight.view.head.outline(path)
        if unit.role == "class"
        and unit.name != word
        and named.search(unit.parameters)
        and recognise_language(path) not in _WITHOUT_HEADS
    ]
    if heirs:
        yield f"extended or implemented by {len(heirs)}:"
    for path, unit in heirs[:_MOST_EXTENDED]:
        yield show_place(sight, path, unit.line)
    yield from note_rest(len(heirs) - _MOST_EXTENDED)


def _list_uses(sight: Sight, word: str, sites: Sequence[Site], where: str, most: int) -> Iterator[str]:
    """Yield places of uses: code before strings and comments; where there are many, one for each file."""
    if not sites:
        return
    yield f"used or mentioned in {count_of(len(sites), 'place')} of {where}:"
    first = {site.path: site for site in reversed(sites)} if len(sites) > most else {}
    counts = Counter(site.path for site in sites)
    chosen = [site for site in sites if first.get(site.path, site) == site][:_MOST_READ]
    found = [(mention, site) for site in chosen if (mention := find_mention(sight, site, word)) is not None]
    for (line, _), site in sorted(found, key=lambda item: not item[0][1])[:most]:
        more = f" (and {counts[site.path] - 1} more in this file)" if first and counts[site.path] > 1 else ""
        yield show_mention(sight, site, line) + more
    if first and len(counts) > most:
        yield f"and {count_of(len(counts) - most, 'more file')}"
