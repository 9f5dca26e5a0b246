"""This module holds the detector of added code that says of itself that it is not finished."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import ancestors, callee_of, descendants, end_line_of, line_of, statements_of, text_of
from reviewer.change.syntax.source import Scope, Source
from reviewer.engine.hit import Hit, Options, number_in

if TYPE_CHECKING:
    from tree_sitter import Node

_WORK = r"(call|fetch|query|send|load|connect|implement|use|integrate|come|store|save|read|talk|invoke|be replaced)\b"
_UNFINISHED = compile_late(
    r"not (yet|currently) (been )?implemented|not implemented yet|implement(ed)? (this |it )?later|"
    r"\b(will|needs? to|has yet to|have yet to) be (properly |fully )?implemented\b(?! (by|in)\b)|"
    r"(your|actual|real|rest of( the)?) (code|logic|implementation)"
    r"( (goes|comes|will go|would go|will be|would be))? here|implementation (goes|comes) here|"
    r"\bthis (is|was) (just |only )?an? (simple |temporary )?(placeholder|stub)\b|"
    r"\b(placeholder|stub|stubbed|dummy|mock|mocked|fake) (implementation|logic)\b|"
    r"\bsimplified (version|implementation|logic|approach)\b(?! of\b.{0,60}\b(from|see)\b)|"
    r"\bin an? (real|actual|real[- ]world|full|proper|production)[- ]?\w* ?\w*,? "
    r"(this|we|you|it|one)( would|'d| should)\b|"
    r"\bin production,? (this|we|you|it)( would|'d| should) " + _WORK + r"|"
    r"\b(this|we|you|it)( would|'d) (normally|typically|actually|ideally) " + _WORK + r"|"
    r"\bissues?/(X{2,}|N{2,})\b|\b(since|in|until|before) v?X\.Y(\.Z)?\b",
    re.IGNORECASE,
)
_TODO = compile_late(
    r"\b(TODO|FIXME|XXX)\b[:\s-]{0,4}(\([\w .@-]*\)[:\s-]{0,4})?(we |actually |properly |need to |to )?"
    r"(implement(ed|ing|s)?|finish|fill (this |it )?in|complete (this|the)|"
    r"(use|replace with) (the |a |an )?(real|actual|proper))\b",
    re.IGNORECASE,
)
_FOR_NOW = compile_late(
    r"\b(return|hard-?cod\w*|assum\w+|stub\w*|mock\w*|fake|dummy|no-?op|do nothing|not handled|unsupported|"
    r"skip\w*|ignor\w+)\b[^.;]{0,50}\bfor now\b|\bfor now,? (we |just |simply |only |always )*"
    r"(return|hard-?cod|assum|stub|mock|fake|skip|ignor|do nothing|use an? (dummy|fake|placeholder|hard-?coded))",
    re.IGNORECASE,
)
_TICKET = compile_late(
    r"#\d+|\b[A-Z][A-Z0-9]+-\d+\b|https?://(?!\S*/(X{2,}|N{2,}))|\b(TODO|FIXME) ?\((?=[^)]*[\d-])[\w#.-]+\)", re.ASCII
)
_DOCUMENTS = ("/**", "///", "//!", "/*!", "##")
_ANNOUNCED = compile_late(
    r"not (yet|currently) (been )?implemented|not implemented yet|coming soon|not implemented\W*$|"
    r"\bunimplemented\W*$|"
    r"\bTODO\b|implement me|to be implemented|will be implemented",
    re.IGNORECASE,
)
_LATER = compile_late(r"\byet\b|coming soon|\bTODO\b|implement me|to be implemented", re.IGNORECASE)
_RAISES = compile_late(
    r"^(raise|throw|panic|fatalError|preconditionFailure)\b|^(todo|unimplemented)!|^TODO\(|^return\b.{0,40}?[eE]rr",
    re.DOTALL,
)
_ALWAYS = compile_late(r"^(todo!|TODO\()")
_BARE = compile_late(
    r"^(raise|throw( new)?) (\w+\.)?NotImplemented(Error|Exception)(\(\s*\))?;?$|^unimplemented!\(\s*\);?$"
)
_BASE = compile_late(
    r"(Abstract|Base|Interface|Protocol|Mixin|ABC)|abstractmethod|virtual|override|subclass|\bdefault\b", re.ASCII
)
_TEST_SCOPE = compile_late(r"(^|\.)(tests?|mocks?|Fake\w*|Mock\w*|Stub\w*|test_\w+)(\.|$)")
_SAYS = compile_late(
    r"(^|[._:])(print\w*|echo|write\w*|log\w*|info|warn\w*|error|debug|puts|secho|Print\w*|Errorf?|Fatal\w*|message|"
    r"notify|toast|alert|say|respond|send\w*|fail|abort|exit|usage)!?$",
    re.IGNORECASE,
)
_TOLD = compile_late(
    r"not yet implemented|not implemented yet|coming soon|to be implemented|not yet supported: TODO", re.IGNORECASE
)


def find_in_source(source: Source, options: Options) -> Iterator[Hit]:
    """Yield comments, stubs and messages that say that the code around them is not finished."""
    yield from _comments(source)
    stubs = list(_stubs(source))
    if len(stubs) > number_in(options, "most_stubs"):
        first = replace(stubs[0], case="stubs", key="stubs", scope=(stubs[0].line, stubs[-1].end_line))
        yield replace(first, values={**first.values, "count": str(len(stubs))})
    else:
        yield from stubs
    seen = {hit.line for hit in stubs}
    yield from (hit for hit in _messages(source) if hit.line not in seen)


def _comments(source: Source) -> Iterator[Hit]:
    comments = source.nodes["comments"]
    for index, comment in enumerate(comments):
        if text_of(comment).startswith(_DOCUMENTS):
            continue
        text, after = text_of(comment), comments[index + 1] if index + 1 < len(comments) else None
        if after is not None and line_of(after) == end_line_of(comment) + 1:
            text += " " + text_of(after).lstrip("/*# \t")
        plain = " ".join(text.split())
        own = len(" ".join(text_of(comment).split()))
        for case, pattern in (("comment", _UNFINISHED), ("todo", _TODO), ("for-now", _FOR_NOW)):
            match = pattern.search(plain)
            quoted = match is not None and plain[: match.start()].count('"') % 2 == 1
            if (
                match
                and match.start() < own
                and not quoted
                and not _TICKET.search(plain)
                and not _is_test(source, comment)
            ):
                line = line_of(comment) + text_of(comment)[: _at(comment, match[0])].count("\n")
                yield _report(source, line, line, case, " ".join(match[0].split()))
                break


def _at(comment: "Node", phrase: str) -> int:
    return max(0, text_of(comment).find(phrase.split(maxsplit=1)[0]))


def _stubs(source: Source) -> Iterator[Hit]:
    for function in source.functions:
        body = [n for n in statements_of(function.body) if not _is_docstring(n)]
        for statement in body:
            for node in _raising(source, statement):
                text = text_of(node).strip()
                alone = len(body) == 1 and node.start_byte == statement.start_byte
                if _is_stub(text, alone=alone) and not _is_abstract(source, function) and not _is_test(source, node):
                    what = text.split("\n")[0].rstrip(";")
                    case = "stub" if alone else "branch"
                    yield _report(source, line_of(node), end_line_of(node), case, what)


def _raising(source: Source, statement: "Node") -> Iterator["Node"]:
    kinds = source.kinds
    wanted = kinds.raises | kinds.returns | kinds.calls
    for node in (statement, *descendants(statement)):
        if node.type in wanted and _RAISES.match(text_of(node)):
            yield node


def _is_stub(text: str, *, alone: bool) -> bool:
    if _ALWAYS.match(text):
        return True
    said = " ".join(re.findall(r"[\"'`]([^\"'`]*)[\"'`]", text))
    if _LATER.search(said) and _ANNOUNCED.search(said):
        return True
    return alone and bool(_BARE.match(text) or _ANNOUNCED.search(said))


def _is_abstract(source: Source, function: Scope) -> bool:
    """A method that only says that a subclass must write it is a contract, not a stub."""
    head = text_of(function.node)[:400]
    if source.language in ("python", "ruby", "php", "javascript", "typescript", "tsx") and function.owner is not None:
        doubtful = re.search(r"\byet\b|TODO|coming soon", text_of(function.node)) is None
        return doubtful or bool(_BASE.search(head))
    owner = text_of(function.owner.node)[:200] if function.owner is not None else ""
    return bool(_BASE.search(head.split("{")[0]) or _BASE.search(owner.split("{")[0]))


def _messages(source: Source) -> Iterator[Hit]:
    calls = source.kinds.calls
    for string in source.nodes["strings"]:
        match = _TOLD.search(text_of(string))
        if not match or _is_docstring(string) or _is_test(source, string):
            continue
        call = next((n for n in ancestors(string) if n.type in calls), None)
        if call is not None and (_SAYS.search(callee_of(call)) or source.language == "bash"):
            yield _report(source, line_of(string), end_line_of(string), "told", match[0])


def _report(source: Source, line: int, end: int, case: str, phrase: str) -> Hit:
    values = {"phrase": phrase, "symbol": source.symbol_at(line) or source.path.rsplit("/", 1)[-1]}
    return Hit(source.path, line, end, symbol=source.symbol_at(line), case=case, values=values)


def _is_docstring(node: "Node") -> bool:
    inner = node.named_children[0] if node.type == "expression_statement" and node.named_children else node
    holder = inner.parent
    return "string" in inner.type and holder is not None and holder.type == "expression_statement"


def _is_test(source: Source, node: "Node") -> bool:
    return bool(_TEST_SCOPE.search(source.symbol_at(line_of(node))))
