"""This module holds an import as written, and how import statements and what is around them are found in a tree."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import line_of, text_of
from reviewer.change.syntax.source import Source

if TYPE_CHECKING:
    import re

    from tree_sitter import Node

# How far around a statement is looked: code that nests deeper is not read by anybody.
_FARTHEST = 60
# Nobody writes the words of an import more often into one file; finding the way to each costs as much as it is deep.
_MOST_WORDS = 10_000
_MISSES = compile_late(r"\b(?:ImportError|ModuleNotFoundError|Exception|BaseException)\b|^except\s*:")
_TYPES_ONLY = compile_late(r"(?:\w+\.)?TYPE_CHECKING|MYPY")
_CONDITIONS = frozenset({"if_statement", "match_statement", "ternary_expression", "conditional_expression"})


@dataclass(frozen=True, slots=True)
class Import:
    """One import. Lines are 1-based and inclusive.

    `module` is written as in the code, without quotes, dots of a relative import and star. `names` holds what is taken
    out of it, each with the name that it is bound to here (the same where it is not renamed; JavaScript's default is
    `default`). `alias` is what the module itself is bound to, where the code says so. `level` counts the leading dots
    of Python, and is 1 for what Ruby requires relative to the file.
    `type_only`: for type checkers alone. `guarded`: under an `if`, or where a failure is caught; `conditional`: only
    the former. `deferred`: inside of a function. `dynamic`: a call such as `import()`, `require` or `import_module`.
    `star`: takes every name. `reexport`: passes them on. `declares`: Rust's `mod name;`, which wants a file, and
    C#'s `namespace Name`, which is no import.
    """

    module: str
    names: tuple[tuple[str, str], ...] = ()
    line: int = 1
    end_line: int = 1
    level: int = 0
    alias: str = ""
    type_only: bool = False
    guarded: bool = False
    conditional: bool = False
    deferred: bool = False
    dynamic: bool = False
    star: bool = False
    reexport: bool = False
    declares: bool = False


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is around a statement (see `Import`)."""

    line: int
    end_line: int
    guarded: bool
    conditional: bool
    deferred: bool
    type_only: bool

    def make(
        self,
        module: str,
        names: tuple[tuple[str, str], ...] = (),
        *,
        alias: str = "",
        level: int = 0,
        marks: frozenset[str] | set[str] = frozenset(),
    ) -> Import:
        """Return an import that stands here; `marks` names the flags that it raises by itself."""
        return Import(
            module,
            names,
            self.line,
            self.end_line,
            level,
            alias,
            type_only=self.type_only or "type_only" in marks,
            guarded=self.guarded or "guarded" in marks,
            conditional=self.conditional and "guarded" not in marks,
            deferred=self.deferred,
            dynamic="dynamic" in marks,
            star="star" in marks,
            reexport="reexport" in marks,
            declares="declares" in marks,
        )


def find_statements(source: Source, words: "re.Pattern[bytes]", kinds: frozenset[str]) -> Iterator["Node"]:
    """Yield the nodes of some kinds that hold a word directly or nearly so, in the order of the text, each once."""
    seen: set[tuple[int, int]] = set()
    for match in islice(words.finditer(source.data), _MOST_WORDS):
        # A keyword may be called like its statement; only the statement is named.
        node = source.root.descendant_for_byte_range(match.start(), match.end()) if source.root else None
        for _ in range(3):
            if node is None or (node.is_named and node.type in kinds):
                break
            node = node.parent
        if node is not None and node.type in kinds and (node.start_byte, node.end_byte) not in seen:
            seen.add((node.start_byte, node.end_byte))
            yield node


def look_around(node: "Node", source: Source) -> Circumstances:
    """Return what is around a statement."""
    tried = conditional = deferred = type_only = False
    inner, around = node, node.parent
    for _ in range(_FARTHEST):
        if around is None:
            break
        kind = around.type
        tried = tried or (kind in ("try_statement", "with_statement", "begin") and _survives(around))
        conditional = conditional or (kind in _CONDITIONS and "__name__" not in _condition(around))
        type_only = type_only or (kind == "if_statement" and _checks_types(around, inner))
        deferred = deferred or kind in source.kinds.functions
        inner, around = around, around.parent
    end = node.end_point[0] + (1 if node.end_point[1] or node.end_point[0] == node.start_point[0] else 0)
    return Circumstances(line_of(node), end, tried or conditional, conditional and not tried, deferred, type_only)


def _survives(node: "Node") -> bool:
    """Tell whether a failing import inside is caught."""
    if node.type == "with_statement":
        return (
            any(word in _head(node) for word in ("suppress", "raises", "assertRaises"))
            and _MISSES.search(_head(node)) is not None
        )
    handlers = [c for c in node.children if c.type in ("except_clause", "except_group_clause")]
    caught = any(_MISSES.search(_head(handler)) for handler in handlers)
    return caught or any(c.type in ("catch_clause", "rescue") for c in node.children)


def _head(node: "Node") -> str:
    return text_of(node).split("\n", 1)[0]


def _condition(node: "Node") -> str:
    return text_of(node.child_by_field_name("condition"))


def _checks_types(condition: "Node", inner: "Node") -> bool:
    body = condition.child_by_field_name("consequence")
    return body == inner and _TYPES_ONLY.fullmatch(_condition(condition).strip("()")) is not None
