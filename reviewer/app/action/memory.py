"""A comment carries what is remembered of a pull request; this module holds that memory and how it is packed."""

import base64
import binascii
import zlib
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pydantic import TypeAdapter, ValidationError

How = Literal["command", "resolved", "thumbs-down"]

# A comment holds 65,536 characters, of which the memory may take a third.
MOST_BYTES = 20_000
MOST_ANSWERS = 200
MOST = 500
LONGEST_REASON = 300
_UNPACKED = 500_000


@dataclass(frozen=True, slots=True)
class Answer:
    """A finding that somebody dismissed on the pull request: who, why, and in which way."""

    fingerprint: str
    rule: str
    by: str
    reason: str
    how: How


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered of a pull request between two pushes.

    `answers` are dismissed findings; `posted` are fingerprints of those that were written on a line once; `findings`
    are fingerprints and rules of all that were found in the commit `head`, which was reviewed last, and `breaches` are
    the fingerprints of those that stopped it, where they are few enough to be kept.
    """

    version: Literal[1] = 1
    head: str = ""
    answers: tuple[Answer, ...] = ()
    posted: tuple[str, ...] = ()
    findings: tuple[tuple[str, str], ...] = ()
    breaches: tuple[str, ...] = ()


def pack_memory(memory: Memory) -> str:
    """Return a memory as URL-safe base64; where there is too much, the oldest goes first."""
    answers, posted, found = memory.answers[-MOST_ANSWERS:], memory.posted[-MOST:], memory.findings[:MOST]
    # Half of what stops a change must not be taken for all of it.
    breaches = memory.breaches if len(memory.breaches) <= MOST_ANSWERS else ()
    while True:
        packed = _pack(Memory(1, memory.head, answers, posted, found, breaches))
        if len(packed) <= MOST_BYTES:
            return packed
        answers, posted = answers[len(answers) // 4 + 1 :], posted[len(posted) // 4 + 1 :]
        found = found[: len(found) * 3 // 4]


def unpack_memory(packed: str) -> Memory | None:
    """Return what `pack_memory` packed, or None for anything else: people can edit a comment."""
    try:
        data = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        unpacking = zlib.decompressobj()
        text = unpacking.decompress(data, _UNPACKED)
        return None if unpacking.unconsumed_tail else _adapter().validate_json(text)
    except (binascii.Error, zlib.error, ValidationError, ValueError):
        return None


def _pack(memory: Memory) -> str:
    data = zlib.compress(_adapter().dump_json(memory), 9)
    return base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")


@cache
def _adapter() -> TypeAdapter[Memory]:
    return TypeAdapter(Memory)
