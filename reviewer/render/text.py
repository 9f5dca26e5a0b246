"""The author reads a review in a terminal before pushing; this module holds that one screen."""

from collections.abc import Iterator
from itertools import groupby

from reviewer.model.evidence import Evidence
from reviewer.model.finding import Finding, Related, Skip, Waiver
from reviewer.model.review import Plan, Review, Span
from reviewer.render.escape import escape_code_line, escape_text, shorten
from reviewer.render.map.words import state_shape
from reviewer.render.terminal import Terminal, link, paint, wrap
from reviewer.render.verdict import (
    Selection,
    count_of,
    count_reasons,
    select,
    state_place,
    state_severities,
    state_verdict,
    state_waiver_place,
)
from reviewer.render.words.evidence import SHOWN, list_survivors, state_strength, state_summary, state_tests
from reviewer.render.words.plan import state_level, state_reading, state_reasons, state_skim
from reviewer.risk.budget import count_siblings

_PLAIN = Terminal()
_COLUMN = 8  # where the text of a finding begins, behind its label
_CODE_LIMIT = 160
_TEXT_LIMIT = 1_000
_REASONS = 5
_NAMED = 3  # so many files of one reason are named


def render_text(review: Review, *, terminal: Terminal = _PLAIN, show_all: bool = False) -> str:
    """Return the review for a terminal: the verdict, the findings to read, what was left out, where to look first.

    `show_all` lists every finding, waiver, skip and span in place of the few that fit one screen.
    """
    selection = select(review, show_all=show_all)
    verdict = wrap(state_verdict(review, selection), indent=0, terminal=terminal)
    head = [paint(line, "strong", terminal) for line in verdict]
    for note in review.notes:
        head += _indent(escape_text(note), 0, terminal)
    sections = [head]
    for _, group in groupby(selection.shown, key=lambda f: f.path):
        sections += _list_findings(list(group), review, terminal, show_all=show_all)
    sections += [
        _close_findings(review, selection, terminal, show_all=show_all),
        _list_evidence(review.evidence, terminal, show_all=show_all),
        _state_shape(review, terminal),
        _list_attention(review.plan, selection.attention, terminal),
        _list_skim(review.plan, terminal),
        _list_skips(review.skips, terminal, show_all=show_all),
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def _list_findings(group: list[Finding], review: Review, terminal: Terminal, *, show_all: bool) -> Iterator[list[str]]:
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
    lines = _label("in", escape_text(finding.symbol), terminal)
    limit = max(terminal.width - _COLUMN - 2, 24) if terminal.width else _CODE_LIMIT
    code = escape_code_line(finding.code, limit=limit)
    if code:
        label, mark = ("was", "- ") if finding.side == "old" else ("", "| ")
        lines.append(_put_label(label, terminal) + paint(mark, "quiet", terminal) + code)
    lines += _label("", escape_text(finding.message), terminal)
    lines += _label("ask", escape_text(finding.question), terminal)
    for i, related in enumerate(finding.related):
        lines += _label("" if i else "see", _point_to(related), terminal)
    return lines


def _name_siblings(finding: Finding, review: Review, terminal: Terminal, *, show_all: bool) -> list[str]:
    siblings = 0 if show_all else count_siblings(finding, review.findings)
    return _label("also", f"{siblings} more of this rule in this file", terminal) if siblings else []


def _point_to(related: Related) -> str:
    place = escape_text(state_place(related.path, related.line, related.end_line))
    symbol = f" {escape_text(related.symbol)}" if related.symbol else ""
    return f"{place}{symbol}" + (f": {escape_text(related.message)}" if related.message else "")


def _close_findings(review: Review, selection: Selection, terminal: Terminal, *, show_all: bool) -> list[str]:
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
        lines += _indent(escape_text(f"{place}  {finding.rule}: {_state_reason(finding)}"), 2, terminal)
    for state, waiver in review.waivers:
        lines += _indent(f"waiver {state}: {_describe_waiver(waiver)}", 0, terminal)
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


def _list_evidence(evidence: tuple[Evidence, ...], terminal: Terminal, *, show_all: bool) -> list[str]:
    """One line a changed function: what would notice if it were wrong; the rest is counted."""
    if not evidence:
        return []
    lines = [paint("what tests would notice", "strong", terminal)]
    shown = evidence if show_all else evidence[:SHOWN]
    for row in shown:
        place = escape_text(state_place(row.path, row.line, row.line))
        tests = escape_text(state_tests(row))
        said = f"{place}  {escape_text(row.symbol)}: {state_strength(row)}" + (f", {tests}" if tests else "")
        head, *more = _indent(said, 2, terminal)
        lines += [head.replace(place, link(place, row.path, terminal), 1), *more]
        for mutant in list_survivors(row):
            fault = f"became `{mutant.after}`" if mutant.after else "was taken away"
            planted = f"line {mutant.line}: `{mutant.before}` {fault}, and the tests passed"
            lines += _indent(escape_text(planted), 6, terminal)
    if len(shown) < len(evidence):
        rest = evidence[len(shown) :]
        lines.append(f"  and {len(rest)} more: {state_summary(rest)} (--all lists them)")
    return lines


def _state_shape(review: Review, terminal: Terminal) -> list[str]:
    """One line where dependencies between packages are new or gone, with the command that draws them."""
    said = state_shape(review.picture) if review.picture else ""
    base, head = review.change.base.name, review.change.head.name
    # The working tree and the empty one have no name that a command would take.
    drawn = f"; `reviewer map --base {base} --head {head}` draws it" if " " not in base + head else ""
    return _indent(escape_text(f"shape: {said}{drawn}"), 0, terminal) if said else []


def _list_skips(skips: tuple[Skip, ...], terminal: Terminal, *, show_all: bool) -> list[str]:
    if not skips:
        return []
    lines = [paint("not looked at", "strong", terminal)]
    if show_all:
        for skip in skips:
            what = " ".join(part for part in (skip.path, "" if skip.rule == "*" else skip.rule) if part)
            lines += _indent(escape_text(f"{what}: {skip.reason}" if what else skip.reason), 2, terminal)
        return lines
    reasons = count_reasons(skips)
    column = len(str(reasons[0][1]))
    for reason, number in reasons[:_REASONS]:
        named = (
            ", ".join(skip.path for skip in skips if skip.reason == reason and skip.path) if number <= _NAMED else ""
        )
        lines += _indent(
            f"{number:>{column}}  {escape_text(reason)}" + (f": {escape_text(named)}" if named else ""), 2, terminal
        )
    if len(reasons) > _REASONS:
        lines.append(f"  and {count_of(len(reasons) - _REASONS, 'other reason')} (--all lists them)")
    return lines


def _list_attention(plan: Plan, spans: tuple[Span, ...], terminal: Terminal) -> list[str]:
    lines = _indent(f"level: {escape_text(state_level(plan.level))}", 0, terminal) if plan.level else []
    if not spans:
        return lines
    lines += [paint(line, "strong", terminal) for line in _indent(escape_text(state_reading(plan)), 0, terminal)]
    for span in spans:
        place = escape_text(state_place(span.path, span.line, span.end_line))
        symbol = f"  {escape_text(span.symbol)}" if span.symbol else ""
        because = escape_text(state_reasons(span))
        head, *more = _indent(f"{place}{symbol}  {span.score}: {because}", 2, terminal)
        lines += [head.replace(place, link(place, span.path, terminal), 1), *more]
    if len(spans) < len(plan.spans):
        lines.append(f"  and {count_of(len(plan.spans) - len(spans), 'more place')} (--all lists them)")
    return lines


def _list_skim(plan: Plan, terminal: Terminal) -> list[str]:
    if not plan.skim:
        return []
    lines = [paint("skim", "strong", terminal)]
    for row in plan.skim:
        lines += _indent(escape_text(state_skim(row)), 2, terminal)
    return lines


def _label(label: str, text: str, terminal: Terminal) -> list[str]:
    if not text:
        return []
    first, *more = wrap(shorten(text, _TEXT_LIMIT), indent=_COLUMN, terminal=terminal)
    return [_put_label(label, terminal) + first, *(" " * _COLUMN + line for line in more)]


def _put_label(label: str, terminal: Terminal) -> str:
    return "  " + paint(label, "quiet", terminal) + " " * (_COLUMN - 2 - len(label))


def _indent(text: str, indent: int, terminal: Terminal) -> list[str]:
    first, *more = wrap(shorten(text, _TEXT_LIMIT), indent=indent + 2, terminal=terminal)
    return [" " * indent + first, *(" " * (indent + 2) + line for line in more)]
