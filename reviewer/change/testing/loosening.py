"""This module holds how the assertions of one test lost strictness between base and head."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import squeeze, text_of
from reviewer.change.testing.assertions import Assertion, find_assertions
from reviewer.change.testing.checks import Check, is_looser, read_check
from reviewer.change.testing.pairs import Sited

LooseningKind = Literal["loosened", "relaxed", "literal-with-code"]
_NUMBER = compile_late(r"(?<![\w.])\d[\d_]*(?:\.\d+)?(?:e-?\d+)?")
_LITERAL = compile_late(r"\"[^\"\n]*\"|'[^'\n]*'|(?<![\w.])\d+(?:\.\d+)?(?![\w.])")
_PLAIN = compile_late(r"-?[\d._]+|\"[^\"]*\"|'[^']*'|`[^`]*`|true|false|True|False|null|None|nil|undefined|t|\[\]|\{\}")
# An order in which a larger number lets more pass, and one in which a smaller number does.
_UPPER = compile_late(
    r"<|[lL]ess|at_?most|AtMost|\b(abs|rel|delta|eps|epsilon|tol|tolerance|atol|rtol|within|max\w*)=|\.within\(|InDelta|InEpsilon"
)
_LOWER = compile_late(r">|[gG]reater|at_?least|AtLeast|toBeCloseTo|places=|assertAlmostEqual")
_STRING = compile_late(r"\"[^\"\n]*\"|'[^'\n]*'")
# After these the new assertion contradicts the old one: the behaviour changed, not the strictness.
_EMPTY = frozenset({"0", "0.0", "false", "False", "null", "None", "nil", "undefined", "''", '""', "[]", "{}", "()"})
_CLEARLY = 1.5


@dataclass(frozen=True, slots=True)
class Loosened:
    """An assertion that lets more pass than the one whose place it took."""

    kind: LooseningKind
    before: str
    after: str
    after_line: int


def find_loosened(old: Sited, new: Sited, literals: frozenset[tuple[str, str]]) -> Iterator[Loosened]:
    """Yield what became looser in a test, in the order of the text; `literals` changed in the code as well."""
    gone, come = _differ(old, new)
    if not gone or not come:
        return
    stricter = [read_check(new.source, a) for a in come]
    used: set[int] = set()
    for before in gone:
        was = read_check(old.source, before)
        for index, (after, now) in enumerate(zip(come, stricter, strict=True)):
            kind = _compare(before, was, after, now, literals) if index not in used else None
            if kind is None or (kind == "loosened" and _is_covered(was, now, stricter)):
                continue
            used.add(index)
            yield Loosened(kind, _flat(before), _flat(after), after.line)
            break


def _differ(old: Sited, new: Sited) -> tuple[list[Assertion], list[Assertion]]:
    before = [a for a in find_assertions(old.source, old.test.node) if a.strength in ("exact", "weak")]
    after = [a for a in find_assertions(new.source, new.test.node) if a.strength in ("exact", "weak")]
    left, right = Counter(a.text for a in before), Counter(a.text for a in after)
    return [a for a in before if right[a.text] < left[a.text]], [a for a in after if left[a.text] < right[a.text]]


def _flat(assertion: Assertion) -> str:
    return " ".join(text_of(assertion.node).split())


def _compare(
    before: Assertion, was: Check, after: Assertion, now: Check, literals: frozenset[tuple[str, str]]
) -> LooseningKind | None:
    if is_looser(now.relation, was.relation):
        contradicts = now.relation != "contains" and any(operand in _EMPTY for operand in was.operands)
        return "loosened" if _share_subject(was, now) and not contradicts else None
    if _NUMBER.sub("0", before.text) == _NUMBER.sub("0", after.text):
        if _is_with_code(before, after, literals):
            return "literal-with-code" if was.relation == "equal" else None
        return "relaxed" if _is_relaxed(before.text, after.text) else None
    return "literal-with-code" if was.relation == "equal" and _is_with_code(before, after, literals) else None


def _share_subject(was: Check, now: Check) -> bool:
    subjects = {operand for operand in was.operands if not _PLAIN.fullmatch(operand)}
    if any(operand in subjects for operand in now.operands):
        return True
    # `is_some()` and the like on the very thing that was compared before.
    return now.relation in ("truth", "exists") and any(
        operand.startswith(f"{subject}.") for operand in now.operands for subject in subjects
    )


def _is_covered(was: Check, now: Check, others: list[Check]) -> bool:
    """Tell whether another new assertion still looks closely at the same thing, or at a part of it."""
    subjects = [operand for operand in was.operands if not _PLAIN.fullmatch(operand) and operand in now.operands]
    loose = [o for o in others if is_looser(o.relation, was.relation)]
    if sum(any(s in o.operands for s in subjects) for o in loose) > 1 and now.relation == "contains":
        return True
    return any(
        other is not now
        and not is_looser(other.relation, was.relation)
        and any(s in "".join(other.operands) for s in subjects)
        for other in others
    )


def _is_relaxed(before: str, after: str) -> bool:
    old, new = _NUMBER.findall(before), _NUMBER.findall(after)
    changed = [
        (i, float(a.replace("_", "")), float(b.replace("_", "")))
        for i, (a, b) in enumerate(zip(old, new, strict=True))
        if a != b
    ]
    if len(changed) != 1:
        return False
    index, a, b = changed[0]
    start = [m.start() for m in _NUMBER.finditer(before)][index]
    near = _STRING.sub("", before[:start])[-40:]
    upper, lower = _last(_UPPER, near), _last(_LOWER, near)
    if upper < 0 and lower < 0:
        return False
    return b > a * _CLEARLY if upper > lower else b * _CLEARLY < a


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((m.start() for m in pattern.finditer(text)), default=-1)


def _is_with_code(before: Assertion, after: Assertion, literals: frozenset[tuple[str, str]]) -> bool:
    """Tell whether two assertions differ in one literal, which the change replaced in the code as well."""
    old, new = text_of(before.node), text_of(after.node)
    if not literals or squeeze(_LITERAL.sub("0", old)) != squeeze(_LITERAL.sub("0", new)):
        return False
    changed = [(a, b) for a, b in zip(_LITERAL.findall(old), _LITERAL.findall(new), strict=False) if a != b]
    bare = {(a.strip("\"'"), b.strip("\"'")) for a, b in literals}
    return len(changed) == 1 and all((a.strip("\"'"), b.strip("\"'")) in bare for a, b in changed)
