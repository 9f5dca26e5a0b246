"""This module holds the function that a call in Python reaches."""

from typing import TYPE_CHECKING

from reviewer.change.syntax.names import ancestors, decorators_of, statements_of, text_of
from reviewer.change.syntax.signatures import Signature
from reviewer.change.syntax.source import Source
from reviewer.index.callees.bindings import class_around, find_bindings
from reviewer.index.callees.definition import Callee, Definition
from reviewer.index.callees.python_classes import Receiver, bind, find_bases, find_constructor, find_method
from reviewer.index.callees.python_names import find_definition
from reviewer.index.revision import Index

if TYPE_CHECKING:
    from tree_sitter import Node

_CLASS = "class_definition"


def resolve_python(call: "Node", source: Source, index: Index) -> Callee | None:
    """Return the one function that a call reaches, or None where that is not certain."""
    target = call.child_by_field_name("function")
    if target is None or target.type not in ("identifier", "attribute"):
        return None
    if target.type == "identifier":
        found = find_definition(text_of(target), source, index, call)
        return _call(found, index)
    holder, name = target.child_by_field_name("object"), text_of(target.child_by_field_name("attribute"))
    if holder is None:
        return None
    if holder.type == "call":
        return _resolve_super(holder, name, call, source, index)
    if holder.type not in ("identifier", "attribute"):
        return None
    receiver = _find_receiver(text_of(holder), call, source) if holder.type == "identifier" else None
    if receiver is not None:
        return _call_method(Definition(source, receiver[0]), name, receiver[1], index)
    owner = find_definition(text_of(holder), source, index, call)
    if owner is not None and owner.node.type == _CLASS:
        return _call_method(owner, name, "class", index)
    return _call(find_definition(text_of(target), source, index, call), index)


def _call(found: Definition | None, index: Index) -> Callee | None:
    if found is None or found.is_file:
        return None
    if found.node.type == _CLASS:
        made = find_constructor(found, index)
        return _make(made, bind(made, "instance"), _name(found.node)) if made is not None else None
    return _make(found, bind(found, "none"), _name(found.node))


def _call_method(owner: Definition, name: str, receiver: Receiver, index: Index) -> Callee | None:
    if name.startswith("__") and name != "__init__":
        return None
    found = find_method(owner, name, index)
    if not isinstance(found, Definition) or _is_left_open(found):
        return None
    return _make(found, bind(found, receiver), f"{_name(owner.node)}.{name}")


def _make(found: Definition, signature: Signature | None, name: str) -> Callee | None:
    return Callee(found.source, found.node, name, signature) if signature is not None else None


def _name(node: "Node") -> str:
    return text_of(node.child_by_field_name("name"))


def _is_left_open(method: Definition) -> bool:
    """Tell whether a method only asks subclasses to define it, perhaps with other parameters."""
    abstract = any("abstract" in text for text in decorators_of(method.node, frozenset({"decorator"})))
    body = method.node.child_by_field_name("body")
    said = [n for n in statements_of(body) if n.type != "pass_statement" and not _is_silent(n)]
    return abstract or not said or "NotImplementedError" in text_of(body)


def _is_silent(statement: "Node") -> bool:
    return [n.type for n in statement.named_children] in (["string"], ["ellipsis"])


def _find_receiver(name: str, call: "Node", source: Source) -> tuple["Node", Receiver] | None:
    """Return the class whose method names its receiver like this, and what the receiver is."""
    method = next((a for a in ancestors(call) if a.type == "function_definition" and class_around(a) is not None), None)
    owner = class_around(method) if method is not None else None
    if method is None or owner is None:
        return None
    words = [text.lstrip("@ ") for text in decorators_of(method, frozenset({"decorator"}))]
    parameters = method.child_by_field_name("parameters")
    first = next((n for n in parameters.named_children if n.type != "comment"), None) if parameters else None
    if first is None or first.type != "identifier" or text_of(first) != name or "staticmethod" in words:
        return None
    inside = find_bindings(source, name, method)
    if inside is None or len(inside) != 1:
        return None
    made = _name(method) in ("__new__", "__init_subclass__", "__class_getitem__")
    return owner, "class" if made or any(word.endswith(("classmethod", "validator")) for word in words) else "instance"


def _resolve_super(holder: "Node", name: str, call: "Node", source: Source, index: Index) -> Callee | None:
    """Return the method of the one base of the class around, as `super()` reaches it."""
    if text_of(holder) != "super()":
        return None
    method = next((a for a in ancestors(call) if a.type == "function_definition"), None)
    owner = class_around(method) if method is not None else None
    if method is None or owner is None:
        return None
    bases = find_bases(Definition(source, owner), index)
    if bases is None or len(bases) != 1:
        return None
    is_class = "classmethod" in "".join(decorators_of(method, frozenset({"decorator"}))) or _name(method) == "__new__"
    return _call_method(bases[0], name, "class" if is_class else "instance", index)
