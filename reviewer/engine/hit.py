"""This module holds a hit: what a query or a detector saw, before it has wording, severity or identity."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from reviewer.errors import ReviewerError
from reviewer.model.change import Side
from reviewer.model.finding import Related
from reviewer.model.rule import Option

Options = Mapping[str, Option]


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a rule's pattern stands.

    `line` to `end_line` is what a reader is shown (1-based, inclusive, on `side`). `scope` is the stretch that the
    change must have touched for the hit to be new; by default the same lines. `case` names the page's wording,
    `values` fill its message. `key` identifies the hit across line shifts; by default the text of its first line.
    """

    path: str
    line: int
    end_line: int
    side: Side = "new"
    symbol: str = ""
    case: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    related: tuple[Related, ...] = ()
    scope: tuple[int, int] | None = None
    key: str = ""


Given = Literal["source", "file", "change"]


class Detector(NamedTuple):
    """A detector with what it is given: one side of a file, both sides of a file, or the whole change.

    For `source` the engine finds out which hits the change introduced; the others compare by themselves.
    """

    given: Given
    find: Callable[..., Iterable[Hit]]


Load = Callable[[str], Detector]


def number_in(options: Options, name: str) -> float:
    """Return an option that the page gives as a number."""
    value = options[name]
    if not isinstance(value, (int, float)):
        raise ReviewerError(f"the option '{name}' must be a number.", f"It is {value!r}.")
    return value
