"""The author reads a review in a terminal before pushing; this module holds the order of that one screen."""

from itertools import groupby

from reviewer.model.review import Review
from reviewer.render.escape import escape_text
from reviewer.render.terminal import Terminal, paint, wrap
from reviewer.render.text.findings import close_findings, list_findings
from reviewer.render.text.lines import write_lines
from reviewer.render.text.second import list_reading
from reviewer.render.text.sections import list_attention, list_evidence, list_skim, list_skips, tell_shape
from reviewer.render.verdict import select, state_verdict

_PLAIN = Terminal()


def render_text(review: Review, *, terminal: Terminal = _PLAIN, show_all: bool = False) -> str:
    """Return the review for a terminal: the verdict, the findings to read, what was left out, where to look first.

    `show_all` lists every finding, waiver, skip and span in place of the few that fit one screen.
    """
    selection = select(review, show_all=show_all)
    verdict = wrap(state_verdict(review, selection), indent=0, terminal=terminal)
    head = [paint(line, "strong", terminal) for line in verdict]
    for note in review.notes:
        head += write_lines(escape_text(note), 0, terminal)
    sections = [head]
    for _, group in groupby(selection.shown, key=lambda f: f.path):
        sections += list_findings(list(group), review, terminal, show_all=show_all)
    sections += [
        close_findings(review, selection, terminal, show_all=show_all),
        list_reading(review.reading, terminal, show_all=show_all),
        list_evidence(review.evidence, terminal, show_all=show_all),
        tell_shape(review, terminal),
        list_attention(review.plan, selection.attention, terminal),
        list_skim(review.plan, terminal),
        list_skips(review.skips, terminal, show_all=show_all),
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"
