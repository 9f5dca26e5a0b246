"""This module holds the law of reparsing: a tree is the one that its text alone would give."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tree_sitter import Tree

from reviewer.change.diff import split_hunk
from reviewer.change.syntax.languages import load_parser
from reviewer.change.syntax.names import descendants
from reviewer.change.syntax.trees import Trees
from reviewer.model.change import FileChange, Side

_LINES = (
    "import os",
    "def total(order):",
    "    return order.total",
    "    if order is None:",
    "        raise ValueError('none')",
    "class Order:",
    "    def pay(self): pass",
    "x = [1, 2,",
    "     3]",
    '"""',
    "",
    "# a remark",
)
_TEXT = st.lists(st.sampled_from(_LINES), max_size=12)
_PADDING = ["VALUE = 'a long enough line of padding to make the file worth keeping'"] * 80


def _change(kept: list[str], deleted: list[str], added: list[str], rest: list[str]) -> tuple[FileChange, bytes, bytes]:
    signed = [f" {t}" for t in kept] + [f"-{t}" for t in deleted] + [f"+{t}" for t in added] + [f" {t}" for t in rest]
    hunks = tuple(split_hunk([line.encode() for line in signed], 1, 1))
    change = FileChange("modified", "text", "a.py", "a.py", 0o100644, 0o100644, "", "", hunks)
    old, new = ("".join(f"{t}\n" for t in [*kept, *middle, *rest]).encode() for middle in (deleted, added))
    return change, old, new


@settings(max_examples=150, deadline=None)
@given(_TEXT, _TEXT, _TEXT, st.sampled_from(("old", "new")))
def test_the_second_side_has_the_tree_of_its_text(
    kept: list[str], deleted: list[str], added: list[str], first: Side
) -> None:
    change, old, new = _change([*_PADDING, *kept], deleted, added, _PADDING)
    texts: dict[Side, bytes] = {"old": old, "new": new}
    second: Side = "new" if first == "old" else "old"
    trees = Trees(change)
    trees.parse(first, "python", texts[first])

    tree = trees.parse(second, "python", texts[second])

    assert _places(tree) == _places(load_parser("python").parse(texts[second]))


def _places(tree: Tree) -> list[tuple[str, int, int, tuple[int, int]]]:
    nodes = [tree.root_node, *descendants(tree.root_node)]
    return [(n.type, n.start_byte, n.end_byte, n.start_point) for n in nodes]


def test_another_grammar_starts_anew() -> None:
    change, old, new = _change(_PADDING, ["x = 1"], ["x = 2"], _PADDING)
    trees = Trees(change)
    trees.parse("old", "javascript", old)

    assert trees.parse("new", "python", new).root_node.type == "module"
