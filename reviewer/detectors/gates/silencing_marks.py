"""This module holds the marks in code that silence a check: which tool each one belongs to, and which need no reason.

The forms are those of the tools' own documentation.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from reviewer.change.late import compile_late
from reviewer.change.syntax.source import Source

Reach = Literal["line", "file"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One silencing mark: the tool's word for it, the codes it names, what it covers, and the reason beside it."""

    kind: str
    codes: str
    line: int
    reach: Reach
    reason: str

    @property
    def text(self) -> str:
        """The mark as it is written, without its reason."""
        return f"{self.kind} {self.codes}".strip()


# Written in comments. `codes` is what is silenced; what follows it may be the reason.
_CODES = r"(?P<codes>(?:[:\[( ]\s*@?[A-Za-z][\w@/.\-]*(?:\s*,\s*@?[A-Za-z][\w@/.\-]*)*[\])]?)?)"
_COMMENTS: tuple[tuple[str, Reach, str], ...] = (
    ("noqa", "file", r"#\s*(?:ruff|flake8)\s*:\s*noqa(?P<codes>(?:\s*:\s*[A-Z]+\d+(?:[\s,]+[A-Z]+\d+)*)?)"),
    ("noqa", "line", r"#\s*noqa(?P<codes>(?:\s*:\s*[A-Z]+\d+(?:[\s,]+[A-Z]+\d+)*)?)\b"),
    ("type: ignore", "line", r"#\s*type:\s*ignore(?P<codes>(?:\[[\w\-, ]*\])?)"),
    ("pyright: ignore", "line", r"#\s*pyright:\s*ignore(?P<codes>(?:\[[\w\-, ]*\])?)"),
    ("ty: ignore", "line", r"#\s*ty:\s*ignore(?P<codes>(?:\[[\w\-, ]*\])?)"),
    ("pyright", "file", r"#\s*pyright:\s*(?P<codes>report\w+\s*=\s*(?:false|none)|basic\b)"),
    ("mypy", "file", r"#\s*mypy:\s*(?P<codes>ignore-errors|disable-error-code\S*)"),
    ("pylint: skip-file", "file", r"#\s*pylint:\s*skip-file(?P<codes>)"),
    ("pylint: disable", "line", r"#\s*pylint:\s*disable(?:-next)?\s*=\s*(?P<codes>[\w\-]+(?:\s*,\s*[\w\-]+)*)"),
    ("no cover", "line", r"#\s*pragma:\s*no\s*(?:cover|branch)(?P<codes>)"),
    ("nosec", "line", r"(?:#|//)\s*#?nosec\b(?P<codes>(?:[: ]\s*[BG]\d+(?:[\s,]+[BG]\d+)*)?)"),
    ("nosemgrep", "line", r"(?:#|//|/\*)\s*nosemgrep\b(?P<codes>(?::\s*[\w.\-]+)?)"),
    ("nolint", "line", r"//\s*nolint\b(?P<codes>(?::[\w\-]+(?:,[\w\-]+)*)?)"),
    ("@ts-nocheck", "file", r"(?://|/\*)\s*@ts-nocheck\b(?P<codes>)"),
    ("@ts-ignore", "line", r"(?://|/\*)\s*@ts-ignore\b(?P<codes>)"),
    ("@ts-expect-error", "line", r"(?://|/\*)\s*@ts-expect-error\b(?P<codes>)"),
    ("eslint-disable", "line", rf"(?://|/\*)\s*(?:eslint|oxlint)-disable-(?:next-)?line\b{_CODES}"),
    ("eslint-disable", "file", rf"/\*\s*(?:eslint|oxlint)-disable\b(?!-){_CODES}"),
    ("biome-ignore", "line", r"(?://|/\*)\s*biome-ignore(?:-start)?\b(?P<codes>\s+[\w/]+)"),
    (
        "coverage ignore",
        "line",
        r"(?://|/\*)\s*(?:istanbul|c8|v8)\s+ignore\b(?P<codes>(?:\s+(?:next|if|else|file|start))?)",
    ),
    ("coverage:ignore", "line", r"//\s*coverage:ignore(?:-line|-start|-file)?\b(?P<codes>)"),
    ("rubocop:disable", "line", r"#\s*rubocop:\s*(?:disable|todo)\s+(?P<codes>[\w/]+(?:\s*,\s*[\w/]+)*)"),
    ("phpstan-ignore", "line", r"@phpstan-ignore(?:-next-line|-line)?\b(?P<codes>(?:\s+[\w.]+)?)"),
    ("psalm-suppress", "line", r"@psalm-suppress\b(?P<codes>\s+\w+)"),
    ("phpcs:ignore", "line", r"(?://|#|/\*)\s*phpcs:\s*(?:ignore|disable)(?P<codes>(?:\s+[\w.]+)?)"),
    ("swiftlint:disable", "line", r"//\s*swiftlint:disable(?::next|:this|:previous)?\s+(?P<codes>\w+(?:\s+[a-z_]+)*)"),
    ("NOLINT", "line", r"(?://|/\*)\s*NOLINT(?:NEXTLINE|BEGIN)?\b(?P<codes>(?:\([^)\n]*\))?)"),
    ("shellcheck disable", "line", r"#\s*shellcheck\s+disable=(?P<codes>[\w,\-]+)"),
    ("CHECKSTYLE:OFF", "line", r"CHECKSTYLE[:.]?\s?OFF\b(?P<codes>)"),
    ("scalafix:off", "line", r"//\s*scala(?:fix|style):off\b(?P<codes>)"),
)
# Written as code: attributes, annotations and preprocessor lines.
_CODE: tuple[tuple[str, Reach, str, tuple[str, ...]], ...] = (
    ("allow", "file", r"#!\[(?:allow|expect)\((?P<codes>[^)\]\n]*)\)\]", ("rust",)),
    ("allow", "line", r"#\[(?:allow|expect)\((?P<codes>[^)\]\n]*)\)\]", ("rust",)),
    ("@SuppressWarnings", "line", r"@SuppressWarnings\((?P<codes>[^)\n]*)\)", ("java", "kotlin", "scala")),
    ("@Suppress", "line", r"@(?:file:)?Suppress\((?P<codes>[^)\n]*)\)", ("kotlin",)),
    ("@nowarn", "line", r"@nowarn\b(?P<codes>(?:\([^)\n]*\))?)", ("scala",)),
    ("#pragma warning disable", "line", r"^\s*#pragma\s+warning\s+disable\b(?P<codes>[\w ,]*)", ("csharp",)),
    ("SuppressMessage", "line", r"\[(?:\w+:\s*)?SuppressMessage\((?P<codes>[^)\n]*)\)", ("csharp",)),
    (
        "#pragma warning",
        "line",
        r"^\s*#pragma\s+(?:warning\s*\(\s*disable|(?:GCC|clang)\s+diagnostic\s+ignored)(?P<codes>.*)",
        ("c", "cpp"),
    ),
)
_IN_COMMENTS = [(kind, reach, compile_late(pattern)) for kind, reach, pattern in _COMMENTS]
_IN_CODE = [(kind, reach, compile_late(pattern), languages) for kind, reach, pattern, languages in _CODE]
_ANY = compile_late(
    r"noqa|ignore|pyright|mypy:|pylint|pragma|nosec|nosemgrep|nolint|@ts-|-disable|:disable|NOLINT|shellcheck|CHECKSTYLE"
    r"|:off|Suppress|allow\(|expect\(|nowarn|phpcs|todo"
)
# Codes that are taste or convention, not a defect that the check would have caught.
_TASTE = compile_late(
    r"E50[12]|E402|W50[345]|E731|[DN]\d{3}|ANN\d+|COM\d+|Q\d{3}|I001|ERA001|T20[13]|PLR09\d\d|PLR2004|PLC0415|C901|FBT\d+|"
    r"TC\d+|TCH\d+|F40[13]|"
    r"line-too-long|missing-\w+-docstring|invalid-name|too-(few|many)-[\w-]+|wrong-import-(order|position)|"
    r"import-outside-toplevel|global-statement|duplicate-code|[\w@/\-]*max-[\w\-]+|[\w@/\-]*no-console|"
    r"[\w@/\-]*explicit-(function|module)-[\w\-]+|ARG\d+|INP001|lll|funlen|gocyclo|gocognit|dupl|mnd|gomnd|revive|stylecheck|"
    r"Metrics/\w+|Style/\w+|Layout/\w+|Naming/\w+|identifier_name|line_length|file_length|type_body_length|"
    r"function_body_length|cyclomatic_complexity|non_snake_case|non_camel_case_types|non_upper_case_globals|"
    r"clippy::(too_many_arguments|type_complexity|module_inception|large_enum_variant|needless_\w+|upper_case_acronyms)|"
    r"unchecked|rawtypes|serial|restricted|preview|(squid|java):S1(07|133)|FunctionName|MagicNumber|LongMethod|LongParameterList|TooManyFunctions|ClassName|"
    r"PropertyName|SpellCheckingInspection|UNCHECKED_CAST|NOTHING_TO_INLINE|NAME_SHADOWING|UNUSED_PARAMETER|module|ObjectPropertyName"
)
# The package ships no types: nothing that the author could mend here.
_NO_STUBS = compile_late(
    r"import|import-(untyped|not-found|error)|reportMissing(TypeStubs|Imports|ModuleSource)|unresolved-import"
)
_CODE_WORD = compile_late(r"[A-Za-z][\w@:/.\-]*")
_REASON = compile_late(r"[^\W\d_]{2,}")
_LEADER = compile_late(r"\s*(#|//|/\*|\*|--)")
_UNCOVERABLE = compile_late(
    r"TYPE_CHECKING|__main__|abstractmethod|NotImplementedError|@overload|__repr__|assert_never|^\s*\.\.\.|sys\.version_info"
    r"|sys\.platform|except\s+ImportError|except\s+ModuleNotFoundError|unreachable|assert False"
)


def find_marks(source: Source, lines: "list[int] | None" = None) -> Iterator[Mark]:
    """Yield the silencing marks on the given lines of a source (by default on all), at most one of a kind a line."""
    for number in lines if lines is not None else range(1, len(source.lines) + 1):
        text = source.line_text(number)
        if len(text) < 2_000 and _ANY.search(text):
            yield from _read_line(source, number, text)


def needs_reason(mark: Mark, source: Source) -> bool:
    """Tell whether a mark hides something that a reader would want explained, and nothing explains it."""
    if mark.reason or _explained_above(mark, source):
        return False
    codes = _CODE_WORD.findall(re.sub(r"\breason\s*=.*|category|checkId", "", mark.codes))
    if codes and all(_TASTE.fullmatch(code.removesuffix("]")) for code in codes):
        return False
    if mark.kind in ("type: ignore", "pyright: ignore", "ty: ignore") and codes:
        return not (all(_NO_STUBS.fullmatch(code) for code in codes) or _is_import_fallback(mark, source))
    if mark.kind == "no cover":
        around = "\n".join(source.lines[max(0, mark.line - 2) : mark.line + 1])
        return not _UNCOVERABLE.search(around)
    return True


def _is_import_fallback(mark: Mark, source: Source) -> bool:
    """Tell whether a name is set to nothing because an optional package is not there."""
    around = "\n".join(source.lines[max(0, mark.line - 5) : mark.line])
    return bool(re.search(r"except\s*\(?\s*(ImportError|ModuleNotFoundError)", around))


def _read_line(source: Source, number: int, text: str) -> Iterator[Mark]:
    seen: set[int] = set()
    for kind, reach, pattern in _IN_COMMENTS:
        match = pattern.search(text)
        if match and match.start() not in seen and _is_comment(source, number, match.start()):
            seen.add(match.start())
            codes = match["codes"].strip(" :")
            narrow = kind == "eslint-disable" and codes
            yield Mark(kind, codes, number, "line" if narrow else reach, _reason(text[match.end() :]))
    for kind, reach, pattern, languages in _IN_CODE:
        match = pattern.search(text)
        if match and source.language in languages and not _in_string(source, number, match.start()):
            said = "reason" in match["codes"] or "Justification" in text
            reason = "given" if said else _reason(text[match.end() :] if "/" in text[match.end() :] else "")
            yield Mark(kind, match["codes"].strip(), number, reach, reason)


def _reason(rest: str) -> str:
    # A second mark on the same line is no reason for the first.
    for _, _, pattern in _IN_COMMENTS:
        rest = pattern.sub(" ", rest)
    words = _REASON.findall(rest.replace("*/", ""))
    return " ".join(words) if len(words) >= 2 else ""


def _explained_above(mark: Mark, source: Source) -> bool:
    above = source.line_text(mark.line - 1)
    leader = _LEADER.match(above)
    if not leader or above.strip().startswith(("///", "/**", "#!", "#[")) or _ANY.search(above):
        return False
    return len(_REASON.findall(above)) >= 3


def _is_comment(source: Source, number: int, column: int) -> bool:
    if source.root is None:
        return True
    return "comment" in _kind_at(source, number, column)


def _in_string(source: Source, number: int, column: int) -> bool:
    kind = _kind_at(source, number, column)
    return "string" in kind or "comment" in kind


def _kind_at(source: Source, number: int, column: int) -> str:
    if source.root is None:
        return ""
    at = len(source.line_text(number)[:column].encode("utf-8", "replace"))
    node = source.root.descendant_for_point_range((number - 1, at), (number - 1, at))
    return node.type if node is not None else ""
