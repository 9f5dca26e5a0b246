"""This module holds an archive in memory, for tests of what fills or reads one."""

from collections.abc import Iterable, Iterator

from reviewer.ports import Archive, Record
from reviewer.ports.archive import Json


class MemoryArchive(Archive):
    """An archive that forgets everything with its process. Every `append` is in `steps`."""

    def __init__(self) -> None:
        self.steps: list[tuple[tuple[Record, ...], Json]] = []

    def state(self) -> Json:
        """Return what the last `append` said; empty at the beginning."""
        return self.steps[-1][1] if self.steps else {}

    def append(self, records: Iterable[Record], state: Json) -> None:
        """Keep records and state."""
        self.steps.append((tuple(records), state))

    def records(self, kind: str) -> Iterator[Record]:
        """Yield the records of a kind, each in the form that was appended last, ordered by key."""
        found = {record.key: record for records, _ in self.steps for record in records if record.kind == kind}
        yield from (found[key] for key in sorted(found))
