"""This module holds what a second reader added, as Markdown: its remarks, its explanations, and its terms."""

from collections.abc import Sequence
from dataclasses import replace

from reviewer.model.reading import Explanation, Opinion, Question, Quote, Reading
from reviewer.render.escape import escape_code_line
from reviewer.render.markdown.findings import place_of, write_prose
from reviewer.render.markdown.fit import Section, fold
from reviewer.render.markdown.links import Links, write_code, write_place
from reviewer.render.verdict import count_of
from reviewer.render.words.second import (
    ABOUT,
    choose_remarks,
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

_CODE = 160
_BREAK = "\\\n  "  # a new line within an item
_BY = "by the second reader"


def tell_reading(reading: Reading | None, links: Links | None, *, show_all: bool) -> tuple[Section, ...]:
    """Return what a second reader added, as sections that are the first to be cut; nothing where none was asked for."""
    if reading is None:
        return ()
    # Explanations are folded: there is room for as many as are ever shown.
    folded = choose_remarks(reading, show_all=True).explanations
    remarks = replace(choose_remarks(reading, show_all=show_all), explanations=folded)
    items = [_write_opinion(opinion, links) for opinion in remarks.opinions]
    items += [_write_question(question, links) for question in remarks.questions]
    head = _write_head(reading)
    said = Section((head,), "part", _BY, rank=3)
    if items:
        said = Section(tuple(items), "remark", _BY, opening=f"{head}\n\n", rank=3)
    shown = tuple(_write_explanation(explanation, links) for explanation in folded)
    rest = list_rest(reading, remarks)
    terms = [f"not listed: {', '.join(rest)}"] if rest else []
    terms += list_terms(reading)
    return (
        said,
        fold(f"{count_of(len(folded), 'explanation')} {_BY}", shown, "explanation", _BY, rank=5),
        fold("About the second reader", tuple(f"- {write_prose(term)}" for term in terms), "note", _BY, rank=4),
    )


def _write_head(reading: Reading) -> str:
    said, end = sum_up(reading), state_end(reading)
    name = f"**Second reader** ({write_code(name_model(reading))})"
    if end and not said:
        return f"{name} {write_prose(end)}"
    head = f"{name}: {state_added(reading)}"
    about = [f"{ABOUT[:1].upper()}{ABOUT[1:]}."] if said else []
    about += [f"The second reader {write_prose(end)}"] if end else []
    return "\n\n".join([head, *about])


def _write_opinion(opinion: Opinion, links: Links | None) -> str:
    finding = opinion.candidate
    verdict = state_verdict_on(opinion)
    quote = find_quote(opinion.quotes, finding)
    head = f"- **{verdict[:1].upper()}{verdict[1:]}** {write_code(finding.rule)} · {place_of(finding, links)}"
    # No text of a repository or a model begins a line: a line may be a command.
    parts = [head + _show_code(quote)]
    parts += [f"It says: {write_prose(finding.message)}"] if finding.message.strip() else []
    parts += [f"Because: {write_prose(opinion.because)}"] if opinion.because.strip() else []
    parts += _show_others(opinion.quotes, quote, links)
    if opinion.verdict == "confirmed" and not opinion.is_shown and finding.question.strip():
        parts.append(f"**Ask:** {write_prose(finding.question)}")
    return _BREAK.join(parts)


def _write_question(question: Question, links: Links | None) -> str:
    quote = question.quotes[0] if question.quotes else None
    place = f" · {_place_of(quote, links)}{_show_code(quote)}" if quote else ""
    parts = [f"- **Question** about {question.area}{place}"]
    parts += [f"**Ask:** {write_prose(question.text)}"] if question.text.strip() else []
    return _BREAK.join([*parts, *_show_others(question.quotes, quote, links)])


def _write_explanation(explanation: Explanation, links: Links | None) -> str:
    place = f"{_place_of(explanation.quotes[0], links)}: " if explanation.quotes else "in words: "
    return f"- {place}{write_prose(explanation.text)}"


def _show_others(quotes: Sequence[Quote], shown: Quote | None, links: Links | None) -> list[str]:
    return [f"See {_place_of(quote, links)}{_show_code(quote)}" for quote in list_others(quotes, shown)]


def _show_code(quote: Quote | None) -> str:
    """Return the first quoted line as code; its place says how many there are."""
    code = write_code(escape_code_line(" ".join(list_code(quote)[:1]), limit=_CODE)) if quote else ""
    return f" · {code}" if code else ""


def _place_of(quote: Quote, links: Links | None) -> str:
    return write_place(quote.path, quote.line, quote.end_line, links, quote.side)
