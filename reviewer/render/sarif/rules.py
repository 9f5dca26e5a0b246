"""A code scanning alert explains its rule; this module holds the explanation that a rule page gives."""

from collections.abc import Mapping
from typing import Any

from reviewer.model.finding import Severity
from reviewer.model.rule import Rule
from reviewer.render.escape import escape_prose, escape_text, shorten

SARIF_LEVELS: Mapping[Severity, str] = {"high": "error", "medium": "warning", "low": "note"}
_PROBLEM: Mapping[Severity, str] = {"high": "error", "medium": "warning", "low": "recommendation"}
# GitHub's bands: above 7.0 is high, from 4.0 on medium, below low. It asks for the number in security rules only.
_SECURITY: Mapping[Severity, str] = {"high": "8.0", "medium": "5.5", "low": "3.0"}
_SHORT = 255
_LONG = 1_000


def describe_rules(rules: Mapping[str, Rule], used: set[tuple[str, str]]) -> list[dict[str, Any]]:
    """Return a descriptor for every rule, ordered by id; `used` (rule, pack) are those that results refer to."""
    known = {escape_text(rule.id): _describe(rule) for rule in rules.values()}
    unknown = {escape_text(rule): _name_only(rule, pack) for rule, pack in sorted(used)}
    return [descriptor for _, descriptor in sorted((unknown | known).items())]


def _describe(rule: Rule) -> dict[str, Any]:
    title = _sentence(rule.title or rule.id)
    why = _paragraphs(rule.why) or [title]
    question = _paragraphs(rule.question)
    properties: dict[str, Any] = {
        "precision": rule.confidence,
        "problem.severity": _PROBLEM[rule.severity],
        "tags": _tags(rule),
    }
    if rule.pack == "security":
        properties["security-severity"] = _SECURITY[rule.severity]
    return {
        **_name_only(rule.id, rule.pack),
        "shortDescription": {"text": shorten(title, _SHORT)},
        "fullDescription": {"text": shorten(_sentence(why[0]), _LONG)},
        "help": {
            "text": "\n\n".join(map(escape_text, [*why, *question])),
            "markdown": "\n\n".join(map(escape_prose, [*why, *question])),
        },
        "defaultConfiguration": {"level": SARIF_LEVELS[rule.severity]},
        "properties": properties,
    }


def _name_only(rule: str, pack: str) -> dict[str, Any]:
    """Return what can be said of a rule without its page."""
    name = "".join(part.capitalize() for part in escape_text(rule).split("-"))
    return {
        "id": escape_text(rule),
        "name": name or "Rule",
        "shortDescription": {"text": _sentence(rule)},
        "fullDescription": {"text": _sentence(rule)},
        "help": {"text": _sentence(rule)},
        "properties": {"tags": [escape_text(pack)] if pack else []},
    }


def _tags(rule: Rule) -> list[str]:
    """Return at most ten tags, which is what GitHub shows of them."""
    tags = [tag for tag in (rule.pack, rule.status, *sorted(rule.languages)) if tag]
    return [escape_text(tag) for tag in dict.fromkeys(tags)][:10]


def _paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a page's prose, each on one line."""
    return [" ".join(paragraph.split()) for paragraph in text.split("\n\n") if paragraph.strip()]


def _sentence(text: str) -> str:
    """Return text that ends like a sentence, which viewers expect of descriptions."""
    clean = escape_text(text.strip())
    return clean if clean.endswith((".", "?", "!")) else f"{clean}."
