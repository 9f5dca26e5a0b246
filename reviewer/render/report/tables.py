"""This module holds the parts of the page that are words and numbers: cards, tables and lists."""

from collections.abc import Iterator, Sequence

from reviewer.model.report import Debt, Measure, Report, Series, WhatIf
from reviewer.render.report.amounts import (
    begin,
    is_known,
    tell_amount,
    tell_change,
    tell_count,
    tell_interval,
    tell_published,
    tell_usual,
    tell_value,
    tell_why,
    tidy,
)
from reviewer.render.report.charts.canvas import write
from reviewer.render.report.charts.spark import draw_spark
from reviewer.render.report.words import READING
from reviewer.render.verdict import count_of

MOST_DEBTS, MOST_STEPS, MOST_IFS, MOST_NOTES = 6, 3, 8, 60
MOST_ROWS = 6


def show_verdict(measures: Sequence[Measure], series: Sequence[Series]) -> Iterator[str]:
    """Yield a card for each measure of the verdict: value, change, interval, what was published."""
    if not measures:
        return
    named = {one.id: one for one in series}
    yield '<ul class="verdict" aria-label="The verdict in numbers">'
    for measure in measures:
        word = "" if is_known(measure) else " word"
        yield "<li>"
        yield f'<p class="name">{write(tidy(measure.name))}</p>'
        yield f'<p class="value{word}">{write(tell_value(measure))}</p>'
        yield from _tell_move(measure)
        if measure.id in named:
            yield draw_spark(named[measure.id], measure.floor, measure.ceiling)
        yield f"<p>{''.join(_small(*_explain(measure)))}</p>"
        yield "</li>"
    yield "</ul>"
    told = [f"{tidy(measure.name)}: {one}." for measure in measures for one in tell_published(measure)]
    if told:
        yield f'<p class="about published">Published. {write(" ".join(told))}</p>'


def list_measures(measures: Sequence[Measure], caption: str) -> Iterator[str]:
    """Yield a table with a row a measure; those after a few are folded."""
    if measures:
        yield from _tabulate(measures[:MOST_ROWS], caption)
    more = measures[MOST_ROWS:]
    if more:
        yield f"<details><summary>{count_of(len(more), 'more measure')}</summary>"
        yield from _tabulate(more, f"{caption}: the rest")
        yield "</details>"


def _tabulate(measures: Sequence[Measure], caption: str) -> Iterator[str]:
    yield '<table class="measures">'
    yield f"<caption>{write(caption)}</caption>"
    yield _head(("measure", "this week", "against the 13 weeks before", "n"), numbers=1)
    yield "<tbody>"
    for measure in measures:
        published = "".join(_small(*(f"published: {one}" for one in tell_published(measure))))
        value = "".join((write(tell_value(measure)), *_small(tell_interval(measure), tell_why(measure))))
        change = "".join((*_tell_move(measure), *_small(_usual(measure))))
        yield (
            f'<tr><th scope="row">{write(tidy(measure.name))}{published}</th><td>{value}</td><td>{change}</td>'
            f'<td class="number">{tell_count(measure)}</td></tr>'
        )
    yield "</tbody></table>"


def list_debts(report: Report) -> Iterator[str]:
    """Yield a table a kind: the changes and the directories where unread lines sit."""
    kinds = (
        ("change", "Changes that nobody independent has read"),
        ("directory", "Directories where unread lines sit"),
    )
    for kind, caption in kinds:
        debts = [debt for debt in report.debts if debt.kind == kind][:MOST_DEBTS]
        if debts:
            yield '<table class="debts">'
            yield f"<caption>{caption}</caption>"
            yield _head((kind, "lines", "days"), numbers=2)
            yield "<tbody>"
            yield from map(_row_debt, debts)
            yield "</tbody></table>"


def list_steps(report: Report) -> Iterator[str]:
    """Yield the things to do, each with the measure that would show that it worked."""
    if not report.steps:
        return
    names = {measure.id: measure.name for measure in report.measures}
    yield '<ol class="steps">'
    for step in report.steps[:MOST_STEPS]:
        shown = tidy(names.get(step.measure, step.measure))
        yield f'<li><p class="what">{write(tidy(step.what))}</p>'
        yield f"<p>{write(begin(step.because))}</p>"
        yield f'<p class="about">It worked if this moves: {write(shown)}</p></li>'
    yield "</ol>"


def list_what_if(report: Report) -> Iterator[str]:
    """Yield a table of what another capacity or other arrivals would do."""
    if not report.what_if:
        return
    assumed = tell_assumed(report.what_if)
    yield "<table>"
    yield f"<caption>{write(f'Estimates. Assumed: {assumed}.' if assumed else 'Estimates')}</caption>"
    yield _head(("if", "wait", "queue"), numbers=0)
    yield "<tbody>"
    for one in report.what_if[:MOST_IFS]:
        cells = "".join(f"<td>{write(text)}</td>" for text in tell_wait(one))
        rest = "".join(_small(tell_rest(one, assumed)))
        yield f'<tr><th scope="row">{write(tidy(one.what))}{rest}</th>{cells}</tr>'
    yield "</tbody></table>"


def tell_assumed(suppositions: Sequence[WhatIf]) -> str:
    """Return what all estimates assume: it is said once."""
    texts = [one.assumptions.strip() for one in suppositions]
    shortest = min(texts, key=len, default="")
    return tidy(shortest) if all(text.startswith(shortest) for text in texts) else ""


def tell_rest(one: WhatIf, assumed: str) -> str:
    """Return what an estimate assumes beside that."""
    text = tidy(one.assumptions)
    return text.removeprefix(assumed).lstrip("; ") if assumed else text


def tell_wait(one: WhatIf) -> tuple[str, str]:
    """Return the wait and the queue of a what-if in words."""
    wait = "unknown" if one.wait is None else tell_amount(one.wait, "hours")
    return wait, "unknown" if one.queue is None else tell_amount(one.queue, "count")


def list_notes(report: Report) -> Iterator[str]:
    """Yield how to read the numbers, and what these facts cannot tell."""
    yield '<ul class="notes">'
    yield from (f"<li>{write(tidy(note))}</li>" for note in (*READING, *report.notes[:MOST_NOTES]))
    yield "</ul>"


def list_series(series: Sequence[Series], title: str, places: str) -> Iterator[str]:
    """Yield the numbers behind a chart, folded, for who does not see it and for who wants them."""
    if not series:
        return
    yield f"<details><summary>{write(title)} in numbers</summary>"
    yield f'<div class="scroll" tabindex="0" role="region" aria-label="{write(title)} in numbers"><table>'
    yield _head((places, *(tidy(one.name) for one in series)), numbers=0)
    yield "<tbody>"
    for at, week in enumerate(series[0].weeks):
        cells = "".join(f"<td>{_cell(one, at)}</td>" for one in series)
        yield f'<tr><th scope="row">{write(week)}</th>{cells}</tr>'
    yield "</tbody></table></div></details>"


def _tell_move(measure: Measure) -> Iterator[str]:
    change = tell_change(measure)
    if change:
        worse = " worse" if measure.is_worse else ""
        yield f'<span class="change{worse}">{write(change)}</span>'


def _explain(measure: Measure) -> list[str]:
    interval = tell_interval(measure)
    return [tell_why(measure), f"95 %: {interval}" if interval else "", _usual(measure), f"n = {tell_count(measure)}"]


def _usual(measure: Measure) -> str:
    usual = tell_usual(measure)
    return f"before: {usual}" if usual else ""


def _small(*texts: str) -> list[str]:
    return [f"<small>{write(text)}</small>" for text in texts if text]


def _cell(series: Series, at: int) -> str:
    value = series.values[at]
    return "no value" if value is None else write(tell_amount(value, series.unit))


def _head(names: Sequence[str], *, numbers: int) -> str:
    """Return the head of a table, of which the last so many columns are numbers."""
    first = len(names) - numbers
    cells = (
        f'<th scope="col"{" class=" + chr(34) + "number" + chr(34) if at >= first else ""}>{write(name)}</th>'
        for at, name in enumerate(names)
    )
    return f"<thead><tr>{''.join(cells)}</tr></thead>"


def _row_debt(debt: Debt) -> str:
    where = "".join(_small(tidy(debt.repository), tidy(debt.because)))
    numbers = f'<td class="number">{debt.lines:,}</td><td class="number">{debt.days:,}</td>'
    return f'<tr><th scope="row"><span class="mono">{write(tidy(debt.name))}</span>{where}</th>{numbers}</tr>'
