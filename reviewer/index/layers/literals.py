"""This module holds what a settings file of JavaScript or JSON says in plain literals. Nothing of it is executed.

Names are followed to a constant of the same file, spreads of such constants are laid open, and a call such as
`defineConfig(...)` (any whose name ends so) stands for its arguments. All else is `UNREAD`.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from reviewer.change.syntax.names import text_of
from reviewer.change.syntax.source import Source

if TYPE_CHECKING:
    from tree_sitter import Node

_DEEPEST, _MOST_NODES, _LONGEST_FILE = 30, 20_000, 300_000
_WRAPPERS = frozenset({"parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression"})
_PLAIN: dict[str, Any] = {"true": True, "false": False, "null": None, "undefined": None}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


class _Unread:
    def __repr__(self) -> str:
        return "UNREAD"


UNREAD: Final = _Unread()


def read_literal(path: str, data: bytes) -> Any:  # noqa: ANN401 - whatever the file says
    """Return what a file exports, or a JSON file says, as far as it is written in literals; `UNREAD` for the rest."""
    if len(data) > _LONGEST_FILE:
        return UNREAD
    is_json = path.endswith((".json", ".jsonc", ".json5", "rc"))
    text = b"(" + data.removeprefix(b"\xef\xbb\xbf") + b"\n)" if is_json else data
    language = "typescript" if path.endswith(("ts", "mts", "cts")) else "javascript"
    root = Source(path, text, language, "config").root
    return _Reader(root).read_exported() if root is not None else UNREAD


class _Reader:
    def __init__(self, root: "Node") -> None:
        self._root = root
        self._left = _MOST_NODES
        self._constants = dict(_list_constants(root))

    def read_exported(self) -> Any:  # noqa: ANN401
        found: Any = UNREAD
        for statement in self._root.named_children:
            exported = _find_exported(statement)
            if exported is not None:
                found = self._read(exported, 0, ())
        return found

    def _read(self, node: "Node | None", depth: int, following: tuple[str, ...]) -> Any:  # noqa: ANN401
        self._left -= 1
        if node is None or depth > _DEEPEST or self._left < 0:
            return UNREAD
        kind = node.type
        if kind in _WRAPPERS:
            return self._read(next(iter(node.named_children), None), depth + 1, following)
        if kind == "object":
            return self._read_object(node, depth, following)
        if kind == "array":
            return self._read_items(node.named_children, depth, following)
        if kind == "call_expression":
            arguments = node.child_by_field_name("arguments")
            wraps = text_of(node.child_by_field_name("function")).lower().endswith("config")
            return self._read_items(arguments.named_children, depth, following) if wraps and arguments else UNREAD
        if kind == "identifier" and text_of(node) in self._constants and text_of(node) not in following:
            name = text_of(node)
            return self._read(self._constants[name], depth + 1, (*following, name))
        if kind == "binary_expression":
            return self._join(node, depth, following)
        return _read_scalar(node)

    def _read_object(self, node: "Node", depth: int, following: tuple[str, ...]) -> Any:  # noqa: ANN401
        read: dict[str, Any] = {}
        for child in node.named_children:
            if child.type == "pair":
                key = _read_key(child.child_by_field_name("key"))
                read[key] = self._read(child.child_by_field_name("value"), depth + 1, following)
            elif child.type == "shorthand_property_identifier":
                read[text_of(child)] = self._read_name(text_of(child), depth, following)
            elif child.type == "spread_element":
                spread = self._read(next(iter(child.named_children), None), depth + 1, following)
                read |= spread if isinstance(spread, dict) else {"...": UNREAD}
        return read

    def _read_name(self, name: str, depth: int, following: tuple[str, ...]) -> Any:  # noqa: ANN401
        node = None if name in following else self._constants.get(name)
        return self._read(node, depth + 1, (*following, name))

    def _read_items(self, nodes: Sequence["Node"], depth: int, following: tuple[str, ...]) -> list[Any]:
        read: list[Any] = []
        for node in nodes:
            if node.type == "comment":
                continue
            inner = next(iter(node.named_children), None) if node.type == "spread_element" else node
            value = self._read(inner, depth + 1, following)
            read += value if node.type == "spread_element" and isinstance(value, list) else [value]
        return read

    def _join(self, node: "Node", depth: int, following: tuple[str, ...]) -> Any:  # noqa: ANN401
        sides = [self._read(node.child_by_field_name(side), depth + 1, following) for side in ("left", "right")]
        plus = text_of(node.child_by_field_name("operator")) == "+"
        return "".join(sides) if plus and all(isinstance(side, str) for side in sides) else UNREAD


def _list_constants(root: "Node") -> Iterator[tuple[str, "Node"]]:
    """Yield the constants of a file with their values; a name that is bound twice is none."""
    for statement in root.named_children:
        inner = statement.child_by_field_name("declaration") if statement.type == "export_statement" else statement
        if inner is None or inner.type != "lexical_declaration" or not text_of(inner).startswith("const"):
            continue
        for declared in inner.named_children:
            name, value = declared.child_by_field_name("name"), declared.child_by_field_name("value")
            if name is not None and value is not None and name.type == "identifier":
                yield text_of(name), value


def _find_exported(statement: "Node") -> "Node | None":
    if statement.type == "export_statement":
        return statement.child_by_field_name("value")
    if statement.type != "expression_statement" or not statement.named_children:
        return None
    inner = statement.named_children[0]
    if inner.type == "parenthesized_expression":
        return inner
    if inner.type == "assignment_expression" and text_of(inner.child_by_field_name("left")) == "module.exports":
        return inner.child_by_field_name("right")
    return None


def _read_key(node: "Node | None") -> str:
    read = _read_scalar(node) if node is not None else UNREAD
    return read if isinstance(read, str) else text_of(node)


def _read_scalar(node: "Node") -> Any:  # noqa: ANN401
    text = text_of(node)
    if text in _PLAIN:
        return _PLAIN[text]
    if node.type == "string" or (node.type == "template_string" and "${" not in text):
        parts = (c for c in node.named_children if c.type in ("string_fragment", "escape_sequence"))
        return "".join(_unescape(part) for part in parts)
    if node.type == "number":
        return int(text) if text.isdigit() and len(text) < 10 else UNREAD
    if node.type == "regex":
        return text_of(node.child_by_field_name("pattern"))
    return UNREAD


def _unescape(part: "Node") -> str:
    text = text_of(part)
    return _ESCAPES.get(text[1:], text[1:]) if part.type == "escape_sequence" else text
