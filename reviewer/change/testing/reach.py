"""This module holds whether a test reaches a check beyond its own body: in helpers nearby, inherited or imported."""

import re
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import callee_of, descendants, text_of
from reviewer.change.syntax.source import Scope, Source
from reviewer.change.testing.assertions import find_assertions
from reviewer.change.testing.cases import TestCase

if TYPE_CHECKING:
    from tree_sitter import Node

# What may name a function: an identifier, or PHP's and Ruby's strings and symbols that stand for one.
_NAMING = ("identifier", "name", "string_content", "string_value", "simple_symbol")
_LAST = compile_late(r"[A-Za-z_]\w*(?=\W*$)")
_OWN_METHOD = compile_late(r"^(self|this|\$this|super\(\)|super|parent|self::|static::|\w+\.super)(\.|->|::)?")
# Bases that bring nothing but the framework's own assertions.
_PLAIN_BASE = compile_late(
    r"^(unittest\.)?(IsolatedAsyncio|Simple|Transaction|Live)?(Test|XCTest)?(Case)?$|^(object|Object)$"
)
_TESTER = compile_late(
    r"([tT]est|[cC]ase|[sS]cenario|[sS]pec|[rR]ound_?[tT]rip|[sS]uite|[pP]roperty|[hH]arness|[cC]onformance)"
)
_IMPORT = compile_late(
    r"from\s+(?P<py>[\w.]+)\s+import\s+(?P<pynames>\([^)]{0,4000}\)|[^\n]{0,400})|"
    r"import\s+(?P<jsnames>[^;'\"]{1,4000}?)\s+from\s+['\"](?P<js>[^'\"\n]+)['\"]"
)
_SUPPORT = compile_late(
    r"test|helper|util|support|harness|fixture|conftest|common|shared|asserts?\b|matchers?\b", re.IGNORECASE
)

# What comes with the language or the runner checks nothing by being called.
_FRAMEWORK = compile_late(r"^(unittest|pytest|mock|doctest|test\.support)\b")


def reaches_check(source: Source, test: TestCase) -> bool:
    """Tell whether something that the test calls checks, or may check where this file does not show it."""
    return _reaches(source, test.node) or _calls_unseen(source, test)


def count_calls(source: Source, test: TestCase) -> int:
    """Count the calls in a test's body."""
    kinds = source.kinds.calls
    return sum(n.type in kinds for n in descendants(test.body)) if test.body is not None else 0


def _reaches(source: Source, start: "Node") -> bool:
    by_name: dict[str, list[Scope]] = {}
    for scope in source.functions:
        by_name.setdefault(scope.name.rsplit(".", 1)[-1], []).append(scope)
    seen = {start.id}
    queue = [start]
    while queue:
        around = queue.pop()
        for name in sorted({text_of(n) for n in descendants(around) if n.type.endswith(_NAMING)}):
            for scope in by_name.get(name, ()):
                if scope.node.id not in seen:
                    seen.add(scope.node.id)
                    if _checks(source, scope.node):
                        return True
                    queue.append(scope.node)
    return False


def _checks(source: Source, node: "Node") -> bool:
    if find_assertions(source, node):
        return True
    raises = source.kinds.raises
    return any(n.type in raises for n in descendants(node))


def _calls_unseen(source: Source, test: TestCase) -> bool:
    defined = {scope.name.rsplit(".", 1)[-1] for scope in source.functions}
    supported = _names_of_support(source)
    inherits = _inherits(source, test)
    kinds = source.kinds.calls
    for call in descendants(test.body or test.node):
        if call.type not in kinds:
            continue
        callee = callee_of(call)
        last = _LAST.search(callee)
        name = last[0] if last else ""
        if name in supported or callee.split(".", 1)[0] in supported:
            return True
        if name not in defined and _TESTER.search(name) and not name.startswith("Test"):
            return True
        own = _OWN_METHOD.sub("", callee) == name and (
            callee != name or (source.language != "python" and name[:1].islower())
        )
        if inherits and own and name not in defined:
            return True
    return False


def _inherits(source: Source, test: TestCase) -> bool:
    owner = source.scope_at(test.line)
    while owner is not None and owner.role != "class":
        owner = owner.owner
    if owner is None:
        return False
    body = owner.body
    head = text_of(owner.node)[: (body.start_byte if body is not None else owner.node.end_byte) - owner.node.start_byte]
    named = re.split(r"\bextends\b|\(|:|<(?!\w+>)|\bwith\b", head, maxsplit=1)
    bases = [w.strip(" (){}:\n\t") for w in named[1].split(",")] if len(named) > 1 else []
    return any(base and not _PLAIN_BASE.match(base) for base in bases)


def _names_of_support(source: Source) -> set[str]:
    names: set[str] = set()
    for match in _IMPORT.finditer("\n".join(source.lines)):
        module = match["py"] or match["js"] or ""
        local = match["js"] is None or match["js"].startswith((".", "@/", "~", "#"))
        if local and _SUPPORT.search(module) and not _FRAMEWORK.match(module):
            names |= set(re.findall(r"[A-Za-z_]\w*", match["pynames"] or match["jsnames"] or ""))
    return names - {"as", "type"}
