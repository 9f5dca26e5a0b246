"""This module holds the tables about a second reader: outcomes in, Markdown out, each half of the changes apart."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from readings import Outcome
from tasks import HALVES, Verdict

from reviewer.metrics.estimates.shares import enclose_share

_VERDICTS = ("confirmed", "doubted", "unsure", "unanswered")
_TOLD = ("useful", "true", "false")
_ALL = (*HALVES, "both")


@dataclass(frozen=True, slots=True)
class Run:
    """A whole run. `skipped` repositories have no clone; `failed` tasks were not read, for this or another reason."""

    outcomes: tuple[Outcome, ...]
    failed: int
    skipped: tuple[str, ...]
    days: tuple[str, ...]
    is_live: bool


def write_tables(run: Run) -> str:
    """Return every table of a run."""
    read = [outcome for outcome in run.outcomes if outcome.is_read]
    parts = [
        _tell_run(run, read),
        *_tell_judged([outcome for outcome in run.outcomes if outcome.task.kind == "judged"]),
        *_tell_seeded([outcome for outcome in run.outcomes if outcome.task.kind != "judged"]),
        *_tell_cost(read),
    ]
    return "\n\n".join(parts) + "\n"


def _tell_run(run: Run, read: Sequence[Outcome]) -> str:
    models = ", ".join(sorted({outcome.reading.model for outcome in read})) or "none"
    how = "every task was put to an endpoint" if run.is_live else "replay: recorded answers, and nothing was sent"
    answers, strange, left = (sum(getattr(o, name) for o in read) for name in ("answers", "strange", "left"))
    told = [
        f"- how: {how}",
        f"- model: {models}; answers of {', '.join(run.days) or 'no day'}",
        f"- changes: {len(read)} read, {len(run.outcomes) - len(read)} checked and not read, {run.failed} left out",
        f"- no clone of: {', '.join(run.skipped) or 'none is missing'}",
    ]
    if not run.is_live:
        told.append(f"- answers: {answers}, {strange} of them given to another text than the one that is sent today")
        told.append(f"- recorded and not asked for any more, as the answer before is accepted today: {left}")
    return "\n".join(told)


def _tell_judged(outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield "### Judged findings"
    for half in _ALL:
        rows = [(v, o.find_verdict(v)) for o in outcomes if half in (o.task.half, "both") for v in o.task.verdicts]
        told = Counter((answer, judged.verdict) for judged, answer in rows)
        gone = sum(answer == "gone" for _, answer in rows)
        lines = [
            f"{half}: {len(rows)} judged findings, of which {gone} are no candidates any more.",
            "",
            "| the reader | n | useful | true | false | useful, share | 95 % |",
            "|---|---|---|---|---|---|---|",
            *(_row(answer, [told[answer, kind] for kind in _TOLD]) for answer in _VERDICTS),
        ]
        answered = [(judged, answer) for judged, answer in rows if answer in _VERDICTS[:3]]
        lines.append(_row("**all that were answered**", _count(judged for judged, _ in answered)))
        useful = [answer for judged, answer in answered if judged.verdict == "useful"]
        lines += ["", _tell_share("useful ones confirmed", useful.count("confirmed"), len(useful))]
        idle = [answer for judged, answer in answered if judged.verdict != "useful"]
        lines.append(_tell_share("others confirmed", idle.count("confirmed"), len(idle)))
        yield "\n".join(lines)


def _row(name: str, counts: Sequence[int]) -> str:
    n, useful = sum(counts), counts[0]
    low, high = enclose_share(useful, n)
    share = f"{useful / n:.2f} | {low:.2f} to {high:.2f}" if n else "- | -"
    return f"| {name} | {n} | {' | '.join(map(str, counts))} | {share} |"


def _count(judged: Iterable[Verdict]) -> list[int]:
    told = Counter(verdict.verdict for verdict in judged)
    return [told[kind] for kind in _TOLD]


def _tell_share(name: str, hits: int, n: int) -> str:
    low, high = enclose_share(hits, n)
    return f"- {name}: {hits} of {n}" + (f" ({hits / n:.2f}, {low:.2f} to {high:.2f})" if n else "")


def _tell_seeded(outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield "### Planted defects"
    seen = {o.task.id for o in outcomes if o.task.kind == "planted" and o.is_seen_without}
    said = f"; left out, because a rule speaks at the planted lines: {', '.join(sorted(seen))}" if seen else ""
    yield f"{sum(o.task.kind == 'planted' for o in outcomes)} planted changes, each with its untouched twin{said}."
    kept = [o for o in outcomes if o.is_read and o.task.id not in seen]
    if not kept:
        yield "No model has read any of them yet."
        return
    heads = ("planted", "half", "asked about", "95 %", "untouched", "the same lines asked about", "95 %", "questions")
    lines = [_line(heads), _line(["---"] * len(heads))]
    for name in sorted({_name_group(o) for o in kept}):
        group = [o for o in kept if _name_group(o) == name]
        lines += [_line([name, half, *_count_half(o for o in group if half in (o.task.half, "both"))]) for half in _ALL]
    yield "\n".join(lines)
    yield "Questions are those in an untouched change: their mean, and how many of these changes have none."
    yield "\n".join(_list_areas(kept))
    asked = Counter(question.area for o in kept if o.task.kind == "twin" for question in o.reading.questions)
    told = ", ".join(f"{area} {n}" for area, n in sorted(asked.items())) or "none"
    yield f"Questions in untouched changes by their own area: {told}."


def _name_group(outcome: Outcome) -> str:
    return f"{outcome.task.hand}, kinds known" if outcome.knew else outcome.task.hand


def _count_half(outcomes: Iterable[Outcome]) -> list[str]:
    known = list(outcomes)
    cells = []
    for part in ([o for o in known if o.task.kind == "planted"], [o for o in known if o.task.kind == "twin"]):
        cells += _share(sum(o.is_caught for o in part), len(part))
    asked = [len(o.reading.questions) for o in known if o.task.kind == "twin"]
    twins = str(len(asked))
    noise = f"{sum(asked) / len(asked):.2f}; {asked.count(0)} without" if asked else "-"
    return [*cells[:2], twins, *cells[2:], noise]


def _list_areas(outcomes: Sequence[Outcome]) -> Iterator[str]:
    heads = ("area of the defect", "asked about", "95 %", "the same lines, untouched", "95 %")
    yield _line(heads)
    yield _line(["---"] * len(heads))
    for area in sorted({o.task.area for o in outcomes}):
        cells = []
        for kind in ("planted", "twin"):
            mine = [o for o in outcomes if o.task.area == area and o.task.kind == kind]
            cells += _share(sum(o.is_caught for o in mine), len(mine))
        yield _line([area, *cells])


def _share(hits: int, n: int) -> list[str]:
    low, high = enclose_share(hits, n)
    return [f"{hits} of {n}", f"{low:.2f} to {high:.2f}" if n else "-"]


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _tell_cost(read: Sequence[Outcome]) -> Iterator[str]:
    yield "### Cost"
    lines = ["| a change | mean | most |", "|---|---|---|"]
    usages = [outcome.reading.usage for outcome in read]
    for name, values in (
        ("requests", [usage.requests for usage in usages]),
        ("tokens in", [usage.tokens_in for usage in usages]),
        ("tokens out", [usage.tokens_out for usage in usages]),
        ("questions", [len(outcome.reading.questions) for outcome in read]),
        ("explanations", [len(outcome.reading.explanations) for outcome in read]),
    ):
        lines.append(f"| {name} | {sum(values) / max(1, len(values)):,.1f} | {max(values, default=0):,} |")
    prices = [usage.dollars for usage in usages if usage.dollars is not None]
    lines.append(
        f"| dollars | {sum(prices) / len(prices):.4f} | {max(prices):.4f} |" if prices else "| dollars | - | - |"
    )
    if any(usage.is_estimated for usage in usages):
        lines += ["", "Tokens are estimated, three characters each: nobody counted them."]
    dropped: Counter[str] = Counter()
    for outcome in read:
        dropped.update(dict(outcome.reading.dropped))
    lines += [
        "",
        f"Said and not shown: {', '.join(f'{why} ({n})' for why, n in sorted(dropped.items())) or 'nothing'}.",
    ]
    unfinished = sum(bool(outcome.reading.not_done) for outcome in read)
    lines.append(f"Conversations that did not come to their end: {unfinished}.")
    yield "\n".join(lines)
