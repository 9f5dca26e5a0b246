"""This module holds the zones of ESLint's `no-restricted-paths`: what files below one place may not import from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from posixpath import join, normpath
from typing import Any

from reviewer.change.patterns import Matches
from reviewer.index.graph import Edge
from reviewer.index.layers.contract import list_texts, quote, speak_of_tests
from reviewer.index.layers.path_globs import has_stars, is_below, match_globs

_MOST_ZONES = 200


@dataclass(frozen=True, slots=True)
class _Zone:
    target: str
    origin: str
    is_target: Matches
    is_origin: Matches
    is_excepted: Matches


def read_zones(options: Mapping[str, Any], folder: str, rule: str) -> tuple[Callable[[Edge], str] | None, bool]:
    """Return the judge of the zones that can be read, and whether they speak of tests."""
    zones = options.get("zones")
    base = options.get("basePath")
    base = base if isinstance(base, str) else "."
    place = "" if base.startswith("/") else _clean(join(folder, base))
    read = [z for zone in _dicts(zones)[:_MOST_ZONES] for z in _read_zone(zone, place)]

    def find_breach(edge: Edge) -> str:
        for zone in read:
            if zone.is_target(edge.source) and zone.is_origin(edge.target) and not zone.is_excepted(edge.target):
                return f"{quote(zone.target)} may not import from {quote(zone.origin)} by {rule}"
        return ""

    return (find_breach if read else None), speak_of_tests(zone.target for zone in read)


def _read_zone(zone: Mapping[str, Any], place: str) -> Sequence[_Zone]:
    targets, origins = list_texts(zone.get("target")), list_texts(zone.get("from"))
    excepted = zone.get("except", [])
    if not isinstance(excepted, list) or len(list_texts(excepted)) != len(excepted):
        return ()
    read: list[_Zone] = []
    for target in targets:
        for origin in origins:
            is_target, is_origin = _match(target, place), _match(origin, place)
            starts = place if has_stars(origin) else _clean(join(place, origin))
            tests = [_match(text, starts) for text in list_texts(excepted)]
            known = [test for test in tests if test is not None]
            if is_target is not None and is_origin is not None and len(known) == len(tests):
                read.append(_Zone(target, origin, is_target, is_origin, _any(known)))
    return read


def _match(text: str, place: str) -> Matches | None:
    if has_stars(text):
        return match_globs(place, [text])
    where = _clean(join(place, text))
    return None if where.startswith("..") else lambda path: is_below(path, where)


def _any(tests: Sequence[Matches]) -> Matches:
    return lambda path: any(test(path) for test in tests)


def _dicts(value: object) -> list[Mapping[str, Any]]:
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def _clean(path: str) -> str:
    clean = normpath(path)
    return "" if clean == "." else clean
