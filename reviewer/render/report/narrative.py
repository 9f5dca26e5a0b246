"""This module holds what a report says of the paragraph of a language model: whose words, and what was dropped."""

from reviewer.model.report import Narrative
from reviewer.render.report.amounts import begin, tidy
from reviewer.render.verdict import count_of

HEADING = "In the words of a language model, each number checked"
SILENT = "A language model was asked, and nothing is shown"
MOST_SENTENCES = 6


def tell_heading(narrative: Narrative) -> str:
    """Return the heading: it says that a model wrote, or that there is nothing of it."""
    return HEADING if narrative.sentences and not narrative.not_done else SILENT


def tell_narrative(narrative: Narrative) -> str:
    """Return the paragraph as one line, or nothing."""
    if narrative.not_done:
        return ""
    return " ".join(tidy(sentence) for sentence in narrative.sentences[:MOST_SENTENCES])


def tell_origin(narrative: Narrative) -> str:
    """Return who wrote the paragraph, from what, what was dropped of it and why; or what was not done."""
    model = tidy(narrative.model) or "A model without a name"
    if narrative.not_done:
        return f"{model} wrote nothing. {begin(narrative.not_done)}"
    dropped = sum(number for _, number in narrative.dropped)
    wrote = f"{model} wrote this from the numbers of this report, and every number in it was held against them."
    if not narrative.sentences:
        wrote = f"{model} was asked for a paragraph, and nothing of it stood the check against the numbers."
    return f"{wrote} {_tell_dropped(narrative, dropped)}"


def _tell_dropped(narrative: Narrative, dropped: int) -> str:
    if not dropped:
        return "No sentence was dropped." if narrative.sentences else "It had no sentence."
    reasons = ", ".join(f"{tidy(reason)} ({number:,})" for reason, number in narrative.dropped)
    return f"{count_of(dropped, 'sentence')} {'was' if dropped == 1 else 'were'} dropped: {reasons}."
