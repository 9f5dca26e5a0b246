"""This module holds the reading of Agent Trace records (0.1), one JSON object a line, as a repository may keep them."""

from collections.abc import Iterator
from typing import Any, cast, get_args

from reviewer.history.provenance.lines.notes import Noted, as_dict, as_list, cut_name, gather_lines, parse_object
from reviewer.model.provenance import LineKind, LineRange

# Where the reference implementation writes them.
TRACES = ".agent-trace/traces.jsonl"
_MOST_RECORDS = 20_000


def read_traces(data: bytes) -> dict[str, Noted]:
    """Return the lines that records speak of, by the commit they were written for and by path."""
    found: dict[str, list[tuple[str, LineRange]]] = {}
    for line in data.decode("utf-8", "replace").split("\n")[:_MOST_RECORDS]:
        record = parse_object(line) if line.startswith("{") else {}
        vcs = as_dict(record.get("vcs"))
        commit = cut_name(vcs.get("revision"))
        if commit and vcs.get("type") == "git":
            found.setdefault(commit, []).extend(_read_record(record))
    return {commit: gather_lines(iter(ranges)) for commit, ranges in found.items()}


def _read_record(record: dict[str, Any]) -> Iterator[tuple[str, LineRange]]:
    tool = cut_name(as_dict(record.get("tool")).get("name"))
    for file in as_list(record.get("files")):
        path = as_dict(file).get("path")
        for talk in as_list(as_dict(file).get("conversations")):
            for place in as_list(as_dict(talk).get("ranges")):
                who = as_dict(as_dict(place).get("contributor")) or as_dict(as_dict(talk).get("contributor"))
                first, last = as_dict(place).get("start_line"), as_dict(place).get("end_line")
                if isinstance(path, str) and isinstance(first, int) and isinstance(last, int):
                    yield path, _make_range(first, last, who, tool)


def _make_range(first: int, last: int, who: dict[str, Any], tool: str) -> LineRange:
    said = who.get("type")
    kind = cast("LineKind", said) if said in get_args(LineKind) else "unknown"
    named = tool if kind in ("ai", "mixed") else ""
    return LineRange(first, last, kind, named, cut_name(who.get("model_id")), "Agent Trace")
