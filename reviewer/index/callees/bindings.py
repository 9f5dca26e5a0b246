"""This module holds where a file binds a name: definitions, parameters, variables, imports and assignments to it."""

import re
from itertools import islice
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from reviewer.change.syntax.names import ancestors
from reviewer.change.syntax.source import Source

if TYPE_CHECKING:
    from tree_sitter import Node

# Beyond this a name is an everyday word, of which nothing unique can be said.
_MOST = 300

_PARTS = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$")

# Where a name stands in a source, searched once for as long as the source is held.
_KNOWN: "WeakKeyDictionary[Source, dict[str, list[Node] | None]]" = WeakKeyDictionary()
_BOUND: "WeakKeyDictionary[Source, dict[str, list[Node] | None]]" = WeakKeyDictionary()
_WRITTEN: "WeakKeyDictionary[Source, dict[tuple[str, tuple[str, ...]], bool]]" = WeakKeyDictionary()

# Nodes that a bound name may stand in before the node that binds it.
_PATTERNS: dict[str, frozenset[str]] = {
    "python": frozenset({"pattern_list", "tuple_pattern", "list_pattern", "list_splat_pattern"})
    | {"dictionary_splat_pattern", "as_pattern_target", "parenthesized_expression", "dotted_name", "case_pattern"}
    | {"class_pattern", "keyword_pattern", "union_pattern", "dict_pattern", "splat_pattern"},
    "script": frozenset({"array_pattern", "object_pattern", "pair_pattern", "rest_pattern", "assignment_pattern"})
    | {"object_assignment_pattern"},
    "go": frozenset({"expression_list"}),
    "rust": frozenset({"tuple_pattern", "tuple_struct_pattern", "slice_pattern", "ref_pattern", "mut_pattern"})
    | {"reference_pattern", "captured_pattern", "or_pattern", "match_pattern", "field_pattern", "struct_pattern"}
    | {"scoped_identifier"},
    "java": frozenset(),
}

# What binds a name, with the fields in which the name may stand; no field stands for any child.
_BINDERS: dict[str, dict[str, tuple[str, ...]]] = {
    "python": {
        "assignment": ("left",), "augmented_assignment": ("left",), "for_statement": ("left",),
        "for_in_clause": ("left",), "named_expression": ("name",), "function_definition": ("name",),
        "class_definition": ("name",), "parameters": (), "lambda_parameters": (), "default_parameter": ("name",),
        "typed_parameter": (), "typed_default_parameter": ("name",), "as_pattern": ("alias",),
        "aliased_import": ("alias",), "import_statement": ("name",), "import_from_statement": ("name",),
        "global_statement": (), "nonlocal_statement": (), "delete_statement": (), "case_clause": (),
        "type_alias_statement": ("left",),
    },
    "script": {
        "variable_declarator": ("name",), "function_declaration": ("name",), "function_expression": ("name",),
        "generator_function_declaration": ("name",), "generator_function": ("name",), "class_declaration": ("name",),
        "abstract_class_declaration": ("name",), "class": ("name",), "required_parameter": ("pattern",),
        "optional_parameter": ("pattern",), "formal_parameters": (), "arrow_function": ("parameter",),
        "catch_clause": ("parameter",), "for_in_statement": ("left",), "import_specifier": ("alias", "name"),
        "import_clause": (), "namespace_import": (), "assignment_expression": ("left",),
        "augmented_assignment_expression": ("left",), "function_signature": ("name",), "internal_module": ("name",),
        "enum_declaration": ("name",), "import_require_clause": (), "import_alias": (),
    },
    "go": {
        "parameter_declaration": ("name",), "variadic_parameter_declaration": ("name",), "var_spec": ("name",),
        "const_spec": ("name",), "short_var_declaration": ("left",), "assignment_statement": ("left",),
        "range_clause": ("left",), "receive_statement": ("left",), "function_declaration": ("name",),
        "type_spec": ("name",), "type_alias": ("name",), "type_parameter_declaration": ("name",),
        "import_spec": ("name",), "type_switch_statement": ("alias",),
    },
    "rust": {
        "let_declaration": ("pattern",), "let_condition": ("pattern",), "parameter": ("pattern",),
        "closure_parameters": (), "for_expression": ("pattern",), "match_arm": ("pattern",), "const_item": ("name",),
        "static_item": ("name",), "function_item": ("name",), "function_signature_item": ("name",),
        "use_as_clause": ("alias",), "use_list": (), "use_declaration": ("argument",), "struct_item": ("name",),
        "enum_item": ("name",), "mod_item": ("name",), "trait_item": ("name",), "type_item": ("name",),
        "const_parameter": ("name",), "enum_variant": ("name",),
    },
    "java": {
        "variable_declarator": ("name",), "formal_parameter": ("name",), "lambda_expression": ("parameters",),
        "inferred_parameters": (), "class_declaration": ("name",), "interface_declaration": ("name",),
        "enum_declaration": ("name",), "record_declaration": ("name",), "type_parameter": (),
        "enum_constant": ("name",),
        "catch_formal_parameter": ("name",), "enhanced_for_statement": ("name",), "resource": ("name",),
    },
}  # fmt: skip

_CLASS_BODIES = frozenset({"class_definition", "impl_item", "trait_item"})
_FUNCTIONS = frozenset({"function_definition", "lambda", "function_item", "closure_expression"})
_MEMBER_WRITES = {
    "attribute": ("attribute", frozenset({"assignment", "augmented_assignment", "delete_statement"})),
    "member_expression": ("property", frozenset({"assignment_expression", "augmented_assignment_expression"})),
}


def dialect_of(language: str | None) -> str:
    """Return the name under which JavaScript and TypeScript count as one."""
    return "script" if language in ("javascript", "typescript", "tsx") else language or ""


def find_bindings(source: Source, name: str, within: "Node | None" = None) -> list["Node"] | None:
    """Return the nodes that bind a name in a file or a part of it, except members of classes.

    None for a name that is used too often to look at.
    """
    if within is not None:
        return _bind(source, find_occurrences(source, name, within))
    known = _BOUND.setdefault(source, {})
    if name not in known:
        known[name] = _bind(source, find_occurrences(source, name))
    return known[name]


def _bind(source: Source, found: list["Node"] | None) -> list["Node"] | None:
    if found is None:
        return None
    return [binder for node in found if (binder := _binder(node, source)) is not None and class_around(binder) is None]


def find_members(source: Source, name: str, owner: "Node") -> list["Node"] | None:
    """Return the nodes that bind a name in the body of a class; None for a name used too often."""
    found = find_occurrences(source, name)
    if found is None:
        return None
    binders = (_binder(node, source) for node in found)
    return [b for b in binders if b is not None and (around := class_around(b)) is not None and around.id == owner.id]


def is_written_to(source: Source, name: str, *, but: tuple[str, ...] = ()) -> bool:
    """Tell whether a file sets an attribute of this name on anything but some receivers."""
    known = _WRITTEN.setdefault(source, {})
    if (name, but) not in known:
        known[name, but] = _is_set(source, name, but)
    return known[name, but]


def _is_set(source: Source, name: str, but: tuple[str, ...]) -> bool:
    for node in find_occurrences(source, name) or ():
        access = node.parent
        field, writers = _MEMBER_WRITES.get(access.type, ("", frozenset())) if access is not None else ("", frozenset())
        if access is None or access.parent is None or access.child_by_field_name(field) != node:
            continue
        holder = access.child_by_field_name("object")
        written = access.parent.type in writers and access.parent.child_by_field_name("right") != access
        if written and (holder is None or holder.text is None or holder.text.decode() not in but):
            return True
    return False


def find_occurrences(source: Source, name: str, within: "Node | None" = None) -> list["Node"] | None:
    """Return the nodes that are this name and nothing else, in the order of the text; None beyond a bound."""
    if within is not None:
        return _search(source, name, within)
    known = _KNOWN.setdefault(source, {})
    if name not in known:
        known[name] = _search(source, name, source.root)
    return known[name]


def class_around(node: "Node") -> "Node | None":
    """Return the class that a node is a member of, or None for one in a function or in the module."""
    for around in ancestors(node):
        if around.type in _FUNCTIONS:
            return None
        if around.type in _CLASS_BODIES:
            return around
    return None


def _search(source: Source, name: str, around: "Node | None") -> list["Node"] | None:
    root = source.root
    if root is None or around is None or not name:
        return []
    # What precedes is looked at apart: a pattern that starts with plain text is searched for much faster.
    word, data = re.compile(re.escape(name.encode()) + rb"(?![\w$])"), source.data
    found = word.finditer(data, around.start_byte, around.end_byte)
    places = list(islice((m for m in found if data[m.start() - 1] not in _PARTS or m.start() == 0), _MOST + 1))
    if len(places) > _MOST:
        return None
    nodes = (root.descendant_for_byte_range(m.start(), m.end()) for m in places)
    return [n for n, m in zip(nodes, places, strict=True) if n is not None and _is_name(n, m.start(), m.end())]


def _is_name(node: "Node", start: int, end: int) -> bool:
    return node.start_byte == start and node.end_byte == end and "identifier" in node.type


def _binder(node: "Node", source: Source) -> "Node | None":
    dialect = dialect_of(source.language)
    patterns, binders = _PATTERNS[dialect], _BINDERS[dialect]
    if node.type in ("property_identifier", "field_identifier"):
        return None
    while (parent := node.parent) is not None and parent.type in patterns:
        if not _is_carried(node, parent):
            return None
        node = parent
    if parent is None or parent.type not in binders:
        return None
    fields = binders[parent.type]
    if not fields:
        return parent if parent.child_by_field_name("type") != node else None
    bound = next((f for f in fields if parent.child_by_field_name(f) is not None), "")
    return parent if node in parent.children_by_field_name(bound) else None


def _is_carried(node: "Node", parent: "Node") -> bool:
    """Tell whether what a pattern binds includes this part of it."""
    if parent.type == "scoped_identifier":
        return parent.child_by_field_name("name") == node
    if parent.type == "dotted_name":
        return parent.named_children[0] == node
    left_out = {
        "tuple_struct_pattern": "type",
        "struct_pattern": "type",
        "pair_pattern": "key",
        "field_pattern": "name",
    }
    if parent.type in left_out and parent.child_by_field_name(left_out[parent.type]) == node:
        return parent.type == "field_pattern" and parent.child_by_field_name("pattern") is None
    return parent.child_by_field_name("right") != node
