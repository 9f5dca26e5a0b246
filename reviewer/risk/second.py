"""This module holds the weight that a second reader has: one named factor of few points, seen wherever it counts."""

from collections.abc import Sequence
from dataclasses import replace

from reviewer.model.finding import Finding
from reviewer.model.reading import Quote, Reading
from reviewer.model.review import Factor, Plan, Span

NAME = "second_reader"
# In a span each is worth a finding of low severity; the bounds of a level are twelve points apart.
SPAN_POINTS, MOST_SPAN, MOST_LEVEL = 5, 10, 3


def weigh_reading(reading: Reading) -> tuple[Factor, ...]:
    """Return the factor of the whole change: a point for each thing that is open, at most three."""
    number = len(_list_open(reading))
    if not number:
        return ()
    said = f"a second reader asks about, or confirms, {number} {'place' if number == 1 else 'places'}"
    return (Factor(NAME, min(number, MOST_LEVEL), said),)


def raise_spans(plan: Plan, reading: Reading) -> Plan:
    """Return a plan in which the spans that a second reader asks about have its factor, ranked anew."""
    places = _list_open(reading)
    spans = sorted((_raise(span, places) for span in plan.spans), key=lambda span: (-span.score, span.path, span.line))
    return replace(plan, spans=tuple(replace(span, rank=rank) for rank, span in enumerate(spans, 1)))


def _list_open(reading: Reading) -> list[Quote | Finding]:
    """Return where something is open: the place of each question, and of each candidate that was confirmed."""
    confirmed = [opinion.candidate for opinion in reading.opinions if opinion.verdict == "confirmed"]
    return [*(question.quotes[0] for question in reading.questions), *confirmed]


def _raise(span: Span, places: Sequence[Quote | Finding]) -> Span:
    inside = [p for p in places if p.side == "new" and p.path == span.path and _meet(p, span)]
    points = min(SPAN_POINTS * len(inside), MOST_SPAN)
    if not points:
        return span
    factor = Factor(NAME, points, "a second reader asks about it, or confirms it")
    return replace(span, score=span.score + points, factors=(factor, *span.factors))


def _meet(place: Quote | Finding, span: Span) -> bool:
    return place.line <= span.end_line and span.line <= place.end_line
