"""This module holds the way from a hit to a finding: words from the page, identity, and the line of code."""

from collections.abc import Iterable, Mapping

from reviewer.change.late import compile_late
from reviewer.change.syntax.source import Source
from reviewer.engine.hit import Hit
from reviewer.engine.identity import fingerprint_hits, identify_place
from reviewer.index.view import View
from reviewer.model.finding import LEVELS, Finding
from reviewer.model.rule import Rule

_FIELD = compile_late(r"\{([a-z_]+)\}")
_LONGEST_VALUE = 80


def word_findings(hits: Iterable[tuple[Rule, Hit]], view: View) -> tuple[Finding, ...]:
    """Turn hits into findings, ordered by severity, path and line, each with a fingerprint."""
    ordered = sorted(hits, key=_order)
    sources = [_source_of(hit, view) for _, hit in ordered]
    places = [(rule.id, identify_place(hit, source)) for (rule, hit), source in zip(ordered, sources, strict=True)]
    rows = zip(ordered, sources, fingerprint_hits(places), strict=True)
    return tuple(_word(rule, hit, source, fingerprint) for (rule, hit), source, fingerprint in rows)


def fill_message(template: str, values: Mapping[str, str]) -> str:
    """Fill `{name}` fields; values are data and never templates. An unknown field stays as it is written."""
    return _FIELD.sub(lambda m: _shorten(values[m[1]]) if m[1] in values else m[0], template)


def find_unfilled(rule: Rule, hit: Hit) -> list[str]:
    """Return the fields of a hit's message and question that it has no value for."""
    case = rule.cases[hit.case]
    return [name for name in _FIELD.findall(case.message + case.question) if name not in hit.values]


def _word(rule: Rule, hit: Hit, source: Source | None, fingerprint: str) -> Finding:
    case = rule.cases[hit.case]
    return Finding(
        rule=rule.id,
        pack=rule.pack,
        severity=case.severity,
        confidence=case.confidence,
        path=hit.path,
        line=hit.line,
        end_line=max(hit.line, hit.end_line),
        side=hit.side,
        symbol=hit.symbol,
        message=fill_message(case.message, hit.values),
        question=fill_message(case.question, hit.values),
        related=hit.related,
        fingerprint=fingerprint,
        code=source.line_text(hit.line).strip() if source else "",
    )


def _order(pair: tuple[Rule, Hit]) -> tuple[object, ...]:
    rule, hit = pair
    severity = LEVELS.index(rule.cases[hit.case].severity)
    return (severity, hit.path, hit.line, hit.end_line, rule.id, hit.case, hit.symbol, sorted(hit.values.items()))


def _source_of(hit: Hit, view: View) -> Source | None:
    if hit.side == "new":
        file = view.by_path.get(hit.path)
        return file.new if file else None
    return next((f.old for f in view.files if f.old is not None and hit.path in (f.old.path, f.path)), None)


def _shorten(value: str) -> str:
    flat = " ".join(value.split())
    return flat if len(flat) <= _LONGEST_VALUE else flat[: _LONGEST_VALUE - 1] + "…"
