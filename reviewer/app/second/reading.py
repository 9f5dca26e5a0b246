"""This module holds the use case of a second reader: it adds to the review of a change, or says why it did not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from reviewer.app.check import Checked
from reviewer.app.checking.planning import judge_level
from reviewer.app.second.brief import open_conversation
from reviewer.app.second.budget import Budget, Purse
from reviewer.app.second.candidates import Candidate, find_candidates
from reviewer.app.second.checking import Accepted, Told, accept, say_why
from reviewer.app.second.conversation import Conversation, Ended, choose_turn
from reviewer.app.second.privacy.discretion import Discretion
from reviewer.app.second.submitted import Submitted
from reviewer.app.second.tools import Sight, use_tool
from reviewer.model.reading import Reading
from reviewer.ports import Endpoint, Message, Turn
from reviewer.risk.second import raise_spans, weigh_reading

# Of the tokens so many parts go to the lines of the change: they are sent again with every turn.
_SHARE, _MOST_ROOM = 12, 40_000
_NOTHING = "there is no line of it to be shown"


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms a second reader reads: what it may spend, what it may see, and seconds as a clock tells them.

    `prices` are dollars for a million tokens in and out, where they are known.
    """

    budget: Budget
    discretion: Discretion
    clock: Callable[[], float]
    prices: tuple[float, float] | None = None

    def open_purse(self) -> Purse:
        """Return what pays for it; the time begins."""
        return Purse(self.budget, self.clock, self.prices)


def add_reading(
    checked: Checked, endpoint: Endpoint, terms: Terms, tell: Callable[[str], None], purse: Purse | None = None
) -> Checked:
    """Let a second reader add to a review. Whatever happens to it, everything else in the review stays as it is.

    `purse` is what pays for it, where it was opened before, since time was spent already.
    """
    purse = purse or terms.open_purse()
    try:
        return attach(checked, read_change(checked, endpoint, terms, tell, purse))
    except KeyboardInterrupt:
        why = "it was interrupted"
    except Exception as fault:  # noqa: BLE001 - the guard around the second reader; the fault is shown in the review
        why = terms.discretion.redact(f"it ended by a fault of ours, {type(fault).__name__}: {fault}")
    withheld = terms.discretion.tell()
    return attach(checked, Reading(endpoint.model, not_done=why, withheld=withheld, usage=purse.usage))


def attach(checked: Checked, reading: Reading) -> Checked:
    """Return a review with a reading, and with its factor where it has one."""
    review = checked.review
    plan = raise_spans(review.plan, reading)
    factors = weigh_reading(reading)
    if factors:
        plan = replace(plan, level=judge_level(checked.grounds, factors))
    return replace(checked, review=replace(review, reading=reading, plan=plan))


def read_change(
    checked: Checked, endpoint: Endpoint, terms: Terms, tell: Callable[[str], None], purse: Purse | None = None
) -> Reading:
    """Hold the conversation about a change, and return what of it can be shown; `purse` is what pays for it."""
    purse = purse or terms.open_purse()
    tell("second reader, preparing")
    prepared = prepare(checked, terms)
    if not prepared.files_shown:
        return Reading(endpoint.model, not_done=_NOTHING, withheld=terms.discretion.tell())
    spoken = [message.text for message in prepared.opening[1:]]
    heard: list[str] = []

    def check(submitted: Submitted) -> Accepted:
        return accept(submitted, prepared.candidates, prepared.sight, Told((*spoken, *heard)))

    talk = Conversation(
        endpoint=endpoint,
        purse=purse,
        messages=list(prepared.opening),
        use=lambda call: use_tool(prepared.sight, call),
        check=check,
        tell=tell,
        heard=heard,
    )
    ended = talk.hold()
    accepted = ended.accepted or Accepted()
    return Reading(
        model=endpoint.model,
        opinions=tuple(accepted.opinions),
        questions=tuple(accepted.questions),
        explanations=tuple(accepted.explanations),
        not_done=_word_end(ended, (*spoken, *heard)),
        dropped=tuple(sorted((why, number) for why, number in accepted.dropped.items() if number)),
        withheld=terms.discretion.tell(),
        usage=purse.usage,
        asked=len(prepared.candidates),
        files_shown=prepared.files_shown,
        files=len(checked.review.change.files),
    )


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a conversation begins with, and of how many files of the change lines are told in it."""

    sight: Sight
    candidates: tuple[Candidate, ...]
    opening: tuple[Message, ...]
    files_shown: int


def prepare(checked: Checked, terms: Terms) -> Prepared:
    """Return what a second reader of a change is told at first."""
    grounds, discretion = checked.grounds, terms.discretion
    sight = Sight(grounds.view, checked.review, discretion.allows, discretion.redact)
    candidates = [c for c in find_candidates(grounds, checked.review.findings) if _may_be_shown(c, sight)]
    room = min(_MOST_ROOM, terms.budget.tokens * 3 // _SHARE)
    brief = open_conversation(sight, candidates, grounds.view.around.said(), room)
    return Prepared(sight, tuple(candidates), brief.messages, brief.files_shown)


@dataclass(frozen=True, slots=True)
class Planned:
    """The first turn as it would be sent, the number of files whose lines it tells, and why it would not be, if so."""

    turn: Turn
    files_shown: int
    obstacle: str


def plan_reading(checked: Checked, terms: Terms) -> Planned:
    """Return what a second reader would be asked first; nothing is sent."""
    prepared, purse = prepare(checked, terms), terms.open_purse()
    turn = choose_turn(prepared.opening, purse, is_last=purse.budget.turns == 1)
    return Planned(turn, prepared.files_shown, purse.find_end(turn) if prepared.files_shown else _NOTHING)


def _word_end(ended: Ended, told: Sequence[str]) -> str:
    """Say why there is no end. A server may repeat what it was sent, and so what the change wants to have said."""
    return say_why(ended.why, "" if Told(told).repeats(ended.said) else ended.said)


def _may_be_shown(candidate: Candidate, sight: Sight) -> bool:
    finding = candidate.finding
    return all(sight.shows(path) for path in (finding.path, *(related.path for related in finding.related)))
