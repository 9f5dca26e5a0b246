"""This module holds the settings in code whose literal value a change replaces: timeouts, limits, models, rights."""

from collections.abc import Iterator
from dataclasses import dataclass

from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late

_LITERAL = (
    r"(?:-?\d[\d_]*(?:\.\d+)?(?:\s{0,2}\*\s{0,2}\d[\d_]*){0,3}|\"[^\"\n]{0,80}\"|'[^'\n]{0,80}'"
    r"|\b(?:true|false|True|False)\b)"
)
_SETTING = compile_late(
    rf"(?<![\w.-])([A-Za-z_][\w.-]{{1,60}})\??[\"']?"
    rf"(?:\s{{0,4}}:\s{{0,4}}[\w\[\].|<>]{{1,40}})?\s{{0,4}}(?::=|=|:)\s{{0,4}}({_LITERAL})"
    r"(?=\s{0,4}(?:[,;)}\]#/]|$))"
)
_TELLING = compile_late(
    r"(?i)(?:^|_|\b)(?:default|timeout|time_?out|ttl|max|min|limit|retry|retries|attempts|interval"
    r"|threshold|temperature"
    r"|model|permission|permissions|mode|budget|capacity|concurrency|workers|delay|backoff|verify|strict"
    r"|enabled?|disabled?"
    r"|expiry|expires|quota|batch|window|depth|ceiling|floor|cap)(?:_|\b|$)"
)
_NOT_A_SETTING = compile_late(
    r"(?i)version|(?:^|_)id$|hash|sha|checksum|date|year|color|width|height|padding|margin|style"
    r"|class_?name|label|title|text|description|placeholder|test"
)
# Words that say nothing of what a setting is for.
_WEAK = frozenset({"default", "max", "min", "mode", "enabled", "enable", "disabled", "disable", "size", "the"})
_CAMEL = compile_late(r"(?<=[a-z0-9])(?=[A-Z])")
_LONGEST_LINE = 300


@dataclass(frozen=True, slots=True)
class Switched:
    """A setting that had one literal value and has another; `line` is its line in the new file."""

    path: str
    line: int
    name: str
    old: str
    new: str


def find_switched(file: ChangedFile) -> Iterator[Switched]:
    """Yield the settings of a file of which a change replaces the literal and nothing else of the line."""
    for hunk in file.change.hunks:
        if not 0 < len(hunk.deleted) == len(hunk.added):
            continue
        for number, (old, new) in enumerate(zip(hunk.deleted, hunk.added, strict=True)):
            if old != new and len(old) < _LONGEST_LINE and len(new) < _LONGEST_LINE:
                for name, before, after in _compare(old, new):
                    yield Switched(file.path, hunk.new_start + number, name, before, after)


def spell_name(name: str) -> list[str]:
    """Return the words of a name in lower case."""
    return [word.lower() for word in _CAMEL.sub("_", name).replace("-", "_").replace(".", "_").split("_") if word]


def _compare(old: str, new: str) -> Iterator[tuple[str, str, str]]:
    before, after = _SETTING.findall(old), _SETTING.findall(new)
    if not before or [name for name, _ in before] != [name for name, _ in after]:
        return
    if _SETTING.sub(r"\1=", old) != _SETTING.sub(r"\1=", new):
        return
    for (name, was), (_, now) in zip(before, after, strict=True):
        words = "_".join(spell_name(name))
        if was != now and was[0] in "\"'" and now[0] in "\"'" and was[1:-1] == now[1:-1]:
            continue
        if was != now and _TELLING.search(words) and not _NOT_A_SETTING.search(words):
            yield name, was, now


def is_mentioned(switched: Switched, text: str) -> bool:
    """Tell whether a text speaks of a setting: by what its name says it is for, or by its old or new value."""
    known = text.lower()
    values = [value.strip("\"'").lower() for value in (switched.old, switched.new)]
    if any(len(value) > 1 and value in known for value in values if value not in ("true", "false")):
        return True
    spelt = [word for word in spell_name(switched.name) if len(word) > 2 and word not in _WEAK]
    words = [word for word in spelt if _TELLING.search(word)] or spelt
    return any(word.rstrip("s") in known for word in words)
