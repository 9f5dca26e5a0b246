"""This module holds where a function binds a name of its own: such a name may change and nothing else does."""

from typing import TYPE_CHECKING

from reviewer.change.late import compile_late

if TYPE_CHECKING:
    from tree_sitter import Node

# The kind of a node and the field below which a name is bound.
_BINDS = compile_late(
    r"(?:assignment|assignment_expression|assignment_statement|short_var_declaration|range_clause|foreach_statement"
    r"|for_statement|for_in_statement|for_in_clause|receive_statement|left_assignment_list)\.left"
    r"|(?:\w*declarator|\w*_spec|\w*parameter|\w*parameter_declaration|named_expression|enhanced_for_statement|resource"
    r"|catch_declaration|local_function_statement|function_declaration|function_definition|declaration_command"
    r"|variable_assignment)\.name"
    r"|(?:declaration|for_range_loop|\w*_?parameter_declaration|\w*_declarator)\.declarator"
    r"|\w+\.(?:pattern|parameters|parameter|alias|bound_identifier|item|external_name)"
    r"|(?:variable_declaration|parameter|closure_parameters|as_pattern_target|enumerator|block_parameters"
    r"|lambda_parameters|exception_variable)\."
)
# Nodes through which a binding reaches the names in it, as in `a, (b, c) = ...`.
_PASSES = compile_late(
    r"\w*(?:pattern|_list|list|tuple|parameters|parameter|parameter_declaration|_target|declarator|splat|declaration"
    r"|_variable|expression_list)"
)
_STOPS = frozenset({"type", "default_value", "right", "value", "body", "arguments", "function", "return_type", "size"})
_NAMES = frozenset({"identifier", "simple_identifier", "variable_name"})
_MEMBERS = frozenset({"attribute", "property", "field", "suffix", "method", "key", "label", "external_name"})
# Here the field `name` is the name of a member, an argument or a type.
_NAMED_MEMBERS = compile_late(
    r"method_invocation|keyword_argument|argument|member_\w+|scoped_\w+|qualified_\w+|navigation_\w+|generic_name"
    r"|value_argument_label|\w*call_expression|field_initializer|class_constant_access_expression"
)


def binds(parent: "Node", field: str | None, *, inherited: bool) -> bool:
    """Tell whether a name below a field of a node is bound there; `inherited` tells it of the node itself."""
    if _BINDS.fullmatch(f"{parent.type}.{field or ''}"):
        return True
    stops = field in _STOPS and parent.type != "pair_pattern"
    return inherited and not stops and _PASSES.fullmatch(parent.type) is not None


def is_name(node: "Node", parent: "Node", field: str | None) -> bool:
    """Tell whether a node is a name that may be one of the function's own, and not that of a member or argument."""
    if node.type not in _NAMES or field in _MEMBERS:
        return False
    if field == "name" and _NAMED_MEMBERS.fullmatch(parent.type):
        return False
    if parent.type in ("value_argument", "navigation_expression", "argument"):
        after, before = node.next_sibling, node.prev_sibling
        return not (after is not None and after.type == "=") and not (before is not None and before.type in (".", "?."))
    return True
