"""This module holds the reading of what tools noted of a commit's lines: hostile data, so that all of it is bounded.

Lines that a note leaves out are not a person's: nobody looked at them.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from reviewer.model.provenance import LineKind, LineRange

Noted = Mapping[str, tuple[LineRange, ...]]

# Where each tool keeps its notes.
NOTES = {
    "git-ai": "refs/notes/ai",
    "whogitit": "refs/notes/whogitit",
    "SourceTrace": "refs/notes/srctrace/attribution",
}
_LARGEST, _MOST_FILES, _MOST_RANGES, _LAST_LINE = 1_000_000, 2_000, 20_000, 10_000_000
_LONGEST_NAME = 80
_VERSION = "authorship/3."
_ENTRY = re.compile(r"  (\S{7,64}) ([\d,-]+)")
_RANGE = re.compile(r"(\d{1,8})(?:-(\d{1,8}))?")
_KINDS: dict[str, LineKind] = {"AI": "ai", "AIModified": "mixed", "Human": "human"}
_AGENT = re.compile(r"agent\|([^()|]{1,80})(?:\(([^()]{1,80})\))?")


def read_note(standard: str, data: bytes) -> Noted:
    """Return the lines that a note of some standard speaks of, by path; empty for what is no such note."""
    readers: dict[str, Callable[[str], Iterator[tuple[str, LineRange]]]] = {
        "git-ai": _read_git_ai,
        "whogitit": _read_whogitit,
        "SourceTrace": _read_source_trace,
    }
    if len(data) > _LARGEST:
        return {}
    return gather_lines(readers[standard](data.decode("utf-8", "replace")))


def gather_lines(found: Iterator[tuple[str, LineRange]]) -> Noted:
    """Put ranges in order by path, as many as are allowed."""
    files: dict[str, set[LineRange]] = {}
    for path, noted in found:
        if path not in files and len(files) >= _MOST_FILES:
            continue
        ranges = files.setdefault(path, set())
        if len(ranges) < _MOST_RANGES and 0 < noted.first <= noted.last <= _LAST_LINE:
            ranges.add(noted)
    return {path: tuple(_join(sorted(ranges))) for path, ranges in sorted(files.items()) if ranges}


def _join(ranges: list[LineRange]) -> Iterator[LineRange]:
    """Yield ranges in order; neighbours of one maker become one."""
    held: LineRange | None = None
    for noted in ranges:
        if held and noted == replace(held, first=held.last + 1, last=noted.last):
            held = replace(held, last=noted.last)
            continue
        if held:
            yield held
        held = noted
    if held:
        yield held


def parse_object(text: str) -> dict[str, Any]:
    """Return a JSON object; empty for whatever else a text is."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def cut_name(value: object) -> str:
    """Return the name of a tool or a model as a short text; empty for what is none."""
    return value[:_LONGEST_NAME] if isinstance(value, str) else ""


def as_dict(value: object) -> dict[str, Any]:
    """Return what is an object, or an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[Any]:
    """Return what is a list, or an empty one."""
    return value if isinstance(value, list) else []


def _read_git_ai(text: str) -> Iterator[tuple[str, LineRange]]:
    attested, line, said = text.partition("\n---\n")
    about = parse_object(said) if line else {}
    if not cut_name(about.get("schema_version")).startswith(_VERSION):
        return
    path = ""
    for row in attested.split("\n"):
        entry = _ENTRY.fullmatch(row)
        if entry is None:
            path = row[1:-1] if row.startswith('"') and row.endswith('"') else row
        elif path:
            kind, tool, model = _find_maker(entry[1], about)
            for first, last in _parse_ranges(entry[2]):
                yield path, LineRange(first, last, kind, tool, model, "git-ai")


def _find_maker(key: str, about: dict[str, Any]) -> tuple[LineKind, str, str]:
    if key.startswith("h_"):
        return ("human" if key in as_dict(about.get("humans")) else "unknown"), "", ""
    table = "sessions" if key.startswith("s_") else "prompts"
    record = as_dict(as_dict(about.get(table)).get(key.partition("::")[0]))
    agent = as_dict(record.get("agent_id"))
    return ("ai" if agent else "unknown"), cut_name(agent.get("tool")), cut_name(agent.get("model"))


def _parse_ranges(text: str) -> Iterator[tuple[int, int]]:
    for part in text.split(",")[:_MOST_RANGES]:
        found = _RANGE.fullmatch(part)
        if found:
            yield int(found[1]), int(found[2] or found[1])


def _read_whogitit(text: str) -> Iterator[tuple[str, LineRange]]:
    about = parse_object(text)
    model = cut_name(as_dict(as_dict(about.get("session")).get("model")).get("id"))
    for file in as_list(about.get("files"))[:_MOST_FILES]:
        path = as_dict(file).get("path")
        for line in as_list(as_dict(file).get("lines")):
            said = as_dict(line).get("source")
            kind = _KINDS.get(cut_name(as_dict(said).get("type") if isinstance(said, dict) else said))
            number = as_dict(line).get("line_number")
            if kind and isinstance(path, str) and isinstance(number, int):
                named = "" if kind == "human" else model
                yield path, LineRange(number, number, kind, "", named, "whogitit")


def _read_source_trace(text: str) -> Iterator[tuple[str, LineRange]]:
    for path, parts in as_dict(parse_object(text).get("f")).items():
        for part in as_list(parts):
            who = cut_name(as_dict(part).get("s"))
            agent = _AGENT.fullmatch(who)
            for place in as_list(as_dict(part).get("l")):
                for first, last in _parse_ranges(str(place)[:40]):
                    # What `operator` means for single lines is not written down: it is not taken for a person's.
                    kind: LineKind = "ai" if agent else "unknown"
                    tool, model = (agent[1], agent[2] or "") if agent else ("", "")
                    yield path, LineRange(first, last, kind, tool, model, "SourceTrace")
