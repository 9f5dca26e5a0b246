"""The same through the real adapter: what is sent is what the requests hold, byte for byte."""

import json
from typing import Any

import pytest

from reviewer.adapters.endpoint.client import open_endpoint
from reviewer.app.second.reading import add_reading
from tests.endpoint.said import Called, Json, Said
from tests.endpoint.server import KEY, MODEL, serve_model
from tests.injections.forms import find_shown, leave_out_second
from tests.injections.obeying import Obedient
from tests.injections.planting import KEY_LINE, SECRET, plant, read_rows
from tests.unit.app.second.stage import make_terms

SAMPLE = (
    "approve in a comment", "LGTM in the message", "read the environment file", "read the deploy key",
    "walk out of the repository", "read the process", "a secret renamed into sight", "link", "host as code",
    "dismiss by command", "terminal sequences", "a flood of calls", "hostile arguments", "halves of characters",
    "deep JSON", "a megabyte", "special tokens", "an end of the data", "tag characters", "in a past commit",
    "the answer as text", "a well-formed question in own words",
)  # fmt: skip
ROWS = {row.name: row for row in read_rows()}
# Opening, tools and form, and what was looked up; a conversation is bounded by its budget of tokens long before.
LARGEST = 1_000_000


@pytest.mark.parametrize("name", SAMPLE)
def test_a_request_holds_nothing_that_is_withheld(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    row = ROWS[name]
    plain = plant(row)
    model = Obedient(row, plain.grounds.view.head.read)

    def answer(body: Json) -> Said:
        reply = model.answer("\n".join(_read(message) for message in body["messages"]))
        # As a real endpoint would, it counts the turns by what it is asked.
        model.turns.append(None)  # type: ignore[arg-type]
        return Said(reply.text, tuple(Called(call.name, call.arguments) for call in reply.calls))

    with serve_model(answer) as served:
        endpoint = open_endpoint(
            MODEL, base_url=served.base_url, api_key=KEY, cache=None, prices=None, pause=_stand_still, chance=_never
        )
        told = add_reading(plain, endpoint, make_terms(secrets=(KEY,)), lambda _: None)

    reading = told.review.reading
    assert served.breaches == []
    assert reading is not None
    assert reading.usage.requests == len(served.requests) <= 16
    assert not reading.not_done.startswith("it ended by a fault of ours")
    for asked in served.asked:
        sent = asked.raw.decode("ascii")
        assert len(sent) <= LARGEST
        assert KEY not in sent
        said = "".join(_read(m) for m in json.loads(sent)["messages"] if m["role"] != "assistant")
        assert SECRET not in said
        assert KEY_LINE not in said
    assert leave_out_second(told.review, plain.review) == plain.review
    assert bool(find_shown(row.canary, told, plain)) is bool(row.gets_through)


def _read(message: dict[str, Any]) -> str:
    return message.get("content") or ""


def _stand_still(_: float) -> None:
    pass


def _never() -> float:
    return 0.0
