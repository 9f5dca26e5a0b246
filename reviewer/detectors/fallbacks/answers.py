"""This module holds the places that answer a failure: handlers, failed checks, `||` and `??`, and what they give."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from reviewer.change.late import compile_late
from reviewer.change.syntax.branches import Branch, chain_of, flatten, is_chained
from reviewer.change.syntax.handlers import Handler, find_handlers, is_broad
from reviewer.change.syntax.names import arguments_of, callee_of, end_line_of, line_of, squeeze, text_of
from reviewer.change.syntax.source import Source

if TYPE_CHECKING:
    from tree_sitter import Node

Kind = Literal["failure", "expected", "request", "missing", "operator"]

_GO_ERROR = compile_late(r"\b\w*[eE]rr\s*!=\s*nil$")
_REQUEST = compile_late(
    r"(?:!|\bnot\s+)\(?\s*(?:await\s+)?\w*(?:[rR]es(?:p|ponse|ult)?|[rR]eply|[rR]eq(?:uest)?|[fF]etched"
    r"|r)\.(?:ok|is_success|isSuccessful\(\))\)?$"
    r"|\b(?:status|status_code|statusCode|StatusCode|statusCode\(\)|getStatusCode\(\))\s*(?:!==?|>=?)\s*"
    r"(?:200|299|300|400|http\.StatusOK|HTTPStatus\.OK|HttpStatus\.OK)$"
)
_MISSING = compile_late(
    r"(?:not\s+|!)[\w.$?\[\]\"']{1,80}(?:\(\))?$|[\w.$?]{1,80}\s*(?:is\s+None|===?\s*(?:null|undefined|nil"
    r"|None)|\s*==\s*nil)$"
)
_CHECKED = compile_late(r"^(?:else|if)\b\s*(?:not\s+|!\s*)?|\s+(?:is\s+None|===?\s+(?:null|undefined|nil))$")
_PRESENT = compile_late(
    r"[\w.$?]{1,80}(?:\s*(?:is\s+not\s+None|!==?\s*(?:null|undefined|nil)|\.ok|\s*={2,3}\s*(?:200|http\.StatusOK)))?$"
)
_OR = compile_late(r"\|\||\?\?|or")
_LISTED = frozenset({"expression_list"})
_WRAPPED = frozenset({"expression_statement", "await_expression", "await", "parenthesized_expression", "as_expression"})
_ASSIGNED = frozenset(
    {"assignment", "assignment_expression", "assignment_statement", "short_var_declaration", "augmented_assignment"}
)


@dataclass(frozen=True, slots=True)
class Answer:
    """One place that says what happens when something did not work, in the shape of a handler.

    `kind` tells what is known of the failure: anything went wrong, one expected kind of error, a request that was
    refused, or something is not there.
    """

    kind: Kind
    handler: Handler

    @property
    def given(self) -> tuple["Node", ...]:
        """The values without those that are only sent somewhere."""
        return tuple(
            value for value in self.values if value.parent is None or value.parent.type != "expression_statement"
        )

    @property
    def values(self) -> tuple["Node", ...]:
        """What is given in the place of a result: values that are returned, assigned or sent."""
        found = tuple(value for statement in self.handler.statements for value in _values_of(statement))
        if not found and (self.kind == "operator" or self.handler.node.type == "call_expression"):
            found = tuple(value for statement in self.handler.statements for value in _spread(statement))
        return found


def find_answers(source: Source) -> Iterator[Answer]:
    """Yield the places of a source that answer a failure."""
    for handler in find_handlers(source):
        if source.language != "go":
            yield Answer("failure" if is_broad(handler) else "expected", handler)
    for node in source.nodes["ifs"]:
        if not is_chained(source, node):
            yield from _find_checks(source, node)
    yield from _find_operators(source)
    if source.language in ("javascript", "typescript", "tsx"):
        yield from _find_promises(source)


def _find_checks(source: Source, node: "Node") -> Iterator[Answer]:
    branches = chain_of(source, node)
    for branch in branches:
        if branch.statements:
            kind = _kind_of(source, branch, branches[0].condition)
            if kind is not None:
                before = node.child_by_field_name("initializer") or node.prev_named_sibling
                guarded = (before,) if before is not None and kind != "missing" else ()
                head = f"if {branch.condition}" if branch.condition else "else"
                yield Answer(kind, Handler(node, head, branch.line, branch.end_line, (), branch.statements, guarded))


def _kind_of(source: Source, branch: Branch, first: str) -> Kind | None:
    condition = " ".join(branch.condition.split())
    if not condition:
        return "missing" if _PRESENT.match(first[:200]) else None
    if source.language == "go" and _GO_ERROR.search(condition):
        return "failure"
    if len(condition) > 300:
        return None
    if _REQUEST.search(condition):
        return "request"
    return "missing" if _MISSING.match(condition) else None


def _find_operators(source: Source) -> Iterator[Answer]:
    for node in source.nodes["operators"]:
        sign = node.child_by_field_name("operator")
        right, left = node.child_by_field_name("right"), node.child_by_field_name("left")
        if right is not None and left is not None and _OR.fullmatch(text_of(sign)):
            line, end = line_of(right), end_line_of(right)
            yield Answer("operator", Handler(right, text_of(sign), line, end, (), (right,), (left,)))


def _find_promises(source: Source) -> Iterator[Answer]:
    for call in source.nodes["calls"]:
        target = call.child_by_field_name("function")
        if (
            target is None
            or target.type != "member_expression"
            or text_of(target.child_by_field_name("property")) != "catch"
        ):
            continue
        taken = arguments_of(call)
        body = (
            taken[0].child_by_field_name("body") if len(taken) == 1 and taken[0].type in source.kinds.lambdas else None
        )
        guarded = target.child_by_field_name("object")
        if body is not None and guarded is not None:
            statements = flatten(source, [body])
            handler = Handler(call, ".catch()", line_of(taken[0]), end_line_of(taken[0]), (), statements, (guarded,))
            yield Answer("failure", handler)


def _values_of(statement: "Node") -> Sequence["Node"]:
    """Return the values that a statement returns, assigns or sends."""
    if statement.type in ("return_statement", "expression_list"):
        return [value for child in statement.named_children for value in _spread(child)]
    if statement.type in _ASSIGNED:
        right = statement.child_by_field_name("right")
        return list(_spread(right)) if right is not None else []
    if statement.type in _WRAPPED and statement.named_children:
        return _values_of(statement.named_children[0])
    return [statement] if "call" in statement.type or statement.type == "method_invocation" else []


def _spread(node: "Node") -> Iterator["Node"]:
    if node.type in _LISTED:
        yield from (c for c in node.named_children if "comment" not in c.type)
    elif "comment" not in node.type:
        inner = node
        while inner.type in _WRAPPED and inner.named_children:
            inner = inner.named_children[0]
        yield inner


def name_failed(source: Source, handler: Handler) -> str:
    """Return the call that may fail, the first line of what is guarded, or what a check finds missing."""
    stack = list(reversed(handler.guarded))
    while stack:
        node = stack.pop()
        if node.type in source.kinds.calls:
            name = callee_of(node)
            if len(name) <= 60:
                return f"{name}()"
        stack += reversed(node.named_children)
    first = squeeze(text_of(handler.guarded[0]).split("\n")[0]) if handler.guarded else ""
    return first[:60] or _CHECKED.sub("", handler.head)[:60] or "what is missing"
