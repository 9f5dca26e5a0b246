"""This module holds the estimate of what another capacity or more arrivals would do to the queue."""

from reviewer.model.report import WhatIf

_TURNS = (
    ("a fifth more reading", 1.2, 1.0),
    ("a fifth less reading", 0.8, 1.0),
    ("a fifth more changes", 1.0, 1.2),
    ("a fifth fewer changes", 1.0, 0.8),
)
_ASSUMPTIONS = (
    "one line before one desk (M/M/1): changes come and are read at random and independently, nobody gives up, and the "
    "queue of this week is what its arrivals lead to in the long run"
)
_NO_END = "; with this the work would exceed the reading, and the queue would grow without end"


def estimate_what_if(queue: float | None, arrivals: float | None) -> tuple[WhatIf, ...]:
    """Return expected waits (hours) and queues under other capacities, where there is a queue and something arrives.

    How busy the desk is follows of the queue that is there: `queue = busy / (1 - busy)`.
    """
    if not queue or not arrivals:
        return ()
    busy = queue / (1 + queue)
    return tuple(_estimate(what, busy * more / capacity, arrivals * more) for what, capacity, more in _TURNS)


def _estimate(what: str, busy: float, arrivals: float) -> WhatIf:
    if busy >= 1:
        return WhatIf(what, None, None, _ASSUMPTIONS + _NO_END)
    queue = busy / (1 - busy)
    return WhatIf(what, queue / arrivals * 7 * 24, queue, _ASSUMPTIONS)
