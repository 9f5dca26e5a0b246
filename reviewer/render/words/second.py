"""This module holds the words for what a second reader added to a review; every form uses them."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import get_args

from reviewer.model.finding import Finding
from reviewer.model.reading import Explanation, Opinion, Question, Quote, Reading, Usage, Verdict
from reviewer.render.escape import shorten
from reviewer.render.verdict import count_of

ABOUT = "a language model's opinion: its quotes were found in the code as shown, its conclusions are not checked"
LONGEST = 1_000  # so many characters of a text that a model wrote are shown
_QUOTES = 3  # so many quotes of one thing are shown
_QUESTIONS, _OPINIONS, _EXPLANATIONS = 3, 10, 5
_FIRST = 2  # so many explanations are shown at first
_MODEL = 100
_REASONS = 5
_CENT = 0.01
_ORDER: tuple[Verdict, ...] = get_args(Verdict)
_VERBS: dict[Verdict, str] = {"confirmed": "confirms", "doubted": "doubts", "unsure": "is not sure of"}


@dataclass(frozen=True, slots=True)
class Remarks:
    """What of a reading is shown, in the order in which it is told."""

    opinions: tuple[Opinion, ...]
    questions: tuple[Question, ...]
    explanations: tuple[Explanation, ...]


def choose_remarks(reading: Reading, *, show_all: bool) -> Remarks:
    """Return what is shown: what is confirmed, doubts of findings of the review, questions, the first explanations.

    `show_all` adds the other opinions and explanations; much beyond what a reader may be given is never shown.
    """
    ordered = sorted(reading.opinions, key=lambda opinion: _ORDER.index(opinion.verdict))
    told = [opinion for opinion in ordered if show_all or _is_telling(opinion)]
    return Remarks(
        tuple(told[:_OPINIONS]),
        reading.questions[:_QUESTIONS],
        reading.explanations[: _EXPLANATIONS if show_all else _FIRST],
    )


def name_model(reading: Reading) -> str:
    """Return the name of the model, not longer than is read; nothing is escaped yet."""
    return shorten(reading.model.strip(), _MODEL) or "no name"


def sum_up(reading: Reading) -> str:
    """Return `2 questions, 1 of 3 candidates confirmed, 1 doubted`, or nothing where nothing was said."""
    counts = Counter(opinion.verdict for opinion in reading.opinions)
    parts = [count_of(len(reading.questions), "question")] if reading.questions else []
    if reading.opinions:
        asked = max(reading.asked, len(reading.opinions))
        parts.append(f"{counts['confirmed']} of {count_of(asked, 'candidate')} confirmed")
    parts += [f"{counts['doubted']} doubted"] if counts["doubted"] else []
    parts += [count_of(len(reading.explanations), "explanation")] if reading.explanations else []
    return ", ".join(parts)


def state_added(reading: Reading) -> str:
    """Return what was said, or that nothing was, or nothing that could be shown."""
    return sum_up(reading) or ("nothing that could be shown" if reading.dropped else "nothing to add")


def state_end(reading: Reading) -> str:
    """Return that not all was read and why, as the rest of a sentence; empty where it was."""
    why = reading.not_done.strip()
    done = "finish" if reading.usage.requests or sum_up(reading) else "read the change"
    return f"did not {done}: {why}" if why else ""


def state_verdict_on(opinion: Opinion) -> str:
    """Return `confirms the candidate` or `doubts the finding`: a finding stands among those of the review."""
    return f"{_VERBS[opinion.verdict]} the {'finding' if opinion.is_shown else 'candidate'}"


def list_rest(reading: Reading, remarks: Remarks) -> list[str]:
    """Return the counts of what is not shown: `2 opinions (1 doubted, 1 unsure)`, `3 explanations`."""
    counts = Counter(opinion.verdict for opinion in reading.opinions)
    counts -= Counter(opinion.verdict for opinion in remarks.opinions)
    verdicts = ", ".join(f"{counts[verdict]} {verdict}" for verdict in _ORDER if counts[verdict])
    rest = [f"{count_of(counts.total(), 'opinion')} ({verdicts})"] if counts else []
    for noun, whole, shown in (
        ("question", len(reading.questions), len(remarks.questions)),
        ("explanation", len(reading.explanations), len(remarks.explanations)),
    ):
        rest += [count_of(whole - shown, noun)] if shown < whole else []
    return rest


def list_terms(reading: Reading) -> list[str]:
    """Return sentences about the reading itself: what it said and could not show, what it was not shown, its cost."""
    dropped = [f"{reason.strip()} ({number:,})" for reason, number in reading.dropped]
    withheld = [sentence.strip().rstrip(".") for sentence in reading.withheld]
    cost = state_cost(reading.usage)
    silent = reading.asked - len(reading.opinions) if cost else 0
    shown = f"{reading.files_shown:,} of {count_of(reading.files, 'changed file')}; it could look the others up"
    terms = (
        ("open", "", [count_of(silent, "candidate", after="without an answer")] if silent > 0 else []),
        ("not shown", ", ", dropped),
        ("laid before it", "", [shown] if cost and reading.files_shown < reading.files else []),
        ("withheld", "; ", withheld),
        ("cost", "", [cost] if cost else []),
    )
    return [f"{title}: {gap.join(_bound(parts))}" for title, gap, parts in terms if parts]


def state_cost(usage: Usage) -> str:
    """Return `5 requests (2 from the cache), 18,204 tokens, $0.02`; empty where nothing was asked."""
    asked = count_of(usage.requests, "request")
    if not usage.requests:
        return ""
    if usage.kept >= usage.requests:
        return f"{'all ' if usage.requests > 1 else ''}{asked} from the cache: no cost"
    kept = f" ({usage.kept:,} from the cache)" if usage.kept else ""
    tokens = count_of(usage.tokens_in + usage.tokens_out, "token")
    return f"{asked}{kept}, {'about ' if usage.is_estimated else ''}{tokens}, {_state_price(usage.dollars)}"


def find_quote(quotes: Iterable[Quote], finding: Finding) -> Quote | None:
    """Return the first quote that shows some of the lines of a finding."""
    for quote in quotes:
        is_there = (quote.path, quote.side) == (finding.path, finding.side)
        if is_there and quote.line <= finding.end_line and finding.line <= quote.end_line:
            return quote
    return None


def list_code(quote: Quote) -> list[str]:
    """Return the quoted lines that are not blank, without the indentation of all of them; nothing is escaped yet."""
    lines = [line.rstrip().expandtabs(4) for line in shorten(quote.text, LONGEST).split("\n") if line.strip()]
    least = min((count_indent(line) for line in lines), default=0)
    return [line[least:] for line in lines]


def count_indent(line: str) -> int:
    """Return how many spaces a line of code begins with."""
    return len(line) - len(line.lstrip(" "))


def list_others(quotes: Sequence[Quote], shown: Quote | None) -> list[Quote]:
    """Return the quotes beside the one that is shown, not more than are read."""
    return [quote for quote in quotes if quote is not shown][:_QUOTES]


def _is_telling(opinion: Opinion) -> bool:
    return opinion.verdict == "confirmed" or (opinion.verdict == "doubted" and opinion.is_shown)


def _bound(parts: list[str]) -> list[str]:
    rest = len(parts) - _REASONS
    shown = [shorten(part, LONGEST // _REASONS) for part in parts[:_REASONS]]
    return [*shown, f"and {rest} more"] if rest > 0 else shown


def _state_price(dollars: float | None) -> str:
    if dollars is None or not math.isfinite(dollars) or dollars < 0:
        return "no price known"
    return "less than $0.01" if 0 < dollars < _CENT else f"${dollars:,.2f}"
