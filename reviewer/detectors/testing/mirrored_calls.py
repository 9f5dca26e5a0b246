"""This module holds which comparisons of a test have the same call on both sides."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import arguments_of, callee_of, descendants, squeeze, text_of
from reviewer.change.syntax.source import Source
from reviewer.change.testing.cases import TestCase
from reviewer.change.testing.intent import is_generative, spell_words
from reviewer.detectors.testing.comparisons import Comparison, Side, find_comparisons
from reviewer.detectors.testing.replaced_functions import names_subject

if TYPE_CHECKING:
    from tree_sitter import Node

# To call it twice is the point.
_REPEATS = compile_late(
    r"\b(determin\w+|stab\w+|idempoten\w*|same\w*|cach\w+|memo\w*|equal\w*|eq|repeat\w*|twice|again|consisten\w*|"
    r"reproduc\w*|identical|identity|singleton|hash\w*|pure|reus\w*|once|unchanged|immutab\w*|frozen|seed\w*|random\w*|"
    r"reentrant|second|multiple|multi|concurren\w*|thread\w*|parallel|persist\w*|compar\w+|roundtrip\w*|round trip|"
    r"restor\w*|interned?|intern\w*|unique|collision\w*|invarian\w*|commut\w*|symmetr\w*|pickl\w*|copy|copies|clone\w*|existing|already)\b"
)
_EXPECTED = compile_late(r"expect|want|correct|should|\bexp\b", re.IGNORECASE)
# Values are built anew to compare them; the platform's own functions are not under test.
_BUILDS = compile_late(
    r"^(of|from\w*|new\w*|make\w*|create\w*|build\w*|len|str|repr|hash|hashCode|sorted|set|list|dict|tuple|int|float|"
    r"bool|type|id|dumps|stringify|format|toString|String|Number|now|time|next|json|bytes|abs|round|sum|min|max|"
    r"listOf|mapOf|setOf|arrayOf\w*|asList|vec|collect|join|resolve|some|Some|Ok|Err|none|None)!?$"
)


def find_mirrored_calls(source: Source, test: TestCase) -> Iterator[tuple[str, Comparison]]:
    """Yield each comparison of a call with the same call, with the name of what is called."""
    if is_generative(test) or _REPEATS.search(f"{spell_words(test.name)} {spell_words(test.suite)}"):
        return
    for comparison in find_comparisons(source, test):
        name = _same_call(source, comparison)
        if name and not _is_second_look(source, test, name, comparison) and not _acts_between(source, test, comparison):
            yield name, comparison


def _same_call(source: Source, comparison: Comparison) -> str:
    left, right = comparison.left.node, comparison.right.node
    if left.type not in source.kinds.calls or squeeze(text_of(left)) != squeeze(text_of(right)):
        return ""
    callee = callee_of(left)
    name = callee.rpartition(".")[2].rpartition("::")[2]
    plain = name.isidentifier() and not name[:1].isupper() and not _BUILDS.match(name)
    exported = source.language in ("go", "csharp") and name.isidentifier() and not _BUILDS.match(name)
    return name if (plain or exported) and "new" not in left.type and arguments_of(left) else ""


def _is_second_look(source: Source, test: TestCase, name: str, comparison: Comparison) -> bool:
    """Tell whether nothing says that one side is the expected value, and the other the answer of what is tested."""
    bound = [n for n in (comparison.left.binding, comparison.right.binding) if n is not None]
    if bound:
        return not any(_EXPECTED.search(text_of(n).partition("=")[0]) for n in bound)
    return not names_subject(source, test, name)


def _acts_between(source: Source, test: TestCase, comparison: Comparison) -> bool:
    """Tell whether something happens between the two calls that might change the answer."""
    own = [n for n in (comparison.left.binding, comparison.right.binding) if n is not None]
    if not own:
        return False
    start = min(n.end_byte for n in own)
    end = comparison.assertion.node.start_byte
    return any(
        n.type in source.kinds.calls and start <= n.start_byte < end and not any(_holds(o, n) for o in own)
        for n in descendants(test.node)
    )


def _holds(outer: "Node", inner: "Node") -> bool:
    return outer.start_byte <= inner.start_byte and inner.end_byte <= outer.end_byte


def called_name(source: Source, side: Side) -> str:
    """Return the last name of what a side calls, or an empty string."""
    if side.node.type not in source.kinds.calls:
        return ""
    return callee_of(side.node).rpartition(".")[2].rpartition("::")[2]
