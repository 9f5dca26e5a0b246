"""This module holds the form of a segment: one file of records, compressed in blocks, with its index at the end.

It is a series of gzip members, so `zcat` shows all of it as JSON lines: blocks of records, one line that lists the keys
of each block and holds the state, and a last line of a fixed length that says where that list begins.
"""

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reviewer.errors import ReviewerError
from reviewer.ports import Record
from reviewer.ports.archive import Json

SCHEMA = "reviewer.raw/1"
_BLOCK = 1 << 16
_GZIP = 31
_TAIL = '{{"index":"{:015d}"}}\n'


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a segment: where it lies, and how many lines it has."""

    path: Path
    offset: int
    size: int
    lines: int


@dataclass(frozen=True, slots=True)
class Index:
    """What the end of a segment says: its blocks, each with the kind and key of its lines, and the state."""

    blocks: tuple[tuple[Block, tuple[tuple[str, str], ...]], ...]
    state: Json


def encode_segment(records: Iterable[Record], state: Json) -> Iterator[bytes]:
    """Yield the bytes of a segment. Equal records give equal bytes."""
    listed: list[tuple[int, list[list[str]]]] = []
    offset = 0
    for lines, keys in _cut(records):
        data = _compress(lines)
        yield data
        listed.append((len(data), keys))
        offset += len(data)
    yield _compress(_dump({"schema": SCHEMA, "state": state, "blocks": listed}))
    yield _compress(_TAIL.format(offset), level=0)


def read_index(path: Path) -> Index:
    """Read the end of a segment. Raises `ReviewerError` for a file that is torn, foreign or of a later version."""
    tail_size = len(_compress(_TAIL.format(0), level=0))
    try:
        with path.open("rb") as file:
            end = file.seek(0, 2)
            file.seek(max(0, end - tail_size))
            start = int(_load(_expand(file.read()))["index"])
            file.seek(start)
            told = _load(_expand(file.read(max(0, end - tail_size - start))))
        return _check_index(path, told, start)
    except (OSError, ValueError, KeyError, TypeError, zlib.error) as fault:
        raise _refuse(path, fault) from None


def read_block(block: Block) -> list[bytes]:
    """Return the lines of a block. Raises `ReviewerError` when it is torn."""
    try:
        with block.path.open("rb") as file:
            file.seek(block.offset)
            lines = _expand(file.read(block.size)).splitlines()
        if len(lines) != block.lines:
            raise ValueError("the number of lines is not the one in its index")
        return lines
    except (OSError, ValueError, zlib.error) as fault:
        raise _refuse(block.path, fault) from None


def decode_record(line: bytes) -> Record:
    """Read one line of a block."""
    told = _load(line)
    return Record(told["kind"], told["key"], told["when"], told["data"])


def _cut(records: Iterable[Record]) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield the text of each block with the kind and key of its lines."""
    lines: list[str] = []
    keys: list[list[str]] = []
    held = 0
    for record in records:
        lines.append(_dump({"kind": record.kind, "key": record.key, "when": record.when, "data": record.data}))
        keys.append([record.kind, record.key])
        held += len(lines[-1])
        if held >= _BLOCK:
            yield "".join(lines), keys
            lines, keys, held = [], [], 0
    if lines:
        yield "".join(lines), keys


def _check_index(path: Path, told: Mapping[str, Any], start: int) -> Index:
    if told["schema"] != SCHEMA:
        raise ReviewerError(
            f"'{path}' is of the form '{str(told['schema'])[:40]}', and this version reads '{SCHEMA}'.",
            "Use the version of reviewer that wrote it, or a later one.",
        )
    blocks, offset = [], 0
    for size, entries in told["blocks"]:
        blocks.append((Block(path, offset, size, len(entries)), tuple((kind, key) for kind, key in entries)))
        offset += size
    if offset != start:
        raise ValueError("its blocks do not reach to its index")
    return Index(tuple(blocks), told["state"])


def _refuse(path: Path, fault: Exception) -> ReviewerError:
    return ReviewerError(
        f"'{path}' is not a whole segment of the archive ({str(fault)[:200] or type(fault).__name__}).",
        f"Bring it back from a copy. Without one, remove the folder '{path.parent}' and collect anew.",
    )


def _dump(value: object) -> str:
    return json.dumps(value, separators=(",", ":")) + "\n"


def _load(data: bytes) -> dict[str, Any]:
    told = json.loads(data)
    if not isinstance(told, dict):
        raise TypeError("a line of it is no object")
    return told


def _compress(text: str, *, level: int = 6) -> bytes:
    packer = zlib.compressobj(level, zlib.DEFLATED, _GZIP)
    return packer.compress(text.encode("ascii")) + packer.flush()


def _expand(data: bytes) -> bytes:
    unpacker = zlib.decompressobj(_GZIP)
    text = unpacker.decompress(data)
    if not unpacker.eof or unpacker.unused_data:
        raise ValueError("it ends too early" if not unpacker.eof else "it holds something else")
    return text
