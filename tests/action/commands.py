"""This module holds how a step talks back: the files of names and values, and commands on its output."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_COMMAND = re.compile(r"::(error|warning|notice)(?: ([^:]*(?::(?!:)[^:]*)*))?::(.*)")


class StepError(Exception):
    """Why a step failed."""


@dataclass(frozen=True)
class Note:
    """An annotation of a run: `error`, `warning` or `notice`."""

    level: str
    message: str


def parse_pairs(text: str) -> dict[str, str]:
    """Read names and values as GITHUB_OUTPUT and GITHUB_ENV have them: `name=value`, or lines down to a mark."""
    pairs = {}
    lines = iter(text.splitlines())
    for line in lines:
        if not line:
            continue
        name, mark, rest = line.partition("<<") if _has_mark(line) else line.partition("=")
        if not mark or not name:
            raise StepError(f"this is no name with a value: {line}")
        pairs[name] = "\n".join(_take_until(lines, rest)) if mark == "<<" else rest
    return pairs


def parse_notes(output: str) -> list[Note]:
    """Read the annotations in what a step printed."""
    found = (_COMMAND.fullmatch(line.strip()) for line in output.splitlines())
    return [Note(match[1], _unescape(match[3])) for match in found if match]


def _has_mark(line: str) -> bool:
    equals, mark = line.find("="), line.find("<<")
    return mark >= 0 and (equals < 0 or mark < equals)


def _take_until(lines: Iterator[str], end: str) -> Iterator[str]:
    for line in lines:
        if line == end:
            return
        yield line
    raise StepError(f"the end of a value is missing: {end}")


def _unescape(text: str) -> str:
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")
