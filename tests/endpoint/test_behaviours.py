"""Whatever an endpoint does, the adapter comes back on time: with an answer, or with a fault that can be shown."""

import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest

from reviewer.adapters.endpoint.client import open_endpoint
from reviewer.adapters.endpoint.faults import MOST_TRIES
from reviewer.adapters.endpoint.patience import LONGEST_WAIT
from reviewer.ports.endpoint import Endpoint as ChatPort
from reviewer.ports.endpoint import EndpointFault, Message, Reply, Tool, ToolCall, Turn
from tests.endpoint.behaviours import BEHAVIOURS
from tests.endpoint.server import KEY, MODEL, Endpoint, serve_model

TURN = Turn((Message("system", "Read."), Message("user", "a = 1")), (Tool("look", "looks", {"type": "object"}),), None)
LONG = 60.0
SHORT = 1.0
_PRICES = (1.0, 2.0)

# The kind of fault, what its sentence says, and how many seconds there are.
FAULTS = {
    "slow": ("late", "did not answer within 1 s", SHORT),
    "silent": ("late", "", SHORT),
    "drip": ("late", "", SHORT),
    "drip of a head": ("late", "", SHORT),
    "keep-alive only": ("late", "", SHORT),
    "words for ever": ("late", "", SHORT),
    "endless line": ("broken", "more than 1,000,000 bytes", LONG),
    "10 MB": ("broken", "more than 1,000,000 bytes", LONG),
    "10 MB, plain": ("broken", "more than 1,000,000 bytes", LONG),
    "10 MB of an error": ("broken", "more than 1,000,000 bytes", LONG),
    "packed zeros": ("broken", "packed its answer", LONG),
    "invalid JSON": ("broken", "no JSON", LONG),
    "invalid JSON, plain": ("broken", "no JSON", LONG),
    "JSON of great depth": ("broken", "no JSON", LONG),
    "a number of great length": ("broken", "no JSON", LONG),
    "no UTF-8": ("broken", "no JSON", LONG),
    "no object": ("broken", "no answer of a chat", LONG),
    "no choices": ("broken", "half-way", LONG),
    "choices of another shape": ("broken", "no answer of a chat", LONG),
    "content of another shape": ("broken", "no answer of a chat", LONG),
    "calls of another shape": ("broken", "no answer of a chat", LONG),
    "nothing at all": ("broken", "half-way", LONG),
    "half an answer": ("broken", "half-way", LONG),
    "cut in the middle": ("broken", "half an answer: ", LONG),
    "hang up": ("network", "cannot reach http://127.0.0.1", LONG),
    "no HTTP": ("network", "cannot reach", LONG),
    "html": ("broken", "does its address end in /v1?", LONG),
    "refusal": ("refused", "the model refused", LONG),
    "content filter": ("refused", "the model refused", LONG),
    "no key": ("setup", "see OPENAI_API_KEY", LONG),
    "no right": ("setup", "see OPENAI_API_KEY", LONG),
    "no money": ("setup", "no money", LONG),
    "no quota": ("setup", "no money", LONG),
    "no such path": ("setup", "does its address end in /v1, and not behind it?", LONG),
    "says the key": ("setup", "(status 400) ([a text with the key in it])", LONG),
    "redirect": ("setup", "sends elsewhere (status 307)", LONG),
    "redirect to nonsense": ("setup", "sends elsewhere (status 302)", LONG),
    "error within": ("broken", "failed within its answer (no [31m way xxx", LONG),
    "error as an answer": ("broken", "no answer of a chat", LONG),
    "429 storm": ("busy", "(status 429); asked 6 times (slow down)", LONG),
    "429 with a far Retry-After": ("busy", "it asks to wait 86,400 seconds", LONG),
    "502 of a gateway": ("busy", "(status 502); asked 6 times (<html>no [31m way xxx", LONG),
}
_FINE = {"text": "all is well"}
_LOOK = {"calls": (ToolCall("call_2_0", "look", '{"again": true}'),)}
# Parts of the reply that is expected.
REPLIES: dict[str, dict[str, Any]] = {
    "wrong content type": _FINE,
    "plain answer": _FINE | {"is_estimated": False},
    "429 with Retry-After, then fine": _FINE,
    "429 with a strange Retry-After": _FINE,
    "500, then fine": _FINE,
    "408, 409, then fine": _FINE,
    "cut in the middle, then fine": _FINE,
    "hang up, then fine": _FINE,
    "content in parts": _FINE,
    "several choices": _FINE,
    "negative tokens": {"tokens_out": 2, "is_estimated": True},
    "tokens beyond count": {"tokens_out": 2, "is_estimated": True},
    "tokens as strings": {"tokens_out": 2, "is_estimated": True},
    "tokens that are true": {"tokens_out": 2, "is_estimated": True},
    "no token sent": {"tokens_out": 2, "is_estimated": True},
    "a cost": {"tokens_in": 1, "tokens_out": 2, "dollars": 0.25, "is_estimated": False},
    "a cost below zero": {"dollars": 5e-6},
    "a cost that is no number": {"dollars": 5e-6},
    "broken arguments": {"calls": (ToolCall("call_2_0", "look", '{"a": '),)},
    "a hundred calls": {
        "calls": tuple(ToolCall(f"call_2_{number}", "look", f'{{"number": {number}}}') for number in range(16))
    },
    "loops for ever": _LOOK,
    "a name of great length": {"calls": (ToolCall("call_2_0", ("look_at_" * 8), "{}"),)},
    "calls with one id": {"calls": (ToolCall("call_1", "look", '{"a": 1}'), ToolCall("call_2", "look", '{"a": 2}'))},
    "calls without index and id": {"calls": (ToolCall("call_1", "look", "{}"), ToolCall("call_2", "look", "{}"))},
    "calls with one index": {"calls": (ToolCall("a", "look", "{}"), ToolCall("b", "look", "{}"))},
    "arguments in parts without index": {"calls": (ToolCall("a", "look", '{"a":"a"}'),)},
    "arguments as an object": {"calls": (ToolCall("a", "look", '{"a": 1}'),)},
    "cut by length": {"text": "half a sen", "is_cut": True},
}
# How long was waited between two requests, where that matters: `chance` is a half.
WAITS = {
    "429 storm": [0.375, 0.75, 1.5, 3.0, 6.0],
    "429 with Retry-After, then fine": [7.0],
    "429 with a far Retry-After": [],
    "429 with a strange Retry-After": [0.375],
    "500, then fine": [0.375],
    "cut in the middle": [0.375],
    "half an answer": [],
    "no quota": [],
    "no key": [],
    "refusal": [],
    "invalid JSON": [],
    "says the key": [],
}


def _ask(served: Endpoint, seconds: float = LONG, hear: Callable[[int], None] = lambda _: None) -> Reply:
    endpoint = _open(served.base_url)
    return endpoint.ask(TURN, seconds, hear)


def _open(base_url: str, pause: Callable[[float], None] = lambda _: None) -> ChatPort:
    return open_endpoint(
        MODEL, base_url=base_url, api_key=KEY, cache=None, prices=_PRICES, pause=pause, chance=lambda: 0.5
    )


def test_every_behaviour_has_its_case() -> None:
    assert set(FAULTS) | set(REPLIES) == set(BEHAVIOURS)
    assert set(WAITS) < set(BEHAVIOURS)


@pytest.mark.parametrize("name", FAULTS)
def test_what_goes_wrong_is_said(name: str) -> None:
    kind, why, seconds = FAULTS[name]
    with serve_model(BEHAVIOURS[name]()) as served, pytest.raises(EndpointFault) as raised:
        _ask(served, seconds)

    told = str(raised.value)
    assert (raised.value.kind, why in told) == (kind, True), told
    assert KEY not in told
    assert told.isprintable()
    assert len(told) < 300
    assert served.breaches == []
    # A slow machine may have no time left before it asks.
    assert served.requests or seconds == SHORT


@pytest.mark.parametrize("name", REPLIES)
def test_what_comes_in_is_read(name: str) -> None:
    with serve_model(BEHAVIOURS[name]()) as served:
        reply = _ask(served)

    assert {part: getattr(reply, part) for part in REPLIES[name]} == REPLIES[name]
    assert served.breaches == []


@pytest.mark.parametrize("name", WAITS)
def test_only_what_may_pass_is_asked_again(name: str) -> None:
    waits: list[float] = []
    with serve_model(BEHAVIOURS[name]()) as served:
        endpoint = _open(served.base_url, waits.append)
        with pytest.raises(EndpointFault) if name in FAULTS else nullcontext():
            endpoint.ask(TURN, LONG, lambda _: None)

    assert waits == WAITS[name]
    assert len(served.requests) == len(waits) + 1
    assert len({str(request) for request in served.requests}) == 1
    assert len(waits) < MOST_TRIES
    assert all(wait <= LONGEST_WAIT for wait in waits)


def test_an_endpoint_that_is_not_there_is_a_fault_of_the_network() -> None:
    with serve_model(BEHAVIOURS["plain answer"]()) as served:
        pass
    with pytest.raises(
        EndpointFault, match=r"cannot reach http://127\.0\.0\.1:\d+/v1; asked 2 times \(.*refused"
    ) as raised:
        _ask(served)

    assert raised.value.kind == "network"


def test_without_time_nothing_is_sent() -> None:
    with serve_model(BEHAVIOURS["plain answer"]()) as served, pytest.raises(EndpointFault) as raised:
        _ask(served, 0)

    assert raised.value.kind == "late"
    assert served.asked == []


def test_what_is_heard_grows_to_the_whole() -> None:
    heard: list[int] = []
    with serve_model(BEHAVIOURS["a hundred calls"]()) as served:
        _ask(served, hear=heard.append)

    assert heard == sorted(heard)
    assert heard[-1] == sum(len(f'{{"number": {number}}}') for number in range(100))


def test_a_fault_of_the_listener_is_its_own() -> None:
    def hear(_: int) -> None:
        raise ZeroDivisionError

    with serve_model(BEHAVIOURS["plain answer"]()) as served, pytest.raises(ZeroDivisionError):
        _ask(served, hear=hear)


_LEAVE = """
import sys
from reviewer.adapters.endpoint.client import open_endpoint
from reviewer.ports.endpoint import Endpoint as ChatPort
from reviewer.ports.endpoint import EndpointFault, Message, Turn
endpoint = open_endpoint(
    sys.argv[2], base_url=sys.argv[1], api_key=sys.argv[3], cache=None, prices=None, pause=print, chance=lambda: 0.5
)
try:
    endpoint.ask(Turn((Message("user", "a"),), (), None), 0.3, lambda _: None)
except EndpointFault as fault:
    print(fault.kind)
"""


@pytest.mark.parametrize("name", ["silent", "drip of a head", "keep-alive only"])
def test_an_endpoint_that_never_ends_keeps_no_program_from_ending(name: str) -> None:
    with serve_model(BEHAVIOURS[name]()) as served:
        done = subprocess.run(
            [sys.executable, "-c", _LEAVE, served.base_url, MODEL, KEY], capture_output=True, text=True, check=True
        )
        # The server still waits: the program ended by itself.
        assert not served.over.is_set()

    assert (done.stdout, done.stderr) == ("late\n", "")
