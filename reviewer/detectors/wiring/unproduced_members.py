"""This module holds the search for members of an enumeration that code compares with and nothing ever produces."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.syntax.names import ancestors, line_of, text_of
from reviewer.change.syntax.source import Scope, Source
from reviewer.detectors.symbols.symbol_references import find_words
from reviewer.engine.hit import Hit
from reviewer.index.revision import COMMON
from reviewer.index.view import View

if TYPE_CHECKING:
    from tree_sitter import Node

_ENUM = compile_late(r"class\s+\w+\s*\([^)]*\b\w*(Enum|Flag)\b[^)]*\)|enum\b|(public |private )?enum\b")
_COMPARES = frozenset({"comparison_operator", "case_pattern", "switch_label", "match_pattern"})
_EQUALS = ("==", "!=", "===", "!==")


def find_unproduced_members(view: View, most: int) -> Iterator[Hit]:
    """Yield new members whose every mention, at least one, is a comparison, where no text becomes a member."""
    for file in view.files:
        if file.new is None or file.file_class != "production":
            continue
        for scope, name, node in _find_members(file, file.new):
            found = _count_comparisons(view, scope.name, name, most)
            if found:
                values = {"name": f"{scope.name}.{name}", "count": str(found)}
                yield Hit(file.path, line_of(node), line_of(node), case="member-unproduced", values=values, key=name)


def _find_members(file: ChangedFile, source: Source) -> Iterator[tuple[Scope, str, "Node"]]:
    for scope in source.scopes:
        head = text_of(scope.node)[:200]
        if scope.role != "class" or scope.body is None or not _ENUM.match(head):
            continue
        for child in scope.body.named_children:
            inner = child.named_children[0] if child.type == "expression_statement" and child.named_children else child
            name = inner.child_by_field_name("left") or inner.child_by_field_name("name")
            name = inner if inner.type == "property_identifier" else name
            if name is not None and not name.child_count and line_of(child) in file.change.added_lines:
                yield scope, text_of(name), child


def _count_comparisons(view: View, enum: str, member: str, most: int) -> int:
    """Return how many mentions compare with a member; 0 when any other mention may produce it, or that is unknown."""
    if max(view.head.count_mentions(enum), view.head.count_mentions(member)) > COMMON:
        return 0
    paths = sorted({site.path for site in view.head.find_mentions(enum)})
    paths += sorted({site.path for site in view.head.find_mentions(member)} - set(paths))
    if len(paths) > most:
        return 0
    total = 0
    for path in paths:
        source = view.head.source(path)
        if source is None or (source.root is None and next(find_words(source, member), None) is not None):
            return 0
        found = _read_mentions(source, enum, member) if view.head.file_class(path) != "test" else 0
        if found < 0:
            return 0
        total += found
    return total


def _read_mentions(source: Source, enum: str, member: str) -> int:
    """Return the number of comparisons in a source, or -1 when one of its mentions is something else."""
    if source.root is None:
        return 0
    for at in find_words(source, enum):
        after = source.data[at + len(enum) : at + len(enum) + 2].lstrip()
        before = source.data[max(0, at - 12) : at]
        # `Mode(text)`, `Mode[text]`, `for mode in Mode`, `Object.values(Mode)`, `Mode.valueOf(text)` make any member.
        is_declared = before.rstrip().endswith((b"class", b"enum"))
        if not is_declared and (after[:1] in (b"(", b"[") or b"in " in before or before.endswith((b"s(", b"keyof "))):
            return -1
    total = 0
    for at in find_words(source, member):
        leaf = source.root.descendant_for_byte_range(at, at + len(member) - 1)
        kind = _kind_of(leaf, enum, source) if leaf is not None else "other"
        if kind == "other":
            return -1
        total += kind == "compared"
    return total


def _kind_of(leaf: "Node", enum: str, source: Source) -> str:
    chain = [leaf, *ancestors(leaf)]
    if any(node.type in source.kinds.comments for node in chain):
        return "said"
    around = next((n for n in chain if n.type in source.kinds.classes), None)
    if around is not None and _ENUM.match(text_of(around)[:200]) and enum in text_of(around)[:200]:
        return "said" if chain[1].type != "return_statement" else "other"
    if not text_of(chain[1]).startswith(enum):
        return "other"
    holder = chain[2] if len(chain) > 2 else leaf
    if holder.type in _COMPARES or (holder.type == "switch_case" and holder.child_by_field_name("value") == chain[1]):
        return "compared"
    is_equal = holder.type == "binary_expression" and any(child.type in _EQUALS for child in holder.children)
    return "compared" if is_equal else "other"
