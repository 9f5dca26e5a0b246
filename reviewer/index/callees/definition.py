"""This module holds a definition that a name in code stands for, and the function that a call reaches."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.change.syntax.names import line_of
from reviewer.change.syntax.signatures import Signature
from reviewer.change.syntax.source import Source

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


@dataclass(frozen=True, eq=False, slots=True)
class Callee:
    """The one function that a call reaches, with what is left for the arguments to fill."""

    source: Source
    node: "Node"
    name: str
    signature: Signature

    @property
    def line(self) -> int:
        """The line on which the function is defined."""
        return line_of(self.node)

    @property
    def place(self) -> tuple[str, int]:
        """Path and line of the function."""
        return self.source.path, self.line
