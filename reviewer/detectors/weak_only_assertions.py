"""This module holds the detector of tests that only ask whether something is there."""

import re
from collections.abc import Iterator

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import text_of
from reviewer.change.syntax.source import Source
from reviewer.change.testing.assertions import Assertion, find_assertions
from reviewer.change.testing.cases import TestCase, find_tests
from reviewer.change.testing.intent import expects_fault, is_generative, is_idle, promises_calm, spell_words
from reviewer.change.testing.reach import reaches_check
from reviewer.engine.hit import Hit, Options, number_in

# A name that promises no more than existence or a type.
_OF_EXISTENCE = compile_late(
    r"\b(exist\w*|instance\w*|types?|defin\w+|present|import\w*|export\w*|has|have|hasattr|attribute\w*|inherit\w*|"
    r"subclass\w*|callable|available|implements?|protocol|interface|registered|not (none|null|nil|empty)|loads?|loaded|"
    r"usable|resolv\w+|found|finds?|singleton|provides?|exposes?|constructors?|init|initiali\w+|creat\w+|instantiat\w+|builds?|"
    r"builder|constructs?|setup|structure|schema|signature|non (null|empty)|truthy|abstract)\b"
)
# To find something by a key or a condition is to check the key or the condition.
_LOOKUP = compile_late(
    r"(\bfind|\.find|\blookup|\.lookup|\bsearch|\.match|\.first|\bnext|\.getItem|\.get|\.at|\.peek|\.query)\w*\(\s*[^)\s]|"
    r"\b_?(get|load|fetch|read)\w*\([^()]*([iI]d|[kK]ey|[nN]ame|KEY|ID|\"|')|\[[^\]]*(\bfor\b|\"|')"
)
_TYPE_CHECK = compile_late(
    r"isinstance|[iI]nstance_?[oO]f|IsType|BeOfType|be_an?|be_an_instance_of|assert_kind_of", re.ASCII
)
_PLAIN_TYPE = compile_late(
    r"\b(dict|list|str|int|float|bool|tuple|set|bytes|object|Decimal|datetime|Path|Promise|Array|Object|Date|Function|Map|"
    r"String|Integer|Hash|List|Dictionary|IEnumerable|Collection|Mapping|Sequence)\b"
)
# Only that nothing went wrong: that is a promise of its own, not a missing value.
_NO_FAULT = compile_late(r"not\.toThrow|NoError|NoThrow|DoesNotThrow|NotThrow|is_ok\(\)|t?\.?(Fatal|Error)f?\(|[eE]rr")


def find_in_source(source: Source, options: Options) -> Iterator[Hit]:
    """Yield every test whose assertions all say that something exists or has a type, and never what it is."""
    touched = [test for test in find_tests(source) if source.is_touched(test.line, test.end_line)]
    found = [(test, weak) for test in touched if (weak := _weak_only(source, test))]
    for test, weak in found:
        if len(weak) < number_in(options, "least") and _OF_EXISTENCE.search(spell_words(test.name)):
            continue
        yield Hit(
            source.path,
            test.line,
            test.line,
            symbol=test.symbol,
            values={"test": test.name, "count": str(len(weak)), "check": text_of(weak[0].node)},
            scope=(test.line, test.end_line),
            key=test.name,
        )


def _weak_only(source: Source, test: TestCase) -> tuple[Assertion, ...]:
    if test.body is None or is_idle(test) or expects_fault(test) or is_generative(test):
        return ()
    assertions = find_assertions(source, test.node)
    if not assertions or any(a.strength not in ("weak", "tautology") for a in assertions):
        return ()
    weak = tuple(a for a in assertions if a.strength == "weak")
    if not weak or all(_NO_FAULT.search(a.text) for a in weak):
        return ()
    name = spell_words(test.name)
    if re.fullmatch(r"(test )?(that )?(.* )?(exists?|is defined|are defined|is not (none|null))", name):
        return ()
    if any(_says_more(test, assertion) for assertion in weak):
        return ()
    return () if promises_calm(source, test) or reaches_check(source, test) else weak


def _says_more(test: TestCase, assertion: Assertion) -> bool:
    """Tell whether what exists was looked up, or has a type of the product's own, which a dispatch is tested by."""
    text = text_of(assertion.node)
    if _LOOKUP.search(text):
        return True
    if _TYPE_CHECK.search(text) and not _PLAIN_TYPE.search(text):
        return True
    subject = re.search(r"[(\s]([A-Za-z_]\w*)\b", text)
    if subject is None:
        return False
    given = re.search(rf"\b{subject[1]}\b[^=\n(){{}}]{{0,40}}:?=[^=]([^\n;]{{0,200}})", text_of(test.body))
    return given is not None and bool(_LOOKUP.search(given[1]))
