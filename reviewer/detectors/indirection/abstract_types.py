"""This module holds the abstract classes and interfaces that a change adds, and the factories that make one thing."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.syntax.names import callee_of, decorators_of, descendants, statements_of, text_of
from reviewer.change.syntax.source import Scope, Source
from reviewer.detectors.indirection.offered import modifiers_of
from reviewer.detectors.indirection.parents import parents_of

if TYPE_CHECKING:
    from tree_sitter import Node

LANGUAGES = frozenset({"python", "typescript", "tsx", "java", "csharp", "kotlin", "php"})
_NEW = 0.8
_ABC = compile_late(r"\b(?:ABC|ABCMeta)\b")
_NAME = compile_late(r"[A-Za-z_]\w{3,}")
_MEMBERS = frozenset(
    {
        "method_declaration",
        "function_definition",
        "method_signature",
        "abstract_method_signature",
        "function_declaration",
        "property_declaration",
    }
)
_MAKER = compile_late(r"\w+(?:Factory|Builder|Creator|Provider|Manager)")
_CONSTRUCTORS = frozenset({"__init__", "constructor", "__construct"})
_MAKES = frozenset({"new_expression", "object_creation_expression", "call", "call_expression"})
_OPENED = ("return_statement", "expression_statement", "return_expression")
_WRITTEN_NEW = compile_late(r"^new\s+")


def find_new_types(file: ChangedFile) -> Iterator[Scope]:
    """Yield the classes and interfaces of the new side that the change wrote, outermost only."""
    source = file.new
    if source is None or source.language not in LANGUAGES:
        return
    before = {s.symbol for s in file.old.scopes} if file.old else set()
    for scope in source.scopes:
        lines = range(scope.line, scope.end_line + 1)
        is_written = sum(n in file.change.added_lines for n in lines) >= _NEW * len(lines)
        is_new = scope.role == "class" and scope.owner is None and scope.symbol not in before and is_written
        if is_new and _NAME.fullmatch(scope.name) and not _is_marked(scope, source):
            yield scope


def is_abstract(scope: Scope, source: Source) -> bool:
    """Tell whether a type has to be implemented by name, and has something to implement."""
    if not any(n.type in _MEMBERS for n in (descendants(scope.body) if scope.body is not None else ())):
        return False
    if source.language == "python":
        parents = parents_of(scope.node)
        return bool(_ABC.search(parents)) and "abstractmethod" in text_of(scope.body)
    head = text_of(scope.node).partition(scope.name)[0].split()
    if "sealed" in head or "fun" in head or {"static", "partial"} & set(head):
        return False
    is_interface = scope.node.type == "interface_declaration" or "interface" in head
    if source.language in ("typescript", "tsx") and is_interface:
        return any(n.type == "method_signature" for n in descendants(scope.node))
    return is_interface or "abstract" in head or "abstract" in modifiers_of(scope.node)


def find_product(scope: Scope, source: Source) -> str:
    """Return the one class that a factory makes, or an empty string for a class that does more, or less."""
    if not _MAKER.fullmatch(scope.name) or parents_of(scope.node):
        return ""
    methods = [f for f in source.functions if f.owner is scope and f.name not in _CONSTRUCTORS]
    if len(methods) != 1 or methods[0].name == scope.name or decorators_of(methods[0].node, frozenset({"decorator"})):
        return ""
    statements = statements_of(methods[0].body)
    return _made_by(statements[0], source) if len(statements) == 1 else ""


def _made_by(node: "Node", source: Source) -> str:
    while node.type in _OPENED and node.named_children:
        node = node.named_children[0]
    if node.type not in _MAKES and node.type not in source.kinds.calls:
        return ""
    name = _WRITTEN_NEW.sub("", callee_of(node)).partition("<")[0]
    return name if name[:1].isupper() and name.isidentifier() and not name.isupper() else ""


def _is_marked(scope: Scope, source: Source) -> bool:
    """Whatever bears a mark may be filled, or found, by a framework."""
    marks = decorators_of(scope.node, source.kinds.decorators)
    inner = (m for f in source.functions if f.owner is scope for m in decorators_of(f.node, source.kinds.decorators))
    return bool(marks) or any("abstract" not in m and "Override" not in m and "property" not in m for m in inner)
