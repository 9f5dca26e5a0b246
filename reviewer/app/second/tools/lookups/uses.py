"""This module holds the tool that finds where a name is defined, extended and used."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from reviewer.app.second.tools.lookups.mentions import Places, find_lines, find_mention, show_mention, side_of
from reviewer.app.second.tools.placing import show_place
from reviewer.app.second.tools.sight import Refused, Sight
from reviewer.app.second.tools.writing import OTHER_LETTERS, count_of, note_rest, note_withheld, show
from reviewer.change.late import compile_late
from reviewer.change.syntax.languages import recognise_language
from reviewer.change.syntax.outline import Unit
from reviewer.index.revision import COMMON, Site

_NAME = compile_late(r"(?:[A-Za-z_$][\w$]*(?:\.|::|#))*([A-Za-z_$][\w$]*)(?:\(\))?")
# Types whose head says nothing of what they implement.
_WITHOUT_HEADS = ("go", "c")
# Classes that name what they are made of before what they extend.
_WITH_PARAMETERS = ("kotlin", "scala", "csharp")
_OPENS, _FOR = compile_late(r"\b(?:impl|trait)\b"), compile_late(r"\bfor\b")
_UNITS = ("function or file", "functions or files")
_MOST_HEAD, _MOST_ALSO = 8, 4
_MOST_DEFINED, _MOST_EXTENDED, _MOST_USED, _MOST_TESTS, _MOST_OTHERS, _MOST_READ = 10, 12, 25, 6, 4, 30


def find_uses(sight: Sight, *, name: str) -> Iterator[str]:
    """Yield definitions, then classes that name it in their head, then uses: production first, then tests."""
    matched = _NAME.fullmatch(name.strip())
    if matched is None:
        raise Refused(f"'{show(name, 60)}' is no name (search_text takes any words)")
    word, owner = matched[1], matched[0].removesuffix("()").replace("::", ".").replace("#", ".").rpartition(".")[0]
    head = sight.view.head
    sites = head.find_mentions(word)
    known = _find_definitions(sight, word, sites)
    owned = [site for site in known if owner and f".{site.unit.owner}".endswith(f".{owner}")]
    defined, hidden = sight.keep(owned or known, lambda site: site.path)
    shown, withheld = sight.keep(sites, lambda site: site.path)
    yield from _list_definitions(sight, word, defined)
    if not known:
        yield from _list_gone(sight, word)
    if owned and len(known) > len(owned):
        others = count_of(len(known) - len(owned), "more definition")
        yield f"the name has {others} elsewhere; uses are listed by the name alone, whichever is meant"
    heirs = _find_heirs(sight, word, shown)
    yield from _list_heirs(sight, heirs)
    if (count := head.count_mentions(word)) > COMMON:
        yield f"{count:,} places mention {word}: of these only those in changed files are known (see search_text)"
    places = {(site.path, site.unit.line, site.unit.end_line) for site in defined}
    used = [s for s in shown if (s.path, s.unit.line, s.unit.end_line) not in places]
    told = {(site.path, site.unit.line) for site in known} | {(path, unit.line) for path, unit in heirs}
    for where, most in (("code", _MOST_USED), ("tests", _MOST_TESTS), ("other files", _MOST_OTHERS)):
        yield from _list_uses(sight, word, [s for s in used if side_of(sight, s) == where], where, most, told)
    yield from note_withheld(withheld + hidden)
    if not word.isascii():
        yield OTHER_LETTERS


def _list_definitions(sight: Sight, word: str, defined: Sequence[Site]) -> Iterator[str]:
    yield (
        f"{word} is defined in {count_of(len(defined), 'place')}:"
        if defined
        else f"no function, class or constant has the name {word}, unless within a function"
    )
    for site in defined[:_MOST_DEFINED]:
        yield show_place(sight, site.path, site.unit.line, site.unit.owner)
    yield from note_rest(len(defined) - _MOST_DEFINED)


def _list_heirs(sight: Sight, heirs: Sequence[tuple[str, Unit]]) -> Iterator[str]:
    if heirs:
        yield f"extended or implemented by {len(heirs)}:"
    for path, unit in heirs[:_MOST_EXTENDED]:
        yield show_place(sight, path, unit.line)
    yield from note_rest(len(heirs) - _MOST_EXTENDED)


def _list_gone(sight: Sight, word: str) -> Iterator[str]:
    """Yield the definitions that the change took away."""
    languages = {file.language or "" for file in sight.view.files} - {""}
    sites = {s: None for language in sorted(languages) for s in sight.view.base.find_definitions(word, language)}
    gone, withheld = sight.keep(sorted(sites), lambda site: site.path)
    places = [f"{show(site.path)}:{site.unit.line}" for site in gone[:_MOST_DEFINED]]
    if places:
        yield f"before the change it was defined at {', '.join(places)} (old side)"
    yield from note_rest(len(gone) - _MOST_DEFINED)
    yield from note_withheld(withheld)


def _find_definitions(sight: Sight, word: str, sites: Sequence[Site]) -> list[Site]:
    """Return the definitions of a name in every language that writes it."""
    head = sight.view.head
    languages = {site.language for site in sites} or {file.language or "" for file in sight.view.files}
    found = {site: None for language in sorted(languages - {""}) for site in head.find_definitions(word, language)}
    return sorted(found)


def _find_heirs(sight: Sight, word: str, sites: Sequence[Site]) -> list[tuple[str, Unit]]:
    return [
        (path, unit)
        for path in dict.fromkeys(site.path for site in sites if site.unit.role == "module")
        for unit in sight.view.head.outline(path)
        if unit.role == "class" and unit.name != word and _is_heir(sight, path, unit, word)
    ]


def _is_heir(sight: Sight, path: str, unit: Unit, word: str) -> bool:
    """Tell whether the head of a class names another one behind its own name and parameters."""
    language, source = recognise_language(path), sight.view.head.source(path)
    if source is None or language in _WITHOUT_HEADS:
        return False
    text = "\n".join(source.lines[unit.line - 1 : min(unit.end_line, unit.line + _MOST_HEAD)]).partition("{")[0]
    named = rf"(?<![\w$]){re.escape(word)}(?![\w$])"
    if language == "rust":
        return bool(re.search(named, _leave_own_name(text)))
    if language == "python":
        text = unit.parameters
    else:
        text = _leave_brackets(text.partition(unit.name)[2], "<>")
        text = _leave_brackets(text, "()") if language in _WITH_PARAMETERS else text
    return bool(re.search(named, text))


def _leave_own_name(text: str) -> str:
    """Return of the head of a type in Rust what it implements or extends, or nothing."""
    begin = _OPENS.search(text)
    if begin is None:
        return ""
    rest = text[begin.end() :]
    if begin[0] == "trait":
        return rest.partition(":")[2]
    ends = [match.start() for match in _FOR.finditer(rest)]
    return rest[: ends[-1]] if ends else ""


def _leave_brackets(text: str, pair: str) -> str:
    """Return a text without the pair of brackets that it begins with, such as parameters of a type."""
    depth = 0
    for at, sign in enumerate(text.lstrip() if text.lstrip().startswith(pair[0]) else ""):
        depth += (sign == pair[0]) - (sign == pair[1])
        if not depth:
            return text.lstrip()[at + 1 :]
    return text


def _list_uses(sight: Sight, word: str, sites: Sequence[Site], where: str, most: int, told: Places) -> Iterator[str]:
    """Yield places of uses: code before strings and comments; where there are many, one for each file.

    `told` are the lines of definitions and heirs, which are no further uses.
    """
    first = {site.path: site for site in reversed(sites)} if len(sites) > most else {}
    counts = Counter(site.path for site in sites)
    chosen = [site for site in sites if first.get(site.path, site) == site][:_MOST_READ]
    found = [(mention, site) for site in chosen if (mention := find_mention(sight, site, word, told)) is not None]
    number = len(sites) - (len(chosen) - len(found))
    if number:
        yield f"used or mentioned in {where}, in {number:,} {_UNITS[number > 1]}:"
    for (line, _), site in sorted(found, key=lambda item: not item[0][1])[:most]:
        more = f" (and {counts[site.path] - 1} more in this file)" if first and counts[site.path] > 1 else ""
        yield show_mention(sight, site, line) + (more if first else _tell_others(sight, site, word, line, told))
    if first and len(counts) > most:
        yield f"and {count_of(len(counts) - most, 'more file')}"


def _tell_others(sight: Sight, site: Site, word: str, line: int, told: Places) -> str:
    """Return on which other lines a unit has a word, or nothing."""
    others = sorted(n for n in find_lines(sight, site, word) if n != line and (site.path, n) not in told)
    if not others:
        return ""
    rest = f" and {len(others) - _MOST_ALSO} more" if len(others) > _MOST_ALSO else ""
    noun = "lines" if len(others) > 1 else "line"
    return f" (also on {noun} {', '.join(map(str, others[:_MOST_ALSO]))}{rest})"
