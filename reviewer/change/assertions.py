"""This module holds what counts as an assertion in a test, and how much it would notice."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from reviewer.change.names import ancestors, arguments_of, callee_of, descendants, line_of, squeeze, text_of
from reviewer.change.source import Source

if TYPE_CHECKING:
    from tree_sitter import Node

Strength = Literal["exact", "weak", "mock", "tautology", "implicit"]


@dataclass(frozen=True, slots=True)
class Assertion:
    """One check in a test. `text` is the whole statement without white space.

    `exact` compares a value, `weak` only says that something exists or has a type, `mock` looks at calls of a double,
    `tautology` cannot fail, `implicit` fails only because something throws (`unwrap`, `getByRole`).
    """

    line: int
    text: str
    strength: Strength
    node: "Node"


# Callee names, last word or first: the vocabulary of the common frameworks, and of helpers named like them.
_CHECKS = re.compile(
    r"(^|[.:_])(assert\w*|Assert\w*|ASSERT\w*|EXPECT\w*|expect\w*|Expect\w*|CHECK\w*|REQUIRE\w*|require|should\w*|"
    r"Should\w*|must_\w+|refute\w*|verif\w+|Verif\w+|coVerify\w*|raises|warns|intercept|fail|Fail|FailNow|flunk|Fatal|"
    r"Fatalf|Error|Errorf|deprecated_call|XCT\w+|TEST_ASSERT\w*|ck_assert\w*|cr_assert\w*|CU_ASSERT\w*|BOOST_\w+|"
    r"prop_assert\w*|panic|is_expected|Received\w*|DidNotReceive|confirmVerified|ok|validate\w*|check\w*|compare\w*|"
    r"ensure\w*|matches\w*|andExpect|with_raises|assume)!?$"
)
_IMPLICIT = re.compile(r"(^|[.:])(unwrap|expect|getBy\w+|findBy\w+|getAllBy\w+|get_by_\w+|waitFor\w*|wait_for\w*)$")
_ROOTS = re.compile(
    r"^(self\.)?(assert|expect|expectTypeOf|assertType|require|should|cy|is|gomega|g|Assert|assertions?|chai|sinon|"
    r"pytest|mock_\w+)[.(]"
)
_INFIX = re.compile(r"\b(should\w*|must\w*|shouldBe|mustBe|expects)\b")
_GO_HELPER = re.compile(r"^(t|tb|b)$")

_WEAK = re.compile(
    r"(isnotNone\)?$|^assertisinstance\(|^asserthasattr\(|^assertcallable\(|^assert[\w.]+$|^assertnot[\w.]+$"
    r"|assertIsNotNone\(|assertIsInstance\(|assertNotNull\(|assertInstanceOf\(|assertDoesNotThrow|assertIsArray\("
    r"|\.toBeDefined\(\)|\.toBeTruthy\(\)|\.not\.toBeNull\(\)|\.not\.toBeUndefined\(\)|\.toBeInstanceOf\("
    r"|\.not\.toThrow\(|\.not\.toBeNil|typeof[^=]+\)?\)\.toBe\(|\.to\.exist|\.to\.be\.ok$|\.to\.be\.an?\("
    r"|assert\.(isDefined|exists|isOk|isFunction|isObject|NotNil|IsType|Implements)\("
    r"|require\.(NotNil|NoError)\(|assert\.NoError\(|Assert\.(NotNull|IsNotNull|IsType|IsInstanceOfType)\("
    r"|assert!\([^=<>]*\.(is_some|is_ok)\(\)\)|refute_nil|assert_not_nil|not_tobe_nil|XCTAssertNotNil\()"
)
_MOCK = re.compile(
    r"(\.assert_(not_)?(called|awaited|has_calls|any_call)|\.toHaveBeen(Nth|Last)?Called|\.toBeCalled|\.called(Once)?\b"
    r"|\.call_count|^(co)?[vV]erify(NoMoreInteractions)?\(|\.Verify\(|Received\(|AssertExpectations|AssertCalled"
    r"|AssertNumberOfCalls|sinon\.assert|\.toHaveReturned|shouldHaveReceived|\.have_received)"
)
_TAUTOLOGY = re.compile(
    r"^(assertTrue|assert1|assertnotFalse|asserttrue|expect\((true|1|!0)\)\.(toBe|toEqual|toStrictEqual)\((true|1|!0)\)"
    r"|expect\(true\)\.(toBeTruthy\(\)|to\.be\.true|to\.equal\(true\))|expect\(false\)\.toBe\(false\)"
    r"|(self\.|Assert\.)?(assertTrue|True|IsTrue|AssertTrue)\((True|true)\)|assert!\(true\)|assert\.True\(t,true\)"
    r"|assert\.ok\(true\)|assertEquals\((true,true|1,1)\)|XCTAssert(True)?\(true\)|\$this->assertTrue\(true\)"
    r"|assert_equaltrue,true|asserttrue)[;)]?$|^assert([\w.]+)==\2$"
)


def find_assertions(source: Source, body: "Node | None") -> tuple[Assertion, ...]:
    """Find the assertions below a node, in the order of the text."""
    if body is None:
        return ()
    found = [*_statements(source, body), *_calls(source, body), *_infix(source, body)]
    whole = {a.node.id for a in found}
    outer = [a for a in found if not any(n.id in whole for n in ancestors(a.node))]
    return tuple(sorted(outer, key=lambda a: a.node.start_byte))


def judge_assertion(text: str, callee: str = "") -> Strength:
    """Return how much an assertion would notice, by its text without white space."""
    bare = text.removeprefix("await").rstrip(";")
    if _TAUTOLOGY.match(bare):
        return "tautology"
    if _MOCK.search(bare):
        return "mock"
    if _WEAK.search(bare):
        return "weak"
    return "implicit" if callee and _IMPLICIT.search(callee) and not _CHECKS.search(callee) else "exact"


def _statements(source: Source, body: "Node") -> Iterator[Assertion]:
    kinds = source.kinds.asserts
    for node in descendants(body):
        if node.type in kinds:
            text = squeeze(text_of(node))
            yield Assertion(line_of(node), text, judge_assertion(text.split(',"')[0]), node)


def _calls(source: Source, body: "Node") -> Iterator[Assertion]:
    kinds = source.kinds.calls
    for node in [body, *descendants(body)]:
        if node.type not in kinds:
            continue
        callee = callee_of(node)
        implicit = bool(_IMPLICIT.search(callee)) and not callee.startswith("expect")
        if implicit or _CHECKS.search(callee) or _ROOTS.match(callee) or _passes_t(source, node):
            text = squeeze(text_of(node))
            yield Assertion(line_of(node), text, "implicit" if implicit else judge_assertion(text, callee), node)


def _passes_t(source: Source, call: "Node") -> bool:
    """A Go helper that is handed the test can fail it."""
    if source.language != "go":
        return False
    arguments = arguments_of(call)
    return bool(arguments) and bool(_GO_HELPER.match(text_of(arguments[0])))


def _infix(source: Source, body: "Node") -> Iterator[Assertion]:
    if source.language not in ("kotlin", "scala"):
        return
    for node in descendants(body):
        if node.type in ("infix_expression", "binary_expression") and _INFIX.search(text_of(node)):
            yield Assertion(line_of(node), squeeze(text_of(node)), "exact", node)
