"""This module holds where a new function is put: into a file of its own or into another file of the repository."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from candidates import Stock
from naming import rename_function
from snippet import Edit, Snippet, rank

from reviewer.change.syntax.languages import load_parser
from reviewer.change.syntax.names import descendants, text_of
from reviewer.change.syntax.source import Source

if TYPE_CHECKING:
    from tree_sitter import Node

_IMPORTS = frozenset(
    ["import_statement", "import_from_statement", "import_declaration", "use_declaration", "future_import_statement"]
)
_SUFFIXES = {"python": ".py", "javascript": ".js", "typescript": ".ts", "tsx": ".tsx", "go": ".go", "java": ".java"}


@dataclass(frozen=True, slots=True)
class Place:
    """A text that goes behind a line of a file, or is the whole of a new one behind line 0."""

    path: str
    after: int
    text: str
    first: int
    last: int


def give_name(snippet: Snippet, stock: Stock) -> Snippet:
    """Return the function under another plausible name that the repository does not hold."""
    taken = frozenset(helper.snippet.name for helper in stock.helpers)
    new = rename_function(snippet.name, taken, snake=snippet.grammar.snake)
    pattern = re.compile(rf"(?<![\w$]){re.escape(snippet.name)}(?=(Rest|_rest)?(?![\w$]))")
    edits = [
        Edit(node.start_byte, node.end_byte, pattern.sub(new, text_of(node)))
        for node in descendants(snippet.root)
        if node.type == "identifier" and pattern.fullmatch(text_of(node).removesuffix("Rest").removesuffix("_rest"))
    ]
    return Snippet(snippet.language, new, snippet.edited(edits).text)


def find_place(snippet: Snippet, origin: str, stock: Stock, used: set[str], context: Source | None) -> Place | None:
    """Choose a file that no other function was put into; None when no file of the repository takes it."""
    paths = sorted(stock.sources, key=lambda path: rank(path, snippet.text))
    as_new = rank(snippet.text, "new") % 2 == 0
    for path in paths[:60]:
        target = stock.sources[path]
        if path == origin or not 10 < len(target.lines) < 2000:
            continue
        place = _own_file(snippet, target, context) if as_new else _inside(snippet, target)
        if place is None or place.path in used or (as_new and place.path in stock.sources):
            continue
        if _reads(snippet.language, merge(place, target.data)):
            return place
    return None


def merge(place: Place, data: bytes) -> bytes:
    """Return the file with the text in its place."""
    if place.after == 0:
        return place.text.encode()
    lines = data.split(b"\n")
    return b"\n".join([*lines[: place.after], *place.text.rstrip("\n").encode().split(b"\n"), *lines[place.after :]])


def _own_file(snippet: Snippet, target: Source, context: Source | None) -> Place:
    """A new file beside another one, with the imports that the function used where it was copied from."""
    head = _imports(context, snippet) if context is not None else []
    name = snippet.name.strip("_")
    body, stem = snippet.text, name
    if snippet.language == "java":
        stem = name[:1].upper() + name[1:] + "Support"
        head = [*_nodes(target, "package_declaration"), "", *head]
        body = f"public final class {stem} {{\n{body}}}\n"
    elif snippet.language == "go":
        stem = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
        head = [*_nodes(target, "package_clause"), "", *head]
    elif snippet.language in ("typescript", "tsx", "javascript"):
        body = body if body.startswith("export") else f"export {body}"
    lead = "\n".join(head).strip("\n")
    text = f"{lead}\n\n{body}" if lead else body
    first = text.count("\n", 0, len(text) - len(body)) + 1 + (snippet.language == "java")
    suffix = (
        PurePosixPath(target.path).suffix
        if snippet.language == "javascript"
        else _SUFFIXES.get(snippet.language, ".rs")
    )
    path = str(PurePosixPath(target.path).with_name(stem + suffix))
    return Place(path, 0, text, first, first + snippet.text.rstrip("\n").count("\n"))


def _inside(snippet: Snippet, target: Source) -> Place | None:
    """Behind everything of an existing file; before the end of its last class in Java, its tests in Rust."""
    after = len(target.data.rstrip().split(b"\n"))
    if snippet.language == "java":
        classes = [node for node in _top(target) if node.type == "class_declaration"]
        if not classes or classes[-1].end_point[0] == classes[-1].start_point[0]:
            return None
        after = classes[-1].end_point[0]
    elif snippet.language == "rust":
        tests = [n for n, line in enumerate(target.lines) if line.startswith("#[cfg(test)]")]
        after = tests[0] if tests else after
    text = f"\n{snippet.text}" if snippet.language != "python" else f"\n\n{snippet.text}"
    first = after + 1 + (2 if snippet.language == "python" else 1)
    return Place(target.path, after, text, first, first + snippet.text.rstrip("\n").count("\n"))


def _imports(context: Source, snippet: Snippet) -> list[str]:
    used = set(re.findall(r"[A-Za-z_$][\w$]*", snippet.text))
    if snippet.language == "go":
        specs = [n for node in _top(context) for n in descendants(node) if n.type == "import_spec"]
        lines = [text_of(n) for n in specs if used & set(re.findall(r"\w+", text_of(n).rpartition("/")[2]))]
        return ["import (", *(f"\t{line}" for line in lines), ")"] if lines else []
    nodes = [node for node in _top(context) if node.type in _IMPORTS]
    return [text_of(n) for n in nodes if used & _bound_by(n)]


def _bound_by(node: "Node") -> set[str]:
    return set(re.findall(r"[A-Za-z_$][\w$]*", re.sub(r"'[^']*'|\"[^\"]*\"", "", text_of(node)))) - {
        "import",
        "from",
        "use",
    }


def _nodes(source: Source, kind: str) -> list[str]:
    return [text_of(node) for node in _top(source) if node.type == kind]


def _top(source: Source) -> Sequence["Node"]:
    return source.root.named_children if source.root is not None else ()


def _reads(language: str, data: bytes) -> bool:
    return not load_parser(language).parse(data).root_node.has_error
