"""This module holds the search for uses of a new symbol in the sources that the index names."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import ancestors, text_of
from reviewer.change.syntax.source import Source
from reviewer.detectors.symbols.new_symbols import NewSymbol
from reviewer.index.revision import COMMON
from reviewer.index.view import View

if TYPE_CHECKING:
    from tree_sitter import Node

# A name that more files speak of is in use, whatever each of them says.
_MOST_FILES = 8
_EXPORTS = compile_late(r"(?:module\s*\.\s*)?exports\s*(?:\.\s*[\w$]+\s*)?=")


def find_users(view: View, symbol: NewSymbol) -> list[str] | None:
    """Return the files that use a new symbol, or None when that cannot be known.

    Its own definition, comments, docstrings and the export of the very file are no use. A file that cannot be read as
    code uses whatever it mentions.
    """
    if view.head.count_mentions(symbol.name) > COMMON or view.base.find_mentions(symbol.name):
        return None
    paths = sorted({site.path for site in view.head.find_mentions(symbol.name)} - {symbol.source.path})
    if len(paths) > _MOST_FILES or _is_spoken_of(view, symbol):
        return None
    sources = [symbol.source, *(source for path in paths if (source := view.head.source(path)) is not None)]
    if len(sources) <= len(paths):
        return None
    return [
        source.path for source in sources if any(_is_use(source, at, symbol) for at in find_words(source, symbol.name))
    ]


def find_words(source: Source, name: str) -> Iterator[int]:
    """Yield where a name stands as a word in a source, in bytes."""
    wanted, data = name.encode(), source.data
    at = data.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        if not _is_word(data[at - 1 : at]) and not _is_word(data[end : end + 1]):
            yield at
        at = data.find(wanted, end)


def _is_word(byte: bytes) -> bool:
    return byte.isalnum() or byte in (b"_", b"$")


def _is_spoken_of(view: View, symbol: NewSymbol) -> bool:
    """Documents and generated files are not indexed; the change itself shows some of them."""
    return any(
        file.new is not None
        and file.file_class in ("docs", "generated", "fixture", "vendored", "example")
        and next(find_words(file.new, symbol.name), None) is not None
        for file in view.files
    )


def _is_use(source: Source, at: int, symbol: NewSymbol) -> bool:
    is_home = source.path == symbol.source.path
    if is_home and _definition_of(symbol).start_byte <= at < symbol.node.end_byte:
        return False
    if source.root is None:
        return True
    leaf = source.root.descendant_for_byte_range(at, at + len(symbol.name.encode()) - 1)
    if leaf is None:
        return True
    chain = [leaf, *ancestors(leaf)]
    if any(node.type in source.kinds.comments for node in chain) or _is_docstring(chain, source):
        return False
    return not (is_home and _is_own_export(chain))


def _definition_of(symbol: NewSymbol) -> "Node":
    parent = symbol.node.parent
    holds = ("variable_declarator", "public_field_definition", "field_definition")
    return parent if parent is not None and parent.type in holds else symbol.node


def _is_docstring(chain: list["Node"], source: Source) -> bool:
    if source.language != "python":
        return False
    text = next((node for node in chain if node.type == "string"), None)
    return text is not None and text.parent is not None and text.parent.type == "expression_statement"


def _is_own_export(chain: list["Node"]) -> bool:
    """`export { name }` and `module.exports = { name }` offer a name and do not use it; another name may be used."""
    if len(chain) > 1 and chain[1].type == "export_specifier":
        return chain[1].child_by_field_name("alias") is None
    assigned = next((n for n in chain[:4] if n.type == "assignment_expression"), None)
    if assigned is None or not _EXPORTS.match(text_of(assigned)):
        return False
    return (
        chain[0].type in ("shorthand_property_identifier", "identifier", "property_identifier")
        and len(chain[: chain.index(assigned)]) <= 3
    )
