"""`--second-reader` on the command line: it adds, repeats itself for nothing, and takes nothing away when it fails."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.endpoint.behaviours import BEHAVIOURS
from tests.endpoint.said import call, script
from tests.endpoint.server import KEY, MODEL, Endpoint, serve_model
from tests.unit.app.second.stage import AFTER, BEFORE, CHANGED_LINE, SAME, ask_about, quote, submission, think

from .houses import House, build_house

ASKED = "Is the `timeout` of 5000 in seconds?"
HANDED = submission(
    opinions=[
        think(
            "C1",
            "confirmed",
            SAME,
            quote("def make_slug(name):", 1, "shop/pages.py"),
            quote("def slugify(title):", 1, "shop/text.py"),
        )
    ],
    questions=[ask_about()],
)
# How a bad endpoint behaves, and what is said of it.
BAD = {
    "silent": "did not answer within",
    "drip": "did not answer within",
    "10 MB": "more than 1,000,000 bytes",
    "invalid JSON": "no JSON",
    "half an answer": "half-way",
    "refusal": "refused",
    "no key": "does not accept the key",
    "redirect": "sends elsewhere",
    "429 with a far Retry-After": "takes no more requests",
    "tokens beyond count": "nothing that the model handed in could be read",
    "loops for ever": "did not come to an end in 16 turns",
    "a hundred calls": "the budget of 150,000 tokens is used up",
}
# Those that never come to an end by themselves: the rest has all the time it needs on a slow machine.
ENDLESS = ("silent", "drip")


@pytest.fixture
def house(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> House:
    """Return a shop whose branch has a candidate and a line to ask about; the environment names no endpoint."""
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "REVIEWER_MODEL"):
        monkeypatch.delenv(name, raising=False)
    changed = {path: text for path, text in AFTER.items() if text != BEFORE.get(path)}
    return build_house(tmp_path, capsys, {**BEFORE}, changed)


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[Endpoint]:
    """Serve a model that looks something up and hands in."""
    model = script(call("find_callers", path="shop/text.py", line=1), call("submit_review", **HANDED))
    with serve_model(model) as serving:
        monkeypatch.setenv("OPENAI_BASE_URL", serving.base_url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        yield serving


def _read(house: House, *options: str) -> tuple[int, dict[str, Any]]:
    ran = house.check("--second-reader", "--model", MODEL, "--format", "json", *options)
    return ran.code, json.loads(ran.out)


def _strip(review: dict[str, Any]) -> dict[str, Any]:
    """Take away what a second reader adds: the reading and its factor."""
    stripped = {name: value for name, value in review.items() if name != "reading"}
    for part in (*stripped["attention"], *filter(None, [stripped.get("level")])):
        part["factors"] = [factor for factor in part["factors"] if factor["name"] != "second_reader"]
    return stripped


def test_it_adds_with_quotes_and_repeats_itself_for_nothing(house: House, served: Endpoint) -> None:
    code, first = _read(house)
    code_again, again = _read(house)

    assert served.breaches == []
    assert len(served.requests) == 2
    assert (code, code_again) == (house.check().code,) * 2
    assert [question["text"] for question in first["reading"]["questions"]] == [ASKED]
    assert first["reading"]["questions"][0]["quotes"][0]["lines"] == [CHANGED_LINE]
    assert [opinion["verdict"] for opinion in first["reading"]["opinions"]] == ["confirmed"]
    assert (again["reading"]["usage"]["kept"], again["reading"]["usage"]["requests"]) == (2, 2)
    first["reading"].pop("usage")
    again["reading"].pop("usage")
    assert first == again


def test_a_second_run_needs_neither_key_nor_network(
    house: House, served: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    _read(house)
    asked = len(served.asked)
    monkeypatch.delenv("OPENAI_API_KEY")

    ran = house.check("--second-reader", "--model", MODEL)

    assert "all 2 requests from the cache: no cost" in ran.out
    assert len(served.asked) == asked


def test_the_only_model_needs_no_name(house: House, served: Endpoint) -> None:
    ran = house.check("--second-reader")

    assert [asked.path for asked in served.asked][:1] == ["/v1/models"]
    assert f"second reader ({MODEL}): 1 question, 1 of 1 candidate confirmed" in ran.out


@pytest.mark.parametrize("budget", ["150k", "20k"])
def test_a_dry_run_shows_what_is_sent_and_sends_nothing(budget: str, house: House, served: Endpoint) -> None:
    dry = house.check("--second-reader", "--model", MODEL, "--dry-run", "--budget", budget)
    assert served.asked == []
    _read(house, "--budget", budget)

    where, _, body = dry.out.partition("\n")
    assert (dry.code, where) == (0, f"POST {served.base_url}/chat/completions")
    assert json.loads(body) == served.requests[0]
    assert "nothing was sent" in dry.err
    assert KEY not in dry.out + dry.err


@pytest.mark.parametrize(
    ("settings", "options", "why"),
    [
        ('withhold = ["*"]', [], "there is no line of it to be shown"),
        ("", ["--budget", "2k"], "the first request may take"),
        ("", ["--budget", "1usd"], "a budget in dollars needs the price of the model"),
    ],
)
def test_a_dry_run_shows_nothing_where_nobody_would_be_asked(
    settings: str, options: list[str], why: str, house: House
) -> None:
    house.builder.commit({"reviewer.toml": f"[second-reader]\n{settings}\n"})

    dry = house.check("--second-reader", "--model", MODEL, "--dry-run", *options)

    assert (dry.code, dry.out.strip()) == (0, "")
    assert f"nothing would be sent: {why}" in dry.err


def test_a_fault_before_the_conversation_takes_nothing_away(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1")
    without_client = "import sys; sys.modules['openai'] = None; from reviewer.cli.main import main; main(sys.argv[1:])"
    alone = house.check()

    ran = _run_python(without_client, "check", "--repo", str(house.builder.directory), "--second-reader")

    (said,) = (line for line in ran.stdout.splitlines() if line.startswith("the second reader"))
    assert said.endswith("it ended by a fault of ours, ModuleNotFoundError")
    assert (ran.returncode, ran.stdout.replace(f"\n\n{said}", "")) == (alone.code, alone.out)


@pytest.mark.parametrize("name", BAD)
def test_a_bad_endpoint_takes_nothing_away(name: str, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = house.check("--format", "json")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with serve_model(BEHAVIOURS[name]()) as serving:
        monkeypatch.setenv("OPENAI_BASE_URL", serving.base_url)
        code, review = _read(house, *(["--budget", "1s"] if name in ENDLESS else []))

    # A slow machine may have no time left before it asks.
    assert any(said in review["reading"]["not_done"] for said in (BAD[name], "the budget of 1 seconds is used up"))
    assert (code, _strip(review)) == (alone.code, _strip(json.loads(alone.out)))


@pytest.mark.parametrize(
    ("variables", "options", "why"),
    [
        ({}, ["--model", "x"], "there is no key: set OPENAI_API_KEY"),
        ({"OPENAI_API_KEY": "key"}, [], "no model is named"),
        ({"OPENAI_BASE_URL": "http://127.0.0.1:1/v1"}, ["--model", "x"], "cannot reach"),
        ({"OPENAI_BASE_URL": "ftp://host"}, ["--model", "x"], "not like https://host/v1"),
        ({"OPENAI_API_KEY": "k\u00e9y"}, ["--model", "x"], "no key has"),
        ({"OPENAI_API_KEY": "key"}, ["--model", "x", "--budget", "1usd"], "needs the price of the model"),
    ],
)
def test_without_an_endpoint_one_line_says_so(
    variables: dict[str, str], options: list[str], why: str, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = house.check()
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    ran = house.check("--second-reader", *options)

    said = [line for line in ran.out.splitlines() if line.startswith("the second reader")]
    assert len(said) == 1
    assert why in said[0]
    assert ran.code == alone.code
    assert ran.out.replace(f"\n\n{said[0]}", "") == alone.out


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--dry-run"], "--dry-run is about --second-reader"),
        (["--budget", "50k"], "--budget is about --second-reader"),
        (["--second-reader", "--model", "x", "--budget", "lots"], "'lots' is no budget"),
    ],
)
def test_options_that_make_no_sense_are_refused(options: list[str], why: str, house: House) -> None:
    ran = house.check(*options)

    assert (ran.code, ran.out) == (2, "")
    assert why in ran.err


def test_what_the_settings_withhold_is_not_sent(house: House, served: Endpoint) -> None:
    house.builder.commit({"reviewer.toml": '[second-reader]\nwithhold = ["shop/orders.py"]\n'})

    _, review = _read(house)

    told = [part["content"] for part in served.requests[-1]["messages"] if part["role"] != "assistant"]
    assert "order.body" not in "".join(told)
    assert review["reading"]["questions"] == []
    assert review["reading"]["withheld"] == ["1 file was withheld: 1 by the settings"]


def test_the_text_of_a_pull_request_is_told(house: House, served: Endpoint, tmp_path: Path) -> None:
    (tmp_path / "said.md").write_text("Longer waits\n\nThe warehouse is slow.\n", encoding="utf-8")

    _read(house, "--description", str(tmp_path / "said.md"))

    assert "The warehouse is slow." in served.requests[0]["messages"][1]["content"]


def test_without_being_asked_nothing_of_it_is_loaded(house: House) -> None:
    code = "import sys; from reviewer.cli.main import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    done = _run_python(code, "check", "--repo", str(house.builder.directory))

    loaded = set(done.stderr.split())
    assert (done.returncode, "reviewer.app.check" in loaded) == (0, True)
    assert {n for n in loaded if n.startswith(("reviewer.app.second", "reviewer.adapters.endpoint", "openai"))} == set()


def _run_python(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
