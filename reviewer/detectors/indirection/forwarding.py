"""This module holds which functions do nothing but hand their own parameters to one callee, as they came."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import arguments_of, callee_of, squeeze, statements_of, text_of
from reviewer.change.syntax.outline import parameters_of
from reviewer.change.syntax.source import Scope, Source

if TYPE_CHECKING:
    from tree_sitter import Node

_RECEIVER = compile_late(r"&?(?:'\w+\s)?(?:mut\s)?self|cls|&self|mutself|&mutself")
_STARS = compile_late(r"^(?:\*{1,2}|\.\.\.)|(?:\.\.\.)$")
_LABEL = compile_late(r"^\w+\s*[:=]\s*(?=[\w$*])")
_NAME = compile_late(r"[$\w]+")
# Here the type stands before the name.
_TYPE_FIRST = frozenset({"java", "csharp", "c", "cpp", "php"})
_MADE = compile_late(r"new|super|__init__|[Nn]ew[A-Z_]\w*")
# What may stand between a statement and its call, and says nothing more.
_LOOKED_THROUGH = frozenset(
    {
        "return_statement",
        "return_expression",
        "expression_statement",
        "arrow_expression_clause",
        "expression_list",
        "control_transfer_statement",
        "statements",
        "return",
    }
)
_AWAITS = frozenset({"await", "await_expression"})
_RETURN_TYPES = ("return_type", "result", "returns", "type")


@dataclass(frozen=True, slots=True)
class Forwarding:
    """A function whose only statement calls `callee` with the parameters of the function, in their order."""

    callee: str
    call: "Node"
    awaits: bool

    @property
    def name(self) -> str:
        """The last part of what is called."""
        return str(_NAME.findall(self.callee)[-1])

    @property
    def is_bare(self) -> bool:
        """Tell whether nothing stands before the name of the callee."""
        return _NAME.fullmatch(self.callee) is not None


def read_forwarding(scope: Scope, source: Source) -> Forwarding | None:
    """Return what a function forwards to, or None for one that does anything else or takes nothing."""
    listed = list_parameters(scope, source)
    names = [name_parameter(text, source.language or "") for text in listed]
    statements = _read_statements(scope, source)
    if not names or "" in names or any("=" in text for text in listed) or len(statements) != 1:
        return None
    call, awaits = _find_call(statements[0], source)
    if call is None or "creation" in call.type or call.type == "new_expression" or _has_block(call, source):
        return None
    callee = callee_of(call)
    given = [_LABEL.sub("", _strip_stars(text_of(node).strip())) for node in arguments_of(call)]
    parts = _NAME.findall(callee)
    if given != names or not parts or _MADE.fullmatch(parts[-1]) or "(" in callee or "[" in callee:
        return None
    # A parameter that is called, or asked, is what the function works on.
    return None if parts[0] in names or not _labels_fit(call) else Forwarding(callee, call, awaits)


def list_parameters(scope: Scope, source: Source) -> list[str]:
    """Return the parameters of a function as written, without white space and without the receiver."""
    listed = parameters_of(scope.node)
    nodes = listed.named_children if listed is not None and listed.child_count else [listed] if listed else []
    if source.language == "swift":
        nodes = [c for c in scope.node.children if c.type == "parameter"]
    found: list[str] = []
    for node in nodes:
        if node is None or node.type in source.kinds.comments:
            continue
        # Go lets several names share one type.
        shared = node.children_by_field_name("name") if source.language == "go" else []
        kind = text_of(node.child_by_field_name("type"))
        dots = "..." if node.type == "variadic_parameter_declaration" else ""
        found += [f"{text_of(name)} {dots}{kind}" for name in shared] or [" ".join(text_of(node).split())]
    return [text for text in found if not _RECEIVER.fullmatch(squeeze(text.partition(":")[0]))]


def name_parameter(text: str, language: str) -> str:
    """Return the name of a parameter as written; empty for one that is taken apart or only a sign."""
    plain = _strip_stars(text)
    if plain[:1] in "[{(" or not plain:
        return ""
    if language == "swift":
        named = _NAME.findall(plain.partition(":")[0])
        return str(named[-1]) if named else ""
    words = _NAME.findall(plain if language in _TYPE_FIRST else plain.partition(":")[0])
    words = [word for word in words if word not in ("mut", "final", "val", "var", "readonly", "ref", "out", "in")]
    if not words:
        return ""
    return str(words[-1] if language in _TYPE_FIRST else words[0])


def read_return_type(scope: Scope) -> str:
    """Return what a function says that it returns, without white space; empty where it says nothing."""
    node = scope.node
    for field in _RETURN_TYPES:
        found = node.child_by_field_name(field)
        if found is not None:
            return squeeze(text_of(found)).lstrip(":")
    return ""


def _read_statements(scope: Scope, source: Source) -> "list[Node]":
    body = scope.body
    if body is None:
        return []
    if body.type in source.kinds.calls or body.type in _AWAITS or body.type in _LOOKED_THROUGH:
        return [body]
    statements = statements_of(body)
    first = statements[0] if statements else None
    if first is not None and len(statements) > 1 and first.type == "expression_statement":
        inner = first.named_children[0] if first.named_children else None
        if inner is not None and inner.type in source.kinds.strings and source.language == "python":
            return statements[1:]
    return statements


def _find_call(node: "Node", source: Source) -> "tuple[Node | None, bool]":
    awaits = False
    while node.type not in source.kinds.calls:
        inner = [c for c in node.named_children if c.type not in source.kinds.comments]
        if len(inner) != 1 or not (node.type in _LOOKED_THROUGH or node.type in _AWAITS):
            return None, False
        awaits = awaits or node.type in _AWAITS
        node = inner[0]
    return node, awaits


def _has_block(call: "Node", source: Source) -> bool:
    """Ruby, Kotlin and Swift may hand over a block behind the arguments."""
    return any(c.type in source.kinds.lambdas or "block" in c.type or "lambda" in c.type for c in call.named_children)


def _labels_fit(call: "Node") -> bool:
    """Tell whether every argument that is named bears the name of what it is given."""
    for node in arguments_of(call):
        label, sign, value = squeeze(text_of(node)).replace(":", "=").partition("=")
        if sign and label != value:
            return False
    return True


def _strip_stars(text: str) -> str:
    return _STARS.sub("", text).strip()
