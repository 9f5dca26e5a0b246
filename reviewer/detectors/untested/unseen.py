"""This module holds whether a test is seen to reach a changed function, and which functions tests are expected for."""

from reviewer.change.behaviour import ChangedFunction
from reviewer.change.late import compile_late
from reviewer.change.syntax.names import descendants
from reviewer.index.view import View

# Doubles, demonstrations and what drives tests are not themselves tested.
_FOR_TESTS = compile_late(
    r"(?:^|[/_.-])(?:tests?|testing|mocks?|fakes?|stubs?|dummy|seeds?|seeders?)(?=[/_.-])"
    r"|(?:[a-z/]|^)(?:Test|Mock|Fake|Stub|Dummy|Seeder)(?![a-z])"
)
_ENTRIES = frozenset({"main", "Main"})


def is_unseen(view: View, function: ChangedFunction) -> bool:
    """Tell whether no test is seen to reach a function, though all of its callers were followed to their end."""
    evidence = view.evidence_of(function)
    return evidence.strength == "uncovered" or (evidence.strength == "not seen" and evidence.complete)


def count_hops(view: View, function: ChangedFunction) -> int | None:
    """Return how many functions stand between a function and its nearest test, or None where no test is seen."""
    return min((link.hops for link in view.evidence_of(function).tests if link.kind != "name"), default=None)


def decides(function: ChangedFunction) -> bool:
    """Tell whether a changed line holds a choice: a branch, a loop, a comparison, a way out by an error."""
    source = function.file.new
    if source is None:
        return False
    kinds = source.kinds
    choices = kinds.ifs | kinds.elifs | kinds.ternaries | kinds.switches | kinds.loops | kinds.handlers | kinds.raises
    choices |= kinds.operators | kinds.arms
    lines = set(function.lines)
    return any(n.type in choices and n.start_point[0] + 1 in lines for n in descendants(function.scope.node))


def is_watched(function: ChangedFunction) -> bool:
    """Tell whether tests are expected: not for the entry of a program, and what draws a page is looked at."""
    if function.file.file_class != "production" or function.scope.name in _ENTRIES:
        return False
    if _FOR_TESTS.search(function.path):
        return False
    may_draw = function.file.language in ("javascript", "tsx")
    return not (may_draw and any(node.type.startswith("jsx_") for node in descendants(function.scope.node)))
