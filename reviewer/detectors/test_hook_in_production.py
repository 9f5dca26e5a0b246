"""This module holds the detector of production code that behaves differently when a test runs it."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.syntax.names import ancestors, squeeze, text_of
from reviewer.change.syntax.source import Source
from reviewer.engine.hit import Hit, Options
from reviewer.index.view import View
from reviewer.model.finding import Related

if TYPE_CHECKING:
    from tree_sitter import Node

# What only a test runner sets, and the words that people give to the same idea. Group 1 is what a reader is shown.
_EVERYWHERE = (
    r"\b(PYTEST_CURRENT_TEST|PYTEST_VERSION|PYTEST_XDIST_WORKER|JEST_WORKER_ID|VITEST(?:_WORKER_ID|_POOL_ID)?|"
    r"XCTestConfigurationFilePath|XCTestBundlePath)\b|"
    r"\b((?:is|in)_test_env(?:ironment)?|isTestEnv(?:ironment)?|is_running_(?:in_|under_)?(?:tests?|pytest)|"
    r"isRunningTests?|isRunningUnitTests|running_under_(?:tests?|pytest)|in_unit_tests?|is_unit_test(?:ing)?|isUnitTest(?:ing)?|"
    r"unit_test_mode|UNIT_TEST_MODE)\b"
)
_ENVIRONMENT = (
    r"(?:environ|getenv|process\.env|\bENV\b|Getenv|LookupEnv|env::var\w*|GetEnvironmentVariable|Deno\.env|import\.meta\.env|"
    r"\$_ENV|\benv\()[^\n]{0,20}?\b((?:[A-Z][A-Z0-9]*_)*(?:TEST_MODE|TESTING|IS_TEST|UNIT_TESTS?|RUNNING_TESTS|UNDER_TEST))\b"
)
_BY_LANGUAGE = {
    "python": r"([\"'](?:pytest|unittest|_pytest)[\"']\s+(?:not\s+)?in\s+sys\.modules|"
    r"sys\.modules\.get\([\"']pytest[\"']|"
    r"(?:get|has)attr\(\w+,\s*[\"']_+test_(?:mode|transport|client|hooks?|overrides?|stub|mock|double|clock|only)\w*[\"'])",
    "javascript": r"((?:process\.env\.|\b)NODE_ENV[\"'\]]*\s*[!=]==?\s*[\"'`]test[\"'`]|"
    r"[\"']test[\"']\s*[!=]==?\s*process\.env\.NODE_ENV|import\.meta\.env\.MODE\s*[!=]==?\s*[\"']test[\"']|"
    r"typeof\s+(?:jest|vi|vitest|describe)\s*!==?\s*[\"']undefined[\"'])",
    "go": r"(\btesting\.Testing\(\)|flag\.Lookup\(\"test\.\w+\"\)|HasSuffix\(os\.Args\[0\],\s*\"\.test(?:\.exe)?\"\))",
    "rust": r"(\bcfg!\(\s*(?:test|not\(test\))\s*\)|#\[cfg\(not\(test\)\)\])",
    "java": r"(Class\.forName\(\"(?:org\.junit|org\.testng)[\w.$]*\"\))",
    "ruby": r"(\bRails\.env\.test\?|\bRails\.env\s*==\s*[\"']test[\"']|"
    r"[\"'](?:RAILS|RACK)_ENV[\"']\]\s*==\s*[\"']test[\"']|defined\?\(?\s*(?:RSpec|Minitest)\b)",
    "php": r"(->runningUnitTests\(\)|environment\(\s*[\"']testing[\"']\s*\)|defined\(\s*[\"']PHPUNIT_\w+[\"']\s*\))",
    "csharp": r"(IsEnvironment\(\"(?:Test|Testing)\"\))",
    "swift": r"(NSClassFromString\(\"XCTest\w*\"\))",
}
_SAME_AS = {"typescript": "javascript", "tsx": "javascript", "kotlin": "java", "scala": "java"}
_PATTERNS = {
    language: compile_late(
        "|".join(part for part in (_EVERYWHERE, _ENVIRONMENT, _BY_LANGUAGE.get(language, "")) if part)
    )
    for language in ("", *_BY_LANGUAGE)
}
# Such files say what an environment is; such names are about tests, or about output that a test run should not make.
_DEFINES = compile_late(
    r"(^|/)([\w.\-]*(config|settings|constants|environment|env)[\w.\-]*|[\w.\-]*conf)\.\w+$|(^|/)(config|settings)/",
    re.IGNORECASE,
)
_SUPPORT = compile_late(
    r"(^|/|_|-|\.)(testing|test_?support|test_?utils?|test_?helpers?|fakes?|stubs?|pytest|jest|vitest)\b", re.IGNORECASE
)
_OUTPUT = compile_late(
    r"\b\w*(log|logger|logging|telemetry|sentry|analytics|metrics?|posthog|tracing|banner|spinner|progress|warn|print|console)\w*\b",
    re.IGNORECASE,
)
_DECIDES = ("ifs", "elifs", "ternaries", "operators", "returns", "switches", "loops")
# Grammars have no common word for "gives a name to a value" and "compares".
_NAMES_OR_COMPARES = compile_late(
    r"\w*assignment\w*|variable_declarator|short_var_declaration|var_spec|let_declaration|property_declaration|"
    r"local_variable_declaration|variable_declaration|not_operator|unary_expression|comparison_\w+|binary\w*|guard_statement"
)


def find_in_change(view: View, options: Options) -> Iterator[Hit]:  # noqa: ARG001 - the detectors' shape
    """Yield one hit for each file in which the change begins to tell a test run from a real one."""
    gone = {squeeze(line) for file in view.files for line in file.change.deleted_lines.values()}
    for file in view.files:
        source = file.new
        if source is None or source.language is None or not _is_product(file):
            continue
        found = [
            (number, what)
            for number, line in file.change.added_lines.items()
            if squeeze(line) not in gone and (what := _read_line(source, number, line))
        ]
        if found and not _had_one(file):
            yield _hit(source, found)


def _is_product(file: ChangedFile) -> bool:
    return file.file_class == "production" and not _DEFINES.search(file.path) and not _SUPPORT.search(file.path)


def _pattern(source: Source) -> re.Pattern[str]:
    language = source.language or ""
    return _PATTERNS.get(_SAME_AS.get(language, language)) or _PATTERNS[""]


def _read_line(source: Source, number: int, line: str) -> str:
    match = _pattern(source).search(line) if len(line) < 2_000 else None
    if match is None or source.root is None:
        return ""
    column = len(line[: match.start(match.lastindex or 0)].encode("utf-8", "replace"))
    node = source.root.descendant_for_point_range((number - 1, column), (number - 1, column))
    if node is None or _is_talk(node) or not _decides(source, node) or _only_output(source, node):
        return ""
    return match[match.lastindex or 0]


def _is_talk(node: "Node") -> bool:
    """Tell whether a node is prose: a comment, or a string over several lines or with sentences in it."""
    for around in (node, *ancestors(node)):
        if "comment" in around.type:
            return True
        if "string" in around.type or around.type == "template_string":
            text = text_of(around)
            return "\n" in text or text.count(" ") > 2
    return False


def _decides(source: Source, node: "Node") -> bool:
    """Tell whether the answer steers what the code does: a condition, a returned answer, or a name given to it."""
    kinds = {kind for role in _DECIDES for kind in getattr(source.kinds, role)}
    for around in (node, *ancestors(node)):
        if around.type in kinds or _NAMES_OR_COMPARES.fullmatch(around.type):
            return True
        if around.type in source.kinds.functions or around.type in source.kinds.classes:
            return source.language == "rust"
    return source.language == "rust"


def _only_output(source: Source, node: "Node") -> bool:
    """Tell whether the test run only silences output: in a function, or around statements, that are about logging."""
    scope = source.scope_at(node.start_point[0] + 1)
    if scope is not None and (_OUTPUT.fullmatch(scope.name) or "test" in scope.name.lower()):
        return True
    for around in ancestors(node):
        if around.type in source.kinds.ifs or around.type in source.kinds.ternaries:
            lines = [line for line in text_of(around).splitlines()[1:] if any(c.isalnum() for c in line)]
            return bool(lines) and len(lines) <= 3 and all(_OUTPUT.search(line) for line in lines)
        if around.type in source.kinds.functions:
            return False
    return False


def _had_one(file: ChangedFile) -> bool:
    """An old side that told tests apart already has the pattern; one more of it is no news."""
    pattern = _pattern(file.old) if file.old is not None else None
    return bool(pattern and file.old and any(len(line) < 2_000 and pattern.search(line) for line in file.old.lines))


def _hit(source: Source, found: list[tuple[int, str]]) -> Hit:
    (line, what), *others = found
    symbol = source.symbol_at(line)
    related = tuple(Related(source.path, n, n, source.symbol_at(n), text) for n, text in others[:5])
    values = {"where": symbol or source.path.rpartition("/")[2], "marker": what}
    return Hit(source.path, line, line, symbol=symbol, values=values, related=related)
