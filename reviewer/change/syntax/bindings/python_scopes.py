"""This module holds the walk through Python's scopes: which namespace a name stands in, and what definitions open."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reviewer.change.syntax.bindings.frames import Binding, BindingRole, Frame, FrameRole, Load, Names
from reviewer.change.syntax.names import text_of

if TYPE_CHECKING:
    from tree_sitter import Node

_TARGETS = frozenset(
    {"pattern_list", "tuple_pattern", "list_pattern", "list_splat_pattern", "tuple", "list", "list_splat"}
    | {"as_pattern_target", "parenthesized_expression"}
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node stands: its frame, in an annotation or not, below `if TYPE_CHECKING` or not."""

    frame: Frame
    typed: bool = False
    erased: bool = False


Reader = Callable[["Walk", "Node", Place], None]


class Walk:
    """One walk over a tree; the stack holds nodes that are still to be read, with their places."""

    def __init__(self, root: "Node", readers: "Mapping[str, Reader]") -> None:
        self.readers = readers
        module = Frame("module", root, None)
        self.frames = [module]
        self.loads: list[Load] = []
        self.opaque = False
        self.stack: list[tuple[Node, Place]] = [(root, Place(module))]

    def run(self) -> Names:
        """Read the whole tree."""
        while self.stack:
            node, place = self.stack.pop()
            read = self.readers.get(node.type)
            if read is None:
                self.push(node.named_children, place)
            else:
                read(self, node, place)
        return Names(tuple(self.frames), tuple(sorted(self.loads, key=lambda x: x.node.start_byte)), self.opaque)

    def push(self, nodes: "list[Node]", place: Place) -> None:
        """Leave nodes to be read."""
        self.stack += [(node, place) for node in nodes]

    def push_field(self, node: "Node", name: str, place: Place) -> None:
        """Leave the children of a field to be read."""
        self.push(node.children_by_field_name(name), place)

    def open(self, role: FrameRole, node: "Node", outer: Frame) -> Frame:
        """Open a namespace."""
        frame = Frame(role, node, outer)
        self.frames.append(frame)
        return frame

    def load(self, node: "Node", place: Place) -> None:
        """Note the use of a name."""
        self.loads.append(Load(text_of(node), node, place.frame, place.typed, place.erased))

    def bind(self, node: "Node", place: Place, role: BindingRole = "plain", span: tuple[int, int] = (0, -1)) -> None:
        """Note that a name is bound."""
        if place.erased and role in ("plain", "import"):
            role = "typing"
        frame = place.frame
        name = text_of(node)
        if name in frame.shared:
            frame = self.frames[0]
        frame.bind(Binding(name, node, role, *span))

    def bind_targets(self, node: "Node", place: Place, span: tuple[int, int] = (0, -1)) -> None:
        """Bind what an assignment binds; attributes and subscripts are uses."""
        targets = [node]
        while targets:
            target = targets.pop()
            if target.type == "identifier":
                self.bind(target, place, "plain" if span[1] < 0 else "handler", span)
            elif target.type in _TARGETS:
                targets += target.named_children
            else:
                self.push([target], place)


def read_function(walk: Walk, node: "Node", place: Place) -> None:
    """Read a function: its name here, its parameters and body in a namespace of its own."""
    name = node.child_by_field_name("name")
    if name is not None:
        walk.bind(name, place)
    types = _open_types(walk, node, place)
    inner = replace(types, frame=walk.open("function", node, types.frame))
    for parameter in _parameters(node):
        _read_parameter(walk, parameter, types, inner)
    walk.push_field(node, "return_type", types)
    _bind_shared(node, inner.frame)
    walk.push_field(node, "body", inner)


def _open_types(walk: Walk, node: "Node", place: Place) -> Place:
    """Open a frame for type parameters, where there are any."""
    listed = node.child_by_field_name("type_parameters")
    if listed is None:
        return place
    frame = walk.open("types", node, place.frame)
    for parameter in listed.named_children:
        names = [n for n in nodes_below(parameter) if n.type == "identifier"]
        for name in names[:1]:
            frame.bind(Binding(text_of(name), name, "parameter"))
    walk.push([listed], Place(frame, typed=True, erased=place.erased))
    return replace(place, frame=frame)


def _parameters(node: "Node") -> "list[Node]":
    listed = node.child_by_field_name("parameters")
    return listed.named_children if listed is not None else []


def _read_parameter(walk: Walk, node: "Node", outside: Place, inside: Place) -> None:
    if node.type == "identifier":
        walk.bind(node, inside, "parameter")
        return
    walk.push_field(node, "value", outside)
    walk.push_field(node, "type", outside)
    skipped = {c.id for f in ("value", "type") for c in node.children_by_field_name(f)}
    for child in node.named_children:
        if child.id not in skipped:
            _read_parameter(walk, child, outside, inside)


def _bind_shared(function: "Node", frame: Frame) -> None:
    """Find `global` and `nonlocal` before anything of the function is read."""
    stack = list(function.children_by_field_name("body"))
    while stack:
        node = stack.pop()
        if node.type in ("global_statement", "nonlocal_statement"):
            frame.shared |= {text_of(c) for c in node.named_children}
        elif node.type not in ("function_definition", "class_definition", "lambda", "expression_statement"):
            stack += node.named_children


def read_lambda(walk: Walk, node: "Node", place: Place) -> None:
    """Read a lambda."""
    inner = replace(place, frame=walk.open("function", node, place.frame))
    for parameter in _parameters(node):
        _read_parameter(walk, parameter, place, inner)
    walk.push_field(node, "body", inner)


def read_class(walk: Walk, node: "Node", place: Place) -> None:
    """Read a class; methods do not see its names."""
    for name in node.children_by_field_name("name"):
        walk.bind(name, place)
    types = _open_types(walk, node, place)
    walk.push_field(node, "superclasses", types)
    walk.push_field(node, "body", replace(types, frame=walk.open("class", node, types.frame)))


def nodes_below(node: "Node") -> "list[Node]":
    """Return a node and every named node below it, in the order of the text."""
    found: list[Node] = []
    stack = [node]
    while stack:
        top = stack.pop()
        found.append(top)
        stack += reversed(top.named_children)
    return found
