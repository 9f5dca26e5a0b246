"""This module holds a definition that a name in code stands for, and the function that a call reaches."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.change.syntax.imports import Import
from reviewer.change.syntax.names import line_of
from reviewer.change.syntax.signatures import Signature, read_signature
from reviewer.change.syntax.source import Source
from reviewer.index.resolve import open_import
from reviewer.index.revision import Index

if TYPE_CHECKING:
    from tree_sitter import Node


@dataclass(frozen=True, eq=False, slots=True)
class Definition:
    """A function, a class or a whole file (then `node` is its root), with the file that it stands in."""

    source: Source
    node: "Node"

    @property
    def is_file(self) -> bool:
        """Tell whether the definition is a whole file."""
        return self.node.parent is None

    @property
    def line(self) -> int:
        """The line on which it starts."""
        return line_of(self.node)

    @property
    def place(self) -> tuple[str, int]:
        """Path and line of it."""
        return self.source.path, self.line


@dataclass(frozen=True, eq=False, slots=True)
class Callee(Definition):
    """The one function that a call reaches, as `name` or `Class.name`, and what is left for the arguments to fill."""

    name: str
    signature: Signature


def make_callee(source: Source, function: "Node", name: str) -> Callee | None:
    """Return a function that is called with all of its parameters, or None where they cannot be read."""
    signature = read_signature(function, source.language or "")
    return Callee(source, function, name, signature) if signature is not None else None


def open_module(source: Source, imported: Import, index: Index) -> Definition | None:
    """Return the whole file that an import in a file certainly leads to."""
    found = open_import(index, source.path, imported)
    return Definition(found, found.root) if found is not None and found.root is not None else None
