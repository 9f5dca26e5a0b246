"""Who is asked again after a failure is told of it: how often, and what went wrong before the time was over."""

from collections.abc import Callable

import pytest

from reviewer.adapters.endpoint.faults import Failure
from reviewer.adapters.endpoint.patience import ask_patiently
from reviewer.ports import EndpointFault


def _fail(*faults: EndpointFault) -> Callable[[], str]:
    failures = iter(faults)

    def attempt() -> str:
        fault = next(failures)
        raise Failure(fault, is_passing=fault.kind == "busy")

    return attempt


def _ask(*faults: EndpointFault, left: float = 60.0) -> EndpointFault:
    with pytest.raises(EndpointFault) as raised:
        ask_patiently(_fail(*faults), lambda: left, pause=lambda _: None, chance=lambda: 0.5)
    return raised.value


def test_who_runs_out_of_time_says_what_went_wrong_before() -> None:
    busy, late = EndpointFault("busy", "the endpoint failed (status 500)"), EndpointFault("late", "it did not answer")

    fault = _ask(busy, late)

    assert fault.kind == "late"
    assert str(fault) == "it did not answer; asked 2 times, the time before: the endpoint failed (status 500)"


def test_who_was_asked_once_says_no_more() -> None:
    assert str(_ask(EndpointFault("late", "it did not answer"))) == "it did not answer"


def test_words_of_a_server_come_last() -> None:
    fault = _ask(EndpointFault("busy", "the endpoint failed", "out of order"), left=0.1)

    assert (fault.why, fault.said) == ("the endpoint failed", "out of order")
    assert str(fault) == "the endpoint failed (out of order)"
