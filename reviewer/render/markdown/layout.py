"""The reviewer reads a review on the pull request; this module holds the order in which it is told there."""

from reviewer.model.review import Review
from reviewer.render.markdown.fit import fit
from reviewer.render.markdown.links import Links
from reviewer.render.markdown.second import tell_reading
from reviewer.render.markdown.sections import (
    list_findings,
    list_notes,
    list_rest,
    list_skips,
    list_waivers,
    say_level,
    say_provenance,
    tell_skim,
)
from reviewer.render.markdown.tables import draw_shape, tabulate_evidence, tabulate_spans
from reviewer.render.verdict import select, state_outcome

# The body of a GitHub comment holds 65,536 characters. Bytes are counted, of which there are never fewer.
LIMIT = 65_535


def render_markdown(review: Review, *, show_all: bool = False, links: Links | None = None, limit: int = LIMIT) -> str:
    """Return the review for a pull request, at most `limit` bytes of UTF-8; what had to be cut is counted at the end.

    `show_all` writes every finding out in place of folding the rest. With `links` every place leads to its lines, and
    every finding carries the id by which answers name it.
    """
    selection = select(review, show_all=show_all)
    sections = (
        say_level(review.plan),
        tabulate_spans(review.plan, selection.attention, links),
        list_findings(review, selection, links),
        tabulate_evidence(review.evidence, links),
        draw_shape(review.picture),
        say_provenance(review.notes),
        list_rest(selection, links),
        *tell_reading(review.reading, links, show_all=show_all),
        tell_skim(review.plan),
        list_waivers(review, selection, links),
        list_notes(review.notes),
        list_skips(review.skips, show_all=show_all),
    )
    return fit(f"### {state_outcome(review, selection)}", sections, limit - 1) + "\n"
