"""This module holds what the archive knows already: what need not be kept again, and what must be asked again."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from reviewer.ports import Archive, Record


@dataclass(frozen=True, slots=True)
class Known:
    """The records of a kind that changed at a moment or later, as digests; and the pull requests that are `stale`."""

    digests: dict[str, bytes] = field(default_factory=dict)
    stale: tuple[str, ...] = ()

    def drop(self, records: Iterable[Record]) -> tuple[Record, ...]:
        """Return the records without those that are known to the letter."""
        known = self.digests
        return tuple(one for one in records if one.key not in known or known[one.key] != _digest(one))


def scan_archive(archive: Archive, kind: str, cut: int, fresh: int) -> Known:
    """Look through a kind.

    Stale are pull requests from before the cut that are open, or were merged at `fresh` or later: reviews after a
    merge, reverts and dismissals may leave the time of the last change as it is.
    """
    digests, stale = {}, []
    for record in archive.records(kind):
        is_old = record.when < cut
        if is_old and (kind != "pull" or not _may_change(record, fresh)):
            continue
        digests[record.key] = _digest(record)
        if is_old:
            stale.append(record.key)
    return Known(digests, tuple(stale))


def _may_change(record: Record, fresh: int) -> bool:
    merged = record.data.get("mergedAt")
    if isinstance(merged, str):
        return datetime.fromisoformat(merged).timestamp() >= fresh
    return record.data.get("state") == "OPEN"


def _digest(record: Record) -> bytes:
    return hashlib.blake2b(json.dumps(record.data, sort_keys=True).encode(), digest_size=12).digest()
