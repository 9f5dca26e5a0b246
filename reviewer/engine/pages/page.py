"""This module holds the parser of rule pages: facts, prose, queries and examples in one Markdown file."""

import tomllib
from dataclasses import dataclass
from typing import Any

from reviewer.change.syntax.languages import LANGUAGES
from reviewer.engine.pages.examples import Example, parse_examples
from reviewer.engine.pages.facts import read_facts
from reviewer.engine.pages.markdown import Block, parse_blocks
from reviewer.errors import ReviewerError
from reviewer.model.rule import Rule

EXAMPLES = {"Flagged": True, "Not flagged": False}


@dataclass(frozen=True, slots=True)
class Page:
    """A rule with the examples of its page."""

    rule: Rule
    examples: tuple[Example, ...]


def parse_page(text: str, *, rule_id: str, pack: str, origin: str) -> Page:
    """Parse one page. Raises `ReviewerError` that names the page and every fault of its facts."""
    blocks = list(parse_blocks(text))
    cut = next((i for i, b in enumerate(blocks) if b.kind == "heading" and b.text in EXAMPLES), len(blocks))
    top, rest = blocks[:cut], blocks[cut:]
    table = _parse_facts(top, origin)
    queries = _parse_queries(top, origin)
    prose = {
        "title": next((b.text for b in top if b.kind == "heading" and b.info == "#"), ""),
        "why": next((b.text for b in top if b.kind == "paragraph"), ""),
        "question": next((b.text for b in top if b.kind == "quote"), ""),
    }
    rule = read_facts(table, rule_id=rule_id, pack=pack, origin=origin, queries=queries, prose=prose)
    return Page(rule, tuple(parse_examples(rest, rule)))


def parse_rule(text: str, *, rule_id: str, pack: str, origin: str) -> Rule:
    """Parse one page without its examples, which a check does not need."""
    cut = min((at for at in (text.find(f"\n## {name}\n") for name in EXAMPLES) if at >= 0), default=len(text))
    return parse_page(text[:cut], rule_id=rule_id, pack=pack, origin=origin).rule


def _parse_facts(blocks: list[Block], origin: str) -> dict[str, Any]:
    fence = next((b for b in blocks if b.kind == "fence" and b.info == "toml"), None)
    if fence is None:
        raise ReviewerError(f"{origin}: the page has no ```toml block.", "See docs/rules.md for the parts of a page.")
    try:
        return tomllib.loads(fence.text)
    except tomllib.TOMLDecodeError as fault:
        raise ReviewerError(f"{origin}:{fence.line}: {fault}.", "Correct the toml block of the page.") from None


def _parse_queries(blocks: list[Block], origin: str) -> dict[str, str]:
    queries: dict[str, str] = {}
    for block in blocks:
        words = block.info.split()
        if block.kind != "fence" or words[:1] != ["scheme"]:
            continue
        for language in words[1:]:
            if language not in LANGUAGES:
                known = ", ".join(LANGUAGES)
                raise ReviewerError(f"{origin}:{block.line}: no grammar for '{language}'.", f"Known: {known}.")
            queries[language] = queries.get(language, "") + block.text
    return queries
