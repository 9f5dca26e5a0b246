"""This module holds how often, and after how long, an endpoint is asked again that gave no answer."""

from collections.abc import Callable
from typing import TypeVar

from reviewer.adapters.endpoint.faults import Failure
from reviewer.ports.endpoint import EndpointFault

LONGEST_WAIT = 8.0
_SHORTEST_WAIT = 0.5

_Got = TypeVar("_Got")


def ask_patiently(
    attempt: Callable[[], _Got],
    left: Callable[[], float],
    *,
    pause: Callable[[float], None],
    chance: Callable[[], float],
) -> _Got:
    """Return what an attempt brings, the first that brings anything. Raises the `EndpointFault` of the last.

    Nothing is tried again after two answers of which a part had come in: each costs like a whole one. Where the time
    runs out while it is asked again, the fault says also why it had to be.
    """
    halves = 0
    before = ""
    number = 0
    while True:
        try:
            return attempt()
        except Failure as failure:
            number += 1
            halves += failure.is_half
            wait = choose_wait(number, failure.after, chance())
            if not failure.is_passing or halves > 1 or number >= failure.most_tries or wait >= left():
                raise _tell_wait(failure, number, before) from None
            before = failure.fault.why
        pause(wait)


def choose_wait(number: int, asked: float, chance: float) -> float:
    """Choose how many seconds to wait after failure `number` (from 1): longer each time, by chance up to half less.

    Where the endpoint asked for a time, that is the least. `chance` is from 0 to 1.
    """
    grown: float = min(_SHORTEST_WAIT * 2 ** (number - 1), LONGEST_WAIT)
    return max(grown * (1 - chance / 2), asked)


def _tell_wait(failure: Failure, tries: int, before: str) -> EndpointFault:
    why = failure.fault.why
    if failure.fault.kind == "busy" and failure.after:
        why = f"{why}; it asks to wait {failure.after:,.0f} seconds"
    if tries > 1:
        why = f"{why}; asked {tries} times"
    if failure.fault.kind == "late" and before:
        why = f"{why}, the time before: {before}"
    return EndpointFault(failure.fault.kind, why, failure.fault.said)
