"""A pull request gets one comment, which is kept up to date; this module holds its text and how it is known again."""

import re
from collections.abc import Callable, Sequence

from reviewer.model.review import Review
from reviewer.render.markdown import LIMIT, render_markdown
from reviewer.render.markdown.findings import write_prose
from reviewer.render.markdown.fit import fit, size_of
from reviewer.render.markdown.links import Links
from reviewer.render.markdown.second import tell_reading
from reviewer.render.markdown.sections import tell_notes
from reviewer.render.verdict import count_of, count_reasons, select, state_outcome

_MARKER = "<!-- reviewer:comment -->"
# Nothing but the whole of a comment can be ours, so that no text inside of one is taken for it.
_OURS = re.compile(rf"{re.escape(_MARKER)}\r?\n.*\n<!-- reviewer:state ([A-Za-z0-9_-]*) -->\s*", re.DOTALL)
_STATE = re.compile("[A-Za-z0-9_-]*")
_REASONS = 2
_LEAST = 2_000  # of room for a review, with which it can say that it was cut
_ANSWER = """<details>
<summary>How to answer</summary>

- `/reviewer dismiss ID reason` dismisses a finding, `/reviewer restore ID` takes that back; its id is beside the rule.
- On a line, resolving the conversation dismisses it too, and so does a thumbs-down with a reply that gives the reason.
- Only the word of somebody who may write to this repository counts.

</details>"""


def render_comment(review: Review, links: Links, *, state: str, notes: Sequence[str] = ()) -> str:
    """Return the comment on a pull request, at most `LIMIT` bytes; what is too much is cut out of the review.

    `state` is what the next run wants to know, in base64url; `notes` are sentences about this run.
    """
    ask = [_ANSWER] if any(finding.waived is None for finding in review.findings) else []
    return _frame(lambda room: render_markdown(review, links=links, limit=room), [*ask, *tell_notes(notes)], state)


def render_clean_comment(review: Review, links: Links | None = None, *, state: str, notes: Sequence[str] = ()) -> str:
    """Return the comment for a change that nothing is to be said about: one line, and what a second reader added."""
    plan = review.plan
    line = f"{state_outcome(review, select(review, show_all=False))}."
    if plan.level and plan.level.name != "low":
        line += f" Level: {plan.level.name}, about {count_of(plan.minutes_all, 'minute')} to read."
    line += "".join(f" Not looked at: {write_prose(reason)}." for reason, _ in count_reasons(review.skips)[:_REASONS])
    added = tell_reading(review.reading, links, show_all=False)
    return _frame(lambda room: fit(line, added, room), tell_notes(notes), state)


def find_state(body: str) -> str | None:
    """Return the state in a comment of ours, or None for any other comment."""
    match = _OURS.fullmatch(body)
    return match[1] if match else None


def _frame(write: Callable[[int], str], foot: list[str], state: str) -> str:
    """Put the markers around what is written, and leave it what room they do not need."""
    if not _STATE.fullmatch(state):
        raise ValueError("the state of a comment is base64url")
    last = f"<!-- reviewer:state {state} -->"
    around = "\n\n".join([_MARKER, *foot, last])
    room = LIMIT - size_of(around) - 2 * len("\n\n")
    if room < _LEAST:
        raise ValueError(f"the state of a comment is too long: {len(state)} characters")
    text = write(room).strip("\n")
    return "\n\n".join([_MARKER, text, *foot, last])
