"""This module holds the facts of blobs as they are kept: outlines, imports, and postings that say who mentions what.

A segment is what one run added: the outlines and imports of some blobs, the units numbered through, and for each key
the numbers of the units that have it. A key is a 64-bit number: a word, a name that is defined, the hash of a body, or
the value of a constant. Facts depend on the bytes of the blob and on the language alone.
"""

import json
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from reviewer.change.fileclass import is_generated
from reviewer.change.syntax.imports import Import, find_imports
from reviewer.change.syntax.outline import Unit, outline_of
from reviewer.change.syntax.source import Source
from reviewer.ports import Segment

Outline = list[tuple[Unit, frozenset[bytes]]]

# To be raised whenever the facts of any blob change; a store of another version is built anew.
VERSION = 4

# Of a file that imports more, only so many are kept: nobody wrote it.
_MOST_IMPORTS = 2000
_FLAGS = ("type_only", "guarded", "conditional", "deferred", "dynamic", "star", "reexport", "declares")
_WORD, _DEFINED, _SHAPE, _VALUE = (kind << 32 for kind in range(4))


@dataclass(frozen=True, slots=True)
class Blob:
    """One blob in a language: its git id, and its bytes where they are at hand. `language` is empty without grammar."""

    oid: str
    language: str
    data: bytes = b""


def key_of_word(word: bytes | str) -> int:
    """Return the key of the units that mention a word: a name, or four digits and more."""
    return _WORD | crc32(word if isinstance(word, bytes) else word.encode("utf-8", "replace"))


def key_of_name(name: str) -> int:
    """Return the key of the units that define a name, whatever its owner."""
    return _DEFINED | crc32(name.encode("utf-8", "replace"))


def key_of_shape(shape: int) -> int:
    """Return the key of the functions whose body has a shape."""
    return _SHAPE | shape


def key_of_value(value: str) -> int:
    """Return the key of the constants with a value, as normalised by `normalise_value`."""
    return _VALUE | crc32(normalise_value(value).encode("utf-8", "replace"))


def normalise_value(value: str) -> str:
    """Return a literal as it is compared: without its quotes, digits without separators."""
    return value[1:-1] if value[:1] in "\"'`" else value.replace("_", "").removesuffix(".0")


def collect_segment(blobs: Iterable[Blob]) -> Segment:
    """Read the facts of some blobs. Pure; the work of a cold build, made to run in another process."""
    return join_outlines((blob.oid, blob.language, *_read(blob)) for blob in blobs)


def join_outlines(outlines: Iterable[tuple[str, str, Outline, tuple[Import, ...]]]) -> Segment:
    """Make a segment of outlines and imports, each with the id and the language of its blob."""
    by_word: dict[bytes, array[int]] = {}
    postings: dict[int, array[int]] = {}
    rows: list[tuple[str, str, int, bytes, bytes]] = []
    count = 0
    for oid, language, outline, imports in outlines:
        rows.append((oid, language, count, encode_units(unit for unit, _ in outline), encode_imports(imports)))
        for number, (unit, words) in enumerate(outline, count):
            for word in words:
                numbers = by_word.get(word)
                if numbers is None:
                    numbers = by_word[word] = postings.setdefault(key_of_word(word), array("I"))
                numbers.append(number)
            for key in _keys(unit):
                postings.setdefault(key, array("I")).append(number)
        # A blob without units takes a number too: by it the blob of a unit is found.
        count += max(1, len(outline))
    return Segment(tuple(rows), {key: postings[key].tobytes() for key in sorted(postings)})


def is_opaque(data: bytes) -> bool:
    """Tell whether a file has no facts: nobody uses what a program wrote into few long lines; to read it is slow."""
    return b"\0" in data[:8000] or (is_generated(data) and max(map(len, data.split(b"\n"))) > 1000)


def encode_units(units: Iterable[Unit]) -> bytes:
    """Write units as JSON, the only form that is safe to read from a cache that somebody else may have filled."""
    rows = [[getattr(unit, name) for name in Unit.__slots__] for unit in units]
    return _write(rows)


def decode_units(text: bytes) -> tuple[Unit, ...]:
    """Read units. Raises `ValueError` for text that `encode_units` did not write."""
    try:
        return tuple(_unit(*row) for row in json.loads(text))
    except (TypeError, ValueError) as fault:
        raise ValueError(f"no outline: {fault}") from None


def imports_of(source: Source) -> tuple[Import, ...]:
    """Return the imports of a file as they are kept: not without end."""
    return find_imports(source)[:_MOST_IMPORTS]


def encode_imports(imports: Iterable[Import]) -> bytes:
    """Write imports as JSON, a row each."""
    return _write(
        [i.module, i.names, i.line, i.end_line, i.level, i.alias, sum(getattr(i, f) << n for n, f in enumerate(_FLAGS))]
        for i in imports
    )


def decode_imports(text: bytes) -> tuple[Import, ...]:
    """Read imports. Raises `ValueError` for text that `encode_imports` did not write."""
    try:
        return tuple(_import(*row) for row in json.loads(text))
    except (TypeError, ValueError, RecursionError) as fault:
        raise ValueError(f"no imports: {fault}") from None


def _write(rows: Iterable[list[object]]) -> bytes:
    return json.dumps(list(rows), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _import(*row: Any) -> Import:  # noqa: ANN401 - JSON of a cache: checked here
    module, pairs, line, end_line, level, alias, flags = row
    names = tuple((name, bound) for name, bound in pairs)
    texts = (module, alias, *(text for pair in names for text in pair))
    if not all(isinstance(text, str) for text in texts) or not all(
        type(number) is int for number in (line, end_line, level, flags)
    ):
        raise ValueError("a value of another kind")
    return Import(module, names, line, end_line, level, alias, *(bool(flags >> n & 1) for n in range(len(_FLAGS))))


def _unit(*row: Any) -> Unit:  # noqa: ANN401 - JSON of a cache: checked by its use
    role, name, owner, line, end_line, parameters, decorators, tokens, shape, value = row
    return Unit(role, name, owner, line, end_line, parameters, tuple(decorators), tokens, shape, value)


def _read(blob: Blob) -> tuple[Outline, tuple[Import, ...]]:
    if is_opaque(blob.data):
        return [], ()
    source = Source("", blob.data, blob.language or None, "production", frozenset())
    return outline_of(source), imports_of(source)


def _keys(unit: Unit) -> list[int]:
    keys = [key_of_name(unit.name)] if unit.name else []
    if unit.shape:
        keys.append(key_of_shape(unit.shape))
    if unit.value:
        keys.append(key_of_value(unit.value))
    return keys
