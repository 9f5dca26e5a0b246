"""This module holds how the imports of Go, Java, Kotlin, Scala, Rust and C# are read."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from reviewer.change.syntax.imports.statement import Circumstances, Import, find_statements, look_around
from reviewer.change.syntax.names import ancestors, descendants, line_of, squeeze, text_of
from reviewer.change.syntax.source import Source

if TYPE_CHECKING:
    from tree_sitter import Node

# A pattern that begins with plain letters is looked for ten times as fast.
_IMPORT = re.compile(rb"import(?<=\bimport)\b")
_USING = re.compile(rb"using(?<=\busing)\b")
_NAMESPACE = re.compile(rb"namespace(?<=\bnamespace)\b")
_NAMESPACES = frozenset({"namespace_declaration", "file_scoped_namespace_declaration"})
_MOST_NAMESPACES = 50
_RUST = re.compile(rb"\b(?:use|mod|extern)\b")
_RUST_KINDS = frozenset({"use_declaration", "mod_item", "extern_crate_declaration"})
_MOST_LEAVES = 500
_NOTHING: frozenset[str] = frozenset()


def read_go(source: Source) -> Iterator[Import]:
    """Yield the packages that a Go file imports; `alias` is `_` for an import for its effects."""
    for node in find_statements(source, _IMPORT, frozenset({"import_declaration"})):
        for spec in (n for n in descendants(node) if n.type == "import_spec"):
            alias = text_of(spec.child_by_field_name("name"))
            path = text_of(spec.child_by_field_name("path"))[1:-1]
            here = look_around(spec, source)
            yield here.make(path, alias="" if alias == "." else alias, marks={"star"} if alias == "." else _NOTHING)


def read_jvm(source: Source) -> Iterator[Import]:
    """Yield what a Java or Kotlin file imports: the full name, or for a static import the class and its member."""
    for node in find_statements(source, _IMPORT, frozenset({"import_declaration", "import"})):
        parts = [c for c in node.named_children if "identifier" in c.type]
        if not parts:
            continue
        module, star = squeeze(text_of(parts[0])), any(c.type in ("asterisk", "*") for c in node.children)
        names: tuple[tuple[str, str], ...] = ()
        if any(c.type == "static" for c in node.children) and not star:
            module, _, member = module.rpartition(".")
            names = ((member, member),)
        alias = text_of(parts[1]) if len(parts) > 1 else ""
        yield look_around(node, source).make(module, names, alias=alias, marks={"star"} if star else _NOTHING)


def read_scala(source: Source) -> Iterator[Import]:
    """Yield what a Scala file imports."""
    for node in find_statements(source, _IMPORT, frozenset({"import_declaration"})):
        here = look_around(node, source)
        module = ".".join(text_of(n) for n in node.children_by_field_name("path") if n.type != ".")
        selectors = next((c for c in node.named_children if c.type == "namespace_selectors"), None)
        star = "namespace_wildcard" in {c.type for c in node.named_children}
        names = tuple(_selected(c) for c in selectors.named_children) if selectors else ()
        yield here.make(module, names, marks={"star"} if star else _NOTHING)


def _selected(node: "Node") -> tuple[str, str]:
    name = text_of(node.child_by_field_name("name") or node)
    return name, text_of(node.child_by_field_name("alias")) or name


def read_csharp(source: Source) -> Iterator[Import]:
    """Yield the namespaces and types that a C# file uses, and the namespaces that it declares."""
    for node in islice(find_statements(source, _NAMESPACE, _NAMESPACES), _MOST_NAMESPACES):
        around = (text_of(n.child_by_field_name("name")) for n in ancestors(node) if n.type in _NAMESPACES)
        name = text_of(node.child_by_field_name("name"))
        yield look_around(node, source).make(squeeze(".".join([*reversed([*around]), name])), marks={"declares"})
    for node in find_statements(source, _USING, frozenset({"using_directive"})):
        alias = node.child_by_field_name("name")
        parts = [c for c in node.named_children if c != alias]
        if parts:
            yield look_around(node, source).make(squeeze(text_of(parts[-1])), alias=text_of(alias))


def read_rust(source: Source) -> Iterator[Import]:
    """Yield what a Rust file uses, one path each, and the modules that it declares without a body."""
    for node in find_statements(source, _RUST, _RUST_KINDS):
        marks = {"guarded"} if _is_configured(node) else set[str]()
        here = look_around(node, source)
        if node.type == "use_declaration":
            if any(c.type == "visibility_modifier" for c in node.children):
                marks.add("reexport")
            tree = node.child_by_field_name("argument")
            yield from _flatten(tree, here, marks) if tree else ()
        elif node.type == "extern_crate_declaration":
            alias = text_of(node.child_by_field_name("alias"))
            yield here.make(text_of(node.child_by_field_name("name")), alias=alias, marks=marks)
        elif node.child_by_field_name("body") is None:
            yield here.make(text_of(node.child_by_field_name("name")), marks=marks | {"declares"})


def _is_configured(node: "Node") -> bool:
    """Tell whether an attribute decides if an item is compiled, or where its file is."""
    for item in (node, *(n for n in ancestors(node) if n.type == "mod_item")):
        before = item.prev_named_sibling
        while before is not None and (before.type == "attribute_item" or "comment" in before.type):
            if re.match(r"#\[\s*(?:cfg|path)", text_of(before)):
                return True
            before = before.prev_named_sibling
    return False


def _flatten(tree: "Node", here: Circumstances, marks: set[str]) -> Iterator[Import]:
    stack: list[tuple[Node, str]] = [(tree, "")]
    for _ in range(_MOST_LEAVES):
        if not stack:
            return
        node, path = stack.pop()
        if node.type == "use_list":
            stack += [(child, path) for child in reversed(node.named_children) if "comment" not in child.type]
        elif node.type == "scoped_use_list":
            inner = _join(path, text_of(node.child_by_field_name("path")))
            found = node.child_by_field_name("list")
            stack += [(found, inner)] if found is not None else []
        else:
            yield _leaf(node, path, _standing_at(here, node), marks)


def _standing_at(here: Circumstances, node: "Node") -> Circumstances:
    line = line_of(node)
    return Circumstances(line, line, here.guarded, here.conditional, here.deferred, here.type_only)


def _leaf(node: "Node", path: str, here: Circumstances, marks: set[str]) -> Import:
    if node.type == "use_wildcard":
        inner = text_of(node).rpartition("::")[0]
        return here.make(_join(path, squeeze(inner)), marks=marks | {"star"})
    alias = text_of(node.child_by_field_name("alias"))
    written = squeeze(text_of(node.child_by_field_name("path") if node.type == "use_as_clause" else node))
    if written == "self":
        return here.make(path, alias=alias, marks=marks)
    module, _, name = _join(path, written).rpartition("::")
    if not module:
        return here.make(name, alias=alias, marks=marks)
    return here.make(module, ((name, alias or name),), marks=marks)


def _join(path: str, rest: str) -> str:
    rest = squeeze(rest)
    return f"{path}::{rest}" if path and rest else path or rest
