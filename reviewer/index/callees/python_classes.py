"""This module holds the methods of Python classes: found along their bases, and bound to what they are called on."""

from typing import TYPE_CHECKING, Literal

from reviewer.change.syntax.names import decorators_of, text_of
from reviewer.change.syntax.signatures import Signature, read_signature
from reviewer.index.callees.bindings import find_members, is_written_to
from reviewer.index.callees.definition import Definition
from reviewer.index.callees.python_names import find_definition
from reviewer.index.revision import Index

if TYPE_CHECKING:
    from tree_sitter import Node

Receiver = Literal["none", "instance", "class"]

_DEEPEST = 6
# Bases that change neither how methods are found nor how an instance is made.
_PLAIN_BASES = frozenset({"object", "ABC", "abc.ABC", "Generic", "typing.Generic", "Protocol", "typing.Protocol"})
_PLAIN_BASES |= {"Exception", "ValueError", "RuntimeError", "TypeError", "KeyError", "LookupError", "OSError"}
# Decorators that leave a function's parameters as they are.
_TRANSPARENT = frozenset({"abstractmethod", "override", "final", "cache", "lru_cache", "contextmanager"})
_TRANSPARENT |= {"asynccontextmanager", "no_type_check"}
_BINDING = frozenset({"staticmethod", "classmethod"})
_DECORATORS = frozenset({"decorator"})


def find_method(owner: Definition, name: str, index: Index, depth: int = 0) -> Definition | Literal["absent"] | None:
    """Return the method that a class has under a name, its own or inherited; None where that is not certain."""
    if depth > _DEEPEST or is_written_to(owner.source, name):
        return None
    members = find_members(owner.source, name, owner.node)
    if members is None or len(members) > 1:
        return None
    if members:
        is_plain = members[0].type == "function_definition" and _is_direct(members[0], owner.node)
        return Definition(owner.source, members[0]) if is_plain else None
    bases = find_bases(owner, index)
    if bases is None:
        return None
    found = [find_method(b, name, index, depth + 1) for b in bases]
    if None in found:
        return None
    held = [f for f in found if isinstance(f, Definition)]
    return "absent" if not held else held[0] if len({(f.source.path, f.node.start_byte) for f in held}) == 1 else None


def find_bases(owner: Definition, index: Index) -> list[Definition] | None:
    """Return the bases of a class that the repository defines; None where one of the others may matter."""
    bases: list[Definition] = []
    for node in _written_bases(owner.node):
        if node.type == "keyword_argument":
            return None
        target = node.child_by_field_name("value") if node.type == "subscript" else node
        text = text_of(target)
        found = find_definition(text, owner.source, index, owner.node)
        if found is None and text in _PLAIN_BASES:
            continue
        if found is None or found.node.type != "class_definition" or found.node == owner.node:
            return None
        bases.append(found)
    return bases


def find_constructor(owner: Definition, index: Index) -> Definition | None:
    """Return the plain `__init__` that making an instance calls, or None where something else may be called."""
    if decorators_of(owner.node, _DECORATORS):
        return None
    found = find_method(owner, "__init__", index)
    if not isinstance(found, Definition) or not _is_plainly_made(owner, index, 0):
        return None
    return found


def bind(function: Definition, receiver: Receiver) -> Signature | None:
    """Return what is left for the arguments of a call, by what the function is called on and its decorators."""
    signature = read_signature(function.node, "python")
    words = [text.lstrip("@ ").split("(")[0].rpartition(".")[2] for text in decorators_of(function.node, _DECORATORS)]
    if signature is None or any(word not in _TRANSPARENT and word not in _BINDING for word in words):
        return None
    if receiver == "none":
        return None if _BINDING.intersection(words) else signature
    if "staticmethod" in words or (receiver == "class" and "classmethod" not in words):
        return signature
    return signature.bind()


def _written_bases(owner: "Node") -> list["Node"]:
    listed = owner.child_by_field_name("superclasses")
    return [n for n in listed.named_children if n.type != "comment"] if listed is not None else []


def _is_direct(method: "Node", owner: "Node") -> bool:
    around = method.parent
    if around is not None and around.type == "decorated_definition":
        around = around.parent
    return around is not None and around == owner.child_by_field_name("body")


def _is_plainly_made(owner: Definition, index: Index, depth: int) -> bool:
    """Tell whether neither a class nor any of its bases has a say in how instances are made, beside `__init__`."""
    if depth > _DEEPEST or decorators_of(owner.node, _DECORATORS):
        return False
    bases = find_bases(owner, index)
    if bases is None or find_members(owner.source, "__new__", owner.node) != []:
        return False
    return all(_is_plainly_made(b, index, depth + 1) for b in bases)
