"""A finding may get a comment on its own lines; this module holds its text and how it is known again."""

import re

from reviewer.model.finding import Finding
from reviewer.render.markdown import LIMIT
from reviewer.render.markdown.findings import ID, name_rule, write_question
from reviewer.render.markdown.fit import size_of
from reviewer.render.markdown.links import Links, write_code

_MARKER = re.compile(r"<!-- reviewer:finding ([0-9a-f]{8,64})( gone)? -->(?:\r?\n|\Z)")
_NOT_IN_PRINT = re.compile("[^0-9a-f]")
_COMMIT = 7


def render_line_comment(finding: Finding, links: Links) -> str:
    """Return the comment on the lines of a finding: what it says, and how to answer."""
    fingerprint = _NOT_IN_PRINT.sub("", finding.fingerprint)[:64]
    blocks = [f"**{finding.severity.capitalize()}:** {name_rule(finding)}", *write_question(finding, links)]
    answer = (
        f"To dismiss this, reply `/reviewer dismiss {fingerprint[:ID]} reason`; or resolve the conversation; "
        "or give a thumbs-down and reply why."
    )
    return "\n\n".join([f"{_mark(fingerprint)}\n{blocks[0]}", *blocks[1:], f"<sub>{answer}</sub>"])


def render_gone(body: str, commit: str) -> str:
    """Return a comment on lines as it stands once its finding is gone: what it said is folded."""
    match = _MARKER.match(body)
    if match is None or match[2]:
        return body
    head = f"{_mark(match[1], gone=True)}\nGone as of {write_code(commit[:_COMMIT])}."
    said = f"<details>\n<summary>What was found</summary>\n\n{body[match.end() :].strip()}\n\n</details>"
    folded = f"{head}\n\n{said}"
    return folded if size_of(folded) <= LIMIT else head


def find_fingerprint(body: str) -> tuple[str, bool] | None:
    """Return the fingerprint of a comment of ours and whether its finding is gone, or None for any other comment."""
    match = _MARKER.match(body)
    return (match[1], bool(match[2])) if match else None


def _mark(fingerprint: str, *, gone: bool = False) -> str:
    return f"<!-- reviewer:finding {fingerprint}{' gone' if gone else ''} -->"
