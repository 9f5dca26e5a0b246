"""This module holds callees that no wrapper of a repository stands for: builtins of a language, and errors."""

from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import ancestors
from reviewer.detectors.symbols.known_names import PYTHON

if TYPE_CHECKING:
    from tree_sitter import Node

# Names by which every program of a language may call, or reach what it calls.
_WORDS = {
    "javascript": (
        "Array ArrayBuffer BigInt Boolean Date Function Intl JSON Map Math Number Object Promise Proxy",
        "Reflect RegExp Set String Symbol URL URLSearchParams WeakMap WeakSet clearInterval clearTimeout",
        "console decodeURIComponent encodeURIComponent import isFinite isNaN parseFloat parseInt",
        "queueMicrotask require setInterval setTimeout structuredClone super",
    ),
    "go": (
        "any append bool byte cap clear close complex copy delete error errors float32 float64 imag int int16",
        "int32 int64 int8 len make max min new panic print println real recover rune string uint uint16",
        "uint32 uint64 uint8 uintptr",
    ),
    "java": (
        "Arrays Boolean Character Collections Double Float Integer List Long Map Math Object Objects Optional",
        "Set String StringBuilder System super this",
    ),
    "rust": (
        "Arc Box Cell Default Err HashMap HashSet Mutex None Option Rc RefCell Result Self Some String Vec",
        "core drop std",
    ),
}
_BUILTINS = {language: frozenset(word for line in lines for word in line.split()) for language, lines in _WORDS.items()}
_BUILTINS |= {"python": PYTHON, "typescript": _BUILTINS["javascript"], "tsx": _BUILTINS["javascript"]}
_ERROR = compile_late(r"(?:\w*(?:Error|Exception|Warning|Errorf)|bail|anyhow)$")


def is_builtin(callee: str, language: str) -> bool:
    """Tell whether a callee is a builtin of its language, or a member of one."""
    return callee.replace("::", ".").split(".")[0] in _BUILTINS.get(language, ())


def is_raised(call: "Node", callee: str) -> bool:
    """Tell whether a call makes an error: by its name, or because it stands in a `raise` or `throw`."""
    parts = callee.replace("::", ".").split(".")
    if any(_ERROR.match(part) for part in parts[-2:]):
        return True
    around = next((n for n in ancestors(call) if n.type.endswith(("statement", "throw_expression"))), None)
    return around is not None and around.type in ("raise_statement", "throw_statement", "throw_expression")
