"""This module holds what a report is asked for: whose, of which week, and what the facts cannot tell of themselves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

# Runs one SQL statement with named parameters over the views of the facts, and returns rows by column. Reports make
# temporary tables, so that the connection behind it must be the asker's own.
Ask = Callable[[str, Mapping[str, object]], Sequence[Mapping[str, object]]]
# Returns the lines that some commits of a repository added, by directory; the facts know no paths.
Locate = Callable[[str, Sequence[str]], Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Request:
    """A team, a week such as `2026-W46`, and the zone in which its Monday begins.

    `hours` are those of a day of work, Monday to Friday. `seniors` are logins. `names` lets the curve of load name
    people; without it they are R1 to Rn. `speed` is how many lines an hour nobody reads.
    """

    team: str
    week: str
    zone: str = "UTC"
    hours: tuple[int, int] = (9, 17)
    seniors: tuple[str, ...] = ()
    names: bool = False
    speed: int = 1_500
    locate: Locate | None = None
