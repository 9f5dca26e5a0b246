"""What was merged goes into a ledger; this module holds its entry for one push to the default branch."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from reviewer.app.action.memory import Memory
from reviewer.history.messages import read_message
from reviewer.model.review import Review

SCHEMA = "reviewer.ledger/1"
MOST_PULLS = 50


def find_pulls(messages: Iterable[str]) -> tuple[int, ...]:
    """Return the numbers of the pull requests that commits say they merged, in order, each once."""
    numbers = [read_message(message).pull for message in messages]
    return tuple(dict.fromkeys(number for number in numbers if number is not None))[:MOST_PULLS]


def write_entry(
    repository: str, review: Review, when: int, pulls: Iterable[int], recall: Callable[[int], Memory | None]
) -> str:
    """Return the entry of a push as one line of JSON.

    `when` is the time of the newest commit in seconds since 1970; `recall` returns what is remembered of a pull
    request. Nobody is named: a dismissal is told by rule, way and reason.
    """
    plan = review.plan
    entry = {
        "schema": SCHEMA,
        "repository": repository,
        "base": review.change.base.commit,
        "head": review.change.head.commit,
        "when": when,
        "level": plan.level.name if plan.level else None,
        "score": plan.level.score if plan.level else None,
        "lines": plan.lines,
        "minutes": plan.minutes,
        "minutes_all": plan.minutes_all,
        "findings": dict(sorted(Counter(f.rule for f in review.findings if f.waived is None).items())),
        "pulls": [_describe(number, recall(number)) for number in pulls],
    }
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":")) + "\n"


def _describe(number: int, memory: Memory | None) -> dict[str, Any]:
    if memory is None:
        return {"number": number, "known": False}
    return {
        "number": number,
        "known": True,
        "reviewed": memory.head,
        "findings": [{"fingerprint": fingerprint, "rule": rule} for fingerprint, rule in memory.findings],
        "dismissed": [
            {"fingerprint": a.fingerprint, "rule": a.rule, "how": a.how, "reason": a.reason} for a in memory.answers
        ],
    }
