"""This module holds the reader of ESLint's settings for the rules about who may import whom.

Settings that name a plugin's rule in a way that is not a literal are passed over, as are YAML and `extends`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from posixpath import dirname
from typing import Any

from reviewer.change.patterns import Matches
from reviewer.index.graph import Edge
from reviewer.index.layers.contract import Contract, list_texts
from reviewer.index.layers.eslint_rules.boundaries import read_boundaries
from reviewer.index.layers.eslint_rules.nx import read_constraints
from reviewer.index.layers.eslint_rules.restricted_paths import read_zones
from reviewer.index.layers.literals import read_literal
from reviewer.index.layers.path_globs import match_globs
from reviewer.index.revision import Index

_Judge = Callable[[Edge], str]
_RULES = {
    "import/no-restricted-paths": "zones",
    "import-x/no-restricted-paths": "zones",
    "boundaries/element-types": "boundaries",
    "boundaries/dependencies": "boundaries",
    "@nx/enforce-module-boundaries": "nx",
    "@nrwl/nx/enforce-module-boundaries": "nx",
}
_OFF = ("off", 0)
_MOST_PARTS, _DEEPEST = 200, 4
_SCRIPTS = (".js", ".jsx", ".ts", ".tsx", ".mjs", ".cjs", ".mts", ".cts", ".vue", ".svelte")


@dataclass(frozen=True, slots=True)
class _Part:
    """What one object of the settings says of a rule: for which files, and how they are judged; None: unknown."""

    files: Matches | None
    ignored: Matches | None
    judge: _Judge | None
    tests: bool = False


def read_eslint(index: Index, path: str, data: bytes) -> Iterator[Contract]:
    """Yield the contracts of a settings file of ESLint, one for each rule that speaks of imports."""
    if not any(rule.rpartition("/")[2].encode() in data for rule in _RULES):
        return
    settings = read_literal(path, data)
    objects = list(_list_objects(settings))[:_MOST_PARTS]
    for rule in _RULES:
        parts = [part for found in objects if (part := _read_part(rule, found, objects, (path, index))) is not None]
        if parts:
            tests = any(part.tests for part in parts)
            yield Contract(rule, path, _judge_last(parts, dirname(path)), tests)


def _judge_last(parts: Sequence[_Part], folder: str) -> _Judge:
    """Return the judge of a rule that several objects set: for each file the last one that speaks of it."""

    def find_breach(edge: Edge) -> str:
        if not edge.source.endswith(_SCRIPTS) or (folder and not edge.source.startswith(f"{folder}/")):
            return ""
        for part in reversed(parts):
            if (part.files is None or part.files(edge.source)) and not (part.ignored and part.ignored(edge.source)):
                return part.judge(edge) if part.judge is not None else ""
        return ""

    return find_breach


def _list_objects(settings: object, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Yield the objects that set rules, in their order."""
    if depth > _DEEPEST:
        return
    if isinstance(settings, list):
        for part in settings:
            yield from _list_objects(part, depth + 1)
    elif isinstance(settings, dict):
        yield settings
        yield from _list_objects(settings.get("overrides"), depth + 1)


def _read_part(
    rule: str, found: Mapping[str, Any], objects: Sequence[Mapping[str, Any]], place: tuple[str, Index]
) -> _Part | None:
    rules = found.get("rules")
    if not isinstance(rules, dict) or rule not in rules:
        return None
    folder = dirname(place[0])
    files = _match_files(found, ("files",), folder)
    ignored = _match_files(found, ("ignores", "excludedFiles"), folder)
    said = rules[rule]
    level = said[0] if isinstance(said, list) and said else said
    options = said[1] if isinstance(said, list) and len(said) > 1 else None
    is_readable = files is not _UNKNOWN and ignored is not _UNKNOWN
    if not is_readable or level in _OFF or not isinstance(options, dict):
        return _Part(_known(files), _known(ignored), None)
    judge, tests = _read_judge(rule, options, objects, place)
    return _Part(_known(files), _known(ignored), judge, tests)


def _read_judge(
    rule: str, options: Mapping[str, Any], objects: Sequence[Mapping[str, Any]], place: tuple[str, Index]
) -> tuple[_Judge | None, bool]:
    path, index = place
    if _RULES[rule] == "zones":
        return read_zones(options, dirname(path), rule)
    if _RULES[rule] == "nx":
        return read_constraints(options, index), False
    settings = [s for found in objects if isinstance(s := found.get("settings"), dict)]
    elements = [s["boundaries/elements"] for s in settings if "boundaries/elements" in s]
    return read_boundaries(options, elements[-1] if elements else None, dirname(path), rule)


def _UNKNOWN(_: str) -> bool:  # noqa: N802 - a value: patterns that cannot be read
    return True


def _known(matches: Matches | None) -> Matches | None:
    return None if matches is _UNKNOWN else matches


def _match_files(found: Mapping[str, Any], keys: Sequence[str], folder: str) -> Matches | None:
    """Return the test for the files of an object, None where it speaks of all, `_UNKNOWN` where it cannot be read."""
    said = [found[key] for key in keys if key in found]
    if not said:
        return None
    globs = [text for value in said for text in list_texts(value)]
    complete = all(isinstance(v, str) or (isinstance(v, list) and len(list_texts(v)) == len(v)) for v in said)
    anywhere = [glob for glob in globs if "/" not in glob]
    placed = [glob for glob in globs if "/" in glob]
    one, other = match_globs(folder, placed), match_globs(folder, anywhere, anywhere=True)
    if not complete or one is None or other is None:
        return _UNKNOWN
    return lambda path: one(path) or other(path)
