"""This module holds an assertion taken apart: how strictly it compares, and what it looks at."""

import re
from dataclasses import dataclass
from typing import Literal

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import arguments_of, callee_of, squeeze, text_of
from reviewer.change.syntax.source import Source
from reviewer.change.testing.assertions import Assertion

Relation = Literal["equal", "order", "contains", "matches", "truth", "exists", "type", "other"]


@dataclass(frozen=True, slots=True)
class Check:
    """One assertion: its relation, and the texts on its sides without white space (a value, or the expected one)."""

    relation: Relation
    operands: tuple[str, ...]


# By the last name of the chain, in lower case and without dots and underscores; the first row that matches decides.
_RELATIONS: dict[Relation, str] = {
    "exists": r"notnone notnull notnil tobedefined nottobeundefined exists? issome isdefined tonotbenull nottobenil",
    "type": r"isinstance(of)?(type)? instanceof tobeinstanceof tobetypeof istype beoftype kindof isa",
    "truth": r"asserttrue istrue tobetruthy ok true assert!? betrue xctassert assertthat",
    "contains": r"assertin contains?\w* tocontain\w* tomatchobject includes? tohaveproperty elementsmatch "
    r"(starts|ends)with",
    "matches": r"tomatch matches \w*regex\w* match",
    "order": r"\w*(less|greater)\w* atleast atmost \w*almostequals? tobecloseto indelta inepsilon within closeto near",
    "equal": r"\w*equals?(to|values)? asserteq!? tobe toequal tostrictequal \w*same(instance)? areequal \w*eq shouldbe "
    r"exactly len tohavelength hassize toeq be",
}
_TABLE = tuple(
    (relation, compile_late(rf"(?:is|to|should|assert|xctassert|have)?(?:{'|'.join(words.split())})"))
    for relation, words in _RELATIONS.items()
)
_LONGEST_NAME = 60
_PYTHON: dict[str, Relation] = {
    "==": "equal",
    "is": "equal",
    "in": "contains",
    "<": "order",
    ">": "order",
    "<=": "order",
    ">=": "order",
}
_LOOSER: dict[Relation, frozenset[Relation]] = {
    "equal": frozenset({"contains", "matches", "truth", "exists", "type", "order"}),
    "contains": frozenset({"truth", "exists", "type"}),
    "matches": frozenset({"truth", "exists", "type"}),
    "order": frozenset({"truth", "exists", "type"}),
}
_COMPARISON = compile_late(r"===?|>=|<=|(?<![-=<])>(?![>])|(?<!<)<(?![<])")
_OPENING, _CLOSING = "([{", ")]}"


def is_looser(new: Relation, old: Relation) -> bool:
    """Tell whether a relation lets more values pass than another one."""
    return new in _LOOSER.get(old, frozenset())


def read_check(source: Source, assertion: Assertion) -> Check:
    """Take an assertion apart; the relation is `other` where its shape is not known."""
    if not assertion.callee:
        return _read_python(assertion) if source.language == "python" else Check("other", (assertion.text,))
    calls = split_calls(assertion.text)
    if not calls:
        return Check("other", ())
    opening = calls[0][0].rsplit(".", 1)[-1].lower() in ("expect", "assertthat", "assert_that")
    if opening and len(calls) > 1:
        return _read_chain(calls)
    name, given = calls[0][0].rsplit(".", 1)[-1], calls[0][1]
    given = given[1:] if source.language == "go" and given[:1] == ["t"] else given
    if _is_negated(name):
        return Check("other", tuple(given))
    relation = _relate(name)
    if relation == "truth" and given:
        sides = _COMPARISON.split(given[0], maxsplit=1)
        if len(sides) == 2:
            return Check("equal" if "==" in given[0] else "order", tuple(sides))
    return Check(relation, tuple(given))


def _read_chain(calls: list[tuple[str, list[str]]]) -> Check:
    """Read `expect(x).toBe(y)`; of several matchers in a row the one that compares exactly counts."""
    operands = tuple(text for _, given in calls for text in given)
    relations: list[Relation] = ["other" if _is_negated(name) else _relate(name) for name, _ in calls[1:]]
    relation = "equal" if "equal" in relations else relations[-1]
    if relation == "truth":
        sides = _COMPARISON.split(operands[0], maxsplit=1) if operands else []
        if len(sides) == 2:
            return Check("equal" if "==" in operands[0] else "order", tuple(sides))
    return Check(relation, operands)


def _is_negated(name: str) -> bool:
    bare = name.lower()
    return "not" in bare and not re.search(r"not_?\.?(tobe)?(be)?(none|null|nil|undefined)", bare)


def split_calls(text: str) -> list[tuple[str, list[str]]]:
    """Split `a(x).b(y,z)` into its names and arguments: `[("a", ["x"]), (".b", ["y", "z"])]`."""
    calls: list[tuple[str, list[str]]] = []
    at = 0
    while at < len(text):
        start = text.find("(", at)
        if start < 0:
            break
        end, parts = _read_arguments(text, start)
        calls.append((text[at:start], parts))
        at = end + 1
    return calls


def _read_arguments(text: str, start: int) -> tuple[int, list[str]]:
    parts, depth, quote, begin = [], 0, "", start + 1
    at = start
    while at < len(text):
        char = text[at]
        if quote:
            at += char == "\\"
            quote = "" if char == quote else quote
        elif char in "\"'`":
            quote = char
        elif char in _OPENING:
            depth += 1
        elif char in _CLOSING:
            depth -= 1
            if depth == 0:
                break
        elif char == "," and depth == 1:
            parts.append(text[begin:at])
            begin = at + 1
        at += 1
    last = text[begin:at]
    return at, [*parts, last] if last else parts


def _relate(name: str) -> Relation:
    bare = re.sub(r"[_.\s]|<.*>", "", name[:_LONGEST_NAME]).lower()
    return next((relation for relation, pattern in _TABLE if pattern.fullmatch(bare)), "other")


def _read_python(assertion: Assertion) -> Check:
    condition = assertion.node.named_children[0] if assertion.node.named_children else None
    if condition is None:
        return Check("other", ())
    if condition.type == "call" and callee_of(condition) == "isinstance":
        return Check("type", tuple(squeeze(text_of(a)) for a in arguments_of(condition)))
    if condition.type == "comparison_operator":
        sides = tuple(squeeze(text_of(s)) for s in condition.named_children)
        operator = " ".join(c.type for c in condition.children if not c.is_named)
        if operator in ("is not", "!=") and sides[-1] == "None":
            return Check("exists", sides[:1])
        return Check(_PYTHON.get(operator, "other") if len(sides) == 2 else "other", sides)
    text = squeeze(text_of(condition))
    return Check("truth" if re.fullmatch(r"[\w.\[\]'\"]+", text) else "other", (text,))
