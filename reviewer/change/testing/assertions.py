"""This module holds what counts as an assertion in a test."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import ancestors, arguments_of, callee_of, descendants, line_of, squeeze, text_of
from reviewer.change.syntax.source import Source
from reviewer.change.testing.strength import Strength, judge_call, judge_statement

if TYPE_CHECKING:
    from tree_sitter import Node


@dataclass(frozen=True, slots=True)
class Assertion:
    """One check in a test. `text` is the whole statement without white space; `callee` is empty for a statement.

    `exact` compares a value, `weak` only says that something exists or has a type, `mock` looks at calls of a double,
    `tautology` cannot fail, `implicit` fails only because something throws (`unwrap`, `getByRole`), `helper` is a call
    that is named like a check (`verify_order`, `checkRoundTrip`) or is handed the test, and whose body is elsewhere.
    """

    line: int
    text: str
    strength: Strength
    node: "Node"
    callee: str = ""


# The vocabulary of the common frameworks, by the last word of the callee.
_CHECKS = compile_late(
    r"\.Should\(\)\.\w+$|"
    r"(^|[.:_>])(assert\w*|Assert\w*|ASSERT_\w+|EXPECT_\w+|expect\w*|Expect\w*|CHECK\w*|REQUIRE\w*|require|should\w*|"
    r"Should\w*|must(_\S+)?|must(Be|Equal|Have)\w*|refute\w*|[vV]erify(All|Order|Sequence|No\w+)?|coVerify\w*|raises|warns|intercept|fail|"
    r"FailNow|flunk|XCT[AF]\w+|TEST_ASSERT\w*|ck_assert\w*|cr_assert\w*|CU_ASSERT\w*|BOOST_(TEST|CHECK|REQUIRE)\w*|"
    r"prop_assert\w*|is_expected|Received\w*|DidNotReceive\w*|confirmVerified|andExpect|with_raises|deprecated_call|"
    r"assume|is_deeply|toMatchSnapshot|statusCode|throws|rejects|check_call|isRequired|has_calls)!?$"
)
_ROOTS = compile_late(
    r"^(self\.)?(assert|expect|expectTypeOf|assertType|require|should|gomega|Assert|assertions?|chai|sinon|is_expected)[.(]|"
    r"^(\w+\.)?(assertThat\w*|assert_that|expectThat|verifyThat)\(|"
    r"^(is|qt|must|td|check|Should|Assert)\.[A-Z]|^[a-z]\.(Assert|Check|Expect|Require|Equal|NoError|True|False|Len|Nil|NotNil|Is)\b|"
    r"^(s|suite|su|ts)\.(Require|Assert|Equal|NoError|Error|True|False|Nil|NotNil|Len|Contains|Empty|NotEmpty)\b"
)
# A call whose name says that it checks, wherever it is defined.
_HELPER = compile_late(
    r"(^|[._:>])_*(\w+_)?(assert|check|verify|verifies|expect|validate|ensure|compare|should|must)(_\w+|[A-Z]\w*)?!?$|"
    r"(^|[a-z0-9.])(Assert|Check|Verif|Expect|Validate|Ensure|Compare|Matches|Should)[A-Za-z]*$|"
    r"_(assert|check|verify|expect|validate)s?(_\w+)?!?$"
)
_IMPLICIT = compile_late(
    r"(^|[.:])(unwrap|expect|unwrap_err|expect_err|unwrapErr|(get|find)(All)?By[A-Z]\w*|get_by_\w+|waitFor\w*|wait_for\w*|orElseThrow|getOrThrow|"
    r"raise_for_status|first\(where)$"
)
_BROWSER = compile_late(r"^(cy|page|browser)\.")
# Go's testing.T fails a test by these; any short receiver but an error or a logger is taken for one.
_GO_FAIL = compile_late(r"^(?!err\.|log\.|e\.|errs\.)(\w{1,5}|\w+\.T\(\))\.(Error|Errorf|Fatal|Fatalf|Fail|FailNow)$")
_GUARD = compile_late(r"(^|[.>:])(XCTFail|[fF]ail|flunk|Fail(Now)?|FAIL)$")
_GO_TEST = compile_late(r"^(t|tb|b|f|tt|\w+\.T\(\))$")
_TYPE_ARGUMENTS = compile_late(r"(?<=\w)<[^()]*>$")
_INFIX = compile_late(r"^((should|must)\w*|===|==>|expects|isEqualTo)$")

_FOUND: "WeakKeyDictionary[Source, dict[int, tuple[Assertion, ...]]]" = WeakKeyDictionary()


def find_assertions(source: Source, body: "Node | None") -> tuple[Assertion, ...]:
    """Find the assertions at and below a node, in the order of the text."""
    if body is None:
        return ()
    known = _FOUND.setdefault(source, {})
    if body.id not in known:
        known[body.id] = _keep_outermost(list(_find(source, body)), body)
    return known[body.id]


def is_guard(assertion: Assertion) -> bool:
    """Tell whether an assertion only ends a test that took a wrong turn: `fail()`, or Go's `if err != nil`."""
    return bool(_GUARD.search(assertion.callee)) or (
        assertion.strength == "weak" and bool(_GO_FAIL.match(assertion.callee))
    )


def _keep_outermost(found: list[Assertion], body: "Node") -> tuple[Assertion, ...]:
    """Drop what stands inside of another assertion; an implicit one or a helper yields to the real ones inside."""
    loose = {a.node.id for a in found if a.strength in ("implicit", "helper")}
    firm = {a.node.id for a in found} - loose
    holders = {n.id for a in found if a.node.id in firm for n in _up_to(a.node, body)}
    kept = [a for a in found if a.node.id in firm or a.node.id not in holders]
    whole = {a.node.id for a in kept}
    outer = [a for a in kept if not any(n.id in whole for n in _up_to(a.node, body))]
    return tuple(sorted(outer, key=lambda a: a.node.start_byte))


def _up_to(node: "Node", body: "Node") -> Iterator["Node"]:
    for around in ancestors(node):
        yield around
        if around.id == body.id:
            return


def _find(source: Source, body: "Node") -> Iterator[Assertion]:
    kinds = source.kinds
    for node in [body, *descendants(body)]:
        if node.type in kinds.asserts:
            yield Assertion(line_of(node), squeeze(text_of(node)), judge_statement(source, node), node)
        elif node.type in kinds.calls:
            yield from _judge(source, node)
        elif node.type == "infix_expression" and source.language in ("kotlin", "scala"):
            yield from _judge_infix(node)
        elif node.type == "test_command" and source.language == "bash":
            yield Assertion(line_of(node), squeeze(text_of(node)), "exact", node)


def _judge(source: Source, call: "Node") -> Iterator[Assertion]:
    callee = _TYPE_ARGUMENTS.sub("", callee_of(call))
    strength: Strength | None = None
    if source.language == "go":
        strength = _judge_go(call, callee)
    elif (_IMPLICIT.search(callee) and not callee.startswith("expect")) or _BROWSER.match(callee):
        strength = "implicit"
    elif _CHECKS.search(callee) or _ROOTS.match(callee):
        strength = judge_call(source, call, callee)
    elif _HELPER.search(callee):
        strength = "helper"
    if strength is not None:
        yield Assertion(line_of(call), squeeze(text_of(call)), strength, call, callee)


def _judge_go(call: "Node", callee: str) -> Strength | None:
    if _GO_FAIL.match(callee):
        return "weak" if _guards_error(call) else "exact"
    if _ROOTS.match(callee) or _CHECKS.search(callee):
        return judge_call(None, call, callee)
    if any(_GO_TEST.match(text_of(a)) for a in arguments_of(call)):
        return "helper"
    return "helper" if _HELPER.search(callee) else None


def _guards_error(call: "Node") -> bool:
    """Tell whether a failure stands below `if err != nil`: it says that nothing went wrong, not what came out."""
    guard = next((n for n in ancestors(call) if n.type == "if_statement"), None)
    condition = guard.child_by_field_name("condition") if guard is not None else None
    return bool(re.fullmatch(r"\w*[eE]rr\w*!=nil", squeeze(text_of(condition))))


def _judge_infix(node: "Node") -> Iterator[Assertion]:
    operator = node.child_by_field_name("operator")
    if operator is None and len(node.named_children) > 2:
        operator = node.named_children[1]
    right = node.named_children[-1]
    if _INFIX.match(text_of(operator)) and right.type not in ("block", "indented_block"):
        text = squeeze(text_of(node))
        weak = re.search(r"(shouldNotBenull|shouldNotBeNull\(?\)?|shouldBeinstanceOf.*|mustNotBenull)$", text)
        yield Assertion(line_of(node), text, "weak" if weak else "exact", node, text_of(operator))
