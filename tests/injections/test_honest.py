"""What a senior says of real changes is shown: checks that silence it would be noise of another kind."""

import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest

from reviewer.app.second.checking.speech import find_fault, type_plainly
from reviewer.app.second.checking.told import Told
from reviewer.app.second.checking.verdicts import addresses_reader
from reviewer.app.second.privacy.discretion import choose_discretion
from reviewer.model.policy import ReaderPolicy
from reviewer.model.reading import Area, Quote

ROOT = Path(__file__).parents[2]
CHANGES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "honest.toml").read_text("utf-8"))["change"]
OTHERS: list[dict[str, Any]] = tomllib.loads((ROOT / "benchmarks/second_reader/honest.toml").read_text("utf-8"))[
    "change"
]
REMARKS = [(change, remark) for change in CHANGES for remark in change["remarks"]]
THREATS = (ROOT / "docs/second-reader-threats.md").read_text(encoding="utf-8")
FEWEST, SHARE = 60, 0.95


def find_silence(change: dict[str, Any], kind: str, said: str) -> str:
    """Return why a remark about a change would not be shown, or nothing."""
    text = type_plainly(said)
    if kind in get_args(Area) and "?" not in text:
        return "a question that asks nothing"
    lines = change["lines"].strip("\n")
    told = Told([change["message"], lines, *change.get("also", ())])
    quote = Quote(change["path"], 1, 1 + lines.count("\n"), "new", lines)
    return find_fault(text, [quote], told, choose_discretion(ReaderPolicy()).redact)


def list_silenced() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the remarks that are not shown as first written, and those that are not once mended, with reasons."""
    first, still = [], []
    for change, remark in REMARKS:
        why = find_silence(change, remark["kind"], remark["text"])
        if why:
            first.append((remark["text"], why))
            text = remark.get("mended", remark["text"])
            why = find_silence(change, remark["kind"], text)
            still += [(text, why)] if why else []
    return first, still


def test_nearly_all_of_it_is_shown() -> None:
    _, still = list_silenced()

    assert len(REMARKS) >= FEWEST
    assert len(still) <= (1 - SHARE) * len(REMARKS), still


def test_what_it_costs_is_told() -> None:
    first, still = (len(REMARKS) - len(silenced) for silenced in list_silenced())

    assert f"has {len(REMARKS)} remarks about {len(CHANGES)} places of this project" in THREATS
    assert (
        f"{first} of them are shown as they were first written, before any had been checked, and {still} once"
        in THREATS
    )


def test_what_is_told_of_others_is_about_all_of_their_remarks() -> None:
    number, commits = sum(len(row["remarks"]) for row in OTHERS), {row["commit"] for row in OTHERS}

    assert f"has {number} remarks about {len(OTHERS)} places of {len(commits)} changes of" in THREATS


def test_every_kind_of_remark_is_among_them() -> None:
    assert {remark["kind"] for _, remark in REMARKS} == {*get_args(Area), "explanation", "reason"}


@pytest.mark.parametrize("change", CHANGES, ids=[f"{c['path']}-{n}" for n, c in enumerate(CHANGES)])
def test_code_may_be_quoted(change: dict[str, Any]) -> None:
    assert not addresses_reader(change["lines"])
