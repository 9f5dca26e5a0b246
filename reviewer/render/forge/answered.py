"""Between two reviews people answer; this module holds how the comment tells that its findings were dismissed."""

from collections.abc import Sequence

from reviewer.render.markdown import LIMIT
from reviewer.render.markdown.findings import write_prose
from reviewer.render.markdown.fit import size_of

_MARKER = "<!-- reviewer:answers -->"
_STATE = "<!-- reviewer:state "
_MOST = 30


def render_answered(body: str, sentences: Sequence[str], *, state: str) -> str:
    """Return a comment of ours with a new state, and sentences about what was answered since its review.

    Sentences that do not fit are left out: the next review tells of all of them.
    """
    told = [f"- {write_prose(sentence)}" for sentence in sentences[:_MOST]]
    above = body[: body.rfind(_STATE)] if _STATE in body else body
    above = above.split(f"\n{_MARKER}", 1)[0].rstrip()
    while True:
        block = f"{_MARKER}\nAnswered since:\n\n" + "\n".join(told) if told else ""
        text = "\n\n".join([above, *([block] if block else []), f"{_STATE}{state} -->"]) + "\n"
        if size_of(text) <= LIMIT or not told:
            return text
        told.pop()
