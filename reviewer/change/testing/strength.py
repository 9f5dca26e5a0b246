"""This module holds how much an assertion would notice: a value, a mere existence, a call of a double, or nothing."""

import re
from typing import TYPE_CHECKING, Literal

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import arguments_of, callee_of, squeeze, text_of
from reviewer.change.syntax.source import Source

if TYPE_CHECKING:
    from tree_sitter import Node

Strength = Literal["exact", "weak", "mock", "tautology", "implicit", "helper"]

_MOCK = compile_late(
    r"\.assert_(not_)?(called|awaited|has_calls|any_call|has_awaits|any_await)|\.(not\.)?toHave(Been|Last|Nth)\w*Called"
    r"|\.toHaveBeen(Nth|Last)?Called|\.to(Be|Last|Nth)Called|\.toHaveReturned|\.mock\.(calls|results|lastCall|invocationCallOrder)"
    r"|\.(called|call_count|await_count|call_args(_list)?|mock_calls|awaited|method_calls)\b|\.calledOnce\b|\.calledWith"
    r"|^(co)?[vV]erify(All|Order|Sequence|NoMoreInteractions|NoInteractions)?[({]|\.Verify(All)?\(|\.(Did(Not)?)?Receive(d\w*)?\("
    r"|\.Received\(|AssertExpectations|AssertCalled|AssertNotCalled|AssertNumberOfCalls|sinon\.assert|shouldHaveReceived"
    r"|shouldNotHaveReceived|\.(not_)?to(_not)?have_received|to\(?have_received|->shouldHaveBeenCalled"
)
# Existence, type, or only that nothing was thrown; the text is the whole assertion without white space.
_WEAK = compile_late(
    r"assertIsNotNone\(|assertIsInstance\(|assertNotNull\(|assertInstanceOf\(|assertDoesNotThrow\(|assertIsArray\("
    r"|\.toBeDefined\(\)|\.not\.toBeNull\(\)|\.not\.toBeUndefined\(\)|\.toBeInstanceOf\(|\.toBeTypeOf\("
    r"|\.not\.toThrow(Error)?\(|^expect\(typeof[^()]+\)\.(toBe|toEqual)\(|\.to\.exist$|\.to\.be\.ok$|\.to\.be\.an?\(['\"][a-z]+['\"]\)$"
    r"|\.toHaveProperty\([^,]+\)$|^(assert|expect)\.(isDefined|exists|isOk|isFunction|isObject|isNotNull)\("
    r"|^(assert|require|s|suite)\.(NotNil|IsType|Implements|NoError)f?\(|^Assert\.(NotNull|IsNotNull|IsType|IsInstanceOfType|IsInstanceOf)[<(]"
    r"|\.Should\(\)\.(NotBeNull|BeOfType|NotThrow\w*)[<(]|\.ShouldNotBeNull\(\)$|\.ShouldBeOfType[<(]|\.isNotNull\(\)$|\.isInstanceOf\([^)]*\)$"
    r"|^assert!\([\w.()&?:]+\.(is_some|is_ok)\(\)[,)]|^refute_nil|^assert_not_nil|not_?tobe_nil|^XCTAssertNotNil\("
    r"|^XCTAssertNoThrow\(|^assert_kind_of|^assert_instance_of|\.tobe_an?(_instance_of|_kind_of)?\(?[A-Z][\w:]*\)?$|toBeObject\(\)$"
)
# That a failure exists, or of which type it is, is what a test of a failure asks for.
_FAULT = compile_late(
    r"(assert\w*|expect|[iI]s\w*Of\w*|[nN]ot_?[nN]\w+|XCTAssertNotNil|refute_nil)!?\((t,)?[\w.]*"
    r"([eE]rr(or)?|[eE]xc(eption)?|[tT]hrown|[fF]ailure|\bex)\b|^(\w+\.)?assertThat(ThrownBy|Code|Exception\w*)\(|"
    r"([eE]rror|[eE]xception)\.(Should\(\)\.(NotBeNull|BeOfType)|Should(NotBeNull|BeOfType))"
)
# To find an element on a page by what it shows is a check already.
_ELEMENT = compile_late(r"\b((get|find|query)(All)?By[A-Z]|querySelector\().*\.(not\.)?to\w+\(\)$", re.DOTALL)
_TRUTHY = compile_late(r"^expect\((.*)\)\.toBeTruthy\(\)$", re.DOTALL)
# What reads as a question with the answer yes or no: then truth is the whole answer.
_PREDICATE = compile_late(
    r"[=<>!]=|[<>]|^!|\b(is|has|can|should|was|did|includes|every|some|test|exists|match|starts|ends)[A-Z_(]|\.(includes|has|test|some|every|startsWith|endsWith|matches|isVisible)\("
)
_TAUTOLOGY = compile_late(
    r"^(expect\((true|1|!0)\)\.(toBe|toEqual|toStrictEqual)\((true|1|!0)\)|expect\(true\)\.(toBeTruthy\(\)|to\.be\.true|to\.equal\(true\))"
    r"|expect\(false\)\.(toBe\(false\)|toBeFalsy\(\))|expect\((true|false)\)\.toBeDefined\(\)"
    r"|(self\.|Assert\.|\$this->|self::|Assertions\.)?(assertTrue|IsTrue|AssertTrue|True)\((True|true)(,(\"[^\"]*\"|'[^']*'))?\)"
    r"|assert!\(true(,\"[^\"]*\")?\)|(assert|require)\.True\(t,true(,.*)?\)|assert\.(ok|isTrue)\(true(,.*)?\)|XCTAssert(True)?\(true\)"
    r"|#expect\((Bool\()?true\)?\)|asserttrue|asserttruethy?|(EXPECT|ASSERT)_TRUE\(true\)|SUCCEED\(\)|expect\(true\)\.to(be_truthy|eq\(?true\)?|be\(?true\)?)"
    r"|true\.Should\(\)\.BeTrue\(\)|true\.ShouldBeTrue\(\))$"
)
# Equality of two sides; the same simple name or literal on both is always true.
_SAME = compile_late(
    r"^(expect\((?P<a>[\w.]+|'[^']*'|\"[^\"]*\")\)\.(toBe|toEqual|toStrictEqual)\((?P=a)\)"
    r"|(self\.|Assert\.|\$this->|self::|Assertions\.|assert\.)?(assertEquals?|assertSame|AreEqual|Equal|strictEqual|assert_eq!|assert_equal)"
    r"\((t,)?(?P<b>\$?[\w.]+|'[^']*'|\"[^\"]*\"),(?P=b)\)|(EXPECT|ASSERT)_EQ\((?P<c>[\w.]+),(?P=c)\))$"
)
_PY_WEAK_CALLS = frozenset({"isinstance", "hasattr", "callable", "issubclass"})
_LITERAL_TRUE = compile_late(r"True|[1-9]\d*|\"[^\"]+\"|'[^']+'")
_SIMPLE = compile_late(r"[\w.]+")


def judge_statement(source: Source, node: "Node") -> Strength:
    """Judge a language's own assert statement."""
    condition = node.named_children[0] if node.named_children else None
    if condition is None:
        return "exact"
    if source.language == "python":
        return _judge_python(condition)
    text = squeeze(text_of(condition))
    if text in ("true", "1"):
        return "tautology"
    return "weak" if re.fullmatch(r"\w+!=null|\w+instanceof\w+", text) else "exact"


def judge_call(source: Source | None, call: "Node", callee: str) -> Strength:
    """Judge a call of an assertion library."""
    text = squeeze(text_of(call)).removeprefix("await")
    if _TAUTOLOGY.match(text) or _SAME.match(text):
        return "tautology"
    if _MOCK.search(text):
        return "mock"
    if _ELEMENT.search(text):
        return "exact"
    truthy = _TRUTHY.match(text)
    if truthy:
        return "exact" if _PREDICATE.search(truthy[1]) else "weak"
    if _WEAK.search(text):
        return "exact" if _FAULT.search(text) else "weak"
    if source is not None and source.language == "python" and callee.endswith(("assertTrue", "assert_")):
        inner = arguments_of(call)
        return _judge_python(inner[0]) if inner else "exact"
    return "exact"


def _judge_python(condition: "Node") -> Strength:
    kind, text = condition.type, squeeze(text_of(condition))
    if kind == "parenthesized_expression" and condition.named_children:
        return _judge_python(condition.named_children[0])
    if _LITERAL_TRUE.fullmatch(text):
        return "tautology"
    if kind == "boolean_operator":
        return _judge_both(condition)
    if kind == "comparison_operator":
        return _judge_comparison(condition, text)
    if kind == "call" and callee_of(condition) in _PY_WEAK_CALLS:
        return "weak"
    return "mock" if _MOCK.search(text) else "exact"


def _judge_both(condition: "Node") -> Strength:
    sides = [_judge_python(side) for side in condition.named_children]
    if "or" in [c.type for c in condition.children]:
        return "tautology" if "tautology" in sides else "weak" if set(sides) == {"weak"} else "exact"
    return sides[0] if len(set(sides)) == 1 else "exact"


def _judge_comparison(condition: "Node", text: str) -> Strength:
    sides = condition.named_children
    words = " ".join(c.type for c in condition.children if not c.is_named)
    if words in ("==", "is", ">=", "<=") and len(sides) == 2 and _is_same(*sides):
        return "tautology"
    if words in ("is not", "!=") and text_of(sides[-1]) == "None":
        return "weak"
    if re.fullmatch(r"len\(.+\)>=0", text):
        return "tautology"
    if re.fullmatch(r"len\(.+\)(>0|>=1|!=0)", text):
        return "weak"
    return "mock" if _MOCK.search(text) else "exact"


def _is_same(left: "Node", right: "Node") -> bool:
    return bool(_SIMPLE.fullmatch(text_of(left))) and text_of(left) == text_of(right)
