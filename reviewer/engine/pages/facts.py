"""This module holds the facts of a rule page: which keys there are, what they may say, and every fault at once."""

from collections.abc import Mapping
from typing import Any, get_args

from reviewer.change.syntax.languages import LANGUAGES
from reviewer.errors import ReviewerError, suggest
from reviewer.model.change import FileClass
from reviewer.model.finding import LEVELS
from reviewer.model.rule import Case, Rule, RuleStatus

_CHOICES: dict[str, tuple[str, ...]] = {
    "severity": LEVELS,
    "confidence": LEVELS,
    "status": get_args(RuleStatus),
    "reverts": ("read", "skipped"),
}
_WORDS: dict[str, tuple[str, ...]] = {
    "languages": tuple(LANGUAGES),
    "files": get_args(FileClass),
    "equivalents": (),
}
_TEXTS = ("since", "message", "detector", "question", "closed_question")
_TABLES = ("options", "cases")
_CASE_KEYS = ("message", "question", "severity", "confidence", "status")
_REQUIRED = ("severity", "confidence", "since")


def read_facts(
    table: Mapping[str, Any],
    *,
    rule_id: str,
    pack: str,
    origin: str,
    queries: Mapping[str, str],
    prose: Mapping[str, str],
) -> Rule:
    """Build a rule from its page's parts. Raises `ReviewerError` with all faults, one a line."""
    faults = [*_check_table(table), *_check_page(table, queries, prose)]
    for name, case in table.get("cases", {}).items() if isinstance(table.get("cases", {}), dict) else ():
        faults += [f"cases.{name}: {fault}" for fault in _check_case(case)]
    if faults:
        lines = "\n".join(f"  {origin}: {fault}" for fault in faults)
        raise ReviewerError(f"the page of rule '{rule_id}' has {len(faults)} fault(s):\n{lines}", "Correct the page.")
    return Rule(
        id=rule_id,
        pack=pack,
        title=prose["title"],
        why=prose["why"],
        question=prose["question"],
        severity=table["severity"],
        confidence=table["confidence"],
        status=table.get("status", "default"),
        since=table["since"],
        languages=tuple(queries) or tuple(table.get("languages", ())),
        files=tuple(table.get("files", ("production", "script"))),
        cases=_read_cases(table, prose),
        queries=dict(queries),
        detector=table.get("detector", ""),
        options={k: tuple(v) if isinstance(v, list) else v for k, v in table.get("options", {}).items()},
        equivalents=tuple(table.get("equivalents", ())),
        origin=origin,
        reverts=table.get("reverts", "read"),
        closed_question=table.get("closed_question", ""),
    )


def _check_table(table: Mapping[str, Any]) -> list[str]:
    known = (*_CHOICES, *_WORDS, *_TEXTS, *_TABLES)
    faults = [f"unknown key '{key}'{suggest(key, known)}" for key in table if key not in known]
    faults += [f"'{key}' is missing" for key in _REQUIRED if key not in table]
    faults += _check_choices(table)
    for key, words in _WORDS.items():
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            faults.append(f"'{key}' must be a list of words")
        elif words:
            faults += [f"{key}: no '{word}'{suggest(word, words)}" for word in value if word not in words]
    faults += [f"'{key}' must be a text" for key in _TEXTS if not isinstance(table.get(key, ""), str)]
    faults += [f"'{key}' must be a table" for key in _TABLES if not isinstance(table.get(key, {}), dict)]
    return faults


def _check_choices(table: Mapping[str, Any]) -> list[str]:
    return [
        f"{key} = {table[key]!r} must be one of {', '.join(choices)}{suggest(str(table[key]), choices)}"
        for key, choices in _CHOICES.items()
        if key in table and table[key] not in choices
    ]


def _check_page(table: Mapping[str, Any], queries: Mapping[str, str], prose: Mapping[str, str]) -> list[str]:
    faults = [f"the page has no {part}" for part in ("title", "why") if not prose[part]]
    if not prose["question"]:
        faults.append("the page has no question (a line that starts with '> ')")
    if bool(queries) == bool(table.get("detector")):
        faults.append("a page has either ```scheme blocks or a 'detector', not both and not neither")
    if table.get("files") == []:
        faults.append("'files' names no class: the rule would look at nothing")
    if queries and "languages" in table:
        faults.append("'languages' follows from the ```scheme blocks; leave it out")
    if "message" not in table and "cases" not in table:
        faults.append("'message' is missing")
    return faults


def _check_case(case: object) -> list[str]:
    if not isinstance(case, dict):
        return ["must be a table with a message"]
    faults = [f"unknown key '{key}'{suggest(key, _CASE_KEYS)}" for key in case if key not in _CASE_KEYS]
    faults += [] if isinstance(case.get("message"), str) else ["'message' is missing"]
    faults += [] if isinstance(case.get("question", ""), str) else ["'question' must be a text"]
    return faults + _check_choices(case)


def _read_cases(table: Mapping[str, Any], prose: Mapping[str, str]) -> dict[str, Case]:
    default = {
        "message": table.get("message", prose["title"]),
        "question": prose["question"],
        "severity": table["severity"],
        "confidence": table["confidence"],
        "status": table.get("status", "default"),
    }
    return {name: Case(**{**default, **case}) for name, case in {"": {}, **table.get("cases", {})}.items()}
