"""A run leaves a summary beside its log; this module holds its Markdown: the review, and what the run spent."""

from collections.abc import Sequence

from reviewer.model.review import Review
from reviewer.render.escape import escape_markdown, shorten
from reviewer.render.markdown import LIMIT, render_markdown
from reviewer.render.markdown.fit import size_of
from reviewer.render.markdown.links import Links
from reviewer.render.markdown.sections import tell_notes

SUMMARY_LIMIT = 1_000_000  # GitHub takes 1 MiB of one step
CHECK_LIMIT = LIMIT
_ROWS, _WORDS = 30, 40


def render_summary(
    review: Review,
    links: Links | None,
    spent: Sequence[tuple[str, float | str]] = (),
    notes: Sequence[str] = (),
    *,
    limit: int = SUMMARY_LIMIT,
) -> str:
    """Return the review, the `notes` about this run, and a table of what it `spent` (seconds, or words for others).

    The summary of a check run is the same with `CHECK_LIMIT`.
    """
    foot = tell_notes(notes)
    foot += [_tabulate(spent)] if spent else []
    room = limit - sum(size_of(block) + len("\n\n") for block in foot)
    return "\n\n".join([render_markdown(review, links=links, limit=room).strip("\n"), *foot]) + "\n"


def _tabulate(spent: Sequence[tuple[str, float | str]]) -> str:
    rows = [f"| {_cell(what)} | {_cell(_amount(much))} |" for what, much in spent[:_ROWS]]
    return "\n".join(["| what this run spent | |", "|:--|--:|", *rows])


def _amount(much: float | str) -> str:
    return much if isinstance(much, str) else f"{much:.1f} s"


def _cell(text: str) -> str:
    return escape_markdown(shorten(text, _WORDS))
