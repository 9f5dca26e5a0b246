"""This module holds packs: folders of rule pages, read from a mapping of paths to texts."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from reviewer.engine.pages.page import Page, parse_page, parse_rule
from reviewer.errors import ReviewerError
from reviewer.model.rule import Rule


def read_rules(pages: Mapping[str, str]) -> tuple[Rule, ...]:
    """Read the rules of a set of pages, ordered by id. A later pack may not redefine the rule of an earlier one."""
    return tuple(_unique({path: parse_rule(text, **_name(path)) for path, text in _rule_pages(pages)}))


def read_pages(pages: Mapping[str, str]) -> tuple[Page, ...]:
    """Read pages with their examples, ordered by rule id."""
    parsed = {path: parse_page(text, **_name(path)) for path, text in _rule_pages(pages)}
    _unique({path: page.rule for path, page in parsed.items()})
    return tuple(sorted(parsed.values(), key=lambda page: page.rule.id))


def _rule_pages(pages: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(p, t) for p, t in sorted(pages.items()) if p.endswith(".md") and PurePosixPath(p).name != "README.md"]


def _name(path: str) -> dict[str, str]:
    place = PurePosixPath(path)
    return {"rule_id": place.stem, "pack": place.parent.name or "local", "origin": path}


def _unique(rules: Mapping[str, Rule]) -> list[Rule]:
    seen: dict[str, str] = {}
    for path, rule in rules.items():
        if rule.id in seen:
            raise ReviewerError(f"two pages define the rule '{rule.id}': {seen[rule.id]} and {path}.", "Rename one.")
        seen[rule.id] = path
    return sorted(rules.values(), key=lambda rule: rule.id)
