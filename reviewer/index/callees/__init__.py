"""This package holds what names and calls reach: by name through the files of a revision, or not at all.

Whatever cannot be told for certain from the text is unknown, and unknown is None. Where imports lead is asked of
`reviewer.index.resolve`, of which only what is `certain` counts here.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from reviewer.change.syntax.source import Source
from reviewer.index.callees import java_calls, python_names, script_names
from reviewer.index.callees.definition import Callee, Definition
from reviewer.index.callees.go_calls import resolve_go
from reviewer.index.callees.python_calls import resolve_python
from reviewer.index.callees.rust_calls import resolve_rust
from reviewer.index.callees.script_calls import resolve_script
from reviewer.index.revision import Index

if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["Callee", "Definition", "find_definition", "resolve_callee"]

_RESOLVERS: dict[str, "Callable[[Node, Source, Index], Callee | None]"] = {
    "python": resolve_python,
    "javascript": resolve_script,
    "typescript": resolve_script,
    "tsx": resolve_script,
    "go": resolve_go,
    "java": java_calls.resolve_java,
    "rust": resolve_rust,
}
_NAMES: dict[str, "Callable[[str, Source, Index, Node | None], Definition | None]"] = {
    "python": python_names.find_definition,
    "javascript": script_names.find_definition,
    "typescript": script_names.find_definition,
    "tsx": script_names.find_definition,
    "java": java_calls.find_class,
}


def resolve_callee(call: "Node", source: Source, index: Index) -> Callee | None:
    """Return the one function that a call in a file of the revision reaches, or None where that is not certain.

    `call` is any of `source.nodes["calls"]`. A class that is called gives its constructor; there is no callee where a
    decorator may change the parameters.
    """
    resolve = _RESOLVERS.get(source.language or "")
    return resolve(call, source, index) if resolve is not None else None


def find_definition(name: str, source: Source, index: Index, at: "Node | None" = None) -> Definition | None:
    """Return the one function, class or file that `name` or `module.name` stands for, or None where not certain.

    What a function binds counts only with a place (`at`) inside of it. Java gives classes only; Go and Rust, whose
    names are read by their calls alone, nothing.
    """
    find = _NAMES.get(source.language or "")
    return find(name, source, index, at) if find is not None else None
