"""This module holds a finding as Markdown: written out, on one line, and accepted by somebody."""

from reviewer.model.finding import Finding, Related, Waiver
from reviewer.render.escape import escape_code_line, escape_code_span, escape_markdown, escape_prose, shorten
from reviewer.render.markdown.links import SHOWN, Links, write_code, write_place
from reviewer.render.verdict import count_of, state_waiver_place
from reviewer.risk.budget import count_siblings

ID = 8  # so many characters of a fingerprint are enough to name a finding
_TEXT = 1_000
_CODE = 160
_BREAK = "\\\n"  # a new line, in a comment and in a file
_RELATED = 10


def write_finding(finding: Finding, among: tuple[Finding, ...], links: Links | None) -> str:
    """Return a finding in full: grade and place, code, fact, question, related places.

    `among` are the findings of which only the first of a rule in a file is shown.
    """
    symbol = f" in {write_code(finding.symbol)}" if finding.symbol.strip() else ""
    old = ", before the change" if finding.side == "old" else ""
    head = (
        f"**{finding.severity.capitalize()}** · {place_of(finding, links)}{symbol}{old} · {name_rule(finding, links)}"
    )
    code = escape_code_span(escape_code_line(finding.code, limit=_CODE))
    siblings = count_siblings(finding, among)
    also = [f"- {siblings} more of this rule in this file"] if siblings else []
    return "\n\n".join([_BREAK.join([head, code] if code else [head]), *write_question(finding, links, also)])


def write_question(finding: Finding, links: Links | None, also: list[str] | None = None) -> list[str]:
    """Return what a finding says as blocks: the fact with the question, and the other places to see."""
    said = [write_prose(finding.message)] if finding.message.strip() else []
    said += [f"**Ask:** {write_prose(finding.question)}"] if finding.question.strip() else []
    places = [_point_to(related, links) for related in finding.related[:_RELATED]]
    if len(finding.related) > _RELATED:
        places.append(f"- and {count_of(len(finding.related) - _RELATED, 'other place')}")
    places += also or []
    return [block for block in (_BREAK.join(said), "\n".join(places)) if block]


def write_line(finding: Finding, links: Links | None) -> str:
    """Return a finding as one item of a list."""
    grade = f"{finding.severity.capitalize()} · {place_of(finding, links)} · {name_rule(finding, links)}"
    return f"- {grade}{_BREAK}  {write_prose(finding.message)}" if finding.message.strip() else f"- {grade}"


def write_waived(finding: Finding, waiver: Waiver, links: Links | None) -> str:
    """Return a finding that somebody accepted as one item of a list."""
    how = "waived" if waiver.path else state_waiver_place(waiver)
    return f"- {how}: {place_of(finding, links)}, {write_code(finding.rule)}: {write_prose(waiver.reason)}"


def write_waiver(waiver: Waiver, links: Links | None) -> str:
    """Return what a waiver covers, why, and where it is written."""
    scope = f" in {write_code(waiver.scope)}" if waiver.scope.strip() else ""
    until = f", until {escape_markdown(shorten(waiver.until, SHOWN))}" if waiver.until else ""
    written = write_place(waiver.path, waiver.line, waiver.line, links) if waiver.path else state_waiver_place(waiver)
    return f"{write_code(waiver.rule)}{scope}{until}: {write_prose(waiver.reason)} ({written})"


def name_rule(finding: Finding, links: Links | None = None) -> str:
    """Return the rule and how often it is right; on a forge also the id by which answers name the finding."""
    number = f" · {write_code(finding.fingerprint[:ID])}" if links and finding.fingerprint.strip() else ""
    return f"{write_code(finding.rule)} ({finding.confidence} confidence){number}"


def place_of(finding: Finding, links: Links | None) -> str:
    """Return the place of a finding, on its own side of the change."""
    return write_place(finding.path, finding.line, finding.end_line, links, finding.side)


def write_prose(text: str) -> str:
    """Return a sentence that is not longer than is read."""
    return escape_prose(shorten(text.strip(), _TEXT))


def _point_to(related: Related, links: Links | None) -> str:
    symbol = f" {write_code(related.symbol)}" if related.symbol.strip() else ""
    message = f": {write_prose(related.message)}" if related.message.strip() else ""
    return f"- {write_place(related.path, related.line, related.end_line, links)}{symbol}{message}"
