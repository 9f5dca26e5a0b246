"""This module holds the registry of languages: how a file is recognised and which grammar reads it."""

import importlib
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Language, Parser


@dataclass(frozen=True, slots=True)
class Registration:
    """One row: the grammar package and its function, and by which names a file is known to be of the language."""

    module: str
    function: str
    suffixes: tuple[str, ...]
    names: tuple[str, ...] = ()
    shebangs: tuple[str, ...] = ()


LANGUAGES: dict[str, Registration] = {
    "python": Registration("tree_sitter_python", "language", (".py", ".pyi", ".pyw"), ("SConstruct",), ("python",)),
    "javascript": Registration("tree_sitter_javascript", "language", (".js", ".jsx", ".mjs", ".cjs"), (), ("node",)),
    "typescript": Registration("tree_sitter_typescript", "language_typescript", (".ts", ".mts", ".cts")),
    "tsx": Registration("tree_sitter_typescript", "language_tsx", (".tsx",)),
    "go": Registration("tree_sitter_go", "language", (".go",)),
    "java": Registration("tree_sitter_java", "language", (".java",)),
    "rust": Registration("tree_sitter_rust", "language", (".rs",)),
    "c": Registration("tree_sitter_c", "language", (".c", ".h")),
    "cpp": Registration("tree_sitter_cpp", "language", (".cc", ".cpp", ".cxx", ".hh", ".hpp", ".hxx", ".ipp")),
    "csharp": Registration("tree_sitter_c_sharp", "language", (".cs",)),
    "ruby": Registration(
        "tree_sitter_ruby", "language", (".rb", ".rake", ".gemspec"), ("Rakefile", "Gemfile"), ("ruby",)
    ),
    "php": Registration("tree_sitter_php", "language_php", (".php",), (), ("php",)),
    "kotlin": Registration("tree_sitter_kotlin", "language", (".kt", ".kts")),
    "swift": Registration("tree_sitter_swift", "language", (".swift",)),
    "scala": Registration("tree_sitter_scala", "language", (".scala", ".sc")),
    "bash": Registration("tree_sitter_bash", "language", (".sh", ".bash", ".bats"), (), ("sh", "bash", "dash")),
}

# Programming languages that no grammar here reads; their files are named among what was not looked at.
UNREAD: dict[str, str] = {
    ".clj": "Clojure", ".cr": "Crystal", ".dart": "Dart", ".erl": "Erlang", ".ex": "Elixir", ".exs": "Elixir",
    ".fs": "F#", ".groovy": "Groovy", ".hs": "Haskell", ".jl": "Julia", ".lua": "Lua", ".m": "Objective-C",
    ".ml": "OCaml", ".mm": "Objective-C", ".nim": "Nim", ".pl": "Perl", ".pm": "Perl", ".ps1": "PowerShell",
    ".r": "R", ".sol": "Solidity", ".svelte": "Svelte", ".vb": "Visual Basic", ".vue": "Vue", ".zig": "Zig",
}  # fmt: skip

# JavaScript and what is compiled to it.
SCRIPTS = frozenset({"javascript", "typescript", "tsx"})
# Languages whose files use one another's names.
_NAMESPACES = {"javascript": "script", "typescript": "script", "tsx": "script", "c": "c", "cpp": "c"}
_NAMESPACES |= {"java": "jvm", "kotlin": "jvm", "scala": "jvm"}

_BY_SUFFIX = {suffix: language for language, row in LANGUAGES.items() for suffix in row.suffixes}
_BY_NAME = {name: language for language, row in LANGUAGES.items() for name in row.names}
_BY_SHEBANG = {word: language for language, row in LANGUAGES.items() for word in row.shebangs}


def recognise_language(path: str, first_line: bytes = b"") -> str | None:
    """Return the language of a file by its suffix, its name or its `#!` line, or None for one without a grammar."""
    name = PurePosixPath(path).name
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    if name in _BY_NAME:
        return _BY_NAME[name]
    if not first_line.startswith(b"#!"):
        return None
    return _BY_SHEBANG.get(_interpreter(first_line).rstrip("0123456789."))


def share_namespace(first: str, second: str) -> bool:
    """Tell whether code of one language may use a name that the other defines."""
    return first == second or (first in _NAMESPACES and _NAMESPACES[first] == _NAMESPACES.get(second))


def _interpreter(first_line: bytes) -> str:
    words = first_line[2:120].decode("ascii", "replace").split()
    if words and PurePosixPath(words[0]).name == "env":
        words = [word for word in words[1:] if not word.startswith("-") and "=" not in word]
    return PurePosixPath(words[0]).name if words else ""


@cache
def load_grammar(language: str) -> "Language":
    """Load the tree-sitter grammar of a registered language."""
    from tree_sitter import Language

    row = LANGUAGES[language]
    return Language(getattr(importlib.import_module(row.module), row.function)())


@cache
def load_parser(language: str) -> "Parser":
    """Return the parser of a registered language."""
    from tree_sitter import Parser

    return Parser(load_grammar(language))
