"""This module holds how much of a change a person must read: lines that are new, without moves and repeated edits."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.syntax.names import decorator_nodes_of, end_line_of, line_of, squeeze, text_of
from reviewer.change.testing.cases import find_tests
from reviewer.model.change import FileClass, Hunk

if TYPE_CHECKING:
    from tree_sitter import Node

READ: tuple[FileClass, ...] = ("production", "script", "migration", "test", "config")
COUNTED: tuple[FileClass, ...] = ("production", "script")
_WORD = compile_late(r"\w+|[^\w\s]")
_LICENCE = compile_late(r"(^|/)(LICEN[CS]E|COPYING)[^/]*$")
# What is compiled for tests alone; `any(test, …)` and `not(test)` are not.
_FOR_TESTS = compile_late(r"#!?\[cfg\((?:test\)|all\((?:[^()]*,)?test[,)])")
# What holds its attributes itself.
_WITH_ATTRIBUTES = ("match_arm", "field_initializer", "shorthand_field_initializer")
# The same replacement in this many files is one decision, made many times.
_REPEATED = 8


@dataclass(frozen=True, slots=True)
class Weight:
    """One file of a change with the number of lines that its author wrote anew."""

    file: ChangedFile
    lines: int

    @property
    def folder(self) -> str:
        """The folder of the file with a slash at its end; empty at the root."""
        folder = self.file.path.rpartition("/")[0]
        return f"{folder}/" if folder else ""


def weigh_change(files: Sequence[ChangedFile]) -> tuple[Weight, ...]:
    """Weigh the files that a reviewer has to read, in their order.

    Left out: generated, vendored and other files that nobody writes, files too large to be read at all, pure renames,
    files in which only an edit was made that many other files got too, and folders that came in whole with a licence
    of their own. Lines that were deleted elsewhere in the change do not count: they moved.
    """
    moved = Counter(squeeze(text) for file in files for text in file.change.deleted_lines.values())
    frequent = _find_frequent(files)
    imported = _find_imported(files)
    weights = []
    for file in files:
        readable = file.new is not None or file.change.status == "deleted"
        if not readable or file.file_class not in READ or not file.change.hunks or file.path.startswith(imported):
            continue
        if not _is_repeated(file, frequent):
            weights.append(Weight(file, _count_lines(file, moved)))
    return tuple(weights)


def _count_lines(file: ChangedFile, moved: Counter[str]) -> int:
    count = 0
    inline = find_inline_tests(file)
    for number, text in file.change.added_lines.items():
        plain = "" if number in inline else squeeze(text)
        if len(plain) > 1 and moved[plain]:
            moved[plain] -= 1
        elif plain:
            count += 1
    return count if file.file_class in COUNTED else 0


def find_inline_tests(file: ChangedFile) -> frozenset[int]:
    """Return the lines of the new side that Rust compiles for tests alone, with their attributes.

    Rust keeps the tests of a file inside of it. Their attributes say so and not their names: no other language that a
    grammar reads here has such a thing, and a module that is only called `tests` is compiled like any other.
    """
    if file.new is None or file.language != "rust":
        return frozenset()
    kinds = file.new.kinds.decorators
    parts = []
    end = 0
    for node in file.new.nodes["decorators"]:
        if node.start_byte >= end and _FOR_TESTS.match(squeeze(text_of(node))):
            first, last = _find_marked(node, kinds)
            end = last.end_byte
            parts.append(range(line_of(first), end_line_of(last) + 1))
    for test in find_tests(file.new):
        first = next(iter(decorator_nodes_of(test.node, kinds)), test.node)
        parts.append(range(line_of(first), test.end_line + 1))
    return frozenset(line for part in parts for line in part)


def _find_marked(attribute: "Node", kinds: frozenset[str]) -> tuple["Node", "Node"]:
    """Return the first and the last node of an attribute and what it is about: what follows it or what it stands in."""
    around = attribute.parent
    if around is not None and (attribute.type.startswith("inner") or around.type in _WITH_ATTRIBUTES):
        return around, around
    last, item = attribute, attribute.next_named_sibling
    while item is not None and (last.type in kinds or "comment" in last.type):
        last, item = item, item.next_named_sibling
    return attribute, last


def _find_frequent(files: Sequence[ChangedFile]) -> frozenset[str]:
    seen = Counter(sign for file in files for sign in {_sign(hunk) for hunk in file.change.hunks if hunk.deleted})
    return frozenset(sign for sign, count in seen.items() if count >= _REPEATED)


def _is_repeated(file: ChangedFile, frequent: frozenset[str]) -> bool:
    return file.old is not None and all(_sign(hunk) in frequent for hunk in file.change.hunks)


def _sign(hunk: Hunk) -> str:
    """What a hunk replaced by what, without the words that it kept: the same for each place of a mechanical edit."""
    old = Counter(_WORD.findall("\n".join(hunk.deleted[:40])))
    new = Counter(_WORD.findall("\n".join(hunk.added[:40])))
    gone, come = sorted((old - new).elements()), sorted((new - old).elements())
    return " ".join(gone[:20]) + " -> " + " ".join(come[:20])


def _find_imported(files: Sequence[ChangedFile]) -> tuple[str, ...]:
    folders = []
    for file in files:
        folder = file.path.rpartition("/")[0]
        if folder and file.change.status == "added" and _LICENCE.search(file.path):
            inside = [f for f in files if f.path.startswith(f"{folder}/")]
            if len(inside) > 3 and all(f.change.status == "added" for f in inside):
                folders.append(f"{folder}/")
    return tuple(folders)
