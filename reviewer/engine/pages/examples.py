"""This module holds the examples of a rule page: small changes written as fenced blocks, with marked lines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reviewer.change.changed import ChangedFile
from reviewer.change.diff import split_hunk
from reviewer.change.fileclass import classify_file
from reviewer.change.late import compile_late
from reviewer.change.syntax.languages import LANGUAGES, recognise_language
from reviewer.change.syntax.source import Source
from reviewer.engine.pages.markdown import Block
from reviewer.engine.pages.past import tell_past
from reviewer.errors import ReviewerError
from reviewer.history.past import History
from reviewer.model.change import FileChange, FileClass, Side
from reviewer.model.rule import Option, Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

_MARK = compile_late(r"[ \t]*(?:#|//|--|;|<!--|/\*)[ \t]*finding(?:[ \t]+([a-z][a-z-]*))?[ \t]*(?:-->|\*/)?[ \t]*$")
_ALIASES = {"py": "python", "js": "javascript", "jsx": "javascript", "ts": "typescript", "c++": "cpp", "cs": "csharp"}
_ALIASES |= {"rb": "ruby", "kt": "kotlin", "sh": "bash", "shell": "bash", "rs": "rust", "c#": "csharp"}
# Where a block without a path of its own stands, so that the file has the class that the rule looks at.
_TEST_PATHS = {
    "python": "tests/test_orders.py",
    "javascript": "src/orders.test.js",
    "typescript": "src/orders.test.ts",
    "tsx": "src/orders.test.tsx",
    "go": "orders/orders_test.go",
    "java": "src/test/java/OrdersTest.java",
    "rust": "tests/orders.rs",
    "ruby": "spec/orders_spec.rb",
    "kotlin": "src/test/kotlin/OrdersTest.kt",
    "scala": "src/test/scala/OrdersTest.scala",
    "csharp": "tests/OrdersTests.cs",
    "php": "tests/OrdersTest.php",
    "swift": "Tests/OrdersTests.swift",
}
# What an example says of the change as a whole.
_SAYS = frozenset({"restores", "fixes", "past", "says"})
_PLAIN_SUFFIXES = {"yaml": ".yaml", "json": ".json", "ini": ".ini", "text": ".txt", "xml": ".xml", "toml": ".toml"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A line on which the rule must speak, on one side of one file; `case` is empty where any case will do."""

    path: str
    line: int
    side: Side
    case: str


@dataclass(frozen=True, slots=True)
class Example:
    """A small change with the lines that must be found. `line` is where it starts in the page.

    `usual` holds the 99th percentiles that its repository has for functions; empty for too few of them.
    `restores` says that the change reverts or re-applies another, `fixes` that it repairs something, and `history`
    which changes wrote the lines of the old side. `says` are the texts in which the change speaks of itself, newest
    first; a single one speaks for the whole.
    """

    title: str
    flagged: bool
    line: int
    files: tuple[ChangedFile, ...]
    marks: tuple[Mark, ...]
    unchanged: Mapping[str, bytes] = field(default_factory=dict)
    options: Mapping[str, Option] = field(default_factory=dict)
    usual: Mapping[str, int] = field(default_factory=dict)
    restores: bool = False
    fixes: bool = False
    history: History | None = None
    says: tuple[str, ...] = ()


def parse_examples(blocks: "Sequence[Block]", rule: Rule) -> Iterator[Example]:
    """Yield the examples below `## Flagged` and `## Not flagged`; a `###` heading groups blocks into one change."""
    section, title = "", ""
    group: list[Block] = []
    for block in blocks:
        if block.kind == "heading" and block.info in ("##", "###"):
            if group:
                yield _build(group, title, flagged=section == "Flagged", rule=rule)
            group, title = [], block.text if block.info == "###" else ""
            section = block.text if block.info == "##" else section
        elif block.kind == "fence" and section in ("Flagged", "Not flagged"):
            group.append(block)
            if not title:
                yield _build(group, "", flagged=section == "Flagged", rule=rule)
                group = []
    if group:
        yield _build(group, title, flagged=section == "Flagged", rule=rule)


def _build(blocks: list[Block], title: str, *, flagged: bool, rule: Rule) -> Example:
    files: list[ChangedFile] = []
    marks: list[Mark] = []
    unchanged: dict[str, bytes] = {}
    options: dict[str, Option] = {}
    usual: dict[str, int] = {}
    says: dict[str, Any] = {}
    for block in blocks:
        if block.info == "toml":
            table = _parse_table(block, rule)
            usual |= table.pop("usual", {})
            says |= {name: table.pop(name) for name in _SAYS & set(table)}
            options |= table
            continue
        path, is_diff = _place(block, rule)
        lines, found = _take_marks(path, block.text, is_diff=is_diff)
        if is_diff and any(line[0] not in " +-" for line in lines):
            raise ReviewerError(
                f"{rule.origin}:{block.line}: a line of the diff has no sign.", "Begin every line with ' ', '+' or '-'."
            )
        marks += found
        if is_diff and not any(line[:1] in "+-" for line in lines):
            unchanged[path] = _side(lines, " ")
        else:
            files.append(_changed_file(path, lines if is_diff else [f"+{line}" for line in lines]))
    ordered = tuple(sorted(files, key=lambda f: f.path))
    return Example(
        title,
        flagged,
        blocks[0].line,
        ordered,
        tuple(marks),
        unchanged,
        options,
        usual,
        restores=says.get("restores", False),
        fixes=says.get("fixes", False),
        history=tell_past(says["past"], [file.path for file in ordered]) if "past" in says else None,
        says=says.get("says", ()),
    )


def _parse_table(block: Block, rule: Rule) -> dict[str, Any]:
    """Read the options of an example, and what is around it: `[usual]`, `restores`, `fixes`, `says` and `[[past]]`."""
    import tomllib

    try:
        table = tomllib.loads(block.text)
    except tomllib.TOMLDecodeError as fault:
        raise ReviewerError(f"{rule.origin}:{block.line}: {fault}.", "Correct the block.") from None
    unknown = sorted(set(table) - set(rule.options) - {"usual"} - _SAYS)
    if unknown:
        raise ReviewerError(f"{rule.origin}:{block.line}: the rule has no option {unknown[0]!r}.", "Correct the block.")
    if "says" in table:
        table["says"] = _read_texts(table["says"], f"{rule.origin}:{block.line}")
    return table


def _read_texts(said: object, place: str) -> tuple[str, ...]:
    """Return one text or a list of texts as a tuple."""
    texts = said if isinstance(said, list) else [said]
    if not texts or not all(isinstance(text, str) for text in texts):
        raise ReviewerError(f"{place}: 'says' must be a text or a list of texts.", "Correct the block.")
    return tuple(texts)


def _place(block: Block, rule: Rule) -> tuple[str, bool]:
    words = block.info.split()
    is_diff = words[:1] == ["diff"]
    words = words[1:] if is_diff else words
    language = _ALIASES.get(words[0], words[0]) if words else "text"
    if len(words) > 1:
        return words[1], is_diff
    if language in LANGUAGES:
        suffix = LANGUAGES[language].suffixes[0]
        return _default_path(language, suffix, rule.files[0]), is_diff
    if language in _PLAIN_SUFFIXES:
        return f"settings{_PLAIN_SUFFIXES[language]}", is_diff
    raise ReviewerError(f"{rule.origin}:{block.line}: unknown language '{language}'.", "Name a path: ```text path/name")


def _default_path(language: str, suffix: str, file_class: FileClass) -> str:
    if file_class == "test":
        return _TEST_PATHS.get(language, f"tests/test_orders{suffix}")
    return f"src/shop/orders{suffix}"


def _take_marks(path: str, text: str, *, is_diff: bool) -> tuple[list[str], list[Mark]]:
    lines, marks = [], []
    old = new = 0
    for raw in text.removesuffix("\n").split("\n") if text else ():
        mark = _MARK.search(raw)
        line = raw[: mark.start()] if mark else raw
        line = " " if is_diff and not line else line
        old += not is_diff or line[0] != "+"
        new += not is_diff or line[0] != "-"
        if mark:
            side: Side = "old" if is_diff and line[0] == "-" else "new"
            marks.append(Mark(path, old if side == "old" else new, side, mark[1] or ""))
        lines.append(line)
    return lines, marks


def _side(lines: list[str], sign: str) -> bytes:
    return "".join(f"{line[1:]}\n" for line in lines if line[0] in (" ", sign)).encode()


def _changed_file(path: str, lines: list[str]) -> ChangedFile:
    old, new = _side(lines, "-"), _side(lines, "+")
    added = all(line[0] == "+" for line in lines)
    deleted = all(line[0] == "-" for line in lines)
    hunks = tuple(split_hunk([line.encode() for line in lines], 1, 1))
    change = FileChange(
        status="added" if added else "deleted" if deleted else "modified",
        content="text",
        old_path=None if added else path,
        new_path=None if deleted else path,
        old_mode=0 if added else 0o100644,
        new_mode=0 if deleted else 0o100644,
        old_blob="",
        new_blob="",
        hunks=hunks,
    )
    return ChangedFile(
        change,
        None if added else _read(path, old, change.touched_old),
        None if deleted else _read(path, new, change.touched_new),
    )


def _read(path: str, data: bytes, focus: frozenset[int]) -> Source:
    return Source(path, data, recognise_language(path, data.split(b"\n", 1)[0]), classify_file(path, data), focus)
