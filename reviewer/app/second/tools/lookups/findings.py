"""This module holds the tool that lists what the review has found without a model."""

from collections.abc import Iterator

from reviewer.app.second.tools.sight import Sight
from reviewer.app.second.tools.writing import count_of, note_rest, note_withheld, show
from reviewer.change.late import compile_late
from reviewer.model.finding import Finding
from reviewer.model.review import ChangeLevel, Span

_MOST_FINDINGS, _MOST_SPANS = 20, 12
_LONGEST = 300
_PATH = compile_late(r"[\w.@+-]+(?:/[\w.@+-]+)*")


def list_findings(sight: Sight) -> Iterator[str]:
    """Yield the level with its factors, the findings by severity, and the spans that are to be read first."""
    review = sight.review
    if review.plan.level is not None:
        yield from _tell_level(review.plan.level)
    findings, hidden = sight.keep(review.findings, lambda finding: finding.path)
    yield f"{count_of(len(review.findings), 'finding')}:" if review.findings else "no findings"
    for finding in findings[:_MOST_FINDINGS]:
        yield from _tell_finding(sight, finding)
    yield from note_rest(len(findings) - _MOST_FINDINGS)
    spans, unseen = sight.keep(review.plan.spans, lambda span: span.path)
    if spans:
        yield "to be read first:"
    yield from (_tell_span(sight, span) for span in spans[:_MOST_SPANS])
    yield from note_rest(len(spans) - _MOST_SPANS)
    yield from note_withheld(hidden + unseen)


def _tell_level(level: ChangeLevel) -> Iterator[str]:
    beside = f", above {level.above} of the last {level.compared} changes" if level.compared else ""
    yield f"level of the change: {level.name}, score {level.score}{beside}"
    for factor in level.factors:
        yield f"  {factor.points:+} {factor.name}: {show(factor.because)}"


def _tell_finding(sight: Sight, finding: Finding) -> Iterator[str]:
    place = f"{finding.path}:{finding.line}-{finding.end_line} ({finding.side} side)"
    accepted = f"; accepted: {show(finding.waived.reason)}" if finding.waived else ""
    yield f"{finding.severity} {finding.rule} at {place}{f' in {finding.symbol}' if finding.symbol else ''}{accepted}"
    yield f"  {_open(sight, sight.say(finding, finding.message))}"
    yield f"  asked: {_open(sight, sight.say(finding, finding.question))}"
    for related in finding.related:
        if sight.shows(related.path):
            yield f"  see {related.path}:{related.line} {_open(sight, sight.say(finding, related.message))}"


def _tell_span(sight: Sight, span: Span) -> str:
    because = "; ".join(_say_reason(sight, factor.because) for factor in span.factors)
    symbol = f" in {span.symbol}" if span.symbol else ""
    return f"{span.rank}. {span.path}:{span.line}-{span.end_line}{symbol}, score {span.score}: {_open(sight, because)}"


def _say_reason(sight: Sight, because: str) -> str:
    """Return a reason, if it may be shown: some are what a finding says."""
    for finding in sight.review.findings:
        if finding.message == because:
            because = sight.say(finding, because)
    return because


def _open(sight: Sight, text: str) -> str:
    """Return a sentence, unless it is about a file that may not be shown."""
    known = sight.view.head.paths
    named = [path for path in _PATH.findall(text) if path in known or path in sight.view.base.paths]
    return (
        show(sight.redact(text), _LONGEST)
        if all(map(sight.shows, named))
        else "(what it says concerns a file that is withheld)"
    )
