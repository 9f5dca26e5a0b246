"""This module holds how definitions are named in each grammar, and small questions to a syntax node."""

from typing import TYPE_CHECKING

from reviewer.change.late import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

_FIXED = {"init_declaration": "init", "deinit_declaration": "deinit", "secondary_constructor": "constructor"}
_HOLDERS = {
    "variable_declarator": "name",
    "assignment_expression": "left",
    "pair": "key",
    "public_field_definition": "name",
    "field_definition": "property",
    "const_spec": "name",
}
_LAST_NAME = compile_late(r"[A-Za-z_$][\w$]*(?=\W*$)")


def text_of(node: "Node | None") -> str:
    """Return the source text of a node."""
    return node.text.decode("utf-8", "replace") if node is not None and node.text is not None else ""


def squeeze(text: str) -> str:
    """Return a text without any white space, for comparing code that was only laid out anew."""
    return "".join(text.split())


def line_of(node: "Node") -> int:
    """Return the 1-based line on which a node starts."""
    return node.start_point[0] + 1


def end_line_of(node: "Node") -> int:
    """Return the 1-based line on which a node ends."""
    return node.end_point[0] + (1 if node.end_point[1] or node.end_point[0] == node.start_point[0] else 0)


def name_scope(node: "Node") -> str:
    """Return the name of a function or class definition, or an empty string for one without a name."""
    if node.type in _FIXED:
        return _FIXED[node.type]
    if node.type.endswith("_specifier") and node.child_by_field_name("body") is None:
        return ""  # `struct order` in C mentions a type and defines none
    if node.type in ("impl_item", "companion_object"):
        subject = node.child_by_field_name("type") or node.child_by_field_name("name")
        return text_of(subject).split("<")[0] or "companion"
    named = node.child_by_field_name("name")
    if named is not None:
        return _receiver(node) + text_of(named)
    declarator = node.child_by_field_name("declarator")
    if declarator is not None:
        return _declared(declarator)
    parent = node.parent
    if parent is not None and parent.type in _HOLDERS:
        holder = text_of(parent.child_by_field_name(_HOLDERS[parent.type]))
        last = _LAST_NAME.search(holder)
        return last[0] if last else ""
    return ""


def callee_of(call: "Node") -> str:
    """Return what a call calls, as written without white space: `self.assertEqual`, `expect(x).toBe`, `assert!`."""
    for field in ("function", "method", "macro", "constructor", "type", "name"):
        target = call.child_by_field_name(field)
        if target is not None:
            break
    else:
        target = call.named_children[0] if call.named_children else None
    receiver = call.child_by_field_name("object") or call.child_by_field_name("receiver")
    receiver = receiver or call.child_by_field_name("scope")
    bang = "!" if call.type == "macro_invocation" else ""
    prefix = squeeze(text_of(receiver)) + "." if receiver is not None else ""
    return prefix + squeeze(text_of(target)) + bang


def arguments_of(call: "Node") -> list["Node"]:
    """Return the argument nodes of a call, without comments."""
    found = call.child_by_field_name("arguments")
    words = call.children_by_field_name("argument")  # a shell command has them without a list around them
    if words:
        return words
    if found is None:
        found = next((n for n in _down(call, 2) if "argument" in n.type or n.type == "token_tree"), None)
    return [c for c in found.named_children if "comment" not in c.type] if found is not None else []


def statements_of(block: "Node | None") -> list["Node"]:
    """Return the statements of a block, without comments; a single wrapping node is looked through."""
    if block is None:
        return []
    inner = [c for c in block.named_children if "comment" not in c.type]
    if len(inner) == 1 and inner[0].type in ("statements", "statement_list", "block_body", "body_statement", "block"):
        return statements_of(inner[0])
    return inner


def descendants(node: "Node") -> "Iterator[Node]":
    """Yield every node below a node, in the order of the text."""
    stack = list(reversed(node.children))
    while stack:
        top = stack.pop()
        yield top
        stack += reversed(top.children)


def ancestors(node: "Node") -> "Iterator[Node]":
    """Yield the nodes around a node, innermost first."""
    around = node.parent
    while around is not None:
        yield around
        around = around.parent


def decorators_of(node: "Node", kinds: frozenset[str]) -> list[str]:
    """Return the decorators, annotations or attributes of a definition, as written, top to bottom."""
    return [text_of(n) for n in decorator_nodes_of(node, kinds)]


def decorator_nodes_of(node: "Node", kinds: frozenset[str]) -> list["Node"]:
    """Return the nodes of the decorators, annotations or attributes of a definition, top to bottom."""
    found: dict[int, Node] = {}
    holders = [node, *(c for c in node.children if c.type in ("modifiers", "attributes"))]
    if node.parent is not None and node.parent.type in ("decorated_definition", "export_statement"):
        holders.append(node.parent)
    for holder in holders:
        found |= {c.id: c for c in holder.children if c.type in kinds}
    before = node.prev_named_sibling
    while before is not None and (before.type in kinds or "comment" in before.type):
        found |= {before.id: before} if before.type in kinds else {}
        before = before.prev_named_sibling
    return sorted(found.values(), key=lambda n: n.start_byte)


def _receiver(node: "Node") -> str:
    receiver = node.child_by_field_name("receiver")
    if receiver is None:
        return ""
    last = _LAST_NAME.search(text_of(receiver).split("[")[0])
    return f"{last[0]}." if last else ""


def _declared(declarator: "Node") -> str:
    inner: Node | None = declarator
    while inner is not None:
        declarator, inner = inner, inner.child_by_field_name("declarator")
        if inner is None and declarator.type in ("reference_declarator", "parenthesized_declarator"):
            inner = next(iter(declarator.named_children), None)
    return squeeze(text_of(declarator))


def _down(node: "Node", depth: int) -> "Iterator[Node]":
    for child in node.named_children:
        yield child
        if depth > 1:
            yield from _down(child, depth - 1)
