"""This module holds whether other files may call a function, as its own text says it."""

from reviewer.change.late import compile_late
from reviewer.change.syntax.languages import SCRIPTS
from reviewer.change.syntax.names import ancestors
from reviewer.change.syntax.source import Scope, Source

_HIDDEN = compile_late(r"\b(private|protected|internal|fileprivate|static\s+inline)\b")
_PUBLIC = compile_late(r"\bpublic\b")
_PUB = compile_late(r"\bpub\b(?!\s*\()")
# Called by the language or a framework whatever the tests do.
_IMPLICIT = compile_late(r"__\w+__|main|Main|init|constructor|toString|ToString|hashCode|equals|String|Error|fmt|drop")


def is_visible(scope: Scope, source: Source) -> bool:
    """Tell whether a function is public: exported, `pub`, upper-case or not hidden, as its language has it."""
    names = [part for part in scope.symbol.replace("::", ".").split(".") if part]
    if any(name.startswith(("_", "#")) for name in names) or _IMPLICIT.fullmatch(names[-1]):
        return False
    head = _head_of(scope, source)
    if source.language == "go":
        return all(name[:1].isupper() for name in names)
    if source.language == "rust":
        return _PUB.search(head) is not None
    if source.language in SCRIPTS:
        exported = any(node.type == "export_statement" for node in ancestors(scope.node))
        return exported and not _HIDDEN.search(head)
    if source.language in ("java", "csharp"):
        return _PUBLIC.search(head) is not None
    return source.language in ("python", "kotlin", "php", "scala") and not _HIDDEN.search(head)


def _head_of(scope: Scope, source: Source) -> str:
    body = scope.body
    end = body.start_byte if body is not None else scope.node.end_byte
    return source.data[scope.node.start_byte : end].decode("utf-8", "replace")
