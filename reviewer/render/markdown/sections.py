"""This module holds the parts of a review that are sentences: the level, provenance, and what is folded."""

from collections.abc import Sequence
from itertools import accumulate

from reviewer.model.finding import Skip
from reviewer.model.review import Plan, Review
from reviewer.render.markdown.findings import write_finding, write_line, write_prose, write_waived, write_waiver
from reviewer.render.markdown.fit import Section, fold, size_of
from reviewer.render.markdown.links import Links, write_code
from reviewer.render.verdict import Selection, count_of, count_reasons, state_severities
from reviewer.render.words.plan import state_level, state_skim

# How the note begins in which a change names the machines that helped to write it.
MARKED = "by its own word "
_ROOM = 8_000


def say_level(plan: Plan) -> Section:
    """Return how much care the whole change asks for."""
    return Section((f"**Level:** {write_prose(state_level(plan.level))}",) if plan.level else (), "level", rank=0)


def say_provenance(notes: tuple[str, ...]) -> Section:
    """Return what the change says about machines as helpers."""
    said = tuple(f"**Provenance:** {write_prose(note)}" for note in notes if note.startswith(MARKED))
    return Section(said, "note", "on provenance", gap="\n\n")


def list_findings(review: Review, selection: Selection, links: Links | None) -> Section:
    """Return the findings that are shown in full, as a numbered list."""
    among = review.findings if selection.rest else ()
    items = []
    for number, finding in enumerate(selection.shown, 1):
        mark = f"{number}. "
        first, *more = write_finding(finding, among, links).split("\n")
        items.append("\n".join([mark + first, *(" " * len(mark) + line if line else "" for line in more)]))
    which = "this finding" if len(items) == 1 else f"these {len(items)} findings"
    opening = f"**Answer {which}{' first' if selection.rest else ''}**\n\n"
    return Section(tuple(items), "finding", opening=opening, gap="\n\n", rank=0)


def list_rest(selection: Selection, links: Links | None) -> Section:
    """Return the findings that are not written out, a line each."""
    title = f"{count_of(len(selection.rest), 'more finding')}: {state_severities(selection.rest)}"
    return fold(
        title, tuple(write_line(finding, links) for finding in selection.rest), "finding", "on one line", rank=2
    )


def tell_skim(plan: Plan) -> Section:
    """Return what needs no close reading."""
    rows = tuple(f"- {write_prose(state_skim(row))}" for row in plan.skim)
    return fold(f"Skim {count_of(sum(row.lines for row in plan.skim), 'line')}, and why", rows, "part", "to skim")


def list_waivers(review: Review, selection: Selection, links: Links | None) -> Section:
    """Return the findings that somebody accepted, and the waivers that need a word."""
    items = [f"- waiver {state}: {write_waiver(waiver, links)}" for state, waiver in review.waivers]
    items += [write_waived(f, f.waived, links) for f in selection.waived if f.waived]
    title = [f"{count_of(len(selection.waived), 'finding')} waived"] if selection.waived else []
    title += [f"{count_of(len(review.waivers), 'waiver')} to look at"] if review.waivers else []
    return fold(", ".join(title), tuple(items), "waiver")


def list_notes(notes: tuple[str, ...]) -> Section:
    """Return what the review says about itself, such as what was compared with what."""
    rest = tuple(f"- {write_prose(note)}" for note in notes if note.strip() and not note.startswith(MARKED))
    return fold("About this review", rest, "note")


def tell_notes(notes: Sequence[str]) -> list[str]:
    """Return sentences about a run, as paragraphs; of too many the last are only counted."""
    said = [write_prose(note) for note in notes if note.strip()]
    sizes = list(accumulate(size_of(note) for note in said))
    kept = sum(size <= _ROOM for size in sizes)
    rest = len(said) - kept
    return said[:kept] + ([f"And {count_of(rest, 'more note')}."] if rest else [])


def list_skips(skips: tuple[Skip, ...], *, show_all: bool) -> Section:
    """Return what was not looked at: the reasons, or each place with its reason."""
    title = count_of(len(skips), "place", after="not looked at")
    if not show_all:
        reasons = tuple(f"- {number}: {write_prose(reason)}" for reason, number in count_reasons(skips))
        return fold(title, reasons, "reason", "for not looking")
    items = []
    for skip in skips:
        rule = "" if skip.rule == "*" else skip.rule
        what = " ".join(write_code(part) for part in (skip.path, rule) if part.strip())
        items.append(f"- {what}{': ' if what else ''}{write_prose(skip.reason)}")
    return fold(title, tuple(items), "place", "not looked at")
