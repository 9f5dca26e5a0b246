"""This module holds what a change took out, so that code which only moved is not taken for new."""

from typing import TYPE_CHECKING

from reviewer.change.syntax.names import ancestors, squeeze, text_of
from reviewer.index.view import View

if TYPE_CHECKING:
    from tree_sitter import Node


def join_removed(view: View) -> str:
    """Return the lines that the change deleted, without any white space."""
    return "".join(squeeze(line) for file in view.files for hunk in file.change.hunks for line in hunk.deleted)


def is_moved(node: "Node", removed: str) -> bool:
    """Tell whether the first line of the statement around a node is among the removed code, wherever it stood."""
    statement = next((n for n in (node, *ancestors(node)) if n.type.endswith(("statement", "declaration"))), node)
    first = squeeze(text_of(statement).split("\n", 1)[0])
    return len(first) > 1 and first in removed
