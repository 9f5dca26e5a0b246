"""This module holds what keeps Go compiling when code goes: every local must still be read, and every import used."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import ancestors, descendants, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

_NAMES = frozenset({"identifier", "package_identifier"})
_DECLARES = frozenset({"short_var_declaration", "range_clause"})
# To be written is not to be read.
_WRITES = _DECLARES | {"assignment_statement"}
_ERROR = compile_late(r"^\w*[eE]rr\w*\s*!=\s*nil$")
_LEAVES = frozenset({"return_statement", "continue_statement", "break_statement"})


def guards_error(node: "Node") -> bool:
    """Tell whether an `if` only leaves when there is an error, so that its block can be emptied.

    One with an `else` could be what makes the function end.
    """
    condition, block = node.child_by_field_name("condition"), node.child_by_field_name("consequence")
    if condition is None or block is None or node.child_by_field_name("alternative") is not None:
        return False
    statements = [s for part in block.named_children for s in part.named_children if "comment" not in s.type]
    return bool(statements) and statements[-1].type in _LEAVES and _ERROR.search(text_of(condition)) is not None


def keep_compiling(gone: "Node", place: "Node", function: "Node") -> str | None:
    """Return statements that read the locals which `gone` alone reads (`_ = a; `); None where an import would idle.

    `place` is the stretch that the statements will stand in: what is declared inside of it goes too.
    """
    declared = {text_of(name) for name in _declared(function) if not _is_inside(name, place)}
    removed = [n for n in (gone, *descendants(gone)) if n.type in _NAMES]
    rest = [n for n in descendants(function) if n.type in _NAMES and not _is_inside(n, gone)]
    read = {text_of(n) for n in rest if not _is_written(n)}
    idle = dict.fromkeys(text_of(n) for n in removed if text_of(n) in declared and text_of(n) not in read)
    packages = {text_of(n) for n in removed if _is_qualifier(n)} - declared
    if not packages <= _used_outside(gone, packages):
        return None
    return "".join(f"_ = {name}; " for name in idle)


def _declared(function: "Node") -> Iterator["Node"]:
    for node in descendants(function):
        if node.type in _DECLARES:
            left = node.child_by_field_name("left")
            yield from (left.named_children if left is not None else ())
        elif node.type == "var_spec":
            yield from node.children_by_field_name("name")


def _is_inside(node: "Node", around: "Node") -> bool:
    return around.start_byte <= node.start_byte and node.end_byte <= around.end_byte


def _is_written(name: "Node") -> bool:
    holder = name.parent
    if holder is None:
        return False
    if holder.type == "var_spec":
        return any(n.id == name.id for n in holder.children_by_field_name("name"))
    if holder.type in ("inc_statement", "dec_statement"):
        return True
    around = holder.parent
    if holder.type != "expression_list" or around is None or around.type not in _WRITES:
        return False
    left = around.child_by_field_name("left")
    return left is not None and left.id == holder.id


def _is_qualifier(name: "Node") -> bool:
    holder = name.parent
    if name.type == "package_identifier":
        return True
    operand = holder.child_by_field_name("operand") if holder is not None else None
    return holder is not None and holder.type == "selector_expression" and operand is not None and operand.id == name.id


def _used_outside(gone: "Node", packages: set[str]) -> set[str]:
    if not packages:
        return set()
    root = [gone, *ancestors(gone)][-1]
    found: set[str] = set()
    for top in root.named_children:
        if top.type not in ("import_declaration", "package_clause"):
            names = (n for n in descendants(top) if n.type in _NAMES and not _is_inside(n, gone))
            found |= {text_of(n) for n in names} & packages
    return found
