"""This module holds the signs that a deleted check lives on elsewhere, or has nothing left to check."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.syntax.guards import Guard, find_guards
from reviewer.change.syntax.names import descendants, squeeze, text_of
from reviewer.index.view import View

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.change.syntax.source import Scope

_NAME = compile_late(r"(?<![\w-])[A-Za-z_]\w*")
_PATH = compile_late(r"[A-Za-z_$][\w$]*(?:(?:\.|->|::|\?\.)[A-Za-z_$][\w$]*)*")
# A string that holds no variable.
_STRINGS = compile_late(r"\"[^\"${}]*\"|'[^']*'")
_WORDS = compile_late(
    r"(not|and|or|is|in|None|null|nil|undefined|NULL|nullptr|true|false|True|False|self|this|len|size|length|isinstance|"
    r"typeof|instanceof|str|int|list|dict|err|error|e|let|var|if|unless|empty|isEmpty|is_empty|is_none|is_some|ok|String|"
    r"Object|Array|isArray|strings|errors|bool|any|all|new|void|of|as|ctx)$"
)
# An added line that tests, converts or narrows something.
_TESTS = compile_late(
    r"\b(if|elif|unless|while|until|case|match|when|switch|assert\w*|require\w*|check\w*|ensure\w*|valid\w*|guard|raise|"
    r"throw\w*|panic|filter|where|or|and|filter_map|unwrap\w*|ok_or\w*|verify\w*|clamp|max|min|get|only|None|null|nil)\b|"
    r"&&|\|\||\?|!!|[<>=!]=|ThrowIf|_(check|validate|ensure|require|verify|assert)|"
    r"(check|validate|ensure|require|verify|assert)_",
    re.IGNORECASE,
)


@dataclass(frozen=True, eq=False)
class Aftermath:
    """What a change left of one file, for asking where its deleted guards went."""

    view: View
    file: ChangedFile

    @cached_property
    def standing(self) -> tuple[Guard, ...]:
        """The guards of the new file."""
        return tuple(find_guards(self.file.new)) if self.file.new is not None else ()

    @cached_property
    def added(self) -> str:
        """Everything that the change added, without white space."""
        lines = (text for f in self.view.files if f.new is not None for text in f.change.added_lines.values())
        return squeeze("".join(lines))


def is_answered(after: Aftermath, guard: Guard, function: "Scope") -> bool:
    """Tell whether the change checks the same thing in another way or place, or took away what was checked."""
    if _stands_elsewhere(after, guard, function):
        return True
    if guard.leaves == "grant":
        return False
    names = _names_of(guard)
    return not names or _is_gone(after, guard, function) or _is_tested(after, function, names)


def _stands_elsewhere(after: Aftermath, guard: Guard, function: "Scope") -> bool:
    """Tell whether an equal check stands in the function, one of the same form was added, or it was added elsewhere."""
    wanted, form = squeeze(guard.condition), _mask(guard.condition)
    for other in after.standing:
        if other.function.symbol == function.symbol:
            fresh = other.line in after.file.change.added_lines and _mask(other.condition) == form
            if fresh or squeeze(other.condition) == wanted:
                return True
    if guard.leaves != "grant" and _refuses_still(guard, function):
        return True
    return wanted in after.added


def _refuses_still(guard: Guard, function: "Scope") -> bool:
    """Tell whether the function still fails with the same words, on another way to the same refusal."""
    said = [text for text in re.findall(r"\"[^\"]{8,}\"|'[^']{8,}'", guard.text) if text not in guard.condition]
    return any(text in text_of(function.node) for text in said)


def _mask(condition: str) -> str:
    return squeeze(_PATH.sub("_", condition))


def _names_of(guard: Guard) -> set[str]:
    bare = _STRINGS.sub("", guard.condition)
    return {name for name in _NAME.findall(bare) if not _WORDS.match(name) and len(name) > 1}


def _is_gone(after: Aftermath, guard: Guard, function: "Scope") -> bool:
    """Tell whether what was tested is no longer used behind the place, or its definition was deleted."""
    used = _names_in(function.node)
    names = _names_of(guard)
    roots = {re.split(r"\W+", path.lstrip("$"))[0] for path in _PATH.findall(_STRINGS.sub("", guard.condition))} & names
    called = {name for name in names if re.search(rf"\b{re.escape(name)}\s*[(!]", guard.condition)}
    if not all(root in used for root in roots - called if not root.isupper()):
        return True
    old_head, new_head = (text_of(f.node.child_by_field_name("parameters")) for f in (guard.function, function))
    if any(_has(old_head, name) and not _has(new_head, name) for name in roots):
        return True
    file, old = after.file, after.file.change.deleted_lines
    elsewhere = [text for line, text in old.items() if not guard.line <= line <= guard.end_line]
    elsewhere += [text for f in after.view.files if f is not file for text in f.change.deleted_lines.values()]
    kept = file.new.data.decode("utf-8", "replace") if file.new is not None else ""
    return any(_defines(text, name) and not _has(kept, name) for name in names for text in elsewhere if name in text)


def _names_in(node: "Node") -> set[str]:
    """Return the names that the code below a node uses, without its comments; names inside of strings count."""
    leaves = (n for n in descendants(node) if n.child_count == 0 and "comment" not in n.type)
    return {name for leaf in leaves for name in _NAME.findall(text_of(leaf))}


def _has(text: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _defines(text: str, name: str) -> bool:
    word = re.escape(name)
    return any(
        re.search(pattern, text) is not None
        for pattern in (
            rf"\b(def|func|function|fn|fun|class|const|let|var|val|static|final|enum)\b[^=(]*\b{word}\b",
            rf"^\s*(self\.|this\.|@)?{word}\s*([:=](?!=)|[\w*\[\]]+$)",
            rf"^\s*[\w<>()*&:. ]*\b{word}\s*\([^)]*\)[^;]*\{{\s*$",
        )
    )


def _is_tested(after: Aftermath, function: "Scope", names: set[str]) -> bool:
    """Tell whether an added line of the function takes the tested value up, or one elsewhere tests it."""
    for other in after.view.files:
        if other.new is None or other.file_class not in ("production", "script"):
            continue
        for line, text in other.change.added_lines.items():
            used = names.intersection(_NAME.findall(text))
            near = other is after.file and function.line <= line <= function.end_line
            tested = _TESTS.search(text) is not None
            if used and ((near and tested) or (used == names and (near or tested))):
                return True
    return False
