"""This module holds the choice of real helper functions of a repository that are worth copying."""

import re
import textwrap
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from grammar import GRAMMARS
from snippet import Snippet, is_docstring, rank

from reviewer.adapters.git.repository import GitRepository
from reviewer.change.fileclass import classify_path
from reviewer.change.syntax.languages import recognise_language
from reviewer.change.syntax.names import decorators_of, descendants, statements_of, text_of
from reviewer.change.syntax.outline import body_text
from reviewer.change.syntax.source import Scope, Source
from reviewer.change.syntax.tokens import shape_of
from reviewer.model.change import Revision
from reviewer.ports import Range

_FEWEST_LINES, _MOST_LINES = 5, 40
_DULL = frozenset({"main", "init", "setup", "run", "new"})
_HOLDERS = frozenset({"module", "program", "source_file", "export_statement"})


@dataclass(frozen=True)
class Helper:
    """A function of the repository: where it stands, and its text by itself."""

    path: str
    symbol: str
    line: int
    end_line: int
    snippet: Snippet
    shape: int
    tokens: int


@dataclass(frozen=True)
class Stock:
    """What a repository holds in one language: its production files and the helpers in them, in a content order."""

    language: str
    sources: dict[str, Source]
    helpers: list[Helper]


def open_head(repository: GitRepository) -> Revision:
    """Return the newest revision of a repository."""
    return repository.resolve(Range("HEAD^", "HEAD")).head


def stock_up(repository: GitRepository, revision: Revision, language: str, least_tokens: int) -> Stock:
    """Read the production files of one language and find the helpers that occur once."""
    entries = [
        entry
        for entry in repository.tree(revision)
        if recognise_language(entry.path) == language
        and classify_path(entry.path) == "production"
        and not entry.path.endswith((".d.ts", ".pyi"))
    ]
    contents = repository.read(entry.blob for entry in entries)
    texts = [(entry.path, contents.get(entry.blob)) for entry in entries]
    sources = {p: Source(p, data, language, "production") for p, data in texts if isinstance(data, bytes)}
    sources = {path: source for path, source in sources.items() if _is_readable(source)}
    found = [helper for source in sources.values() for helper in _helpers(source)]
    shapes = Counter(helper.shape for helper in found)
    chosen = [h for h in found if h.tokens >= least_tokens and shapes[h.shape] == 1 and _is_worthwhile(h)]
    chosen.sort(key=lambda h: rank(h.path, h.symbol, h.snippet.text))
    return Stock(language, sources, chosen)


def _is_readable(source: Source) -> bool:
    root = source.root
    is_text = b"\r" not in source.data and b"\x00" not in source.data and len(source.data) < 200_000
    return is_text and root is not None and not root.has_error and b"DO NOT EDIT" not in source.data[:2000]


def _helpers(source: Source) -> Iterator[Helper]:
    for scope in source.functions:
        shape = shape_of(body_text(scope, source), source.language or "")
        text = _standalone(scope, source)
        snippet = Snippet(source.language or "", scope.name, text)
        if text and snippet.is_sound:
            line, end = scope.line, scope.end_line
            yield Helper(source.path, scope.symbol, line, end, snippet, shape.hash, len(shape.tokens))


def _standalone(scope: Scope, source: Source) -> str:
    """The text of a top-level function or static method by itself; empty for any other function."""
    node = scope.node
    if scope.owner is None:
        holder = node.parent
        if node.type in ("arrow_function", "function_expression") and holder is not None:
            node = holder.parent or node  # the declaration that names it
            holder = node.parent
        if holder is None or holder.type not in _HOLDERS or decorators_of(node, source.kinds.decorators):
            return ""
        return text_of(node) + "\n" if node.type != "method_declaration" else ""
    if scope.owner.role != "class" or scope.owner.owner is not None:
        return ""
    lead = source.line_text(node.start_point[0] + 1)[: node.start_point[1]]
    text = lead + text_of(node) + "\n"
    if source.language == "java":
        return text if re.search(r"\bstatic\b", text.partition("(")[0]) else ""
    is_static = source.language == "python" and decorators_of(node, source.kinds.decorators) == ["@staticmethod"]
    return textwrap.dedent(text) if is_static and '"""' not in text and "'''" not in text else ""


def _is_worthwhile(helper: Helper) -> bool:
    snippet, grammar = helper.snippet, GRAMMARS[helper.snippet.language]
    body = snippet.body
    statements = statements_of(body)
    if statements and snippet.language == "python" and is_docstring(statements[0]):
        statements = statements[1:]
    if body is None or len(statements) < 2 or helper.snippet.name.lower().strip("_") in _DULL:
        return False
    lines = statements[-1].end_point[0] - statements[0].start_point[0] + 1
    kinds = Counter(node.type for node in descendants(snippet.function))
    calls = sum(kinds[kind] for kind in grammar.calls)
    literals = sum(kinds[kind] for kind in grammar.texts | grammar.numbers)
    return _FEWEST_LINES <= lines <= _MOST_LINES and calls >= 2 and calls + literals >= 3
