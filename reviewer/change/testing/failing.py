"""This module holds in which ways a test can fail that are no assertion."""

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import descendants, text_of
from reviewer.change.syntax.source import Source
from reviewer.change.testing.cases import TestCase

# A promise rejected or never kept, a process ended, a type, a recorded output.
_OTHER_WAYS = compile_late(
    r"\breject\(|process\.exit|sys\.exit|\bexit\(|\babort\(|ts-expect-error|\bsatisfies\b|\bvar _ |"
    r"reveal_type|[sS]napshot|[cC]assette|does_?not_?raise|[dD]oes[nN]ot[tT]hrow|doctest|[aA]pprov(e|als)|golden|[aA]ssert|[eE]xpect|\bplan\(|"
    r"fail_after|[tT]imeout|[wW]ait(_for|For|Group)?\(|await \w*[pP]romise\b|\.join\(|"
    r"os\.Exit|static_assert|concept\b|@compile|typecheck"
)
# PHPUnit's doc comments.
_DECLARED = compile_late(r"@expectedException|@doesNotPerformAssertions")
_DONE = compile_late(r"^(async\s*)?\(?\s*(done|cb|callback|next|t)\b|function\s*\w*\(\s*(done|cb|callback)\b")
_TYPE_FILE = compile_late(r"(^|/)(types?|typing|type-tests?)/|\.test-d\.|_typing|dtslint")


def fails_otherwise(source: Source, test: TestCase) -> bool:
    """Tell whether a test may fail without an assertion: by its own raise, a promise, a recorded output, a type."""
    text = text_of(test.node)
    before = test.node.prev_named_sibling
    declared = before is not None and bool(_DECLARED.search(text_of(before)))
    if declared or _OTHER_WAYS.search(text) or _TYPE_FILE.search(source.path):
        return True
    ends = source.kinds.raises | {"try_expression", "panic_expression"}
    returning = source.language in ("c", "cpp", "bash", "scala")
    for node in descendants(test.node):
        if node.type in ends and (node.type != "try_expression" or source.language in ("rust", "swift")):
            return True
        if returning and node.type in source.kinds.returns and node.named_child_count:
            return True
    return source.language in ("javascript", "typescript", "tsx") and _takes_done(test)


def _takes_done(test: TestCase) -> bool:
    callback = test.body.parent if test.body is not None else None
    return callback is not None and bool(_DONE.search(text_of(callback)))
