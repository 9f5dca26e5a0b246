"""This module holds how the imports of Python are read."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.change.syntax.imports.statement import Circumstances, Import, find_statements, look_around
from reviewer.change.syntax.names import arguments_of, callee_of, squeeze, text_of
from reviewer.change.syntax.source import Source

if TYPE_CHECKING:
    from tree_sitter import Node

# A pattern that begins with plain letters is looked for ten times as fast.
_WORDS = re.compile(rb"import(?:(?<!\wimport)(?:_module|orskip)?|(?<=\b__import)__)\b")
_KINDS = frozenset({"import_statement", "import_from_statement", "call"})
_CALLS = frozenset({"importlib.import_module", "import_module", "__import__", "pytest.importorskip", "importorskip"})


def read_imports(source: Source) -> Iterator[Import]:
    """Yield what a Python file imports; imports from `__future__` are none."""
    for node in find_statements(source, _WORDS, _KINDS):
        here = look_around(node, source)
        if node.type == "import_statement":
            for named in node.children_by_field_name("name"):
                name, alias = _named(named)
                yield here.make(name, alias=alias if alias != name else "")
        elif node.type == "import_from_statement":
            yield _read_from(node, here)
        else:
            yield from _read_call(node, here)


def _read_from(node: "Node", here: Circumstances) -> Import:
    module = squeeze(text_of(node.child_by_field_name("module_name")))
    name = module.lstrip(".")
    names = tuple(_named(named) for named in node.children_by_field_name("name"))
    star = any(c.type == "wildcard_import" for c in node.children)
    return here.make(name, names, level=len(module) - len(name), marks={"star"} if star else frozenset())


def _named(node: "Node") -> tuple[str, str]:
    name = squeeze(text_of(node.child_by_field_name("name") or node))
    return name, text_of(node.child_by_field_name("alias")) or name


def _read_call(call: "Node", here: Circumstances) -> Iterator[Import]:
    callee, arguments = callee_of(call), arguments_of(call)
    if callee not in _CALLS or not arguments or arguments[0].type != "string":
        return
    parts = arguments[0].named_children
    written = text_of(parts[1]) if [p.type for p in parts] == ["string_start", "string_content", "string_end"] else ""
    name = written.lstrip(".")
    if written:
        marks = {"dynamic", "guarded"} if "importorskip" in callee else {"dynamic"}
        yield here.make(name, level=len(written) - len(name), marks=marks)
