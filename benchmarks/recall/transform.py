"""This module holds the transformations: each takes a real function and returns the same one as a copyist leaves it."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from grammar import split_words
from naming import find_locals, invent_locals, rename_locals
from restructure_braces import restructure_braces
from restructure_python import restructure_python
from snippet import Edit, Snippet, indent_at, is_docstring, pick_one, rank, words_of
from splitting import split_in_two

from reviewer.change.syntax.names import descendants, statements_of, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

Transform = Callable[[Snippet], "Snippet | None"]
_WORDS = split_words("amber border canyon delta ember forest garden harbor island jungle kernel lantern meadow nickel")
_WORD = re.compile(r"(?<![\\%{\w$])[A-Za-z]{3,}")


def leave_exact(snippet: Snippet) -> Snippet | None:
    """Return the function as it is."""
    return snippet


def rename_all(snippet: Snippet) -> Snippet | None:
    """Give every parameter and local another name; None with fewer than two of them."""
    names = invent_locals(snippet)
    if len(names) < 2:
        return None
    return _without_docstring(snippet.edited(rename_locals(snippet, names)))


def change_literals(snippet: Snippet) -> Snippet | None:
    """Put other words into every string and another value for every number above 1; None where none changes."""
    bare = _without_docstring(snippet)
    edits = [edit for node in descendants(bare.root) for edit in _other_literal(bare, node)]
    return bare.edited(edits) if edits else None


def insert_statement(snippet: Snippet) -> Snippet | None:
    """Put one statement that logs or assigns into the middle of the body; None for a body of one statement."""
    bare = _without_docstring(snippet)
    inner, names = bare.statements, list(find_locals(bare))
    if len(inner) < 2 or not names:
        return None
    before = inner[1 + rank(bare.text) % (len(inner) - 1)]
    bound = [name for name in names if name in words_of(inner[0])] or names[:1]
    added = bare.grammar.log.format(pick_one(bound, bare.text))
    indent = indent_at(bare, before.start_byte)
    return bare.edited([Edit(before.start_byte, before.start_byte, f"{added}\n{indent}")])


def swap_statements(snippet: Snippet) -> Snippet | None:
    """Swap two neighbouring statements that do not depend on each other; None where there are none."""
    bare = _without_docstring(snippet)
    pairs = [(a, b) for block in _blocks(bare) for a, b in pairwise(block) if _are_independent(bare, a, b)]
    if not pairs:
        return None
    first, second = pick_one(pairs, bare.text)
    gap = bare.between(first.end_byte, second.start_byte)
    swapped = text_of(second) + gap + text_of(first)
    return bare.edited([Edit(first.start_byte, second.end_byte, swapped)])


def restructure(snippet: Snippet) -> Snippet | None:
    """Say the same with other statements; None where less than 30 % of the body's lines can be put otherwise."""
    return restructure_python(snippet) if snippet.language == "python" else restructure_braces(snippet)


def split(snippet: Snippet) -> Snippet | None:
    """Cut the function into one that begins and one that ends the work; None where that needs an unknown type."""
    return split_in_two(_without_docstring(snippet))


# The order in which candidates are given out: what fits the fewest functions first.
TRANSFORMS: dict[str, Transform] = {
    "split": split,
    "restructured": restructure,
    "reordered": swap_statements,
    "literals": change_literals,
    "inserted": insert_statement,
    "renamed": rename_all,
    "exact": leave_exact,
}


def _without_docstring(snippet: Snippet) -> Snippet:
    """A copy that was written anew never has the docstring of the original."""
    inner = statements_of(snippet.body)
    if snippet.language != "python" or len(inner) < 2 or not is_docstring(inner[0]):
        return snippet
    return snippet.edited([Edit(inner[0].start_byte, inner[1].start_byte, "")])


def _other_literal(snippet: Snippet, node: "Node") -> Iterator[Edit]:
    text = text_of(node)
    if node.type in snippet.grammar.texts:
        said = _WORD.sub(lambda m: pick_one([word for word in _WORDS if word != m[0]], m[0], snippet.text), text)
        if said != text:
            yield Edit(node.start_byte, node.end_byte, said)
    elif node.type in snippet.grammar.numbers and text.isdecimal() and int(text) > 1:
        yield Edit(node.start_byte, node.end_byte, str(int(text) + 1 + rank(text, snippet.text) % 7))


def _blocks(snippet: Snippet) -> Iterator[list["Node"]]:
    for node in descendants(snippet.function):
        if node.type in ("block", "statement_block", "statement_list"):
            yield [child for child in node.named_children if "comment" not in child.type]


def _are_independent(snippet: Snippet, first: "Node", second: "Node") -> bool:
    pair = (first, second)
    if any(node.type not in snippet.grammar.simple or is_docstring(node) for node in pair):
        return False
    if any(_holds(node, snippet.grammar.exits) for node in pair) or text_of(first) == text_of(second):
        return False
    if _touched(first) & words_of(second) or _touched(second) & words_of(first):
        return False
    # Two calls for their effect stay in their order, and so does what is written on one line.
    lines_apart = first.end_point[0] < second.start_point[0]
    return lines_apart and not (_is_bare_call(snippet, first) and _is_bare_call(snippet, second))


def _touched(statement: "Node") -> frozenset[str]:
    """What stands before the `=` of a statement or, in a call, before its arguments: what it may change."""
    text = text_of(statement)
    cut = re.search(r"(?<![=!<>])=(?!=)|\(", text)
    return frozenset(re.findall(r"[A-Za-z_$][\w$]*", text[: cut.start()] if cut else text)) - {"let", "mut", "const"}


def _is_bare_call(snippet: Snippet, statement: "Node") -> bool:
    inner = statement.named_children[0] if statement.named_children else None
    return statement.type == "expression_statement" and inner is not None and inner.type in snippet.grammar.calls


def _holds(node: "Node", kinds: frozenset[str]) -> bool:
    return any(child.type in kinds for child in descendants(node))
