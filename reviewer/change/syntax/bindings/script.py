"""This module holds the reading of the bindings and uses of names in JavaScript and TypeScript, block by block."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from reviewer.change.syntax.bindings.frames import Binding, BindingRole, Frame, FrameRole, Load, Names
from reviewer.change.syntax.names import text_of

if TYPE_CHECKING:
    from tree_sitter import Node

_FUNCTIONS = (
    "function_declaration",
    "generator_function_declaration",
    "function_expression",
    "generator_function",
    "arrow_function",
    "method_definition",
)
_DECLARED = frozenset({"function_declaration", "generator_function_declaration"})
# Types are another namespace; nothing is read of them.
_TYPES = (
    "type_annotation",
    "type_arguments",
    "type_parameters",
    "type_predicate_annotation",
    "asserts_annotation",
    "implements_clause",
    "interface_declaration",
    "type_alias_declaration",
    "method_signature",
    "abstract_method_signature",
    "index_signature",
    "export_specifier",
    "statement_identifier",
    "predefined_type",
    "html_comment",
    "comment",
    "string",
    "jsx_closing_element",
)
_BLOCKS = ("statement_block", "switch_body", "for_statement", "for_in_statement", "class_static_block")


def read_script_names(root: "Node") -> Names:
    """Return the names that a file binds and uses. It is opaque when it is no module: other files add names then."""
    walk = _Walk(root)
    walk.run()
    is_module = any(c.type in ("import_statement", "export_statement") for c in root.named_children)
    return Names(tuple(walk.frames), tuple(sorted(walk.loads, key=lambda x: x.node.start_byte)), not is_module)


class _Walk:
    def __init__(self, root: "Node") -> None:
        module = Frame("module", root, None)
        self.frames = [module]
        self.loads: list[Load] = []
        self.stack: list[tuple[Node, Frame]] = [(child, module) for child in root.named_children]

    def run(self) -> None:
        while self.stack:
            node, frame = self.stack.pop()
            read = _READ.get(node.type)
            if read is None:
                self.push(node.named_children, frame)
            else:
                read(self, node, frame)

    def push(self, nodes: "list[Node]", frame: Frame) -> None:
        self.stack += [(node, frame) for node in nodes]

    def push_others(self, node: "Node", fields: tuple[str, ...], frame: Frame) -> None:
        """Read on below a node, without the children in some fields."""
        skipped = {c.id for field in fields for c in node.children_by_field_name(field)}
        self.push([c for c in node.named_children if c.id not in skipped], frame)

    def open(self, role: FrameRole, node: "Node", outer: Frame) -> Frame:
        frame = Frame(role, node, outer)
        self.frames.append(frame)
        return frame

    def load(self, node: "Node", frame: Frame) -> None:
        self.loads.append(Load(text_of(node), node, frame))

    def bind(self, node: "Node", frame: Frame, role: BindingRole = "plain") -> None:
        frame.bind(Binding(text_of(node), node, role))

    def bind_pattern(self, node: "Node", frame: Frame, role: BindingRole = "plain") -> None:
        """Bind what a pattern names; keys and defaults in it are uses."""
        patterns = [node]
        while patterns:
            top = patterns.pop()
            if top.type in ("identifier", "shorthand_property_identifier_pattern"):
                self.bind(top, frame, role)
            elif top.type in ("assignment_pattern", "object_assignment_pattern"):
                patterns += top.children_by_field_name("left")
                self.push(top.children_by_field_name("right"), frame)
            elif top.type == "pair_pattern":
                patterns += top.children_by_field_name("value")
                self.push([c for c in top.children_by_field_name("key") if c.type == "computed_property_name"], frame)
            elif top.type in ("object_pattern", "array_pattern", "rest_pattern"):
                patterns += top.named_children


def _function_frame(frame: Frame) -> Frame:
    while frame.role == "block" and frame.outer is not None:
        frame = frame.outer
    return frame


def _read_function(walk: _Walk, node: "Node", frame: Frame) -> None:
    inner = walk.open("function", node, frame)
    for name in node.children_by_field_name("name"):
        if node.type in _DECLARED:
            # A function in a block is known in the whole function around it, except in strict code.
            for holder in {id(f): f for f in (frame, _function_frame(frame))}.values():
                walk.bind(name, holder, "hoisted")
        elif name.type == "identifier":
            walk.bind(name, inner)
        elif name.type == "computed_property_name":
            walk.push([name], frame)
    for listed in node.children_by_field_name("parameters"):
        walk.push(listed.named_children, inner)
        for parameter in listed.named_children:
            walk.bind_pattern(parameter, inner, "parameter")
    for single in node.children_by_field_name("parameter"):
        walk.bind(single, inner, "parameter")
    walk.push_others(node, ("name", "parameters", "parameter", "return_type", "type_parameters", "body"), frame)
    for body in node.children_by_field_name("body"):
        walk.push(body.named_children if body.type == "statement_block" else [body], inner)


def _read_parameter(walk: _Walk, node: "Node", frame: Frame) -> None:
    for pattern in node.children_by_field_name("pattern"):
        walk.bind_pattern(pattern, frame, "parameter")
    walk.push_others(node, ("pattern", "type"), frame)


def _read_declarator(walk: _Walk, node: "Node", frame: Frame) -> None:
    hoisted = node.parent is not None and node.parent.type == "variable_declaration"
    for name in node.children_by_field_name("name"):
        walk.bind_pattern(name, _function_frame(frame) if hoisted else frame, "hoisted" if hoisted else "plain")
    walk.push(node.children_by_field_name("value"), frame)


def _read_assignment(walk: _Walk, node: "Node", frame: Frame) -> None:
    """The grammar takes `using file = open()` for an assignment."""
    if any(c.type == "using" for c in node.children):
        walk.push(node.children_by_field_name("right"), frame)
        for left in node.children_by_field_name("left"):
            walk.bind_pattern(left, frame)
    else:
        walk.push(node.named_children, frame)


def _read_block(walk: _Walk, node: "Node", frame: Frame) -> None:
    inner = walk.open("block", node, frame)
    if node.type == "for_in_statement":
        kind = text_of(node.child_by_field_name("kind"))
        for left in node.children_by_field_name("left"):
            if kind:
                holder = _function_frame(frame) if kind == "var" else inner
                walk.bind_pattern(left, holder, "hoisted" if kind == "var" else "plain")
            else:
                walk.push([left], inner)
        walk.push_others(node, ("left", "kind"), inner)
    else:
        walk.push(node.named_children, inner)


def _read_catch(walk: _Walk, node: "Node", frame: Frame) -> None:
    inner = walk.open("block", node, frame)
    for parameter in node.children_by_field_name("parameter"):
        walk.bind_pattern(parameter, inner, "handler")
    walk.push(node.children_by_field_name("body"), inner)


def _read_class(walk: _Walk, node: "Node", frame: Frame) -> None:
    inner = walk.open("block", node, frame)
    for name in node.children_by_field_name("name"):
        walk.bind(name, frame if node.type != "class" else inner)
    walk.push_others(node, ("name", "type_parameters"), inner)


def _read_named(walk: _Walk, node: "Node", frame: Frame) -> None:
    """An enum or a namespace."""
    for name in node.children_by_field_name("name"):
        walk.bind(name.named_children[0] if name.named_children else name, _function_frame(frame), "hoisted")
    inner = walk.open("block", node, frame)
    walk.push_others(node, ("name",), inner)


def _read_member_name(walk: _Walk, node: "Node", frame: Frame) -> None:
    walk.push([c for c in node.children_by_field_name("name") if c.type == "computed_property_name"], frame)
    # The members of an enum are known in the values of the others.
    for name in node.children_by_field_name("name"):
        if node.type == "enum_assignment":
            walk.bind(name, frame)
    walk.push_others(node, ("name", "type"), frame)


def _read_import(walk: _Walk, node: "Node", frame: Frame) -> None:
    stack = list(node.named_children)
    while stack:
        top = stack.pop()
        if top.type == "identifier":
            walk.bind(top, frame, "import")
        elif top.type == "import_specifier":
            stack += top.children_by_field_name("alias") or top.children_by_field_name("name")
        else:
            stack += top.named_children


def _read_ambient(walk: _Walk, node: "Node", _: Frame) -> None:
    """`declare` says that a name exists; whatever it names is known."""
    stack = list(node.named_children)
    while stack:
        top = stack.pop()
        if top.type in ("identifier", "type_identifier"):
            walk.bind(top, walk.frames[0], "hoisted")
        stack += top.named_children


def _read_typed(walk: _Walk, node: "Node", frame: Frame) -> None:
    """`value as Type`: only the value is read."""
    walk.push(node.named_children[:1], frame)


def _read_operator(walk: _Walk, node: "Node", frame: Frame) -> None:
    """`typeof name` may be asked of a name that nobody defined."""
    if text_of(node.child_by_field_name("operator")) == "typeof":
        walk.push([c for c in node.children_by_field_name("argument") if c.type != "identifier"], frame)
    else:
        walk.push(node.children_by_field_name("argument"), frame)


def _read_element(walk: _Walk, node: "Node", frame: Frame) -> None:
    """`<label>` is the browser's element, `<Label>` a name."""
    for name in node.children_by_field_name("name"):
        walk.push([] if name.type == "identifier" and text_of(name)[:1].islower() else [name], frame)
    walk.push_others(node, ("name",), frame)


def _read_export(walk: _Walk, node: "Node", frame: Frame) -> None:
    if node.child_by_field_name("source") is None:
        walk.push(node.named_children, frame)


def _read_signature(walk: _Walk, node: "Node", frame: Frame) -> None:
    for name in node.children_by_field_name("name"):
        walk.bind(name, frame, "hoisted")


def _skip(*_: object) -> None:
    """Nothing is bound or used here that counts."""


_READ: dict[str, Callable[[_Walk, "Node", Frame], None]] = {
    "identifier": _Walk.load,
    "shorthand_property_identifier": _Walk.load,
    **dict.fromkeys(_FUNCTIONS, _read_function),
    **dict.fromkeys(_BLOCKS, _read_block),
    **dict.fromkeys(_TYPES, _skip),
    **dict.fromkeys(("required_parameter", "optional_parameter"), _read_parameter),
    **dict.fromkeys(("class_declaration", "abstract_class_declaration", "class"), _read_class),
    **dict.fromkeys(("enum_declaration", "internal_module", "module"), _read_named),
    **dict.fromkeys(("enum_assignment", "public_field_definition", "field_definition"), _read_member_name),
    **dict.fromkeys(("import_statement", "import_alias"), _read_import),
    **dict.fromkeys(("as_expression", "satisfies_expression", "instantiation_expression"), _read_typed),
    **dict.fromkeys(("jsx_opening_element", "jsx_self_closing_element"), _read_element),
    "variable_declarator": _read_declarator,
    "assignment_expression": _read_assignment,
    "catch_clause": _read_catch,
    "ambient_declaration": _read_ambient,
    "unary_expression": _read_operator,
    "export_statement": _read_export,
    "function_signature": _read_signature,
    "formal_parameters": _skip,
    "object_pattern": _skip,
    "array_pattern": _skip,
    "shorthand_property_identifier_pattern": _skip,
}
