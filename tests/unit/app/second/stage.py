"""This module holds what tests of the second reader play on: a checked change of a shop, and scripted models."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from reviewer.adapters.files import find_shipped_rules, read_pack
from reviewer.app.check import Checked, Request, check_change
from reviewer.app.second.budget import Budget
from reviewer.app.second.reading import Terms
from reviewer.app.second.submitted import SUBMIT
from reviewer.model.policy import ReaderPolicy
from reviewer.ports import Endpoint, EndpointFault, Range, Reply, ToolCall, Turn
from tests.adapters.fakes import FakeRepository

TEXT = """\
def slugify(title):
    words = title.strip().lower().split()
    kept = [word for word in words if word.isalnum()]
    return "-".join(kept)[:80]


def headline(title):
    return title.strip().capitalize()
"""
ORDERS = """\
import requests


def place(order, stock):
    stock.reserve(order.items)
    return requests.post(order.url, json=order.body, timeout=5)


def cancel(order, stock):
    stock.release(order.items)
"""
PAGES_NEW = """\
def make_slug(name):
    parts = name.strip().lower().split()
    good = [part for part in parts if part.isalnum()]
    return "-".join(good)[:80]
"""
ORDERS_NEW = ORDERS.replace("timeout=5", "timeout=5000").replace(
    "    stock.release(order.items)\n", "    stock.release(order.items)\n    order.state = None\n"
)
BEFORE = {"shop/text.py": TEXT, "shop/orders.py": ORDERS}
AFTER = {"shop/text.py": TEXT, "shop/orders.py": ORDERS_NEW, "shop/pages.py": PAGES_NEW}
MESSAGE = "Wait longer for the warehouse"
SAME = "Both `make_slug` and `slugify` keep the same words and cut at eighty."
CHANGED_LINE = "    return requests.post(order.url, json=order.body, timeout=5000)"


@cache
def read_pages() -> Mapping[str, str]:
    """Return the shipped rule pages."""
    return read_pack(find_shipped_rules())


def check_shop(
    before: Mapping[str, str] = BEFORE, after: Mapping[str, str] = AFTER, message: str = MESSAGE, settings: str = ""
) -> Checked:
    """Check one change of a repository, without any model."""
    revisions = {"begin": _encode(before), message: _encode(after)}
    request = Request(
        wanted=Range("begin", message),
        pages=read_pages(),
        today=date(2026, 11, 29),
        settings=("reviewer.toml", settings) if settings else None,
    )
    return check_change(FakeRepository(revisions), request)


def make_terms(budget: Budget | None = None, policy: ReaderPolicy | None = None, secrets: Iterable[str] = ()) -> Terms:
    """Return terms under a clock that stands still."""
    from reviewer.app.second.privacy.discretion import choose_discretion

    return Terms(budget or Budget(), choose_discretion(policy or ReaderPolicy(), frozenset(secrets)), lambda: 0.0)


Answer = Reply | EndpointFault | BaseException
Rule = Callable[[Turn], Answer]


class ScriptedModel(Endpoint):
    """A model that answers by a rule, or one answer after the other and the last one for ever."""

    def __init__(self, *answers: Answer, rule: Rule | None = None) -> None:
        self._answers = list(answers)
        self._rule = rule
        self.turns: list[Turn] = []

    @property
    def model(self) -> str:
        """The name of the model."""
        return "scripted"

    def ask(self, turn: Turn, seconds: float, hear: Callable[[int], None]) -> Reply:
        """Return what the script says."""
        del seconds
        self.turns.append(turn)
        answer = self._rule(turn) if self._rule else self._answers[min(len(self.turns), len(self._answers)) - 1]
        if isinstance(answer, BaseException):
            raise answer
        hear(len(answer.text))
        return answer

    def show(self, turn: Turn) -> str:
        """Return the messages of a turn."""
        return "\n".join(message.text for message in turn.messages)


def call(name: str, number: int = 1, **arguments: object) -> ToolCall:
    """Return a call of a tool."""
    return ToolCall(f"call-{number}", name, json.dumps(arguments))


def calls(*called: ToolCall, tokens: int = 1_000) -> Reply:
    """Return a reply that calls tools."""
    return Reply("", called, tokens_in=tokens, tokens_out=10)


def submit(**parts: object) -> Reply:
    """Return a reply that hands in some parts, and nothing for the others."""
    return calls(call(SUBMIT, **submission(**parts)))


def submission(**parts: object) -> dict[str, Any]:
    """Return what is handed in, with empty lists for what is left out."""
    return {"opinions": [], "questions": [], "explanations": []} | parts


def quote(text: str = CHANGED_LINE, line: int = 6, path: str = "shop/orders.py", side: str = "new") -> dict[str, Any]:
    """Return a quote as a model writes it; by default the changed line."""
    return {"path": path, "line": line, "side": side, "text": text}


def ask_about(text: str = "Is the `timeout` of 5000 in seconds?", *quotes: dict[str, Any]) -> dict[str, Any]:
    """Return a question as a model writes it."""
    return {"area": "units", "text": text, "quotes": list(quotes) or [quote()]}


def explain(text: str, *quotes: dict[str, Any]) -> dict[str, Any]:
    """Return an explanation as a model writes it."""
    return {"text": text, "quotes": list(quotes) or [quote()]}


def think(candidate: str, verdict: str, because: str, *quotes: dict[str, Any]) -> dict[str, Any]:
    """Return an opinion as a model writes it."""
    return {"candidate": candidate, "verdict": verdict, "because": because, "quotes": list(quotes)}


def _encode(files: Mapping[str, str]) -> dict[str, bytes]:
    return {path: text.encode() for path, text in files.items()}
