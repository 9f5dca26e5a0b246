"""This module holds what a second reader added, as lines for a terminal."""

from collections.abc import Sequence

from reviewer.model.reading import Explanation, Opinion, Question, Quote, Reading
from reviewer.render.escape import escape_text, shorten
from reviewer.render.terminal import Terminal, paint
from reviewer.render.text.lines import write_code, write_item, write_label, write_lines
from reviewer.render.verdict import state_place
from reviewer.render.words.second import (
    ABOUT,
    LONGEST,
    choose_remarks,
    count_indent,
    find_quote,
    list_code,
    list_others,
    list_rest,
    list_terms,
    name_model,
    state_added,
    state_end,
    state_verdict_on,
    sum_up,
)

_LINES = 3


def list_reading(reading: Reading | None, terminal: Terminal, *, show_all: bool) -> list[str]:
    """Return what a second reader added, what it left out and what it cost; nothing where none was asked for."""
    if reading is None:
        return []
    said, end = sum_up(reading), state_end(reading)
    model = escape_text(name_model(reading))
    lines: list[str] = []
    if said or not end:
        head = write_lines(f"second reader ({model}): {state_added(reading)}", 0, terminal)
        lines += [paint(line, "strong", terminal) for line in head]
    lines += write_lines(ABOUT, 2, terminal) if said else []
    if end:
        who = "the second reader" if said else f"the second reader ({model})"
        lines += write_lines(f"{who} {_escape(end)}", 2 if said else 0, terminal)
    remarks = choose_remarks(reading, show_all=show_all)
    for opinion in remarks.opinions:
        lines += _tell_opinion(opinion, terminal)
    for question in remarks.questions:
        lines += _tell_question(question, terminal)
    for explanation in remarks.explanations:
        lines += _tell_explanation(explanation, terminal)
    rest = list_rest(reading, remarks)
    hint = "" if remarks == choose_remarks(reading, show_all=True) else " (--all shows more)"
    lines += write_lines(f"and not listed: {', '.join(rest)}{hint}", 2, terminal) if rest else []
    for term in list_terms(reading):
        lines += write_lines(escape_text(term), 2, terminal)
    return lines


def _tell_opinion(opinion: Opinion, terminal: Terminal) -> list[str]:
    finding = opinion.candidate
    message = f": {_escape(finding.message)}" if finding.message.strip() else ""
    said = f"  {state_verdict_on(opinion)} {escape_text(finding.rule)}{message}"
    lines = write_item(finding.path, finding.line, finding.end_line, said, terminal, finding.side)
    quote = find_quote(opinion.quotes, finding)
    lines += _show_code(quote, terminal)
    because = f"because: {_escape(opinion.because)}" if opinion.because.strip() else ""
    lines += write_label("", because, terminal, indent=4)
    lines += _show_others(opinion.quotes, quote, terminal)
    # Where the finding stands above, so does its question.
    is_new = opinion.verdict == "confirmed" and not opinion.is_shown
    return lines + write_label("ask", _escape(finding.question) if is_new else "", terminal, indent=4)


def _tell_question(question: Question, terminal: Terminal) -> list[str]:
    lines = _begin(question.quotes, f"asks about {question.area}", terminal)
    quote = question.quotes[0] if question.quotes else None
    lines += _show_code(quote, terminal)
    lines += write_label("ask", _escape(question.text), terminal, indent=4)
    return lines + _show_others(question.quotes, quote, terminal)


def _tell_explanation(explanation: Explanation, terminal: Terminal) -> list[str]:
    lines = _begin(explanation.quotes, "explains", terminal)
    return lines + write_label("", _escape(explanation.text), terminal, indent=4)


def _begin(quotes: Sequence[Quote], said: str, terminal: Terminal) -> list[str]:
    if not quotes:
        return write_lines(said, 2, terminal)
    first = quotes[0]
    return write_item(first.path, first.line, first.end_line, f"  {said}", terminal, first.side)


def _show_code(quote: Quote | None, terminal: Terminal) -> list[str]:
    lines: list[str] = []
    if quote:
        for code in list_code(quote)[:_LINES]:
            lines += write_code(code, quote.side, terminal, indent=4, depth=count_indent(code))
    return lines


def _show_others(quotes: Sequence[Quote], shown: Quote | None, terminal: Terminal) -> list[str]:
    lines: list[str] = []
    for number, quote in enumerate(list_others(quotes, shown)):
        place = escape_text(state_place(quote.path, quote.line, quote.end_line))
        label = "" if number else "see"
        lines += write_label(label, f"{place}: {escape_text(' '.join(list_code(quote)[:1]))}", terminal, indent=4)
    return lines


def _escape(text: str) -> str:
    return escape_text(_cut(text.strip()))


def _cut(text: str) -> str:
    return shorten(text, LONGEST)
