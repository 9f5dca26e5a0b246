"""This module holds hard negatives: code that looks like a function or class of the repository and means another thing.

`skeleton` keeps the statements of a real function and takes every callee, member, type, literal and local from others.
`form` is another registration block or data class with the layout of a real one: the same calls or types in another
number and order, every name of its own and every text different.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from candidates import Stock
from grammar import split_words
from naming import find_locals
from snippet import Edit, Snippet, is_docstring, pick_one, rank, shuffle

from reviewer.change.syntax.names import callee_of, descendants, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

_MEMBERS = frozenset({"property_identifier", "field_identifier"})
_TYPES = frozenset({"type_identifier"})
_CLASSES = frozenset(
    ["class_definition", "interface_declaration", "class_declaration", "struct_item", "type_declaration"]
)
_FIELDS = frozenset(
    ["assignment", "property_signature", "public_field_definition", "field_declaration", "field_declaration_list"]
)
_FIELD_WORDS = split_words(
    "altitude balance caption deadline elevation frequency gravity humidity inventory journal latitude mileage "
    "nickname occupancy postcode quantity rating salary tariff urgency velocity warranty yield_rate zone_code"
)
_LEAST_FIELDS, _LEAST_CALLS = 4, 4


def keep_skeleton(snippet: Snippet, others: list[Snippet]) -> Snippet | None:
    """Return the statements of a function about what other functions are about; None where too few names remain."""
    pools: dict[str, list[str]] = {}
    for other in others:
        for role, _, text in _spoken(other):
            pools.setdefault(role, []).append(text)
    chosen: dict[tuple[str, str], str] = {}
    present = {text for _, _, text in _spoken(snippet)}
    edits = []
    for role, node, text in _spoken(snippet):
        if (role, text) not in chosen:
            free = [w for w in dict.fromkeys(pools.get(role, ())) if w not in present and w not in chosen.values()]
            if not free:
                return None
            chosen[role, text] = free[0]
        edits.append(Edit(node.start_byte, node.end_byte, chosen[role, text]))
    changed = snippet.edited([*edits, *_drop_words(snippet)])
    return changed if len(chosen) >= 6 and changed.is_sound else None


def repeat_calls(snippet: Snippet) -> Snippet | None:
    """Return another block of calls to the same callee: some left out, in another order, with other texts."""
    for run in _runs(snippet):
        kept = [node for node in run if rank(text_of(node)) % 4] or run
        words = shuffle(
            [*_FIELD_WORDS, *(f"{a}_{b}" for a in _FIELD_WORDS[:8] for b in _FIELD_WORDS[8:])], snippet.text
        )
        lines = [_reword(snippet, node, words) for node in shuffle(kept, snippet.text)]
        same = sum(line == text_of(node) for line, node in zip(lines, shuffle(kept, snippet.text), strict=True))
        # What keeps its own words, or stands outside of the block, would make it a real copy.
        if 5 * same > len(lines) or 2 * len(run) < len(snippet.statements) or _points_elsewhere(run):
            continue
        gap = snippet.between(run[0].end_byte, run[1].start_byte)
        changed = snippet.edited([Edit(run[0].start_byte, run[-1].end_byte, gap.join(lines)), *_drop_words(snippet)])
        return changed if changed.is_sound else None
    return None


def find_data_classes(stock: Stock) -> "Iterator[tuple[str, Node]]":
    """Yield path and node of the classes that only declare fields, in an order of their content."""
    found = [
        (path, node)
        for path, source in stock.sources.items()
        if source.root is not None
        for node in source.root.named_children
        for node in ([node, *node.named_children] if node.type == "export_statement" else [node])
        if node.type in _CLASSES and len(list(_fields(node))) >= _LEAST_FIELDS and not _has_methods(node)
    ]
    yield from shuffle(found, "data classes")


def imitate_class(node: "Node", language: str) -> str:
    """Return another data class with the same types in the same places."""
    text = text_of(node)
    words = shuffle(_FIELD_WORDS, text)
    names = dict.fromkeys(text_of(name) for name in _fields(node))
    if len(names) > len(words):
        return ""
    new = {n: word.capitalize() if language == "go" else word for n, word in zip(names, words, strict=False)}
    declared = node.child_by_field_name("name") or next(c for c in descendants(node) if c.type == "type_identifier")
    new[text_of(declared)] = pick_one(words, text, "class").title().replace("_", "") + "Record"
    text = re.sub(r'"""(?:[^"\\]|\\.)*?"""|//[^\n]*|/\*(?:.|\n)*?\*/', "", text)
    text = re.sub(r'"(\w{3,})"', lambda m: f'"{pick_one(words, m[1])}"', text)
    return re.sub(r"[A-Za-z_$][\w$]*", lambda m: new.get(m[0], m[0]), text) + "\n"


def _spoken(snippet: Snippet) -> "Iterator[tuple[str, Node, str]]":
    """Every name and literal that says what a function is about, with its role."""
    grammar, own = snippet.grammar, find_locals(snippet)
    for node in descendants(snippet.function):
        text = text_of(node)
        if node.type in grammar.texts:
            if re.search(r"[A-Za-z]{2}", text) and not _is_words(node):
                yield "text", node, text
        elif node.type in grammar.numbers and text.isdecimal() and int(text) > 1:
            yield "number", node, text
        elif node.child_count or text in grammar.kept or (len(text) < 2 and node.type != "identifier"):
            continue
        elif node.type in _MEMBERS or (node.type == "identifier" and _is_member(node)):
            yield "member", node, text
        elif node.type in _TYPES and text not in grammar.kept:
            yield "type", node, text
        elif node.type == "identifier" and text != snippet.name:
            yield "local" if text in own else "name", node, text


def _is_member(node: "Node") -> bool:
    parent = node.parent
    if parent is None:
        return False
    at = next(i for i, child in enumerate(parent.children) if child.id == node.id)
    field = parent.field_name_for_child(at)
    return field in ("attribute", "field") or (parent.type == "method_invocation" and field == "name")


def _is_words(node: "Node") -> bool:
    statement = node.parent.parent if node.parent is not None else None
    return statement is not None and is_docstring(statement)


def _drop_words(snippet: Snippet) -> list[Edit]:
    """Comments and the docstring speak of the old meaning."""
    inner = snippet.body.named_children if snippet.body is not None else []
    words = [n for n in inner[:1] if len(inner) > 1 and is_docstring(n)] if snippet.language == "python" else []
    words += [n for n in descendants(snippet.function) if "comment" in n.type]
    return [Edit(n.start_byte, n.end_byte, "") for n in words]


def _runs(snippet: Snippet) -> "Iterator[list[Node]]":
    """Yield stretches of neighbouring statements that all call the same."""
    run: list[Node] = []
    for node in snippet.statements:
        call = node.named_children[0] if node.type == "expression_statement" and node.named_children else None
        name = callee_of(call) if call is not None and call.type in snippet.grammar.calls else ""
        before = callee_of(run[0].named_children[0]) if run else ""
        if name and name == before:
            run.append(node)
            continue
        if len(run) >= _LEAST_CALLS:
            yield run
        run = [node] if name else []
    if len(run) >= _LEAST_CALLS:
        yield run


def _points_elsewhere(run: "list[Node]") -> bool:
    """Tell whether most calls hand over something of their own that a new text does not change."""
    said = [re.sub(r"'[^']*'|\"[^\"]*\"|`[^`]*`", "", text_of(node)).partition("(")[2] for node in run]
    own = [frozenset(re.findall(r"[A-Za-z_$][\w$]*", text)) for text in said]
    shared = own[0].intersection(*own)
    return sum(bool(words - shared) for words in own) * 2 > len(own)


def _reword(snippet: Snippet, statement: "Node", words: list[str]) -> str:
    text, start = snippet.data[statement.start_byte : statement.end_byte], statement.start_byte
    for node in reversed(list(descendants(statement))):
        if node.type in snippet.grammar.texts and re.search(rb"\w{2}", node.text or b""):
            dashes = re.match(r"-*", text_of(node))
            word = (dashes[0] if dashes else "") + words[rank(text_of(node)) % len(words)].replace("_", "-")
            text = text[: node.start_byte - start] + word.encode() + text[node.end_byte - start :]
    return text.decode()


def _fields(node: "Node") -> "Iterator[Node]":
    for inner in descendants(node):
        if inner.type in _FIELDS:
            name = inner.child_by_field_name("name") or inner.child_by_field_name("left")
            declarator = inner.child_by_field_name("declarator")
            name = declarator.child_by_field_name("name") if declarator is not None else name
            if name is not None and not name.child_count:
                yield name


def _has_methods(node: "Node") -> bool:
    return any("function" in n.type or "method" in n.type or "constructor" in n.type for n in descendants(node))
