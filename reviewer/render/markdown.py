"""The reviewer reads a review on the pull request; this module holds its Markdown, within GitHub's limit."""

from collections.abc import Iterable
from dataclasses import dataclass

from reviewer.model.evidence import Evidence, Mutant
from reviewer.model.finding import Finding, Related, Skip, Waiver
from reviewer.model.picture import Picture
from reviewer.model.review import Plan, Review, Span
from reviewer.render.escape import (
    escape_cell,
    escape_code_block,
    escape_code_line,
    escape_code_span,
    escape_markdown,
    escape_prose,
    shorten,
)
from reviewer.render.evidence import list_survivors, state_strength, state_summary, state_tests
from reviewer.render.map.mermaid import fence_mermaid
from reviewer.render.map.words import state_shape
from reviewer.render.plan import state_level, state_reading, state_reasons, state_skim
from reviewer.render.verdict import (
    Selection,
    count_of,
    count_reasons,
    select,
    state_place,
    state_severities,
    state_verdict,
)
from reviewer.risk.budget import count_siblings

# The body of a GitHub comment holds 65,536 characters. Bytes are counted, of which there are never fewer.
LIMIT = 65_535
_NOTE = 400  # room for the sentence that says what was cut
_TEXT = 1_000
_CODE = 300
_RELATED = 10


@dataclass(frozen=True, slots=True)
class _Section:
    """Items between an opening and a closing; `noun` and `after` name one where some had to be left out."""

    items: tuple[str, ...]
    noun: str
    after: str = ""
    opening: str = ""
    closing: str = ""
    gap: str = "\n"


def render_markdown(review: Review, *, show_all: bool = False) -> str:
    """Return the review for a pull request, at most `LIMIT` bytes of UTF-8; what had to be cut is counted at the end.

    `show_all` writes every finding out in place of folding the rest.
    """
    selection = select(review, show_all=show_all)
    blocks, cut = _fit(
        f"### {state_verdict(review, selection)}",
        (
            _Section(tuple(_prose(note) for note in review.notes), "note", gap="\n\n"),
            _Section(tuple(_write_out(f, review, show_all=show_all) for f in selection.shown), "finding", gap="\n\n"),
            _level(review.plan),
            _table(review.plan, selection.attention),
            _skim(review.plan),
            _rest(selection),
            _evidence(review.evidence),
            _shape(review.picture),
            _waivers(review, selection),
            _skips(review.skips, show_all=show_all),
        ),
    )
    if cut:
        blocks.append(f"Cut at GitHub's limit for a comment. `reviewer check --all` also lists {', '.join(cut)}.")
    return "\n\n".join(blocks) + "\n"


def _fit(head: str, sections: Iterable[_Section]) -> tuple[list[str], list[str]]:
    """Return the blocks that fit, and for each section that does not what is missing."""
    blocks, cut = [head], []
    room = LIMIT - _NOTE - _size(head)
    for section in sections:
        frame = _size(section.opening) + _size(section.closing) + 6
        kept = 0
        for item in section.items:
            cost = _size(item) + len(section.gap)
            if frame + cost > room:
                break
            frame += cost
            kept += 1
        if kept:
            room -= frame
            blocks.append(section.opening + section.gap.join(section.items[:kept]) + section.closing)
        if kept < len(section.items):
            cut.append(count_of(len(section.items) - kept, section.noun, after=section.after))
    return blocks, cut


def _write_out(finding: Finding, review: Review, *, show_all: bool) -> str:
    """Return a finding in full: place and rule, code, fact, question, related places."""
    symbol = f" in {_code(finding.symbol)}" if finding.symbol.strip() else ""
    old = ", before the change" if finding.side == "old" else ""
    rule = f"{_code(finding.rule)} ({finding.confidence} confidence)"
    lines = [f"**{_place(finding)}**{symbol}{old}: {finding.severity}, {rule}"]
    code = escape_code_line(finding.code, limit=_CODE)
    lines += [escape_code_block(code)] if code else []
    lines += [_prose(finding.message)] if finding.message.strip() else []
    lines += [f"**Ask:** {_prose(finding.question)}"] if finding.question.strip() else []
    also = [_point_to(related) for related in finding.related[:_RELATED]]
    if len(finding.related) > _RELATED:
        also.append(f"- and {count_of(len(finding.related) - _RELATED, 'other place')}")
    siblings = 0 if show_all else count_siblings(finding, review.findings)
    also += [f"- {siblings} more of this rule in this file"] if siblings else []
    lines += ["\n".join(also)] if also else []
    return "\n\n".join(lines)


def _point_to(related: Related) -> str:
    symbol = f" {_code(related.symbol)}" if related.symbol.strip() else ""
    message = f": {_prose(related.message)}" if related.message.strip() else ""
    return f"- {_code(state_place(related.path, related.line, related.end_line))}{symbol}{message}"


def _level(plan: Plan) -> _Section:
    said = escape_prose(shorten(state_level(plan.level), _TEXT)) if plan.level else ""
    return _Section((f"**Level:** {said}",) if said else (), "level")


def _skim(plan: Plan) -> _Section:
    rows = tuple(f"- {escape_prose(shorten(state_skim(row), _TEXT))}" for row in plan.skim)
    title = f"Skim {count_of(sum(row.lines for row in plan.skim), 'line')}, and why"
    return _Section(rows, "part", "to skim", f"<details>\n<summary>{title}</summary>\n\n", "\n\n</details>")


def _table(plan: Plan, spans: tuple[Span, ...]) -> _Section:
    rows = []
    for span in spans:
        place = escape_cell(shorten(state_place(span.path, span.line, span.end_line), _CODE))
        symbol = escape_cell(shorten(span.symbol, _CODE))
        because = escape_markdown(shorten(state_reasons(span), _TEXT))
        rows.append(f"| {place} | {symbol} | {span.score} | {because} |")
    reading = escape_prose(state_reading(plan))
    opening = f"**{reading[:1].upper()}{reading[1:]}**\n\n| place | symbol | score | because |\n|---|---|--:|---|\n"
    return _Section(tuple(rows), "place", "to look first", opening)


def _evidence(evidence: tuple[Evidence, ...]) -> _Section:
    rows = []
    for row in evidence:
        place = escape_cell(shorten(state_place(row.path, row.line, row.line), _CODE))
        symbol = escape_cell(shorten(row.symbol, _CODE))
        tests = escape_markdown(shorten(state_tests(row), _CODE))
        rows.append(f"| {place} | {symbol} | {state_strength(row)}{_survivors(row)} | {tests} |")
    title = f"What tests would notice of {count_of(len(evidence), 'changed function')}: {state_summary(evidence)}"
    opening = f"<details>\n<summary>{title}</summary>\n\n| place | function | evidence | test |\n|---|---|---|---|\n"
    return _Section(tuple(rows), "changed function", "", opening, "\n\n</details>")


def _shape(picture: Picture | None) -> _Section:
    """The drawing of new and removed dependencies between packages; it is cut as a whole or not at all."""
    said = state_shape(picture) if picture else ""
    opening = f"**Shape:** {said}\n\n"
    return _Section((fence_mermaid(picture),) if picture and said else (), "drawing", "of the shape", opening)


def _survivors(row: Evidence) -> str:
    """Return the planted faults that no test noticed, as further lines of a cell."""
    return "".join(f"<br>line {mutant.line}: {_fault(mutant)}" for mutant in list_survivors(row))


def _fault(mutant: Mutant) -> str:
    before, after = (escape_cell(shorten(text, _CODE)) for text in (mutant.before, mutant.after))
    return f"{before} became {after}" if mutant.after else f"{before} was taken away"


def _rest(selection: Selection) -> _Section:
    items = tuple(
        f"- {_place(f)}: {f.severity}, {_code(f.rule)} ({f.confidence} confidence). {_prose(f.message)}"
        for f in selection.rest
    )
    title = f"{count_of(len(selection.rest), 'more finding')}: {state_severities(selection.rest)}"
    return _fold(title, items, "finding")


def _waivers(review: Review, selection: Selection) -> _Section:
    items = [f"- waiver {state}: {_describe_waiver(waiver)}" for state, waiver in review.waivers]
    items += [
        f"- waived: {_place(f)}, {_code(f.rule)}: {_prose(f.waived.reason)}" for f in selection.waived if f.waived
    ]
    title = f"{count_of(len(selection.waived), 'finding')} waived"
    if review.waivers:
        title += f", {count_of(len(review.waivers), 'waiver')} to look at"
    return _fold(title, tuple(items), "waiver")


def _describe_waiver(waiver: Waiver) -> str:
    scope = f" in {_code(waiver.scope)}" if waiver.scope.strip() else ""
    until = f", until {escape_markdown(shorten(waiver.until, _CODE))}" if waiver.until else ""
    written = _code(f"{waiver.path}:{waiver.line}")
    return f"{_code(waiver.rule)}{scope}{until}: {_prose(waiver.reason)} ({written})"


def _skips(skips: tuple[Skip, ...], *, show_all: bool) -> _Section:
    title = count_of(len(skips), "place", after="not looked at")
    if not show_all:
        return _fold(
            title, tuple(f"- {n}: {_prose(reason)}" for reason, n in count_reasons(skips)), "reason", "for not looking"
        )
    items = []
    for skip in skips:
        rule = "" if skip.rule == "*" else skip.rule
        what = " ".join(_code(part) for part in (skip.path, rule) if part.strip())
        items.append(f"- {what}{': ' if what else ''}{_prose(skip.reason)}")
    return _fold(title, tuple(items), "place", "not looked at")


def _fold(title: str, items: tuple[str, ...], noun: str, after: str = "") -> _Section:
    return _Section(items, noun, after, f"<details>\n<summary>{title}</summary>\n\n", "\n\n</details>")


def _place(finding: Finding) -> str:
    return _code(state_place(finding.path, finding.line, finding.end_line))


def _code(text: str) -> str:
    return escape_code_span(shorten(text, _CODE))


def _prose(text: str) -> str:
    return escape_prose(shorten(text.strip(), _TEXT))


def _size(text: str) -> int:
    return len(text.encode("utf-8"))
