"""This module holds a report as a page: one file that works without a network and without scripts, and forbids both."""

from collections.abc import Iterator

from reviewer.model.report import Report
from reviewer.render.report.amounts import tell_days, tidy
from reviewer.render.report.charts.canvas import write
from reviewer.render.report.charts.plan import CERTAINTY, GAP, OUTPUT, Chart, draw_charts, draw_main
from reviewer.render.report.narrative import tell_heading, tell_narrative, tell_origin
from reviewer.render.report.sections import DEBT, SECTIONS, Section, choose_measures, choose_verdict, tell_bottleneck
from reviewer.render.report.style import render_style
from reviewer.render.report.tables import (
    list_debts,
    list_measures,
    list_notes,
    list_series,
    list_steps,
    list_what_if,
    show_verdict,
)

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_NAMED = 6  # repositories in the head of the page


def render_page(report: Report) -> str:
    """Return the report as one self-contained page."""
    title = (
        f"Review debt of {tidy(report.team)}, {tidy(report.week)}"
        if report.team
        else f"Review debt, {tidy(report.week)}"
    )
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>{write(title)}</title>",
        f"<style>\n{render_style()}</style>",
        "</head>",
        "<body>",
        "<main>",
        *_begin(report, title),
        *_show_narrative(report),
        *_show_main(report),
        *_show_debt(report),
        *(line for section in SECTIONS for line in _show_section(report, section)),
        *_wrap("steps", "What to do, and how you will see that it worked", list(list_steps(report))),
        *_wrap("what-if", "What if", list(list_what_if(report))),
        *_end(report),
        "</main>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def _begin(report: Report, title: str) -> Iterator[str]:
    named = ", ".join(tidy(name) for name in report.repositories[:_NAMED])
    left = len(report.repositories) - _NAMED
    about = [tell_days(report.week), tidy(report.zone), f"{named} and {left} more" if left > 0 else named]
    yield "<header>"
    yield f"<h1>{write(title)}</h1>"
    yield f'<p class="when">{write(" · ".join(part for part in about if part))}</p>'
    yield f'<p class="lead">{write(tell_bottleneck(report))}</p>'
    yield "</header>"
    yield from show_verdict(choose_verdict(report), report.series)


def _show_narrative(report: Report) -> list[str]:
    if report.narrative is None:
        return []
    said = tell_narrative(report.narrative)
    origin = f'<p class="about">{write(tell_origin(report.narrative))}</p>'
    lines = [*([f"<p>{write(said)}</p>"] if said else []), origin]
    return _wrap("narrative", tell_heading(report.narrative), lines)


def _show_main(report: Report) -> list[str]:
    chart = draw_main(report)
    if chart is None:
        return []
    return _wrap("output", chart.title, [f'<p class="about">{write(chart.about)}.</p>', *_draw(chart)])


def _show_debt(report: Report) -> list[str]:
    measures = list_measures(choose_measures(report, DEBT, (OUTPUT, CERTAINTY, GAP)), "What is owed, and why")
    return _wrap(DEBT.id, DEBT.heading, [*_place("split", list(list_debts(report))), *measures])


def _show_section(report: Report, section: Section) -> list[str]:
    charts, figures = draw_charts(report, section.id), []
    for chart in charts:
        heading = [f"<h3>{write(chart.title)}</h3>", f'<p class="about">{write(chart.about)}</p>']
        figures += ["<figure>", *heading, *_draw(chart), "</figure>"]
    drawn = {series.id for chart in charts for series in chart.series}
    measures = list(list_measures(choose_measures(report, section, drawn), f"{section.heading}, in numbers"))
    if len(charts) == 1 and measures:
        return _wrap(section.id, section.heading, _place("split", [*figures, "<div>", *measures, "</div>"]))
    return _wrap(section.id, section.heading, [*_place("figures", figures), *measures])


def _draw(chart: Chart) -> list[str]:
    return [*chart.drawings, *list_series(chart.series, chart.title, chart.places)]


def _place(look: str, lines: list[str]) -> list[str]:
    """Return parts side by side where there is room."""
    return [f'<div class="{look}">', *lines, "</div>"] if lines else []


def _wrap(name: str, heading: str, lines: list[str]) -> list[str]:
    """Return a section, or nothing where there is nothing in it."""
    if not lines:
        return []
    return [f'<section aria-labelledby="{name}">', f'<h2 id="{name}">{write(heading)}</h2>', *lines, "</section>"]


def _end(report: Report) -> Iterator[str]:
    yield '<section aria-labelledby="definitions">'
    yield '<h2 id="definitions">Definitions and caveats</h2>'
    yield "<details>"
    yield f"<summary>How to read these numbers (definitions version {report.definition})</summary>"
    yield from list_notes(report)
    yield "</details>"
    yield "</section>"
