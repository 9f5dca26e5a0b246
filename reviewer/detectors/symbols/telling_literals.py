"""This module holds the literals of a change that are worth a name: large numbers, addresses, model ids and keys."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.syntax.names import ancestors, line_of, text_of
from reviewer.index.facts import normalise_value

if TYPE_CHECKING:
    from tree_sitter import Node

_NUMBERS = frozenset({"integer", "number", "int_literal", "integer_literal", "decimal_integer_literal", "float"})
_LARGE = compile_late(r"\d[\d_]{3,14}")
# Years, and what only turns one unit into another.
_PLAIN_NUMBERS = compile_late(r"(19|20|21)\d\d|10{3,9}|1024|1048576|3600|86400|6553[56]|9{4,}")
_URL = compile_late(r"https?://[\w.-]{4,80}[\w./?=&%#:-]{0,150}")
_KEY = compile_late(r"[A-Za-z][A-Za-z0-9]{0,40}(?:[-_./:][A-Za-z0-9]{1,40}){1,8}")
_PLAIN_KEYS = compile_late(
    r"(application|text|image|audio|video|multipart)/.{1,60}|utf-?8|iso-?8859.{0,5}|[a-z]{1,10}\.(js|py|ts|go|json|md)|"
    r"(?i:content|accept|cache|x|user|access|set|if|last)-[a-z-]{1,40}|\.{0,2}/.{1,200}"
)
_NAMED_BY = {
    "assignment": "left", "variable_declarator": "name", "keyword_argument": "name", "pair": "key",
    "default_parameter": "name", "typed_default_parameter": "name", "keyed_element": "key", "const_spec": "name",
    "var_spec": "name", "short_var_declaration": "left", "const_item": "name", "static_item": "name",
    "let_declaration": "pattern", "field_initializer": "field", "required_parameter": "pattern",
    "assignment_expression": "left", "assignment_pattern": "left", "public_field_definition": "name",
    "optional_parameter": "pattern", "binary_expression": "left", "comparison_operator": "", "binary_operator": "left",
}  # fmt: skip
_CONSTANTS = frozenset({"const_spec", "const_item", "static_item"})
_UPPER = compile_late(r"_?[A-Z][A-Z0-9_]+")
_SILENT = ("import", "decorator", "annotation", "attribute_item", "export_statement", "enum", "docstring")


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal that the change wrote. `holder` is what it is given to: a variable, argument, key or other side."""

    path: str
    line: int
    text: str
    holder: str
    is_number: bool

    @property
    def value(self) -> str:
        """The literal without quotes and separators."""
        return normalise_value(self.text)


def find_telling_literals(file: ChangedFile) -> Iterator[Literal]:
    """Yield the telling literals of the added lines, in the order of the text, without values of constants."""
    source = file.new
    if source is None or source.root is None:
        return
    added = file.change.added_lines
    before = set(file.change.deleted_lines.values())
    for node in _leaves(source.root, added, source.kinds.strings):
        text, is_number = text_of(node), node.type in _NUMBERS
        if not _is_telling(text, is_number=is_number) or any(text in line for line in before):
            continue
        holder, is_constant = _holder_of(node)
        if not is_constant and not _is_silent(node):
            yield Literal(source.path, line_of(node), text, holder, is_number)


def _leaves(root: "Node", lines: dict[int, str], strings: frozenset[str]) -> Iterator["Node"]:
    """Look only into nodes that hold an added line."""
    wanted = sorted(lines)
    stack = [root] if wanted else []
    while stack:
        node = stack.pop()
        if not any(node.start_point[0] < line <= node.end_point[0] + 1 for line in wanted):
            continue
        if node.type in _NUMBERS or node.type in strings:
            if line_of(node) in lines:
                yield node
        else:
            stack += reversed(node.named_children)


def _is_telling(text: str, *, is_number: bool) -> bool:
    if is_number:
        digits = text.replace("_", "")
        return bool(_LARGE.fullmatch(text)) and not _PLAIN_NUMBERS.fullmatch(digits)
    value = text[1:-1]
    if len(value) < 8 or text[:1] not in "\"'`" or _PLAIN_KEYS.fullmatch(value):
        return False
    return bool(_URL.fullmatch(value) or _KEY.fullmatch(value))


def _holder_of(node: "Node") -> tuple[str, bool]:
    """Return the name that a literal is given to, and whether that makes a constant."""
    inner = node
    for around in list(ancestors(node))[:4]:
        if around.type in _NAMED_BY:
            named = around.child_by_field_name(_NAMED_BY[around.type]) if _NAMED_BY[around.type] else around
            name = text_of(named) if named is not None and named != inner else text_of(around)[:120]
            return name, around.type in _CONSTANTS or bool(_UPPER.fullmatch(name))
        if around.type.endswith(("arguments", "argument_list")) and around.parent is not None:
            return text_of(around.parent)[:60].partition("(")[0], False
        inner = around
    return "", False


def _is_silent(node: "Node") -> bool:
    """Tell whether a string belongs to an import, a decoration or an enumeration, or stands alone as text."""
    for at, around in enumerate(ancestors(node)):
        if at == 0 and around.type == "expression_statement":
            return True
        if at > 5:
            return False
        if around.type.startswith(_SILENT) and around.type != "export_statement":
            return True
        if around.type == "export_statement" and around.child_by_field_name("source") == node:
            return True
    return False
