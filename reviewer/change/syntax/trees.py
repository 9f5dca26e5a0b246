"""This module holds the parsing of the two sides of a file: the second is parsed from the first, where that is safe."""

from typing import TYPE_CHECKING

from reviewer.change.syntax.languages import load_parser
from reviewer.model.change import FileChange, Side

if TYPE_CHECKING:
    from tree_sitter import Tree

# Below this size a parse from scratch is as fast as finding out what can be kept.
_SMALL = 4_000


class Trees:
    """The syntax trees of one file's sides.

    tree-sitter keeps what an edit did not reach, which saves most of the second parse. Where either side has syntax
    errors the second is parsed from scratch, since error recovery may depend on what was read before: a tree is
    always the one that its text alone would give.
    """

    def __init__(self, change: FileChange) -> None:
        self._change = change
        self._known: dict[Side, tuple[str, bytes, Tree]] = {}

    def parse(self, side: Side, language: str, data: bytes) -> "Tree":
        """Parse one side."""
        tree = self._parse_beside(side, language, data)
        if tree is None or tree.root_node.has_error:
            tree = load_parser(language).parse(data)
        self._known[side] = (language, data, tree)
        return tree

    def _parse_beside(self, side: Side, language: str, data: bytes) -> "Tree | None":
        other = self._known.get("old" if side == "new" else "new")
        if other is None or other[0] != language or len(data) < _SMALL or other[2].root_node.has_error:
            return None
        edited = other[2].copy()
        before, after = _find_line_starts(other[1]), _find_line_starts(data)
        for hunk in reversed(self._change.hunks):
            old = (hunk.old_start if hunk.deleted else hunk.old_start + 1) - 1
            new = (hunk.new_start if hunk.added else hunk.new_start + 1) - 1
            spans = [(old, old + len(hunk.deleted)), (new, new + len(hunk.added))]
            was, becomes = spans if side == "new" else reversed(spans)
            if was[1] >= len(before) or becomes[1] >= len(after):
                return None
            start = before[was[0]]
            edited.edit(
                start_byte=start,
                old_end_byte=before[was[1]],
                new_end_byte=start + after[becomes[1]] - after[becomes[0]],
                start_point=(was[0], 0),
                old_end_point=(was[1], 0),
                new_end_point=(was[0] + becomes[1] - becomes[0], 0),
            )
        return load_parser(language).parse(data, edited)


def _find_line_starts(data: bytes) -> list[int]:
    """Return where each line starts, and where the text ends."""
    starts = [0]
    at = data.find(b"\n")
    while at >= 0:
        starts.append(at + 1)
        at = data.find(b"\n", at + 1)
    return [*starts, len(data)] if starts[-1] != len(data) else starts
