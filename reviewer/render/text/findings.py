"""This module holds the findings of a review as lines for a terminal, and what is said of those not shown."""

from collections.abc import Iterator

from reviewer.model.finding import Finding, Related, Waiver
from reviewer.model.review import Review
from reviewer.render.escape import escape_text
from reviewer.render.terminal import Terminal, link, paint
from reviewer.render.text.lines import write_code, write_label, write_lines
from reviewer.render.verdict import Selection, count_of, state_place, state_severities, state_waiver_place
from reviewer.risk.budget import count_siblings


def list_findings(group: list[Finding], review: Review, terminal: Terminal, *, show_all: bool) -> Iterator[list[str]]:
    """Yield the lines of each finding of one file, with the columns of their first lines aligned."""
    places = [escape_text(state_place(f.path, f.line, f.end_line)) for f in group]
    widest = max(map(len, places))
    grave = max(len(f.severity) for f in group)
    for finding, place in zip(group, places, strict=True):
        shown = place if finding.side == "old" else link(place, finding.path, terminal)
        yield [
            paint(shown, "strong", terminal)
            + " " * (widest - len(place) + 2)
            + paint(finding.severity, finding.severity, terminal)
            + " " * (grave - len(finding.severity) + 2)
            + f"{escape_text(finding.rule)} ({finding.confidence} confidence)",
            *_describe(finding, terminal),
            *_name_siblings(finding, review, terminal, show_all=show_all),
        ]


def _describe(finding: Finding, terminal: Terminal) -> list[str]:
    lines = write_label("in", escape_text(finding.symbol), terminal)
    lines += write_code(finding.code, finding.side, terminal)
    lines += write_label("", escape_text(finding.message), terminal)
    lines += write_label("ask", escape_text(finding.question), terminal)
    for i, related in enumerate(finding.related):
        lines += write_label("" if i else "see", _point_to(related), terminal)
    return lines


def _name_siblings(finding: Finding, review: Review, terminal: Terminal, *, show_all: bool) -> list[str]:
    siblings = 0 if show_all else count_siblings(finding, review.findings)
    return write_label("also", f"{siblings} more of this rule in this file", terminal) if siblings else []


def _point_to(related: Related) -> str:
    place = escape_text(state_place(related.path, related.line, related.end_line))
    symbol = f" {escape_text(related.symbol)}" if related.symbol else ""
    return f"{place}{symbol}" + (f": {escape_text(related.message)}" if related.message else "")


def close_findings(review: Review, selection: Selection, terminal: Terminal, *, show_all: bool) -> list[str]:
    """Say what is not shown above, what somebody accepted, and which waivers need a word."""
    lines: list[str] = []
    if selection.rest:
        lines.append(f"and {len(selection.rest)} more: {state_severities(selection.rest)} (--all shows them)")
    if selection.waived:
        lines.append(
            f"{count_of(len(selection.waived), 'finding')} waived" + ("" if show_all else " (--all shows them)")
        )
    for finding in selection.waived if show_all and selection.waived else ():
        place = state_place(finding.path, finding.line, finding.end_line)
        lines += write_lines(escape_text(f"{place}  {finding.rule}: {_state_reason(finding)}"), 2, terminal)
    for state, waiver in review.waivers:
        lines += write_lines(f"waiver {state}: {_describe_waiver(waiver)}", 0, terminal)
    return lines


def _state_reason(finding: Finding) -> str:
    waiver = finding.waived
    if waiver is None:
        return ""
    return waiver.reason if waiver.path else f"{waiver.reason} ({state_waiver_place(waiver)})"


def _describe_waiver(waiver: Waiver) -> str:
    scope = f" in {waiver.scope}" if waiver.scope else ""
    until = f", until {waiver.until}" if waiver.until else ""
    return escape_text(f"{waiver.rule}{scope}{until}: {waiver.reason} ({state_waiver_place(waiver)})")
