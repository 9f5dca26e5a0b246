"""This module holds what stands below the findings in a terminal: evidence, shape, what to read, what was left out."""

from reviewer.model.evidence import Evidence
from reviewer.model.finding import Skip
from reviewer.model.review import Plan, Review, Span
from reviewer.render.escape import escape_text
from reviewer.render.map.words import state_shape
from reviewer.render.terminal import Terminal, paint
from reviewer.render.text.lines import write_item, write_lines
from reviewer.render.verdict import count_of, count_reasons
from reviewer.render.words.evidence import SHOWN, list_survivors, state_strength, state_summary, state_tests
from reviewer.render.words.plan import state_level, state_reading, state_reasons, state_skim

_REASONS = 5
_NAMED = 3  # so many files of one reason are named


def list_evidence(evidence: tuple[Evidence, ...], terminal: Terminal, *, show_all: bool) -> list[str]:
    """Return one line a changed function: what would notice if it were wrong; the rest is counted."""
    if not evidence:
        return []
    lines = [paint("what tests would notice", "strong", terminal)]
    shown = evidence if show_all else evidence[:SHOWN]
    for row in shown:
        tests = escape_text(state_tests(row))
        said = f"  {escape_text(row.symbol)}: {state_strength(row)}" + (f", {tests}" if tests else "")
        lines += write_item(row.path, row.line, row.line, said, terminal)
        for mutant in list_survivors(row):
            fault = f"became `{mutant.after}`" if mutant.after else "was taken away"
            planted = f"line {mutant.line}: `{mutant.before}` {fault}, and the tests passed"
            lines += write_lines(escape_text(planted), 6, terminal)
    if len(shown) < len(evidence):
        rest = evidence[len(shown) :]
        lines.append(f"  and {len(rest)} more: {state_summary(rest)} (--all lists them)")
    return lines


def tell_shape(review: Review, terminal: Terminal) -> list[str]:
    """Return one line where dependencies between packages are new or gone, with the command that draws them."""
    said = state_shape(review.picture) if review.picture else ""
    base, head = review.change.base.name, review.change.head.name
    # The working tree and the empty one have no name that a command would take.
    drawn = f"; `reviewer map --base {base} --head {head}` draws it" if " " not in base + head else ""
    return write_lines(escape_text(f"shape: {said}{drawn}"), 0, terminal) if said else []


def list_skips(skips: tuple[Skip, ...], terminal: Terminal, *, show_all: bool) -> list[str]:
    """Return what was not looked at: the reasons with a few places, or each place."""
    if not skips:
        return []
    lines = [paint("not looked at", "strong", terminal)]
    if show_all:
        for skip in skips:
            what = " ".join(part for part in (skip.path, "" if skip.rule == "*" else skip.rule) if part)
            lines += write_lines(escape_text(f"{what}: {skip.reason}" if what else skip.reason), 2, terminal)
        return lines
    reasons = count_reasons(skips)
    column = len(str(reasons[0][1]))
    for reason, number in reasons[:_REASONS]:
        named = (
            ", ".join(skip.path for skip in skips if skip.reason == reason and skip.path) if number <= _NAMED else ""
        )
        lines += write_lines(
            f"{number:>{column}}  {escape_text(reason)}" + (f": {escape_text(named)}" if named else ""), 2, terminal
        )
    if len(reasons) > _REASONS:
        lines.append(f"  and {count_of(len(reasons) - _REASONS, 'other reason')} (--all lists them)")
    return lines


def list_attention(plan: Plan, spans: tuple[Span, ...], terminal: Terminal) -> list[str]:
    """Return the level of the change, and what to read first."""
    lines = write_lines(f"level: {escape_text(state_level(plan.level))}", 0, terminal) if plan.level else []
    if not spans:
        return lines
    lines += [paint(line, "strong", terminal) for line in write_lines(escape_text(state_reading(plan)), 0, terminal)]
    for span in spans:
        symbol = f"  {escape_text(span.symbol)}" if span.symbol else ""
        said = f"{symbol}  {span.score}: {escape_text(state_reasons(span))}"
        lines += write_item(span.path, span.line, span.end_line, said, terminal)
    if len(spans) < len(plan.spans):
        lines.append(f"  and {count_of(len(plan.spans) - len(spans), 'more place')} (--all lists them)")
    return lines


def list_skim(plan: Plan, terminal: Terminal) -> list[str]:
    """Return what needs no close reading."""
    if not plan.skim:
        return []
    lines = [paint("skim", "strong", terminal)]
    for row in plan.skim:
        lines += write_lines(escape_text(state_skim(row)), 2, terminal)
    return lines
