"""A second reader weighs what its named factor says, and no more."""

from hypothesis import given
from hypothesis import strategies as st

from reviewer.model.reading import Question, Quote, Reading
from reviewer.model.review import Factor, Plan, Span
from reviewer.risk.second import MOST_LEVEL, MOST_SPAN, NAME, SPAN_POINTS, raise_spans, weigh_reading

SPANS = st.lists(
    st.builds(
        lambda path, line, score: Span(0, path, line, line + 9, "", score, (Factor("x", score, ""),)),
        st.sampled_from("ab"),
        st.integers(1, 60),
        st.integers(1, 9),
    ),
    max_size=6,
    unique_by=lambda span: (span.path, span.line),
)
PLACES = st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 80), st.sampled_from(["new", "old"])), max_size=9)


def _rank(spans: list[Span]) -> Plan:
    from dataclasses import replace

    ordered = sorted(spans, key=lambda span: (-span.score, span.path, span.line))
    return Plan(tuple(replace(span, rank=rank) for rank, span in enumerate(ordered, 1)))


def _strip(span: Span) -> Span:
    from dataclasses import replace

    kept = tuple(factor for factor in span.factors if factor.name != NAME)
    return replace(span, factors=kept, score=sum(factor.points for factor in kept))


@given(SPANS, PLACES)
def test_without_its_factor_the_plan_is_as_it_was(spans: list[Span], places: list[tuple[str, int, str]]) -> None:
    plan = _rank(spans)
    quotes = [Quote(path, line, line, "new" if side == "new" else "old", "") for path, line, side in places]
    reading = Reading("m", questions=tuple(Question("units", "?", (quote,)) for quote in quotes))

    raised = raise_spans(plan, reading)

    assert _rank([_strip(span) for span in raised.spans]) == plan
    assert all(span.score == sum(factor.points for factor in span.factors) for span in raised.spans)
    for span in raised.spans:
        points = [factor.points for factor in span.factors if factor.name == NAME]
        inside = [q for q in quotes if q.side == "new" and q.path == span.path and span.line <= q.line <= span.end_line]
        assert points == ([min(MOST_SPAN, SPAN_POINTS * len(inside))] if inside else [])
    assert sum(factor.points for factor in weigh_reading(reading)) == min(MOST_LEVEL, len(quotes))
