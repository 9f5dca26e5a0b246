"""This module holds the tool that finds functions which are like another one."""

from collections.abc import Iterable, Iterator
from itertools import chain

from reviewer.app.second.tools.placing import head_of, note_local, outermost, place_function
from reviewer.app.second.tools.sight import Sight
from reviewer.app.second.tools.writing import count_of, note_withheld
from reviewer.change.syntax.outline import body_shape, body_text
from reviewer.change.syntax.source import Scope, Source
from reviewer.detectors.copies.likeness import Likeness, Reading, compare_functions
from reviewer.detectors.copies.similar_functions import Candidate, Search
from reviewer.index.revision import Site

_LEAST_TOKENS = 12
_MOST_SITES, _MOST_SHOWN = 12, 6
# Functions whose sizes differ by more do not do the same; those with less in common are not alike.
_LEAST_SIZE, _LEAST_SHARED = 0.3, 0.3
# What is alike has so much code in common, or less of it and more of its names.
_MANY_RUNS, _LEAST_RUNS, _MANY_NAMES = 0.35, 0.2, 0.4


def find_similar(sight: Sight, *, path: str, line: int) -> Iterator[str]:
    """Yield the functions that have most in common with the one at a place, measured on the bodies themselves."""
    source, inner = place_function(sight, path, line)
    scope = outermost(inner)
    yield from note_local(inner)
    reading = Reading(body_shape(scope, source))
    size = len(reading.shape.tokens)
    yield f"{head_of(source, scope)}, {count_of(size, 'token')}"
    if size < _LEAST_TOKENS:
        yield "its body is too small to be recognised"
        return
    search = Search(sight.view)
    found = _measure(_find_candidates(search, source, scope, reading), reading, search)
    shown, withheld = sight.keep(found, lambda pair: pair[1].source.path)
    for likeness, candidate in shown[:_MOST_SHOWN]:
        tokens = count_of(len(candidate.reading.shape.tokens), "token")
        yield f"{head_of(candidate.source, candidate.scope)}, {tokens}: {_tell(likeness)}"
    if not shown:
        yield "no function of the repository is like it"
    yield from note_withheld(withheld)


def _find_candidates(search: Search, source: Source, scope: Scope, reading: Reading) -> Iterator[Candidate]:
    language, head = source.language or "", search.view.head
    alike = search.find_candidates(reading, language, _LEAST_SIZE, body_text(scope, source))
    sites: Iterable[Site] = chain(
        head.find_bodies(reading.shape.hash, language)[:_MOST_SITES],
        head.find_similar(sorted(reading.words), language, _MOST_SITES, least=_LEAST_SHARED),
    )
    kinds = {"production", "script", head.file_class(source.path)}
    sites = (site for site in sites if head.file_class(site.path) in kinds)
    seen = {(source.path, scope.line)}
    for candidate in chain(alike, (found for site in sites if (found := search.read_candidate(site)))):
        place = (candidate.source.path, candidate.scope.line)
        if place not in seen and not candidate.is_gone:
            seen.add(place)
            yield candidate


def _measure(candidates: Iterable[Candidate], reading: Reading, search: Search) -> list[tuple[Likeness, Candidate]]:
    pairs = ((compare_functions(reading, found.reading, search.weigh), found) for found in candidates)
    alike = [pair for pair in pairs if _is_alike(pair[0])]
    return sorted(alike, key=lambda pair: (-pair[0].runs - pair[0].names, pair[1].source.path, pair[1].scope.line))


def _is_alike(likeness: Likeness) -> bool:
    return likeness.runs >= _MANY_RUNS or (likeness.runs >= _LEAST_RUNS and likeness.names >= _MANY_NAMES)


def _tell(likeness: Likeness) -> str:
    said = f"{likeness.runs:.0%} of the code of both is the same but for local names"
    words = f", {likeness.common} of {likeness.all} names and literals are common" if likeness.all else ""
    return said + words
