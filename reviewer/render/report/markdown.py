"""This module holds a report as Markdown, for an issue or a run's summary: tables, and rows of blocks for charts."""

import math
from collections.abc import Iterator, Sequence

from reviewer.model.report import Measure, Report, Series
from reviewer.render.escape import escape_markdown
from reviewer.render.markdown.fit import size_of
from reviewer.render.report.amounts import (
    begin,
    tell_change,
    tell_count,
    tell_days,
    tell_interval,
    tell_published,
    tell_usual,
    tell_value,
    tell_why,
    tidy,
)
from reviewer.render.report.charts.plan import CERTAINTY, CLASSES, OUTPUT
from reviewer.render.report.narrative import tell_heading, tell_narrative, tell_origin
from reviewer.render.report.sections import DEBT, SECTIONS, Section, choose_measures, choose_verdict, tell_bottleneck
from reviewer.render.report.tables import (
    MOST_DEBTS,
    MOST_IFS,
    MOST_NOTES,
    MOST_STEPS,
    tell_assumed,
    tell_rest,
    tell_wait,
)
from reviewer.render.report.words import READING

LIMIT = 65_000  # bytes; GitHub takes 65,535 in an issue
_BLOCKS = "▁▂▃▄▅▆▇█"
_NONE = "·"
_WEEKS = 26
_CUT = "_The rest is left out: it would not fit here. The page has it all._"


def render_report_markdown(report: Report, *, limit: int = LIMIT) -> str:
    """Return the report as Markdown of at most `limit` bytes; what comes last is left out first."""
    blocks = [block for block in _list_blocks(report) if block]
    kept: list[str] = []
    room = limit - size_of(_CUT) - 4
    for block in blocks:
        room -= size_of(block) + 2
        if room < 0:
            kept.append(_CUT)
            break
        kept.append(block)
    return "\n\n".join(kept) + "\n"


def draw_blocks(values: Sequence[float | None]) -> str:
    """Return values as a row of blocks from zero to the largest; a week without a value is a dot."""
    shown = [value if value is not None and math.isfinite(value) else None for value in values[-_WEEKS:]]
    most = max((value for value in shown if value is not None), default=0.0)
    last = len(_BLOCKS) - 1

    def choose(value: float | None) -> str:
        if value is None:
            return _NONE
        return _BLOCKS[max(0, min(last, round(value / most * last)))] if most > 0 else _BLOCKS[0]

    return "".join(map(choose, shown))


def _list_blocks(report: Report) -> Iterator[str]:
    team = f" of {_text(report.team)}" if report.team else ""
    yield f"## Review debt{team}, {_text(report.week)}"
    yield f"**{escape_markdown(tell_bottleneck(report))}**"
    yield _tabulate(choose_verdict(report), report.series)
    yield _tell_narrative(report)
    yield _draw_series(report, (OUTPUT, CERTAINTY), "Output against certainty")
    yield _tell_steps(report)
    yield _list_debts(report)
    yield _fold("Review classes, week by week", _draw_series(report, CLASSES, ""))
    for section in (DEBT, *SECTIONS):
        yield _show_section(report, section)
    yield _list_what_if(report)
    yield _list_notes(report)


def _tell_narrative(report: Report) -> str:
    if report.narrative is None:
        return ""
    parts = _some(tell_narrative(report.narrative))
    origin = f"<sub>{escape_markdown(tell_origin(report.narrative))}</sub>"
    return "\n\n".join([f"### {tell_heading(report.narrative)}", *map(escape_markdown, parts), origin])


def _tabulate(measures: Sequence[Measure], series: Sequence[Series]) -> str:
    if not measures:
        return ""
    named = {one.id: draw_blocks(one.values) for one in series}
    has_lines = any(measure.id in named for measure in measures)
    heads = ["measure", "this week", "against the 13 weeks before", "n", *(["weeks"] if has_lines else [])]
    rows = []
    for measure in measures:
        name = "<br>".join([_text(measure.name), *(_small(f"published: {one}") for one in tell_published(measure))])
        value = "<br>".join([_strong(tell_value(measure)), *map(_small, _list_remarks(measure))])
        usual = tell_usual(measure)
        change = "<br>".join([*map(escape_markdown, _some(tell_change(measure))), *map(_small, _some(usual))])
        rows.append([name, value, change, tell_count(measure), *([named.get(measure.id, "")] if has_lines else [])])
    return _table(heads, rows, "lllrl" if has_lines else "lllr")


def _draw_series(report: Report, ids: Sequence[str], title: str) -> str:
    named = {one.id: one for one in report.series}
    found = [named[name] for name in ids if name in named]
    if not found:
        return ""
    rows = [[_text(one.name), draw_blocks(one.values)] for one in found]
    weeks = found[0].weeks[-_WEEKS:]
    span = f"{_text(weeks[0])} to {_text(weeks[-1])}" if weeks else "no weeks"
    return _table([title or "share", span], rows, "ll")


def _tell_steps(report: Report) -> str:
    names = {measure.id: measure.name for measure in report.measures}
    lines = ["### What to do"] if report.steps else []
    for at, step in enumerate(report.steps[:MOST_STEPS], 1):
        shown = _text(names.get(step.measure, step.measure))
        why = escape_markdown(begin(step.because))
        lines.append(f"{at}. {_strong(tidy(step.what))} {why} _It worked if this moves: {shown}._")
    return "\n".join(lines)


def _list_debts(report: Report) -> str:
    rows = [
        [debt.kind, _text(f"{debt.repository}: {debt.name}"), f"{debt.lines:,}", f"{debt.days:,}", _text(debt.because)]
        for kind in ("change", "directory")
        for debt in [one for one in report.debts if one.kind == kind][:MOST_DEBTS]
    ]
    table = _table(["what", "where", "lines", "days", "why it counts"], rows, "llrrl")
    return f"### {DEBT.heading}\n\n{table}" if rows else ""


def _show_section(report: Report, section: Section) -> str:
    heading = "What is owed, and why" if section is DEBT else section.heading
    return _fold(heading, _tabulate(choose_measures(report, section), report.series))


def _list_what_if(report: Report) -> str:
    assumed = tell_assumed(report.what_if)
    rows = []
    for one in report.what_if[:MOST_IFS]:
        what = "<br>".join([_text(one.what), *map(_small, _some(tell_rest(one, assumed)))])
        rows.append([what, *map(escape_markdown, tell_wait(one))])
    said = f"\n\nAssumed: {escape_markdown(assumed)}." if assumed else ""
    return _fold("What if", _table(["if", "wait", "queue"], rows, "lrr") + said if rows else "")


def _list_notes(report: Report) -> str:
    about = [tell_days(report.week), report.zone, f"definitions version {report.definition}"]
    lines = [", ".join(_text(part) for part in about if part), *(_text(note) for note in report.notes[:MOST_NOTES])]
    lines += map(_text, READING)
    return _fold("Definitions and caveats", "\n".join(f"- {line}" for line in lines))


def _fold(heading: str, text: str) -> str:
    return f"<details><summary>{heading}</summary>\n\n{text}\n\n</details>" if text else ""


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], sides: str) -> str:
    rules = (":--" if side == "l" else "--:" for side in sides)
    lines = [heads, list(rules), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _list_remarks(measure: Measure) -> list[str]:
    return _some(tell_interval(measure), tell_why(measure))


def _some(*texts: str) -> list[str]:
    return [text for text in texts if text]


def _text(text: str) -> str:
    return escape_markdown(tidy(text))


def _strong(text: str) -> str:
    return f"**{escape_markdown(text)}**"


def _small(text: str) -> str:
    return f"<sub>{escape_markdown(text)}</sub>"
