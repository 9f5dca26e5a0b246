"""This module holds the cut of one function into two, the first of which ends by calling the second."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from naming import find_locals
from snippet import Edit, Snippet, count_lines, words_of

from reviewer.change.syntax.names import descendants, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

_GENERATORS = frozenset({"yield", "yield_expression", "type_parameters", "nonlocal_statement"})
_TAIL = {"python": "_rest", "rust": "_rest"}


def split_in_two(snippet: Snippet) -> Snippet | None:
    """Return both halves as one text, or None where no cut leaves three lines a half with known types."""
    body, statements = snippet.body, snippet.statements
    if body is None or any(node.type in _GENERATORS for node in descendants(snippet.function)):
        return None
    types = _typed_names(snippet)
    cuts: list[tuple[int, int, list[str]]] = []
    for at in range(1, len(statements)):
        first, second = _halves(snippet, statements, at)
        wanted = _passed(snippet, statements, at)
        if min(count_lines(first), count_lines(second)) >= 3 and all(name in types for name in wanted):
            cuts.append((abs(count_lines(first) - count_lines(second)), at, wanted))
    if not cuts:
        return None
    _, at, wanted = min(cuts)
    return _build(snippet, statements[at], wanted, types)


def _halves(snippet: Snippet, statements: list["Node"], at: int) -> tuple[str, str]:
    cut, end = statements[at].start_byte, statements[-1].end_byte
    return snippet.between(statements[0].start_byte, cut), snippet.between(cut, end)


def _passed(snippet: Snippet, statements: list["Node"], at: int) -> list[str]:
    """The locals that are bound before the cut and used after it."""
    used = frozenset[str]().union(*(words_of(node) for node in statements[at:]))
    parameters = snippet.function.child_by_field_name("parameters")
    before = words_of(parameters) if parameters is not None else frozenset[str]()
    before = before.union(*(words_of(node) for node in statements[:at]))
    return [name for name in find_locals(snippet) if name in used and name in before]


def _typed_names(snippet: Snippet) -> dict[str, str]:
    """Every local with the text that declares it as a parameter, where that is known."""
    if snippet.language in ("python", "javascript", "typescript", "tsx"):
        return {name: name for name in find_locals(snippet)}
    return {name: text for node in descendants(snippet.function) for name, text in _declared(snippet.language, node)}


def _declared(language: str, node: "Node") -> Iterator[tuple[str, str]]:
    kind = text_of(node.child_by_field_name("type"))
    if not kind or kind == "var":
        return
    if language == "go" and node.type in ("parameter_declaration", "var_spec"):
        for name in node.children_by_field_name("name"):
            yield text_of(name), f"{text_of(name)} {kind}"
    elif language == "java" and node.type in ("formal_parameter", "local_variable_declaration"):
        declarators = node.children_by_field_name("declarator") or [node]
        for named in (text_of(d.child_by_field_name("name")) for d in declarators):
            yield named, f"{kind} {named}"
    elif language == "rust" and node.type in ("parameter", "let_declaration"):
        bound = text_of(node.child_by_field_name("pattern"))
        yield bound, f"{bound}: {kind}"


def _build(snippet: Snippet, cut: "Node", wanted: list[str], types: dict[str, str]) -> Snippet | None:
    body = snippet.body
    header = snippet.between(0, body.start_byte) if body is not None else ""
    tail = snippet.name + _TAIL.get(snippet.language, "Rest")
    arguments, declared = ", ".join(wanted), ", ".join(types[name] for name in wanted)
    is_async = bool(re.search(r"\basync\b", header))
    call = f"{tail}({arguments})"
    if snippet.language == "rust":
        call = call + ".await" if is_async else call
    else:
        call = ("await " if is_async else "") + call
        call = f"return {call}" if _answers(snippet) else call
        call += "" if snippet.language in ("python", "go") else ";"
    head = _tail_header(snippet, header, tail, declared)
    if head is None:
        return None
    rest = snippet.data[cut.start_byte :].decode()
    indent = snippet.between(snippet.data.rfind(b"\n", 0, cut.start_byte) + 1, cut.start_byte)
    close = "" if snippet.language == "python" else "\n" + _outer_indent(snippet) + "}"
    return snippet.edited(
        [Edit(cut.start_byte, len(snippet.data), f"{call}{close}\n\n{_outer_indent(snippet)}{head}\n{indent}{rest}")]
    )


def _tail_header(snippet: Snippet, header: str, tail: str, declared: str) -> str | None:
    """The first line of the second function: as that of the first, with its own name and parameters."""
    parameters = snippet.function.child_by_field_name("parameters")
    if parameters is None:
        return None
    after = header.encode()[parameters.end_byte :].decode().strip()
    if snippet.language in ("javascript", "typescript", "tsx"):
        asynchronous = "async " if re.search(r"\basync\b", header) else ""
        return f"{asynchronous}function {tail}({declared}){after.removesuffix('=>').rstrip()} {{"
    before = snippet.data[: parameters.start_byte].decode()
    named = re.sub(rf"\b{re.escape(snippet.name)}\s*$", tail, before)
    opening = "" if snippet.language == "python" else " {"
    return f"{named}({declared}) {after}{opening}".replace(") :", "):").replace("  ", " ")


def _answers(snippet: Snippet) -> bool:
    if snippet.language == "go":
        return snippet.function.child_by_field_name("result") is not None
    if snippet.language == "java":
        return text_of(snippet.function.child_by_field_name("type")) != "void"
    return True


def _outer_indent(snippet: Snippet) -> str:
    found = re.search(r"\n([ \t]*)\}[;)]*\s*$", snippet.text)
    return found[1] if found and snippet.language != "python" else ""
