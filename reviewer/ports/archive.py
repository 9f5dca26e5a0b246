"""This module holds what the program asks of the place where answers of a forge are kept as they came."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Record:
    """One thing as a forge told it: its kind, its name within the kind, and the forge's own JSON.

    `when` is the time of its last change in seconds since 1970, 0 where the forge does not say.
    """

    kind: str
    key: str
    when: int
    data: Json


class Archive(Protocol):
    """The answers of a forge about one repository. What was appended is there for ever."""

    def state(self) -> Json:
        """Return what the last `append` said of how far it had come; empty at the beginning."""

    def append(self, records: Sequence[Record], state: Json) -> None:
        """Keep records, and how far the collecting has come with them: both or neither, whatever happens meanwhile."""

    def records(self, kind: str) -> Iterator[Record]:
        """Yield the records of a kind, each in the form that was appended last, ordered by key."""
