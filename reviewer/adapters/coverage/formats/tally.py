"""This module holds what a coverage report says before it is laid over a repository, and its bounds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

# A reviewed file has at most 1 MB, and so no more lines than that.
_LAST_LINE = 1_000_000
_MOST_LINES = 4_000_000
_LONGEST_NAME = 4096
_LONGEST_NUMBER = 40


class Unreadable(Exception):  # noqa: N818 - said to the user in other words, by whoever knows the place
    """Bytes are no coverage report that can be used; the message finishes "... cannot be used: "."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One file as a report names it. `tests` names the tests that ran a line, where the report keeps that."""

    name: str
    ran: frozenset[int]
    missed: frozenset[int]
    tests: Mapping[int, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """A coverage report as read. `roots` are folders that names may be meant from, as the report gives them.

    `written` is when the report says that it was written, in seconds since 1970. `lost` counts entries that make no
    sense. `knows_missed` is false where a report names only the lines that ran.
    """

    format: str
    files: tuple[Measured, ...]
    roots: tuple[str, ...] = ()
    written: float | None = None
    lost: int = 0
    knows_missed: bool = True


class Tally:
    """Lines by file, while a report is read. A line that is named several times ran if it ran once."""

    def __init__(self) -> None:
        self.lost = 0
        self._lines = 0
        self._files: dict[str, dict[int, bool]] = {}

    def add(self, name: str, line: object, hits: object) -> None:
        """Note how often a line ran; an entry that makes no sense is counted as lost."""
        at, count = read_number(line), read_number(hits)
        known = self._files.get(name)
        if at is None or count is None or not 0 < at <= _LAST_LINE or count < 0:
            self.lost += 1
        elif known is not None and at in known:
            known[at] = known[at] or count > 0
        else:
            self.add_lines(name, (at,), ran=count > 0)

    def add_lines(self, name: str, lines: Iterable[int], *, ran: bool) -> None:
        """Note lines that are known to be sound. Raises `Unreadable` for more lines than any project has."""
        if not 0 < len(name) <= _LONGEST_NAME or "\0" in name:
            self.lost += 1
            return
        known = self._files.setdefault(name, {})
        before = len(known)
        for line in lines:
            known[line] = ran or known.get(line, False)
        self._lines += len(known) - before
        if self._lines > _MOST_LINES:
            raise Unreadable(f"it names more than {_MOST_LINES:,} lines")

    def close(self) -> tuple[Measured, ...]:
        """Return what was noted, by name."""
        return tuple(
            Measured(
                name,
                frozenset(line for line, ran in lines.items() if ran),
                frozenset(line for line, ran in lines.items() if not ran),
            )
            for name, lines in sorted(self._files.items())
        )


def read_number(value: object) -> int | None:
    """Return a whole number, or None for anything else, a number of absurd length too."""
    if isinstance(value, (str, bytes)):
        if value.isdigit() and len(value) <= _LONGEST_NUMBER and value.isascii():
            return int(value)
        text = value.strip()[: _LONGEST_NUMBER + 1]
        digits = text[1:] if text[:1] in ("-", b"-") else text
        return int(text) if digits.isdigit() and digits.isascii() and len(text) <= _LONGEST_NUMBER else None
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    return int(value) if isinstance(value, int) else None


def is_line(number: object) -> bool:
    """Tell whether a number can be a line of a file."""
    return isinstance(number, int) and 0 < number <= _LAST_LINE
