"""This module holds the elements of eslint-plugin-boundaries and which of them may import which."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from posixpath import dirname
from typing import Any

from reviewer.change.patterns import Matches
from reviewer.index.graph import Edge
from reviewer.index.layers.contract import list_texts, quote, speak_of_tests
from reviewer.index.layers.path_globs import match_globs

_Settings = Mapping[str, Any]
_MOST, _DEEPEST = 200, 30


@dataclass(frozen=True, slots=True)
class _Element:
    kind: str
    is_folder: bool
    test: Matches


@dataclass(frozen=True, slots=True)
class _Rule:
    """`None` stands for matchers that cannot be read: they may mean anything."""

    origin: Sequence[str] | None
    allow: Sequence[str] | None
    disallow: Sequence[str] | None
    kind: str


def read_boundaries(
    options: _Settings, elements: object, folder: str, rule: str
) -> tuple[Callable[[Edge], str] | None, bool]:
    """Return the judge of the declared elements, and whether they speak of tests; None where one cannot be read."""
    known = [_read_element(element, folder) for element in elements] if isinstance(elements, list) else []
    placed = [element for element in known if element is not None]
    rules = options.get("rules", [])
    read = [_read_rule(said) for said in rules[:_MOST] if isinstance(said, dict)] if isinstance(rules, list) else []
    if not placed or len(placed) != len(known) or not isinstance(rules, list) or len(read) != len(rules):
        return None, False
    default = options.get("default") == "allow"

    def find_breach(edge: Edge) -> str:
        here, there = _find_element(placed, edge.source), _find_element(placed, edge.target)
        if here is None or there is None or here == there:
            return ""
        if _is_allowed(read, default=default, here=here[0], there=there[0], is_type=edge.kind == "type"):
            return ""
        return f"an element {quote(here[0])} may not import {quote(there[0])} by {rule}"

    return find_breach, speak_of_tests(element.kind for element in placed)


def _read_element(element: object, folder: str) -> _Element | None:
    if not isinstance(element, dict) or not isinstance(element.get("type"), str) or "basePattern" in element:
        return None
    mode, patterns = element.get("mode", "folder"), list_texts(element.get("pattern"))
    if mode not in ("folder", "file", "full") or not patterns:
        return None
    ends = [f"{pattern.rstrip('/')}/" if mode == "folder" else pattern for pattern in patterns]
    test = match_globs(folder, ends, anywhere=mode != "full")
    return _Element(element["type"], mode == "folder", test) if test is not None else None


def _find_element(elements: Sequence[_Element], path: str) -> tuple[str, str] | None:
    """Return the type and the place of the one element that a file belongs to; None for none and for several."""
    found = {element.kind: _find_place(element, path) for element in elements if element.test(path)}
    return next(iter(found.items())) if len(found) == 1 else None


def _find_place(element: _Element, path: str) -> str:
    """Return the outermost folder that is the element, or the file itself."""
    place = path
    folder = dirname(path)
    for _ in range(_DEEPEST if element.is_folder else 0):
        if not folder or not element.test(f"{folder}/"):
            break
        place, folder = folder, dirname(folder)
    return place


def _read_rule(said: _Settings) -> _Rule:
    kind = said.get("importKind", "*")
    unread = set(said) - {"from", "allow", "disallow", "message", "importKind"}
    origin = None if unread else _read_matchers(said.get("from", []))
    allow, disallow = _read_matchers(said.get("allow", []), widely=True), _read_matchers(said.get("disallow", []))
    return _Rule(origin, allow, disallow, kind if isinstance(kind, str) else "?")


def _read_matchers(value: object, *, widely: bool = False) -> Sequence[str] | None:
    """Return the types that matchers name, as patterns with stars; None where one says more than a type.

    `widely` leaves out what else it says: the answer then holds at least the types that are meant.
    """
    items = value if isinstance(value, list) else [value]
    types: list[str] = []
    for item in items[:_MOST]:
        inner = item[0] if widely and isinstance(item, list) and item else item
        found = inner["type"] if isinstance(inner, dict) and "type" in inner and (widely or len(inner) == 1) else inner
        texts = list_texts(found) if not isinstance(inner, list) else []
        if not texts or any(text.count("*") > 3 or "{" in text or "!" in text for text in texts):
            return None
        types += texts
    return types


def _is_allowed(rules: Sequence[_Rule], *, default: bool, here: str, there: str, is_type: bool) -> bool:
    allowed = default
    for rule in rules:
        if rule.kind not in ("*", "type" if is_type else "value") and rule.kind != "?":
            continue
        unsure = rule.origin is None or rule.kind == "?"
        if not unsure and not _names(rule.origin, here):
            continue
        if not unsure and rule.disallow is not None and _names(rule.disallow, there):
            allowed = False
        # What cannot be read may allow it.
        if rule.allow is None or _names(rule.allow, there):
            allowed = True
    return allowed


def _names(types: Sequence[str] | None, kind: str) -> bool:
    return any(fnmatchcase(kind, pattern) for pattern in types or ())
