"""What a model may say: plain questions about code pass, verdicts, links, echoes and tricks do not."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from reviewer.app.second.checking.speech import find_fault, type_plainly
from reviewer.app.second.checking.told import Told
from reviewer.app.second.privacy.discretion import choose_discretion
from reviewer.model.policy import ReaderPolicy
from reviewer.model.reading import Quote

TABLE = tomllib.loads((Path(__file__).parent / "sentences.toml").read_text(encoding="utf-8"))
QUOTE = Quote("client.py", 1, 4, "new", TABLE["quote"])
TOLD = Told([TABLE["quote"], TABLE["told"]])
# In pieces, so that no scanner takes it for a leak.
SECRET = "ghp_" + "1a2B3c4D5e6F7g8H9i" + "0J1k2L3m4N5o6P7q8R"
ROWS = [*TABLE["kept"], *TABLE["dropped"]]


@pytest.mark.parametrize("row", ROWS, ids=[row["text"][:40] for row in ROWS])
def test_a_sentence_is_shown_or_dropped_for_its_reason(row: dict[str, Any]) -> None:
    redact = choose_discretion(ReaderPolicy()).redact

    assert find_fault(type_plainly(row["text"].replace("{secret}", SECRET)), [QUOTE], TOLD, redact) == row.get(
        "why", ""
    )


def test_a_run_of_words_is_an_echo_wherever_it_stands() -> None:
    told = Told(["alpha beta gamma delta epsilon zeta eta theta"])

    assert told.repeats("He said: Alpha, beta - gamma delta. Epsilon zeta eta!")
    assert not told.repeats("alpha beta gamma delta epsilon zeta and then something of its own")


def test_code_is_made_of_known_names() -> None:
    told = Told(["call(a,\n     b)", "next"])

    assert told.holds_code("call(b, 17)")
    assert not told.holds_code("call(c)")
