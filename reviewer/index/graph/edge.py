"""This module holds an edge between two files: what one of them imports of the other, and when."""

from dataclasses import dataclass
from typing import Literal

from reviewer.change.syntax.imports import Import

EdgeKind = Literal["import", "deferred", "type"]


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """One file of the repository imports another. `line` is that of the first such import in the source.

    The target is a folder where a whole package is imported: always in Go (see `Graph`), and where Java, Kotlin and C#
    take every name of a package. The folder at the top of the repository is `.`.
    Kinds: `import` when the file is loaded, `deferred` inside of a function, `type` for type checkers alone.
    """

    source: str
    target: str
    line: int
    kind: EdgeKind


def kind_of(imported: Import) -> EdgeKind:
    """Return when an import takes place."""
    return "type" if imported.type_only else "deferred" if imported.deferred else "import"
