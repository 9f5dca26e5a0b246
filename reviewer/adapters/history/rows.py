"""This module holds how past changes are written as rows of a database, and read back."""

import json
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from reviewer.model.history import PastChange, Stretch

COLUMNS = "c.oid, c.time, c.authors, c.kind, c.level, c.subject, c.pull, c.links, c.files, c.measured, c.shape"
_AT_ONCE = 500
_LONGEST_SUBJECT = 200


def write_change(change: PastChange, people: Mapping[str, int]) -> tuple[object, ...]:
    """Return the row of a change, in the order of `COLUMNS`; `people` are numbered."""
    links = json.dumps([change.reverts, change.culprits]) if change.reverts or change.culprits else ""
    return (
        bytes.fromhex(change.commit),
        change.when,
        json.dumps([people[author] for author in change.authors]),
        change.kind,
        change.level,
        change.subject[:_LONGEST_SUBJECT],
        change.pull,
        links,
        change.files,
        int(change.measured),
        json.dumps(change.shape) if change.shape else "",
    )


def read_change(row: Sequence[Any], name: Callable[[int], str]) -> PastChange:
    """Return the change of a row; `name` knows the people by their numbers."""
    oid, when, authors, kind, level, subject, pull, links, files, measured, shape = row
    reverts, culprits = json.loads(links) if links else ((), ())
    return PastChange(
        commit=oid.hex(),
        when=when,
        authors=tuple(name(number) for number in json.loads(authors)),
        kind=kind,
        level=level,
        subject=subject,
        pull=pull,
        reverts=tuple(reverts),
        culprits=tuple(culprits),
        files=files,
        measured=bool(measured),
        shape=json.loads(shape) if shape else {},
    )


def pack_stretches(stretches: Sequence[Stretch]) -> bytes:
    """Return stretches as bytes."""
    return array("I", [number for stretch in stretches for number in stretch]).tobytes()


def unpack_stretches(data: bytes) -> tuple[Stretch, ...]:
    """Return the stretches in some bytes."""
    numbers = array("I")
    numbers.frombytes(data)
    return tuple(zip(numbers[::4], numbers[1::4], numbers[2::4], numbers[3::4], strict=True))


def encode_path(path: str) -> bytes:
    """Return a path as git writes it; SQLite takes no text that is not UTF-8."""
    return path.encode("utf-8", "surrogateescape")


def decode_path(path: bytes) -> str:
    """Return a path that `encode_path` wrote."""
    return path.decode("utf-8", "surrogateescape")


def in_parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Yield values in parts that fit one question."""
    for at in range(0, len(values), _AT_ONCE):
        yield values[at : at + _AT_ONCE]
