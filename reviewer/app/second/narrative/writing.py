"""This module holds the asking of a language model for the paragraph of a report, and what of its answer is kept."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from reviewer.app.second.budget import Budget, Purse
from reviewer.app.second.checking import say_why
from reviewer.app.second.narrative.answer import MOST_SENTENCES, NAME, Answer, describe_form, read_answer
from reviewer.app.second.narrative.brief import write_rules, write_table
from reviewer.app.second.narrative.checking import find_fault, make_table
from reviewer.metrics.definitions import read_metrics
from reviewer.model.report import Narrative, Report, Shown
from reviewer.ports.endpoint import Endpoint, EndpointFault, Message, Tool, Turn

MOST_TURNS = 2
_MOST_TOKENS = 2_000
_ABOUT = "Hand in the paragraph: it ends the conversation."


def write_narrative(
    report: Report,
    endpoint: Endpoint,
    seconds: float,
    *,
    table: Sequence[Shown],
    now: Callable[[], float],
    hear: Callable[[int], None] = lambda _: None,
) -> Narrative:
    """Return the paragraph that a model writes of a report within so many seconds, or why there is none.

    `table` is `list_shown(report)`: what is sent, and what every sentence is held against. `now` returns seconds of a
    clock that only goes forward. `hear` is told how many characters came in. Raises nothing that a model could cause.
    """
    if not any(one.state == "known" for one in table):
        return Narrative(endpoint.model, not_done="There is no number to write about.")
    why, purse = "", Purse(Budget(seconds=seconds), now)
    for _ in range(MOST_TURNS):
        left = purse.seconds
        if left <= 0:
            return Narrative(endpoint.model, not_done="The model came to no end in its time.", usage=purse.usage)
        try:
            reply = endpoint.ask(compose_turn(report, table, why), left, hear)
        except EndpointFault as fault:
            purse.lose(fault.lost)
            return Narrative(endpoint.model, not_done=_end(say_why(fault.why, fault.said)), usage=purse.usage)
        purse.pay(reply)
        answer = read_answer(reply)
        if isinstance(answer, Answer):
            return replace(_check(answer, table, endpoint.model), usage=purse.usage)
        why = answer
    return Narrative(endpoint.model, not_done=f"The model gave no answer that can be read: {why}.", usage=purse.usage)


def compose_turn(report: Report, table: Sequence[Shown], why: str = "") -> Turn:
    """Return what is asked of the model, the second time with why its first answer could not be read.

    Nothing of that answer is sent again.
    """
    metrics = {metric.id: metric for metric in read_metrics()}
    messages = [Message("system", write_rules()), Message("user", write_table(report, table, metrics))]
    if why:
        messages.append(
            Message("user", f"Your answer could not be read: {why}. Call {NAME} once more, with all of it.")
        )
    return Turn(tuple(messages), (Tool(NAME, _ABOUT, describe_form()),), None, NAME, _MOST_TOKENS)


def _check(answer: Answer, table: Sequence[Shown], model: str) -> Narrative:
    known = make_table(table, {metric.id: metric.better for metric in read_metrics()})
    kept: list[str] = []
    dropped: Counter[str] = Counter()
    for at, sentence in enumerate(answer.sentences):
        text = sentence.text.strip()
        fault = "too many" if at >= MOST_SENTENCES else find_fault(text, sentence.metrics, known)
        fault = fault or ("said before" if text in kept else None)
        if fault:
            dropped[fault] += 1
        else:
            kept.append(text)
    return Narrative(model, tuple(kept), tuple(sorted(dropped.items())))


def _end(text: str) -> str:
    return text if text.endswith(".") else f"{text}."
