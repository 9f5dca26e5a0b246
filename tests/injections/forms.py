"""This module holds every form in which a review is shown, and what is left of a review without a second reader."""

from collections.abc import Callable
from dataclasses import replace

from reviewer.app.check import Checked
from reviewer.model.review import Factor, Plan, Review
from reviewer.render.builds.gitlab import render_gitlab
from reviewer.render.builds.junit import render_junit
from reviewer.render.forge.annotations import list_annotations
from reviewer.render.forge.commands import quiet, render_commands
from reviewer.render.forge.comment import render_clean_comment, render_comment
from reviewer.render.forge.summary import render_summary
from reviewer.render.json import render_json
from reviewer.render.markdown import render_markdown
from reviewer.render.sarif import render_sarif
from reviewer.render.terminal import Terminal
from reviewer.render.text import render_text
from reviewer.risk.second import MOST_LEVEL, MOST_SPAN, NAME
from tests.unit.render.hostile import LINKS

_COLOUR = Terminal(width=72, colour=True, links=True, root="/srv/shop")

MARKDOWN: dict[str, Callable[[Review], str]] = {
    "comment": lambda review: render_comment(review, LINKS, state="abc"),
    "clean comment": lambda review: render_clean_comment(review, LINKS, state="abc"),
    "summary": lambda review: render_summary(review, LINKS),
    "Markdown": lambda review: render_markdown(review, show_all=True),
}
_FORMS: dict[str, Callable[[Checked], str]] = {
    "text": lambda checked: render_text(checked.review),
    "text in colour": lambda checked: render_text(checked.review, terminal=_COLOUR, show_all=True),
    "log": lambda checked: quiet(render_text(checked.review, show_all=True)),
    "JSON": lambda checked: render_json(checked.review),
    "SARIF": lambda checked: render_sarif(checked.review, checked.rules, "0.1.0"),
    "GitLab": lambda checked: render_gitlab(checked.review),
    "JUnit": lambda checked: render_junit(checked.review, checked.rules),
    "annotations": lambda checked: repr(list_annotations(checked.review, frozenset())),
    "commands": lambda checked: render_commands(list_annotations(checked.review, frozenset())),
}


def render_all(checked: Checked) -> dict[str, str]:
    """Return a review in every form."""
    shown = {name: render(checked) for name, render in _FORMS.items()}
    return shown | {name: render(checked.review) for name, render in MARKDOWN.items()}


def find_shown(word: str, told: Checked, plain: Checked) -> list[str]:
    """Return the forms in which a word stands because of the second reader."""
    before = render_all(plain)
    return [name for name, text in render_all(told).items() if text.count(word) > before[name].count(word)]


def leave_out_second(review: Review, plain: Review) -> Review:
    """Return a review without its reading and its named factor, and with the level that is left without it.

    What the factor did is checked on the way: few points, none of them below zero. The name of a level may only rise.
    """
    level, before = review.plan.level, plain.plan.level
    if level is not None and before is not None:
        more = [factor for factor in level.factors if factor.name == NAME]
        points = _add_up(more)
        assert 0 <= points <= MOST_LEVEL
        assert level.score == before.score + points
        names = ("low", "medium", "high")
        assert names.index(level.name) >= names.index(before.name)
        rest = tuple(factor for factor in level.factors if factor.name != NAME)
        assert level.above >= before.above
        level = replace(level, score=level.score - points, factors=rest, name=before.name, above=before.above)
    return replace(review, reading=None, plan=replace(_lower_spans(review.plan), level=level))


def _lower_spans(plan: Plan) -> Plan:
    spans = []
    for span in plan.spans:
        points = _add_up([factor for factor in span.factors if factor.name == NAME])
        assert 0 <= points <= MOST_SPAN
        rest = tuple(factor for factor in span.factors if factor.name != NAME)
        spans.append(replace(span, score=span.score - points, factors=rest))
    ordered = sorted(spans, key=lambda span: (-span.score, span.path, span.line))
    return replace(plan, spans=tuple(replace(span, rank=rank) for rank, span in enumerate(ordered, 1)))


def _add_up(factors: list[Factor]) -> int:
    assert all(factor.points >= 0 for factor in factors)
    return sum(factor.points for factor in factors)
