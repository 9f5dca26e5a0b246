"""This module holds the detector of tests that a change switches off."""

import re
from collections import Counter
from collections.abc import Iterator

from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.syntax.names import squeeze, text_of
from reviewer.change.syntax.source import Source
from reviewer.change.testing.cases import TestCase, find_tests
from reviewer.change.testing.pairs import Sited
from reviewer.change.testing.skips import TestSkip, find_skips
from reviewer.detectors.safety.bare_code import find_guards, name_bare, relate
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.index.view import View

_LINK = compile_late(r"(?i:https?://|#\d+|\b(GH|issue|bug|ticket)[- #:]*\d+)|\b(?!UTF|SHA|ISO)[A-Z][A-Z0-9]+-\d+\b")
# What is missing on the machine, not in the code; a tool that is not there is no reason to worry about the test.
_MISSING = compile_late(
    r"\b(requires?|required|needs?|only (on|for|in|when|if|run)|not (supported|available|installed|applicable)|"
    r"unsupported|unavailable|windows|linux|mac ?os|darwin|posix|unix|docker|network|internet|online|credentials?|"
    r"api[ _-]?keys?|secrets?|env(ironment)? var\w*|gpu|cuda|browsers?|manual(ly)?|live|expensive|slow|long[- ]running|"
    r"costly|benchmark|platforms?|architecture|cgo|hardware|display|tty|root|sudo|permissions?|server is|"
    r"database|postgres|redis|kafka|license|by hand|on demand|opt-?in|regenerat\w+|helper process|abstract|base class|"
    r"subclass\w*|inherited|locally|interactive\w*|stress|profiling|python ?[23]|node ?\d+|jdk|java ?\d+|covered by|"
    r"tested (in|by)|superseded|duplicated? (of|by)|see test)\b",
    re.IGNORECASE,
)
_DEFINES = compile_late(
    r"^\W*(async\s+)?(def|func|fun|fn|it|test|void|public|private|static|describe|TEST\w*|@test|@Test|x?it\(|x?test\()\b"
)
_SHORTEST = 30
# Here a mark makes the test; elsewhere a function of the same name is still one, in a class not known for a test's.
_MARKING = frozenset({"java", "kotlin", "csharp", "rust", "scala"})
_GATHERED = ("", "born", "expected-failure")
# Cases in which a test ran before, and what each becomes where no other test is seen to reach the code.
_EXISTED = {
    "": "unprotected",
    "many": "many-unprotected",
    "linked": "linked",
    "expected-failure": "expected-failure",
    "commented-out": "commented-unprotected",
    "many-commented": "commented-unprotected",
    "renamed-away": "renamed-away",
}


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield every place that newly switches a test off: by a mark, a call, as a comment, or under another name."""
    before = _pool(view)
    together = int(number_in(options, "together"))
    known = {t.name for f in view.files if f.old is not None for t in find_tests(f.old)}
    for file in view.files:
        if file.new is None or file.file_class in ("generated", "vendored", "fixture", "example"):
            continue
        yield from _find_marked(view, file, file.new, before, known, together)
        if file.old is not None:
            yield from _find_hidden(view, file, file.old, file.new, together)


def _pool(view: View) -> Counter[str]:
    pool: Counter[str] = Counter()
    for file in view.files:
        if file.old is not None and file.change.status != "copied":
            for skip in find_skips(file.old):
                pool.update((_by_name(skip), _by_text(skip)))
    return pool


def _by_name(skip: TestSkip) -> str:
    return f"name\0{skip.manner}\0{skip.name}"


def _by_text(skip: TestSkip) -> str:
    return f"text\0{skip.manner}\0{squeeze(skip.text)}"


def _find_marked(
    view: View, file: ChangedFile, source: Source, before: Counter[str], known: set[str], together: int
) -> Iterator[Hit]:
    by_case: dict[str, list[TestSkip]] = {}
    for skip in _find_new(file, source, before):
        case = _judge(source, skip, existed=skip.name in known or (not skip.name and file.old is not None))
        if case is not None:
            by_case.setdefault(case, []).append(skip)
    for case, skips in by_case.items():
        if case in _GATHERED and len(skips) >= together:
            yield _marked(view, source, skips, "many")
        else:
            yield from (_marked(view, source, [skip], case) for skip in skips)


def _find_new(file: ChangedFile, source: Source, before: Counter[str]) -> Iterator[TestSkip]:
    added = file.change.added_lines
    for skip in find_skips(source):
        if not any(line in added for line in range(skip.line, skip.end_line + 1)):
            continue
        keys = [key for key in (_by_name(skip), _by_text(skip)) if before[key] > 0]
        before.subtract(keys)
        if not keys:
            yield skip


def _marked(view: View, source: Source, skips: list[TestSkip], case: str) -> Hit:
    skip = skips[0]
    off = [t for t in find_tests(source) if any(_switches_off(s, t) for s in skips)] if case in _EXISTED else []
    idle = frozenset((source.path, t.line, t.end_line) for t in off)
    guards = find_guards(view, view.head, [Sited(source, t) for t in off], idle)
    values = {
        "test": skip.name or "the whole file",
        "mark": skip.text,
        "count": str(len(skips)),
        "others": str(max(0, len(find_tests(source)) - 1)),
        "bare": name_bare(guards),
    }
    case = _EXISTED[case] if values["bare"] else case
    symbol = source.symbol_at(skip.line)
    return Hit(source.path, skip.line, skip.end_line, "new", symbol, case, values, relate(guards))


def _switches_off(skip: TestSkip, test: TestCase) -> bool:
    if skip.manner == "only" or not skip.name:
        return skip.manner != "only"
    return skip.name == test.name or f".{skip.name}." in f".{test.suite}."


def _judge(source: Source, skip: TestSkip, *, existed: bool) -> str | None:
    if skip.manner == "only":
        return "focused"
    if skip.manner == "todo":
        return "announced"
    reason = _reason(source, skip)
    if _LINK.search(reason):
        return "linked"
    if _MISSING.search(reason):
        return None
    if skip.manner == "fails":
        return "expected-failure"
    return "" if existed else "born"


def _reason(source: Source, skip: TestSkip) -> str:
    """Return the mark with the comment beside, above or directly below it; a registering call without its title."""
    text = skip.text.replace(skip.name, "") if skip.name else skip.text
    around = [source.line_text(skip.line - 1), source.line_text(skip.end_line + 1)]
    remarks = [
        line
        for line in around
        if line.lstrip().startswith(("#", "//", "*", "/*")) and not line.lstrip().startswith("#[")
    ]
    own = source.line_text(skip.end_line)
    beside = own.split("//", 1)[-1] if "//" in own else own.split(" # ", 1)[-1] if " # " in own else ""
    return " ".join((text, *remarks, beside))


def _find_hidden(view: View, file: ChangedFile, old: Source, new: Source, together: int) -> Iterator[Hit]:
    gone = _find_gone(view, old)
    if not gone:
        return
    comments = [
        (n, text)
        for n, text in sorted(file.change.added_lines.items())
        if text.lstrip().startswith(("#", "//", "/*", "*"))
    ]
    muted: list[tuple[int, TestCase]] = []
    for test in gone:
        line = next((n for n, text in comments if test.name in text and _DEFINES.search(text)), None)
        if line is not None:
            muted.append((line, test))
        else:
            yield from _find_renamed(view, file, new, test)
    if len(muted) >= together:
        tests = [test for _, test in muted]
        yield _hidden(view, file, muted[0][0], "many-commented", tests, str(len(muted)))
    else:
        yield from (_hidden(view, file, line, "commented-out", [test], "1") for line, test in muted)


def _find_gone(view: View, old: Source) -> list[TestCase]:
    present = {t.name for f in view.files if f.new is not None for t in find_tests(f.new)}
    skipped = {skip.name for skip in find_skips(old)}
    return [t for t in find_tests(old) if t.name not in present and t.name not in skipped]


def _find_renamed(view: View, file: ChangedFile, new: Source, test: TestCase) -> Iterator[Hit]:
    body = squeeze(text_of(test.body))
    if len(body) < _SHORTEST:
        return
    tests = {t.node.id for t in find_tests(new)}
    for scope in new.functions:
        if scope.node.id in tests or squeeze(text_of(scope.body)) != body:
            continue
        used = sum(line.count(scope.name) for line in new.lines)
        unmarked = scope.name.strip("`") == test.name and new.language not in _MARKING
        if used == 1 and not unmarked and file.touches(scope.line - 2, scope.end_line):
            yield _hidden(view, file, scope.line, "renamed-away", [test], scope.name)


def _hidden(view: View, file: ChangedFile, line: int, case: str, tests: list[TestCase], extra: str) -> Hit:
    source = file.new or file.old
    guards = find_guards(view, view.base, [Sited(file.old, test) for test in tests] if file.old else [])
    values = {"test": tests[0].name, "name": extra, "count": extra, "bare": name_bare(guards)}
    case = _EXISTED[case] if values["bare"] else case
    symbol = source.symbol_at(line) if source else ""
    return Hit(file.path, line, line, "new", symbol, case, values, relate(guards))
