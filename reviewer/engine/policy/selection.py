"""This module holds which rules run and where, once the user's settings are laid over the pages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from reviewer.change.patterns import Matches, match_patterns
from reviewer.engine.hit import Hit
from reviewer.errors import ReviewerError, suggest
from reviewer.model.policy import RulePolicy
from reviewer.model.rule import Rule


def select_rules(rules: Sequence[Rule], wanted: Mapping[str, RulePolicy]) -> tuple[Rule, ...]:
    """Return the rules that run, with settings applied. Raises `ReviewerError` for unknown rules and options."""
    faults = _find_faults(rules, wanted)
    if faults:
        text = f"the settings have {len(faults)} fault(s):\n" + "\n".join(f"  {fault}" for fault in faults)
        raise ReviewerError(text, "`reviewer rules list` shows every rule.")
    selected = []
    for rule in rules:
        said = wanted.get(rule.id)
        status = said.status if said else ""
        if status == "on" or (not status and (_speaks_by_default(rule) or (said and said.cases))):
            selected.append(_apply(rule, said) if said else rule)
    return tuple(selected)


def keep_in_scope(
    hits: Iterable[tuple[Rule, Hit]], wanted: Mapping[str, RulePolicy], exclude: Sequence[str]
) -> tuple[tuple[Rule, Hit], ...]:
    """Drop hits in files that the settings exclude, for every rule or for the hit's own."""
    excluded = match_patterns(exclude)
    scopes = {
        name: (match_patterns(said.paths), match_patterns(said.exclude), bool(said.paths))
        for name, said in wanted.items()
        if said.paths or said.exclude
    }
    return tuple((rule, hit) for rule, hit in hits if not excluded(hit.path) and _in_scope(hit, scopes.get(rule.id)))


def _in_scope(hit: Hit, scope: tuple[Matches, Matches, bool] | None) -> bool:
    if scope is None:
        return True
    included, excluded, limited = scope
    return (included(hit.path) or not limited) and not excluded(hit.path)


def _speaks_by_default(rule: Rule) -> bool:
    """A rule that is opt-in as a whole may still have a case that is not."""
    return any(case.status == "default" for case in rule.cases.values())


def _apply(rule: Rule, said: RulePolicy) -> Rule:
    cases = dict(rule.cases)
    if said.severity:
        cases = {name: replace(case, severity=said.severity) for name, case in cases.items()}
    status = "default" if said.status == "on" else rule.status
    if said.status == "on":
        cases = {
            name: replace(case, status="default") if case.status == rule.status else case
            for name, case in cases.items()
        }
    cases |= {name: replace(cases[name], status="default") for name in said.cases}
    return replace(
        rule,
        status=status,
        severity=said.severity or rule.severity,
        cases=cases,
        options={**rule.options, **said.options},
    )


def _find_faults(rules: Sequence[Rule], wanted: Mapping[str, RulePolicy]) -> list[str]:
    known = {rule.id: rule for rule in rules}
    faults = [f"rules.{name}: there is no such rule{suggest(name, known)}" for name in wanted if name not in known]
    for name, said in wanted.items():
        options = known[name].options if name in known else said.options
        faults += [
            f"rules.{name}.options: no option '{option}'{suggest(option, options)}"
            for option in said.options
            if option not in options
        ]
        cases = known[name].cases if name in known else dict.fromkeys(said.cases)
        faults += [
            f"rules.{name}.cases: no case '{case}'{suggest(case, cases)}" for case in said.cases if case not in cases
        ]
    return sorted(faults)
