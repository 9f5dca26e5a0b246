"""This module holds the gate: which findings stop a change, by severity or by rule."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from reviewer.errors import ReviewerError, suggest
from reviewer.model.finding import LEVELS, Finding, Severity

NEVER = "never"


@dataclass(frozen=True, slots=True)
class Gate:
    """What stops a change: a finding of one of these severities, or of one of these rules."""

    severities: frozenset[Severity] = frozenset()
    rules: frozenset[str] = frozenset()

    @property
    def is_open(self) -> bool:
        """Whether nothing can stop a change."""
        return not self.severities and not self.rules


def parse_gate(text: str, known: Collection[str] | None = None) -> Gate:
    """Read `never`, a severity (that one and graver ones), ids of rules, or several of them between commas.

    `known` are the ids of all rules, where they are to be checked. Raises `ReviewerError` for anything else.
    """
    words = [word.strip() for word in text.split(",") if word.strip()]
    severities: set[Severity] = set()
    rules = set()
    for word in words:
        if word in LEVELS:
            severities.update(LEVELS[: LEVELS.index(word) + 1])
        elif word != NEVER:
            rules.add(word)
    strange = sorted(rules - set(known)) if known is not None else []
    if strange or not words:
        choices = [*LEVELS, NEVER, *(known or ())]
        named = ", ".join(f"'{word}'{suggest(word, choices)}" for word in strange) or "nothing"
        raise ReviewerError(
            f"fail-on names {named}.", "Name high, medium, low, never, or rules that `reviewer rules list` shows."
        )
    return Gate(frozenset(severities), frozenset(rules))


def find_breaches(findings: Iterable[Finding], gate: Gate) -> tuple[Finding, ...]:
    """Return the findings that stop a change; what somebody accepted does not."""
    return tuple(f for f in findings if f.waived is None and (f.severity in gate.severities or f.rule in gate.rules))
