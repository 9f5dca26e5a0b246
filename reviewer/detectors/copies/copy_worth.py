"""This module holds which functions of equal shape are worth a word: boilerplate is alike because it must be."""

from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import decorators_of, squeeze, text_of
from reviewer.change.syntax.outline import parameters_of
from reviewer.change.syntax.tokens import shape_of
from reviewer.detectors.copies.copied_functions import Body

if TYPE_CHECKING:
    from collections.abc import Iterable

_CONSTRUCTORS = frozenset({"__init__", "__new__", "constructor", "init", "initialize", "__construct", "__post_init__"})
# Methods that a language or its libraries ask for, each type anew.
_CONTRACTS = compile_late(
    r"__\w+__|equals|hashCode|toString|compareTo|clone|Equals|GetHashCode|ToString|CompareTo|Dispose|String|Error|"
    r"Less|Len|Swap|Scan|Value|(?:Un)?[Mm]arshal\w*|fmt|eq|hash|cmp|partial_cmp|drop|from|try_from|default|next|"
    r"to_s|to_h|to_json|toJSON|inspect|down|up|<=>|=="
)
_TYPED = frozenset({"go", "java", "rust", "c", "cpp", "csharp", "kotlin", "swift", "scala"})
_DECISIONS = frozenset(
    word
    for line in (
        "if elif elsif else unless for foreach while until loop switch match case when guard try catch except rescue",
        "lambda => -> ? ?? && || and or",
    )
    for word in line.split()
)
_CALLS_WITHOUT_BRACKETS = frozenset({"bash", "ruby"})
# How a script states what it needs (PEP 723).
_ALONE = b"\n# /// script\n"
_EXPORTING = frozenset({"javascript", "typescript", "tsx"})
# Folders whose folders are built one by one.
_PARTS = frozenset({"packages", "apps", "libs", "crates", "plugins", "modules", "services"})
_VERSION = compile_late(r"v?\d+")
_ASIDE = compile_late(r"(?<![a-z])(legacy|deprecated|compat|experimental|old|v\d+|unstable|next)(?![a-z])")


def says_something(body: Body) -> bool:
    """Tell whether a body decides something: it is no table of data, delegation or chain of assignments."""
    if body.scope.name in _CONSTRUCTORS or (body.scope.owner and body.scope.owner.name == body.scope.name):
        return False
    tokens = body.shape.tokens
    calls = {token for token in tokens if token[-1] == "(" and len(token) > 1}
    decisions = sum(token.removesuffix("(") in _DECISIONS for token in tokens)
    literals = sum(token in ("N", "S") for token in tokens)
    least = 1 if body.language in _CALLS_WITHOUT_BRACKETS else 3
    return bool(decisions) and len(calls) + decisions >= least and literals * 3 < len(tokens)


def are_siblings(first: Body, second: Body) -> bool:
    """Tell whether two methods stand in for each other: one name in two types, or a contract of the language."""
    mine, other = (body.scope.name.rpartition(".")[2] for body in (first, second))
    if mine == other and _CONTRACTS.fullmatch(mine):
        return True
    if mine == other and _type_of(first) != _type_of(second):
        return True
    return _overrides(first) and _overrides(second)


def are_variants(first: Body, second: Body) -> bool:
    """Tell whether two functions take parameters of different types, in a language that checks them."""
    if first.language not in _TYPED:
        return False
    return _parameter_types(first) != _parameter_types(second)


def are_forks(first: str, second: str) -> bool:
    """Tell whether one of two paths is kept aside from the other on purpose: another version, a legacy package."""
    if first != second and _VERSION.sub("", first) == _VERSION.sub("", second):
        return True
    return set(_ASIDE.findall(first.lower())) != set(_ASIDE.findall(second.lower()))


def can_share(first: Body, second: Body) -> bool:
    """Tell whether one file may use the other: scripts with their own requirements, or of two folders, run alone."""
    if any(_ALONE in body.source.data[:2000] for body in (first, second)):
        return False
    if "script" not in (first.source.file_class, second.source.file_class):
        return True
    return first.path.rpartition("/")[0] == second.path.rpartition("/")[0]


def is_out_of_reach(path: str, existing: Body) -> bool:
    """Tell whether a function is private to another part of the repository than a path lies in."""
    if _part_of(path) == _part_of(existing.path):
        return False
    start = existing.scope.node.start_byte
    line = existing.source.data[existing.source.data.rfind(b"\n", 0, start) + 1 : start + 200]
    words = line.decode("utf-8", "replace").partition("(")[0].split()
    private = {"java": "private" in words, "rust": "pub" not in words}
    return private.get(existing.language, existing.language in _EXPORTING and "export" not in words)


def _part_of(path: str) -> str:
    """Return the part of a repository that is built by itself, as far as its path tells."""
    before, source, _ = f"/{path}".partition("/src/")
    parts = path.split("/")
    return before if source else "/".join(parts[:2]) if parts[0] in _PARTS else ""


def _type_of(body: Body) -> str:
    receiver = body.scope.name.replace("::", ".").rpartition(".")[0]
    return receiver or (body.scope.owner.symbol if body.scope.owner else "")


def _overrides(body: Body) -> bool:
    scope = body.scope
    owner = scope.owner
    if owner is not None and owner.node.type == "impl_item" and owner.node.child_by_field_name("trait") is not None:
        return True
    marks: Iterable[str] = decorators_of(scope.node, body.source.kinds.decorators)
    head = body.source.data[scope.node.start_byte : scope.node.start_byte + 300].decode("utf-8", "replace")
    words = head.partition("(")[0].split()
    return "override" in words or any(
        squeeze(mark).lower().startswith(("@override", "@typing.override")) for mark in marks
    )


def _parameter_types(body: Body) -> list[str]:
    marks = shape_of(text_of(parameters_of(body.scope.node)), body.language)
    return sorted(token.lstrip(".:") for token in marks.tokens if token[-1].isalnum() and not token.startswith("_"))
