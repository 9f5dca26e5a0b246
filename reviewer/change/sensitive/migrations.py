"""This module holds what a migration takes away or rewrites: tables and columns dropped, renamed, narrowed, emptied."""

import re
from collections.abc import Iterator

from reviewer.change.late import compile_late
from reviewer.change.sensitive.operations import CALLS, NAME, STATEMENTS
from reviewer.change.sensitive.trait import Trait
from reviewer.change.syntax.names import squeeze, text_of
from reviewer.change.syntax.source import Source

_COMMENT = compile_late(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_BACKWARD_FILE = compile_late(
    r"(\.|_|-|/)(down|rollback|undo|revert)\.sql$|(^|/)U\d[^/]*\.sql$|(^|/)(down|rollback)/", re.IGNORECASE
)
_HEAD = r"^[ \t]*(?:public |async |protected |override )*(?:function |func )?(?:def |exports\.)?"
_BACKWARD_PART = compile_late(
    r"^--\s*(?:\+goose Down|migrate:down|\+migrate Down|rollback\b)"
    rf"|{_HEAD}(?:downgrade|down\w*|Down\w*|safeDown|reverse)\b[ \t]*(?:\(|=|:|$)",
    re.MULTILINE,
)
_FORWARD_PART = compile_late(
    r"^--\s*(?:\+goose Up|migrate:up|\+migrate Up|changeset\b)"
    rf"|{_HEAD}(?:upgrade|up\w*|Up\w*|safeUp|change)\b[ \t]*(?:\(|=|:|$)",
    re.MULTILINE,
)
_HEADER = compile_late(r"\s*(?:import|from|using|use|require|package|def|class|func|function|@)\b|\s*@")
_VERSIONED = compile_late(r"(^|/)(V?\d[\w.-]*|[0-9a-f]{8,}_[\w-]+)\.\w+$|(^|/)\d{8,}[\w-]*/migration\.sql$")


def is_migration(source: Source) -> bool:
    """Tell whether a file changes a database: by its class, or as SQL outside of tests and examples."""
    if source.file_class == "migration":
        return not _BACKWARD_FILE.search(source.path)
    is_sql = source.path.endswith(".sql") and source.file_class in ("production", "script")
    return is_sql and not _BACKWARD_FILE.search(source.path)


def is_versioned(path: str) -> bool:
    """Tell whether a migration's name carries its place in a sequence, so that it runs once and stays."""
    return bool(_VERSIONED.search(path))


def read_migration(source: Source) -> Iterator[Trait]:
    """Yield what one side of a migration takes away or rewrites on its way forward.

    A table that the same text creates, or renames another into, was rebuilt and not lost.
    """
    text = _forward(source)
    rebuilt = {n.lower() for n in re.findall(rf"(?i)\bCREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?{NAME}", text)}
    rebuilt |= {n.lower() for n in re.findall(rf"(?i)\bRENAME\s+TO\s+{NAME}", text)}
    operations = STATEMENTS if source.path.endswith(".sql") else (*STATEMENTS, *CALLS)
    for kind, what, pattern in operations:
        for found in pattern.finditer(text):
            groups = found.groupdict() or {}
            names = [groups["a"], groups["b"]] if groups else [g for g in found.groups() if g]
            if names and names[0].lower() in rebuilt:
                continue
            line = text.count("\n", 0, found.end()) + 1
            yield Trait(kind, what.format(*names, "?", "?"), line)


def spell_migration(source: Source) -> str:
    """Return what a migration runs: its text without comments, layout, imports, function headers and quote style."""
    lines = [line for line in _without_comments(source).split("\n") if not _HEADER.match(line)]
    return squeeze("".join(lines)).replace("'", '"').replace(",", "")


def _forward(source: Source) -> str:
    """Return the text with comments and everything that undoes the migration made blank, line for line."""
    text = _without_comments(source, keep=_BACKWARD_PART)
    for backward in _BACKWARD_PART.finditer(text):
        forward = _FORWARD_PART.search(text, backward.end())
        end = forward.start() if forward else len(text)
        text = text[: backward.end()] + _blank(text[backward.end() : end]) + text[end:]
    return text


def _without_comments(source: Source, keep: re.Pattern[str] | None = None) -> str:
    """Blank the comments of a source, but those that divide a migration (`-- +goose Down`)."""
    if source.path.endswith(".sql"):
        text = "\n".join(source.lines)
        dividers = (keep, _FORWARD_PART) if keep else ()
        return _COMMENT.sub(lambda m: m[0] if any(d.match(m[0]) for d in dividers) else _blank(m[0]), text)
    data = bytearray(source.data)
    for node in source.nodes["comments"]:
        data[node.start_byte : node.end_byte] = _blank(text_of(node)).encode().ljust(node.end_byte - node.start_byte)
    return data.decode("utf-8", "replace").replace("\r", "")


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
