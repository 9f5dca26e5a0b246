"""This module holds what `--second-reader` needs: its options, the endpoint by the environment, and what it may see."""

import os
import random
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reviewer.errors import ReviewerError

if TYPE_CHECKING:
    from reviewer.app.check import Checked
    from reviewer.app.second.budget import Budget
    from reviewer.app.second.reading import Terms
    from reviewer.model.policy import ReaderPolicy
    from reviewer.model.report import Report
    from reviewer.ports import Endpoint, Turn

_SECRET_NAMES = ("KEY", "TOKEN", "SECRET", "PASS", "CREDENTIAL")
# Short ones are part of other words, so they are a word of the name by themselves.
_SECRET_WORDS = frozenset({"PWD", "PAT", "AUTH", "DSN"})
_LEAST = 8
_SECONDS_TO_ASK = 10.0

Wanted = Annotated[
    bool, typer.Option("--second-reader", help="Let a language model add opinions and questions; see --dry-run.")
]
Model = Annotated[
    str, typer.Option("--model", envvar="REVIEWER_MODEL", help="The model that reads second.", metavar="NAME")
]
Spend = Annotated[
    list[str] | None,
    typer.Option("--budget", help="The most that it may spend: `50k` tokens, `0.25usd`, `90s`.", metavar="AMOUNT"),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Print what --second-reader would send first, and send nothing.")
]


@dataclass(frozen=True, slots=True)
class Reader:
    """The second reader that was asked for: its model, empty where the endpoint has only one, and what it may spend."""

    model: str
    budget: "Budget"


def read_options(model: str, budget: Sequence[str], *, wanted: bool, dry_run: bool) -> Reader | None:
    """Return the reader that the options ask for, or None. Raises `ReviewerError` for what makes no sense."""
    if not wanted:
        if dry_run or budget:
            said = "--dry-run" if dry_run else "--budget"
            raise ReviewerError(f"{said} is about --second-reader.", "Give both.")
        return None
    from reviewer.app.second.budget import parse_budget

    return Reader(model.strip(), parse_budget(budget))


def read_second(checked: "Checked", reader: Reader, folder: Path, tell: Callable[[str], None]) -> "Checked":
    """Let a second reader add to a review, or let the review say why it did not: whatever happens, there is one."""
    from reviewer.app.second.checking import say_why
    from reviewer.app.second.reading import add_reading, attach
    from reviewer.model.reading import Reading
    from reviewer.ports import EndpointFault

    policy = checked.policy.second_reader
    try:
        terms = make_terms(policy, reader.budget)
        purse = terms.open_purse()
        endpoint = reach_endpoint(os.environ, reader.model, policy, folder, min(_SECONDS_TO_ASK, purse.seconds))
        return add_reading(checked, endpoint, terms, tell, purse)
    except EndpointFault as fault:
        why = say_why(fault.why, fault.said)
    except KeyboardInterrupt:
        why = "it was interrupted"
    except Exception as fault:  # noqa: BLE001 - the guard around what is prepared; the fault is shown in the review
        why = f"it ended by a fault of ours, {type(fault).__name__}"
    return attach(checked, Reading(reader.model, not_done=why))


def show_request(checked: "Checked", reader: Reader) -> str:
    """Return exactly what would be sent first, without the key, or nothing where nobody would be asked.

    What was held back, and why nobody would be asked, goes to standard error.
    """
    from reviewer.app.second.budget import estimate
    from reviewer.app.second.reading import plan_reading
    from reviewer.render.verdict import count_of

    policy = checked.policy.second_reader
    terms = make_terms(policy, reader.budget)
    planned = plan_reading(checked, terms)
    files = count_of(len(checked.review.change.files), "changed file")
    tokens = f"about {estimate(planned.turn):,} tokens of {reader.budget.tokens:,}"
    said = [f"{tokens}, with lines of {planned.files_shown} of {files}", *terms.discretion.tell()]
    if planned.obstacle:
        said.append(f"nothing would be sent: {planned.obstacle}")
    else:
        said.append("nothing was sent; later requests repeat this one and add what the model looks up")
    shown = "" if planned.obstacle else _show(planned.turn, reader, policy)
    sys.stderr.write("".join(f"{sentence}\n" for sentence in said))
    return shown


def write_paragraph(made: "Report", reader: Reader, folder: Path, tell: Callable[[str], None]) -> "Report":
    """Let a model write the paragraph of a weekly report, or let the report say why there is none."""
    from reviewer.app.second.budget import estimate
    from reviewer.app.second.checking import say_why
    from reviewer.app.second.narrative import compose_turn, write_narrative
    from reviewer.model.policy import ReaderPolicy
    from reviewer.model.report import Narrative
    from reviewer.ports import EndpointFault
    from reviewer.render.report.shown import list_shown

    table, budget = list_shown(made), reader.budget
    turn = compose_turn(made, table)
    try:
        if estimate(turn) + turn.most_tokens > budget.tokens:
            raise EndpointFault("setup", f"the table alone takes more than {budget.tokens:,} tokens")
        endpoint = reach_endpoint(os.environ, reader.model, ReaderPolicy(), folder)
        told = write_narrative(
            made,
            endpoint,
            budget.seconds,
            table=table,
            now=time.monotonic,
            hear=lambda count: tell(f"the model writes, {count:,} characters"),
        )
    except EndpointFault as fault:
        why = say_why(fault.why, fault.said)
        told = Narrative(reader.model, not_done=f"{why[:1].upper()}{why[1:]}.")
    except KeyboardInterrupt:
        told = Narrative(reader.model, not_done="It was interrupted.")
    return replace(made, narrative=told)


def show_paragraph_request(made: "Report", reader: Reader) -> str:
    """Return exactly what would be sent for the paragraph of a report, without the key."""
    from reviewer.app.second.narrative import compose_turn
    from reviewer.model.policy import ReaderPolicy
    from reviewer.render.report.shown import list_shown

    return _show(compose_turn(made, list_shown(made)), reader, ReaderPolicy())


def _show(turn: "Turn", reader: Reader, policy: "ReaderPolicy") -> str:
    from reviewer.ports import EndpointFault

    try:
        endpoint = reach_endpoint({**os.environ, "OPENAI_API_KEY": ""}, reader.model or "MODEL", policy, None)
    except EndpointFault as fault:
        raise ReviewerError(f"{fault.why}.", "Correct OPENAI_BASE_URL.") from None
    return endpoint.show(turn)


def make_terms(policy: "ReaderPolicy", budget: "Budget") -> "Terms":
    """Return the terms of a second reader: the budget, what may leave the machine, and the clock."""
    from reviewer.app.second.privacy.discretion import choose_discretion
    from reviewer.app.second.reading import Terms

    discretion = choose_discretion(policy, find_secrets(os.environ))
    return Terms(budget, discretion, time.monotonic, find_prices(policy))


def find_prices(policy: "ReaderPolicy") -> tuple[float, float] | None:
    """Return dollars for a million tokens in and out, where both are known."""
    if policy.dollars_in is None or policy.dollars_out is None:
        return None
    return (policy.dollars_in, policy.dollars_out)


def find_secrets(variables: Mapping[str, str]) -> frozenset[str]:
    """Return the values of the environment whose names say that they are secret."""
    named = (value for name, value in variables.items() if _names_secret(name.upper()))
    return frozenset(value for value in named if len(value) >= _LEAST and not _is_word(value))


def _names_secret(name: str) -> bool:
    # PWD and OLDPWD are folders.
    parts = name.split("_")
    return any(part in name for part in _SECRET_NAMES) or (len(parts) > 1 and not _SECRET_WORDS.isdisjoint(parts))


def _is_word(value: str) -> bool:
    """Tell whether a value is a word such as `postgres`, which stands in code for other reasons."""
    return value.isalpha() and value.islower() and len(value) < 2 * _LEAST


def reach_endpoint(
    variables: Mapping[str, str],
    model: str,
    policy: "ReaderPolicy",
    folder: Path | None,
    seconds: float = _SECONDS_TO_ASK,
) -> "Endpoint":
    """Return the model behind the endpoint that the environment names. Raises `EndpointFault` where there is none."""
    from reviewer.adapters.endpoint.cache import open_cache
    from reviewer.adapters.endpoint.client import open_endpoint
    from reviewer.adapters.endpoint.request import OPENAI, is_plain
    from reviewer.ports import EndpointFault

    base_url = variables.get("OPENAI_BASE_URL", "").strip() or OPENAI
    key = variables.get("OPENAI_API_KEY", "").strip()
    if is_plain(base_url):
        sys.stderr.write("reviewer: OPENAI_BASE_URL begins with http://, so code and key travel unencrypted\n")
    if not model and base_url == OPENAI:
        raise EndpointFault("setup", "no model is named: say which with --model or REVIEWER_MODEL")
    cache = open_cache(folder)[0] if folder else None
    return open_endpoint(
        model or _find_model(base_url, key, seconds),
        base_url=base_url,
        api_key=key,
        cache=cache,
        prices=find_prices(policy),
        pause=time.sleep,
        chance=random.random,
    )


def _find_model(base_url: str, key: str, seconds: float) -> str:
    # Loads the client, which takes half a second: not where the model is named and every answer is kept.
    from reviewer.adapters.endpoint.listing import find_only_model

    return find_only_model(base_url, key, seconds)
