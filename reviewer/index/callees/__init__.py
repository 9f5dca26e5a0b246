"""This package holds the function that a call reaches: by name through the files of a revision, or not at all.

Whatever cannot be told for certain from the text is unknown, and unknown is None.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from reviewer.change.syntax.source import Source
from reviewer.index.callees.definition import Callee
from reviewer.index.callees.go_calls import resolve_go
from reviewer.index.callees.java_calls import resolve_java
from reviewer.index.callees.python_calls import resolve_python
from reviewer.index.callees.rust_calls import resolve_rust
from reviewer.index.callees.script_calls import resolve_script
from reviewer.index.revision import Index

if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["Callee", "resolve_callee"]

_RESOLVERS: dict[str, "Callable[[Node, Source, Index], Callee | None]"] = {
    "python": resolve_python,
    "javascript": resolve_script,
    "typescript": resolve_script,
    "tsx": resolve_script,
    "go": resolve_go,
    "java": resolve_java,
    "rust": resolve_rust,
}


def resolve_callee(call: "Node", source: Source, index: Index) -> Callee | None:
    """Return the one function that a call in a file of the revision reaches, or None where that is not certain."""
    resolve = _RESOLVERS.get(source.language or "")
    return resolve(call, source, index) if resolve is not None else None
