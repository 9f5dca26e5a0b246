"""This module holds the run of rules over a change: what was hit, and what could not be looked at."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reviewer.change.changed import ChangedFile
from reviewer.change.syntax.source import Source
from reviewer.engine.attribution import find_introduced
from reviewer.engine.hit import Detector, Hit, Load
from reviewer.engine.query import find_query
from reviewer.errors import ReviewerError
from reviewer.index.view import View
from reviewer.model.finding import Skip
from reviewer.model.rule import Rule

# Below this share of bytes outside of syntax errors the tree says more about the grammar than about the code.
READABLE = 0.5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run saw: hits with their rules, in the order of the rules, and what it could not look at."""

    hits: tuple[tuple[Rule, Hit], ...]
    skips: tuple[Skip, ...]


def run_rules(rules: Sequence[Rule], view: View, load: Load) -> Outcome:
    """Run every rule over a change. A rule that raises becomes a skip and never ends the run."""
    hits: list[tuple[Rule, Hit]] = []
    skips: list[Skip] = []
    for rule in rules:
        try:
            hits += [(rule, hit) for hit in list(find_hits(rule, view, load)) if _is_active(rule, hit)]
        except ReviewerError:
            raise
        except Exception as fault:  # noqa: BLE001 - the guard around one rule; the fault is shown as a skip
            skips.append(Skip("", rule.id, f"the rule raised {type(fault).__name__}: {fault}"))
    return Outcome(tuple(hits), tuple(skips))


def find_hits(rule: Rule, view: View, load: Load) -> Iterable[Hit]:
    """Return the hits of one rule that the change caused."""
    if rule.queries or load(rule.detector).given == "source":
        return find_introduced(lambda source: scan_source(rule, source, load), _fit(rule, view))
    detector = load(rule.detector)
    found = _find_in_files(rule, view, detector) if detector.given == "file" else detector.find(view, rule.options)
    return found if rule.reverts == "read" else _unless_restored(found, view)


def _unless_restored(found: Iterable[Hit], view: View) -> Iterator[Hit]:
    """Yield hits unless the change restores what was there: whoever reverts has not written it."""
    for hit in found:
        if view.around.is_restoring():
            return
        yield hit


def scan_source(rule: Rule, source: Source, load: Load) -> Iterable[Hit]:
    """Return every hit of a rule in one source, inherited ones too; nothing for a rule that compares."""
    if not looks_at(rule, source) or source.confidence < READABLE:
        return []
    if rule.queries:
        return find_query(rule, source)
    detector = load(rule.detector)
    return detector.find(source, rule.options) if detector.given == "source" else []


def stands_in(rule: Rule, source: Source, line: int, load: Load) -> bool:
    """Tell whether a rule still speaks on a line or the next one; a rule that compares is given the benefit."""
    if rule.detector and load(rule.detector).given != "source":
        return True
    try:
        return any(hit.line in (line, line + 1) for hit in scan_source(rule, source, load))
    except Exception:  # noqa: BLE001 - the guard around one rule; the run itself has reported the fault
        return True


def looks_at(rule: Rule, source: Source | None) -> bool:
    """Tell whether a rule is about a source, by its language and its class."""
    if source is None or source.file_class not in rule.files:
        return False
    return not rule.languages or source.language in rule.languages


def _fit(rule: Rule, view: View) -> list[ChangedFile]:
    return [
        ChangedFile(f.change, f.old if looks_at(rule, f.old) else None, f.new if looks_at(rule, f.new) else None)
        for f in view.files
        if looks_at(rule, f.new) or looks_at(rule, f.old)
    ]


def _find_in_files(rule: Rule, view: View, detector: Detector) -> Iterator[Hit]:
    for file in _fit(rule, view):
        if file.new is None or file.new.confidence >= READABLE:
            yield from detector.find(file, rule.options)


def _is_active(rule: Rule, hit: Hit) -> bool:
    return rule.cases[hit.case].status == "default"
