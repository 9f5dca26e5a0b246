"""This module holds the parts of a review that are seen at once: what to read first, the evidence, the shape."""

from reviewer.model.evidence import Evidence, Mutant
from reviewer.model.picture import Picture
from reviewer.model.review import Plan, Span
from reviewer.render.escape import escape_cell, escape_markdown, escape_prose, escape_prose_cell, shorten
from reviewer.render.map.mermaid import fence_mermaid
from reviewer.render.map.words import state_shape
from reviewer.render.markdown.fit import Section, fold
from reviewer.render.markdown.links import SHOWN, Links, write_place_cell
from reviewer.render.verdict import count_of
from reviewer.render.words.evidence import SHOWN as FEW
from reviewer.render.words.evidence import list_survivors, state_strength, state_summary, state_tests
from reviewer.render.words.plan import state_reading, state_reasons

_TEXT = 1_000
_REASONS = 3
# What is reached is fine; what would not be noticed is what a reader looks for.
_WEAK = frozenset({"hollow", "survived", "uncovered", "not seen"})
_MANY = 20


def tabulate_spans(plan: Plan, spans: tuple[Span, ...], links: Links | None) -> Section:
    """Return what to read first, in the order of reading."""
    rows = []
    for span in spans:
        place = _locate(write_place_cell(span.path, span.line, span.end_line, links), span.symbol)
        because = escape_prose_cell(shorten(state_reasons(span, _REASONS), _TEXT))
        rows.append(f"| {place} | {span.score} | {because} |")
    reading = escape_prose(shorten(state_reading(plan), _TEXT))
    opening = f"**{reading[:1].upper()}{reading[1:]}**\n\n| place | score | because |\n|:--|--:|:--|\n"
    return Section(tuple(rows), "place", "to look first", opening, rank=0)


def tabulate_evidence(evidence: tuple[Evidence, ...], links: Links | None) -> Section:
    """Return what would notice if a changed function were wrong, the weakest first; on a forge the rest is counted."""
    rows = []
    weak = sum(row.strength in _WEAK for row in evidence)
    shown = min(max(weak, FEW), _MANY) if links else len(evidence)
    for row in evidence[:shown]:
        place = _locate(write_place_cell(row.path, row.line, row.line, links), row.symbol)
        tests = escape_markdown(shorten(state_tests(row), SHOWN))
        rows.append(f"| {place} | {state_strength(row)}{_survivors(row)} | {tests} |")
    if evidence[shown:]:
        rows.append(f"| and {len(evidence) - shown} more | {state_summary(evidence[shown:])} | |")
    title = f"What tests would notice of {count_of(len(evidence), 'changed function')}: {state_summary(evidence)}"
    section = fold(title, tuple(rows), "changed function")
    head = "| function | evidence | test |\n|:--|:--|:--|\n"
    return Section(section.items, section.noun, "", section.opening + head, section.closing, rank=2)


def draw_shape(picture: Picture | None) -> Section:
    """Return the drawing of new and removed dependencies between packages; it is cut as a whole or not at all."""
    said = state_shape(picture) if picture else ""
    drawn = (fence_mermaid(picture),) if picture and said else ()
    return Section(drawn, "drawing", "of the shape", f"**Shape:** {said}\n\n")


def _survivors(row: Evidence) -> str:
    """Return the planted faults that no test noticed, as further lines of a cell."""
    return "".join(f"<br>line {mutant.line}: {_fault(mutant)}" for mutant in list_survivors(row))


def _fault(mutant: Mutant) -> str:
    before, after = (_cell(text) for text in (mutant.before, mutant.after))
    return f"{before} became {after}" if mutant.after else f"{before} was taken away"


def _locate(place: str, symbol: str) -> str:
    return f"{place}<br>{_cell(symbol)}" if symbol.strip() else place


def _cell(text: str) -> str:
    return escape_cell(shorten(text, SHOWN))
