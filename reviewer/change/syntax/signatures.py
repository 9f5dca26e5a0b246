"""This module holds what a function takes, what a call gives, and whether the one fits the other."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from reviewer.change.late import compile_late
from reviewer.change.syntax.languages import SCRIPTS
from reviewer.change.syntax.names import text_of
from reviewer.change.syntax.outline import parameters_of

if TYPE_CHECKING:
    from tree_sitter import Node

ParameterKind = Literal["positional-only", "positional", "keyword-only", "variadic", "keywords", "receiver"]

_TYPED_SCRIPT = frozenset({"typescript", "tsx"})
# `arguments` in a function of JavaScript reads whatever it was given.
_TAKES_ALL = compile_late(r"\barguments\b")
_MAY_BE_VOID = compile_late(r"\bvoid\b")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. `variadic` takes any number of arguments, `keywords` any that are named."""

    name: str
    kind: ParameterKind = "positional"
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class Signature:
    """The parameters of a function, in order. A method's receiver is one of them where it is written as one."""

    parameters: tuple[Parameter, ...]

    @property
    def takes_any(self) -> bool:
        """Tell whether the number of arguments has no upper bound."""
        return any(p.kind == "variadic" for p in self.parameters)

    def bind(self) -> "Signature | None":
        """Return the signature without its first parameter, which the call's receiver fills; None where it has none."""
        first = next(iter(self.parameters), None)
        if first is None or first.kind in ("keyword-only", "keywords"):
            return None
        return self if first.kind == "variadic" else Signature(self.parameters[1:])

    def loosen(self) -> "Signature":
        """Return the signature as JavaScript sees it: whatever is missing is undefined."""
        return Signature(tuple(replace(p, is_required=False) for p in self.parameters))


@dataclass(frozen=True, slots=True)
class Call:
    """What a call gives. `is_open` where it unpacks something, so that more may arrive than is written."""

    positional: int
    keywords: tuple[str, ...] = ()
    is_open: bool = False


def fit(signature: Signature, call: Call) -> str | None:
    """Return why a call cannot fit a signature, or None where it fits or cannot be told."""
    takers = [p for p in signature.parameters if p.kind in ("positional-only", "positional", "receiver")]
    if call.positional > len(takers) and not signature.takes_any:
        return _count(signature, call, takers)
    if not any(p.kind == "keywords" for p in signature.parameters):
        named = {p.name for p in signature.parameters if p.kind in ("positional", "keyword-only")}
        unknown = next((word for word in call.keywords if word not in named), None)
        if unknown is not None:
            return f"it has no parameter `{unknown}`"
    filled = {p.name for p in takers[: call.positional] if p.kind == "positional"}
    twice = next((word for word in call.keywords if word in filled), None)
    if twice is not None:
        return f"`{twice}` is given twice"
    if call.is_open:
        return None
    left = [*takers[call.positional :], *(p for p in signature.parameters if p.kind == "keyword-only")]
    missing = [p.name for p in left if p.is_required and p.name not in call.keywords]
    return f"it needs {_list(missing)}" if missing else None


def _count(signature: Signature, call: Call, takers: list[Parameter]) -> str:
    required = sum(p.is_required for p in takers)
    most = str(len(takers)) if required == len(takers) else f"{required} to {len(takers)}"
    noun = "argument" if most == "1" else "arguments"
    positional = "positional " if any(p.kind == "keyword-only" for p in signature.parameters) else ""
    return f"it takes {most if most != '0' else 'no'} {positional}{noun} and is given {call.positional}"


def _list(names: list[str]) -> str:
    shown = ", ".join(f"`{name}`" for name in names[:3])
    return shown if len(names) <= 3 else f"{shown} and {len(names) - 3} more"


def read_signature(function: "Node", language: str) -> Signature | None:
    """Return the signature of a function's definition, or None where it cannot be read."""
    listed = parameters_of(function)
    if language in SCRIPTS:
        return _read_script(function, listed, is_typed=language in _TYPED_SCRIPT)
    if listed is None or listed.has_error or language not in _READERS:
        return None
    read = list(_READERS[language](listed))
    return None if None in read else Signature(tuple(p for p in read if p is not None))


def _read_python(listed: "Node") -> Iterator[Parameter | None]:
    kind: ParameterKind = "positional"
    slash = next((n.start_byte for n in listed.children if n.type == "positional_separator"), 0)
    for node in listed.named_children:
        inner = next(iter(node.named_children), node) if node.type == "typed_parameter" else node
        name = text_of(inner.child_by_field_name("name") or inner)
        if inner.type == "list_splat_pattern":
            kind = "keyword-only"
            yield Parameter(name.lstrip("*"), "variadic", is_required=False)
        elif inner.type == "dictionary_splat_pattern":
            yield Parameter(name.lstrip("*"), "keywords", is_required=False)
        elif node.type == "keyword_separator":
            kind = "keyword-only"
        elif node.type in ("identifier", "typed_parameter", "default_parameter", "typed_default_parameter"):
            yield Parameter(name, "positional-only" if node.start_byte < slash else kind, "default" not in node.type)
        elif node.type not in ("comment", "positional_separator"):
            yield None


def _read_script(function: "Node", listed: "Node | None", *, is_typed: bool) -> Signature | None:
    body = function.child_by_field_name("body")
    rest = [Parameter("arguments", "variadic", is_required=False)] if _TAKES_ALL.search(text_of(body)) else []
    if listed is None or listed.has_error:
        return None
    if listed.type != "formal_parameters":
        return Signature((Parameter(text_of(listed), is_required=is_typed), *rest))
    found: list[Parameter] = []
    for node in listed.named_children:
        pattern = node.child_by_field_name("pattern") or node
        if pattern.type == "rest_pattern":
            rest = [Parameter(text_of(pattern), "variadic", is_required=False)]
        elif pattern.type != "this" and "comment" not in node.type and node.type != "decorator":
            annotation = text_of(node.child_by_field_name("type"))
            required = node.type == "required_parameter" and node.child_by_field_name("value") is None
            shown = text_of(pattern) if pattern.child_count == 0 else f"argument {len(found) + 1}"
            found.append(Parameter(shown, is_required=is_typed and required and not _MAY_BE_VOID.search(annotation)))
    return Signature((*found, *rest))


def _read_go(listed: "Node") -> Iterator[Parameter | None]:
    for number, node in enumerate(listed.named_children, 1):
        names = [text_of(n) for n in node.children_by_field_name("name")]
        if node.type == "variadic_parameter_declaration":
            yield Parameter(names[0] if names else "", "variadic", is_required=False)
        elif node.type == "parameter_declaration":
            yield from (Parameter(name, "positional-only") for name in names or [f"argument {number}"])


def _read_java(listed: "Node") -> Iterator[Parameter | None]:
    for node in listed.named_children:
        if node.type == "formal_parameter":
            yield Parameter(text_of(node.child_by_field_name("name")), "positional-only")
        elif node.type == "spread_parameter":
            yield Parameter("", "variadic", is_required=False)


def _read_rust(listed: "Node") -> Iterator[Parameter | None]:
    for node in listed.named_children:
        pattern = node.child_by_field_name("pattern")
        if node.type == "self_parameter" or (pattern is not None and pattern.type == "self"):
            yield Parameter("self", "receiver")
        elif node.type == "variadic_parameter":
            yield Parameter("", "variadic", is_required=False)
        elif node.type == "parameter":
            yield Parameter(text_of(pattern), "positional-only")
        elif node.type == "attribute_item":
            yield None  # a parameter that is there in some builds only


_READERS = {"python": _read_python, "go": _read_go, "java": _read_java, "rust": _read_rust}

_OPENERS = frozenset({"list_splat", "dictionary_splat", "spread_element", "variadic_argument"})


def read_call(call: "Node", language: str) -> Call | None:
    """Return what a call gives, or None where it cannot be read."""
    given = call.child_by_field_name("arguments")
    if given is None or given.has_error:
        return None
    if given.type == "generator_expression":
        return Call(1)
    if given.type not in ("argument_list", "arguments"):
        return None
    nodes = [n for n in given.named_children if "comment" not in n.type]
    words = tuple(text_of(n.child_by_field_name("name")) for n in nodes if n.type == "keyword_argument")
    is_open = any(n.type in _OPENERS for n in nodes)
    if language == "go" and len(nodes) == 1 and nodes[0].type == "call_expression":
        return None  # f(g()) passes on all that g returns
    positional = sum(n.type != "keyword_argument" and n.type not in _OPENERS for n in nodes)
    return Call(positional, words, is_open)
