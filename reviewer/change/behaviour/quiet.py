"""This module holds what stands in a function and does nothing: types, imports, docstrings and what goes to a log."""

import re
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.kinds.roles import Kinds
from reviewer.change.syntax.languages import SCRIPTS
from reviewer.change.syntax.names import arguments_of, callee_of

if TYPE_CHECKING:
    from tree_sitter import Node

_IMPORTS = frozenset({"import_statement", "import_from_statement", "import_declaration", "use_declaration", "import"})
_IMPORTS |= {"namespace_use_declaration", "using_directive", "future_import_statement", "import_header"}
_EMPTY = frozenset({"pass_statement", "empty_statement", "php_tag", "visibility_modifier", "mutable_specifier"})
_EMPTY |= {"modifiers", "modifier", "type_qualifier", "storage_class_specifier", "accessibility_modifier"}
_EMPTY |= {"override_modifier", "type_parameters", "type_parameter", "type_parameter_list", "where_clause"}
_EMPTY |= {"type_annotation", "type_predicate_annotation", "asserts_annotation", "type_parameter_constraints_clause"}
_EMPTY |= {"type_alias_declaration", "interface_declaration", "lifetime", "type_constraints", "value_binding_pattern"}
# Where types of arguments are gone when the program runs.
_ERASES = frozenset({"typescript", "tsx", "java"})
_DECLARED = frozenset({"type", "return_type", "result", "returns"})
_DECLARES = compile_late(
    r"assignment|\w*(?:parameter|parameter_declaration|variable_declaration|_spec|function_item|function_declaration"
    r"|method_declaration|function_definition|method_definition|arrow_function|let_declaration|val_definition"
    r"|var_definition|func_literal|closure_expression|for_statement|foreach_statement|resource|lambda_expression"
    r"|local_function_statement|constructor_declaration|property_declaration|anonymous_function)"
)
_LOCAL_TYPES = frozenset({"user_type", "nullable_type", "function_type", "optional_type"})
_TYPED_HOLDERS = frozenset({"parameter", "variable_declaration", "function_declaration", "class_parameter"})
# Nodes that say nothing which their only part does not say.
_WRAPPERS = frozenset({"parenthesized_expression", "typed_parameter", "non_null_expression", "generic_type"})
_CASTS = frozenset({"as_expression", "satisfies_expression"})
_WAITS = frozenset({"await", "await_expression", "unary_expression"})
_LOG = compile_late(
    r"(?:^|[.>:@$])_*(?:(?:\w+_)?(?:log|LOG)(?:s|ger|ging|GER|GING)?|\w*(?:[lL]ogger|[a-z]Log)|Log|slog|console|tracing|zap"
    r"|zlog|logrus|Timber|spdlog|winston|pino|Logging)(?:\(\))?(?:\.|->|::|\?\.)"
)
_LEVEL = compile_late(
    r"(?:^|[.>:])(?:log_?)?(?:trace|debug|info|information|notice|warn|warning|err|error|exception|critical|alert|log"
    r"|verbose|print|msg|send|d|e|i|w|v)(?:f|w|ln|context|ctx|async|s|rb)?$",
    re.IGNORECASE,
)
_PLAIN = compile_late(
    r"(?:(?:log|tracing|defmt)::)?(?:trace|debug|info|warn|error|log)!|error_log|os_log|NSLog|syslog"
    r"|log_?(?:trace|debug|info|warn|warning|error)|(?:debug|info|warn)(?:_msg|_log)?"
)


def is_quiet(node: "Node", parent: "Node", field: str | None, kinds: Kinds, language: str) -> bool:
    """Tell whether a node may come, go or change without anything that the function does being another."""
    kind = node.type
    if kind in kinds.comments or "comment" in kind or kind in kinds.decorators or kind in _IMPORTS or kind in _EMPTY:
        return True
    return is_type(node, parent, field, language) or _is_remark(node, kinds, language) or _is_logging(node, kinds)


def is_type(node: "Node", parent: "Node", field: str | None, language: str) -> bool:
    """Tell whether a node only declares of which type something is."""
    if node.type == "type_arguments" and language in _ERASES:
        return True
    if field in _DECLARED and _DECLARES.fullmatch(parent.type):
        return True
    if node.type in _LOCAL_TYPES and parent.type in _TYPED_HOLDERS:
        return True
    if language == "swift" and field == "name" and node.type.endswith("type"):
        return parent.type in ("function_declaration", "parameter")
    return False


def look_through(node: "Node", parent: "Node", kinds: Kinds, language: str) -> "Node | None":
    """Return the part that a node stands for: of brackets, of a cast that is gone at run time, of a block of one."""
    if node.type in _WRAPPERS or (node.type in _CASTS and language in SCRIPTS):
        return next((c for c in node.named_children if "comment" not in c.type), None)
    if node.type == "type_assertion":
        return node.named_children[-1] if node.named_children else None
    if language == "python" and node.type == "call" and callee_of(node) in ("cast", "typing.cast", "t.cast"):
        given = arguments_of(node)
        return given[1] if len(given) == 2 else None
    if node.type in ("statement_block", "compound_statement", "block") and language not in ("ruby", "python", "rust"):
        return _only_statement(node) if parent.type in kinds.ifs | kinds.elses | kinds.loops else None
    return None


def _only_statement(block: "Node") -> "Node | None":
    parts = [c for c in block.named_children if "comment" not in c.type]
    return parts[0] if len(parts) == 1 and parts[0].type.endswith("statement") else None


def _is_remark(node: "Node", kinds: Kinds, language: str) -> bool:
    """A string or `...` that stands alone, and a name that is given a type and no value."""
    if language != "python" or node.type != "expression_statement" or node.named_child_count != 1:
        return False
    inner = node.named_children[0]
    if inner.type == "assignment":
        return inner.child_by_field_name("right") is None
    return inner.type in kinds.strings or inner.type == "ellipsis"


def _is_logging(node: "Node", kinds: Kinds) -> bool:
    if node.type == "expression_statement":
        parts = [c for c in node.named_children if "comment" not in c.type]
        inner = parts[0] if len(parts) == 1 else None
        while inner is not None and inner.type in _WAITS and inner.named_children:
            inner = inner.named_children[-1]
        return inner is not None and inner.type in kinds.calls and is_log_call(inner)
    return node.type in kinds.calls and is_log_call(node)


def is_log_call(call: "Node") -> bool:
    """Tell whether a call only writes to a log; one that ends the program too (`log.Fatal`) does more."""
    callee = callee_of(call)
    if call.type == "command":
        return _PLAIN.fullmatch(callee) is not None
    if len(callee) > 400:
        return False
    callee = callee.partition("{")[0]
    if _PLAIN.fullmatch(callee) and (callee.endswith("!") or "_" in callee or callee in ("syslog", "NSLog")):
        return True
    return _LOG.search(callee) is not None and _LEVEL.search(callee) is not None
