"""What is sent is what is shown, and no more; what an endpoint does not take is left out; what is kept is free."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reviewer.adapters.endpoint.cache import ResponseCache, open_cache
from reviewer.adapters.endpoint.client import open_endpoint
from reviewer.adapters.endpoint.listing import find_only_model
from reviewer.ports.endpoint import Endpoint, EndpointFault, Message, Tool, ToolCall, Turn
from tests.endpoint.behaviours import BEHAVIOURS, reply
from tests.endpoint.said import Said, call, script
from tests.endpoint.server import KEY, MODEL, serve_model

SCHEMA = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"], "additionalProperties": False}
TOOL = Tool("look", "Looks at a file.", SCHEMA)
ASKED = (Message("system", "Read."), Message("user", 'x = "é\x1b\u202e"'))
CALLS = (ToolCall("1", "look", '{"a": "b"}'), ToolCall("2", "look", '{"broken'), ToolCall("3", "look", "[1]"))
ANSWERED = tuple(Message("tool", f"line {number}", answers=str(number)) for number in (1, 2, 3))
TURNS = {
    "words": Turn(ASKED, (), None),
    "tools": Turn(ASKED, (TOOL,), None),
    "a tool that must be called": Turn(ASKED, (TOOL,), None, "look"),
    "a form": Turn(ASKED, (), ("review", SCHEMA), most_tokens=17),
    "all": Turn(ASKED, (TOOL,), ("review", SCHEMA), "look"),
    "a conversation": Turn((*ASKED, Message("assistant", "", CALLS), *ANSWERED), (TOOL,), None),
    "an answer in words": Turn((*ASKED, Message("assistant", "Well."), Message("user", "And?")), (TOOL,), None),
    "half a character": Turn((Message("user", "a\udc80b"),), (), None),
}


def _open(
    base_url: str,
    *,
    key: str = KEY,
    cache: ResponseCache | None = None,
    prices: tuple[float, float] | None = None,
    pause: Callable[[float], None] = lambda _: None,
) -> Endpoint:
    return open_endpoint(
        MODEL, base_url=base_url, api_key=key, cache=cache, prices=prices, pause=pause, chance=lambda: 0.5
    )


def _ask(endpoint: Endpoint, name: str = "all") -> Any:  # noqa: ANN401
    return endpoint.ask(TURNS[name], 60, lambda _: None)


@pytest.mark.parametrize("name", TURNS)
def test_what_is_shown_is_what_is_sent(name: str) -> None:
    with serve_model(script(Said("fine"))) as served:
        endpoint = _open(served.base_url)
        shown = endpoint.show(TURNS[name])
        _ask(endpoint, name)

    where, _, body = shown.partition("\n")
    asked = served.asked[0]
    assert where == f"POST {served.base_url}/chat/completions"
    assert asked.raw == json.dumps(json.loads(body), separators=(",", ":")).encode()
    assert served.breaches == []
    assert KEY not in shown + asked.raw.decode()
    assert shown.isascii()
    assert all(line.isprintable() for line in shown.splitlines())


def test_a_body_holds_what_the_turn_asks_for() -> None:
    with serve_model(script(Said("fine"))) as served:
        _ask(_open(served.base_url))

    assert served.requests == [
        {
            "model": MODEL,
            "messages": [{"role": one.role, "content": one.text} for one in ASKED],
            "tools": [
                {
                    "type": "function",
                    "function": {"name": "look", "description": "Looks at a file.", "parameters": SCHEMA},
                }
            ],
            "tool_choice": {"type": "function", "function": {"name": "look"}},
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "review", "schema": SCHEMA, "strict": True},
            },
            "max_completion_tokens": 4_000,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
    ]


def test_nothing_of_this_machine_and_its_variables_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("API_KEY", "ADMIN_KEY", "ORG_ID", "PROJECT_ID", "BASE_URL", "WEBHOOK_SECRET"):
        monkeypatch.setenv(f"OPENAI_{name}", "from-the-environment")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "Authorization: from-the-environment\nX-Team: from-the-environment")
    with serve_model(script(Said("fine"))) as served, serve_model(script(Said("fine")), key=None) as open_to_all:
        _ask(_open(served.base_url, key=f"{KEY}\n"))
        _ask(_open(open_to_all.base_url, key=""))

    expected = {
        "host": served.base_url.split("/")[2],
        "accept": "application/json",
        "accept-encoding": "identity",
        "connection": "close",
        "content-type": "application/json",
        "content-length": str(len(served.asked[0].raw)),
        "user-agent": "reviewer",
    }
    assert served.asked[0].headers == expected | {"authorization": f"Bearer {KEY}"}
    assert open_to_all.asked[0].headers == expected | {"host": open_to_all.base_url.split("/")[2]}


@pytest.mark.parametrize("base_url", ["", "localhost", "file:///etc", "https://a:b@host/v1", "https://host/v1?a=b"])
def test_an_address_that_is_none_is_said(base_url: str) -> None:
    with pytest.raises(EndpointFault, match="not like https://host/v1") as raised:
        _open(base_url)

    assert raised.value.kind == "setup"


@pytest.mark.parametrize("key", ["a\nb", "schlüssel", "a b"])
def test_a_key_that_is_none_is_said_without_it(key: str) -> None:
    with pytest.raises(EndpointFault, match="characters in it that no key has") as raised:
        _open("https://host/v1", key=key)

    assert (raised.value.kind, key in raised.value.why) == ("setup", False)


@pytest.mark.parametrize(
    "refused",
    [
        ("response_format",),
        ("max_completion_tokens",),
        ("tool_choice",),
        ("stream_options",),
        ("response_format", "max_completion_tokens", "tool_choice", "stream_options"),
    ],
    ids=str,
)
def test_what_an_endpoint_does_not_take_is_left_out_from_then_on(refused: tuple[str, ...]) -> None:
    waits: list[float] = []
    with serve_model(script(Said("fine")), refuses=refused) as served:
        endpoint = _open(served.base_url, pause=waits.append)
        replies = [_ask(endpoint), _ask(endpoint)]
        shown = json.loads(endpoint.show(TURNS["all"]).partition("\n")[2])

    assert [one.text for one in replies] == ["fine", "fine"]
    assert len(served.asked) == len(refused) + 2
    assert served.requests == [shown, shown]
    assert set(refused) & set(shown) == set()
    assert ("max_tokens" in shown) == ("max_completion_tokens" in refused)
    assert replies[0].is_estimated == ("stream_options" in refused)
    assert waits == []


@pytest.mark.parametrize(
    ("status", "told", "left_out"),
    [
        (400, {"error": {"message": "json_schema is unknown", "param": "body"}}, {"response_format"}),
        (400, {"error": {"message": "response_format, too", "param": "tool_choice"}}, {"tool_choice"}),
        (400, {"error": "unknown field: stream_options"}, {"stream_options"}),
        (422, {"detail": [{"loc": ["body", "tool_choice"], "msg": "extra"}]}, {"tool_choice"}),
        (422, "no tool_choice, please", {"tool_choice"}),
        (500, {"error": {"message": "1 validation error: ('body', 'response_format', 'type')"}}, {"response_format"}),
    ],
)
def test_a_refusal_is_read_in_any_shape(status: int, told: object, left_out: set[str]) -> None:
    with serve_model(script(reply(status, told), Said("fine"))) as served:
        _ask(_open(served.base_url))

    assert set(served.requests[0]) - set(served.requests[1]) == left_out


def test_a_part_that_cannot_be_left_out_is_a_fault() -> None:
    with serve_model(script(Said("fine")), refuses=("tools",)) as served, pytest.raises(EndpointFault) as raised:
        _ask(_open(served.base_url))

    assert (raised.value.kind, len(served.asked)) == ("setup", 1)
    assert "Unsupported parameter: 'tools' is not supported." in raised.value.said


def test_an_unknown_model_is_named() -> None:
    with serve_model(script(Said("fine")), models=("another",)) as served, pytest.raises(EndpointFault) as raised:
        _ask(_open(served.base_url))

    assert (raised.value.kind, raised.value.why) == ("setup", f"the endpoint knows no model '{MODEL}'")


def test_an_endpoint_that_never_streams_is_as_good() -> None:
    heard: list[int] = []
    said = Said("fine", calls=call("look", a="b").calls)
    with serve_model(script(said), is_plain=True) as plain, serve_model(script(said)) as streamed:
        whole = _open(plain.base_url).ask(TURNS["tools"], 60, heard.append)
        parts = _open(streamed.base_url).ask(TURNS["tools"], 60, lambda _: None)

    assert whole == parts
    assert heard == [len("fine" + '{"a": "b"}')]


@pytest.mark.parametrize(
    ("prices", "usage", "dollars"),
    [
        (None, {}, None),
        ((3.0, 15.0), {}, 0.000045),
        ((3.0, 15.0), {"cost": 0.5}, 0.5),
        (None, {"cost": 0.5}, 0.5),
        ((0.0, 0.0), {}, 0.0),
    ],
)
def test_dollars_are_told_or_counted_or_unknown(
    prices: tuple[float, float] | None, usage: dict[str, Any], dollars: float | None
) -> None:
    said = Said("fine", usage={"prompt_tokens": 10, "completion_tokens": 1, "total_tokens": 11, **usage})
    with serve_model(script(said)) as served:
        said_back = _ask(_open(served.base_url, prices=prices))

    assert (said_back.tokens_in, said_back.tokens_out, said_back.is_estimated) == (10, 1, False)
    assert said_back.dollars == (None if dollars is None else pytest.approx(dollars))


def test_an_equal_request_is_answered_from_the_cache(tmp_path: Path) -> None:
    cache, _ = open_cache(tmp_path)
    assert cache
    said = Said("fine", calls=call("look", a="b").calls)
    with serve_model(script(said), refuses=("stream_options",)) as served:
        first = _ask(_open(served.base_url, cache=cache, prices=(1, 1)))
    # The server is gone, and the key with it.
    kept = _ask(_open(served.base_url, cache=cache, prices=(1, 1), key=""))
    cache.close()

    assert (first.is_kept, kept.is_kept) == (False, True)
    assert (kept.text, kept.calls) == (first.text, first.calls)
    assert (kept.tokens_in, kept.tokens_out, kept.dollars) == (first.tokens_in, first.tokens_out, first.dollars)


@pytest.mark.parametrize("said", [Said(""), Said("half a sen", finish="length")], ids=["nothing", "cut"])
def test_what_is_no_whole_answer_is_asked_anew(said: Said, tmp_path: Path) -> None:
    cache, _ = open_cache(tmp_path)
    assert cache
    with serve_model(script(said)) as served:
        endpoint = _open(served.base_url, cache=cache)
        replies = [_ask(endpoint), _ask(endpoint)]
    cache.close()

    assert [one.is_kept for one in replies] == [False, False]


def test_another_turn_or_place_is_another_request(tmp_path: Path) -> None:
    cache, _ = open_cache(tmp_path)
    assert cache
    with serve_model(script(Said("fine"))) as served, serve_model(script(Said("fine"))) as other:
        kept = [_ask(_open(served.base_url, cache=cache), name).is_kept for name in TURNS if name != "half a character"]
        elsewhere = _ask(_open(other.base_url, cache=cache))
    cache.close()

    assert not any(kept)
    assert not elsewhere.is_kept


_CACHED = """
import sys
from pathlib import Path
from reviewer.adapters.endpoint.cache import open_cache
from reviewer.adapters.endpoint.client import open_endpoint
from reviewer.ports.endpoint import Message, Turn
cache, _ = open_cache(Path(sys.argv[1]))
endpoint = open_endpoint(
    "scripted", base_url=sys.argv[2], api_key="", cache=cache, prices=None, pause=print, chance=lambda: 0.5
)
turn = Turn((Message("user", "a"),), (), None)
endpoint.show(turn)
print(endpoint.ask(turn, 60, print).text, "openai" in sys.modules)
"""


def test_a_cached_run_loads_no_client(tmp_path: Path) -> None:
    cache, _ = open_cache(tmp_path)
    assert cache
    with serve_model(script(Said("fine"))) as served:
        _open(served.base_url, cache=cache).ask(Turn((Message("user", "a"),), (), None), 60, lambda _: None)
    cache.close()
    done = subprocess.run(
        [sys.executable, "-c", _CACHED, str(tmp_path), served.base_url], capture_output=True, text=True, check=True
    )

    assert done.stdout == "fine False\n"


def test_the_only_model_is_found() -> None:
    with serve_model(script(Said("fine")), models=("llama",)) as served:
        assert find_only_model(served.base_url, KEY, 60) == "llama"


@pytest.mark.parametrize(
    ("models", "why"),
    [
        ((), "the endpoint lists no model: say which with --model"),
        (("a", "b"), "say which model with --model; the endpoint has a, b"),
        (tuple("abcdef"), "say which model with --model; the endpoint has a, b, c, d, e ..."),
        (("a\x1b[31m",), "the endpoint lists no model: say which with --model"),
    ],
)
def test_which_model_is_asked_where_it_is_not_clear(models: tuple[str, ...], why: str) -> None:
    with serve_model(script(Said("fine")), models=models) as served, pytest.raises(EndpointFault) as raised:
        find_only_model(served.base_url, KEY, 60)

    assert (raised.value.kind, raised.value.why) == ("setup", why)


def test_models_are_listed_to_whom_has_the_key() -> None:
    with serve_model(script(Said("fine"))) as served, pytest.raises(EndpointFault, match="see OPENAI_API_KEY"):
        find_only_model(served.base_url, "another", 60)


def test_a_list_of_models_that_is_not_there_is_said() -> None:
    with serve_model(BEHAVIOURS["silent"]()) as served, pytest.raises(EndpointFault, match="say which with --model"):
        find_only_model(f"{served.base_url}/elsewhere", KEY, 60)
