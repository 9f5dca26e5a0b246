"""This module holds rules that are tree-sitter queries: the capture `@finding` is what a reader is shown."""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from reviewer.change.syntax.languages import load_grammar
from reviewer.change.syntax.names import end_line_of, line_of, text_of
from reviewer.change.syntax.source import Source
from reviewer.engine.hit import Hit
from reviewer.errors import ReviewerError
from reviewer.model.rule import Rule

if TYPE_CHECKING:
    from tree_sitter import Query

_MATCH_LIMIT = 10_000


def find_query(rule: Rule, source: Source) -> Iterator[Hit]:
    """Yield the hits of a query rule in one source; other captures fill the message by their names."""
    from tree_sitter import QueryCursor

    if source.root is None or source.language is None or source.language not in rule.queries:
        return
    cursor = QueryCursor(compile_query(rule, source.language), match_limit=_MATCH_LIMIT)
    for _, captures in cursor.matches(source.root):
        for node in captures.get("finding", []):
            values = {name: text_of(nodes[0]) for name, nodes in captures.items() if nodes}
            first, last = line_of(node), end_line_of(node)
            yield Hit(source.path, first, last, symbol=source.symbol_at(first), values=values)


def compile_query(rule: Rule, language: str) -> "Query":
    """Compile a rule's query for one language. Raises `ReviewerError` that names the page and the place."""
    return _compile(language, rule.queries[language], rule.origin)


@cache
def _compile(language: str, text: str, origin: str) -> "Query":
    from tree_sitter import Query, QueryError

    try:
        query = Query(load_grammar(language), text)
    except (QueryError, ValueError) as fault:
        raise ReviewerError(f"{origin}: the {language} query is not valid: {fault}.", "Correct the query.") from None
    names = {query.capture_name(i) for i in range(query.capture_count)}
    if "finding" not in names:
        raise ReviewerError(f"{origin}: the {language} query captures no @finding.", "Mark what to show with @finding.")
    return query
