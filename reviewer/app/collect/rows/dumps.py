"""This module holds what the objects of GitHub's own JSON are, and whether they are whole enough to be kept."""

from collections.abc import Iterator, Mapping
from typing import Any

from reviewer.app.collect.rows.values import read_number, read_time

Json = Mapping[str, Any]
_DEEPEST = 8
# What tells one kind from the others, the first that fits; no other kind has all of these keys.
_SIGNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("pull", ("number", "baseRefName")),
    ("rest_pull", ("number", "head", "base")),
    ("line_comment", ("id", "pull_request_url", "path")),
    ("rest_review", ("id", "pull_request_url", "state")),
    ("comment", ("id", "issue_url", "body")),
    ("issue", ("number", "title", "repository_url")),
    ("repository", ("full_name", "default_branch")),
)
# Fields with what they hold; those with a `!` must be there.
_FIELDS = {
    "pull": "number:int! title:str! state:str! createdAt:time! updatedAt:time mergedAt:time closedAt:time body:str "
    "author:map mergedBy:map mergeCommit:map headRefName:str headRefOid:str baseRefOid:str additions:int deletions:int "
    "changedFiles:int labels:list! assignees:list reviews:list! commits:list! timelineItems:list!",
    "rest_pull": "number:int! title:str! state:str! created_at:time! updated_at:time merged_at:time closed_at:time "
    "body:str user:map head:map! base:map! labels:array assignees:array",
    "line_comment": "id:int! pull_request_url:str! body:str created_at:time! updated_at:time user:map",
    "rest_review": "id:int! pull_request_url:str! state:str! submitted_at:time body:str user:map commit_id:str",
    "comment": "id:int! issue_url:str! html_url:str! body:str created_at:time! updated_at:time user:map",
    "issue": "number:int! title:str! state:str! created_at:time! updated_at:time closed_at:time user:map labels:array",
    "repository": "full_name:str! default_branch:str! node_id:str",
}
_SHAPES = {
    "int": "a whole number",
    "str": "a text",
    "time": "a time",
    "map": "an object",
    "array": "a list",
    "list": "a list of nodes",
}


def find_items(value: Json) -> Iterator[Json]:
    """Yield the things in an object: itself, or those in an answer of GraphQL."""
    if "data" not in value or name_kind(value):
        yield value
        return
    found = list(_walk(value["data"], _DEEPEST))
    yield from found or [value]


def name_kind(item: Json) -> str:
    """Return what kind of record an object is; empty for none."""
    return next((kind for kind, keys in _SIGNS if item.keys() >= set(keys)), "")


def name_item(kind: str, item: Json) -> str:
    """Return what names an object within its kind."""
    if kind == "repository":
        return kind
    return str(item["number"] if "number" in item else item["id"]).zfill(20)


def check_item(kind: str, item: Json) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with an object of a kind, by field."""
    if not kind:
        keys = ", ".join(sorted(map(str, item))[:6])
        yield "", f"this is no pull request, review, comment or issue of GitHub: {{{keys}, ...}}"[:200]
        return
    for rule in _FIELDS[kind].split():
        name, _, shape = rule.rstrip("!").partition(":")
        value = item.get(name)
        if value is None:
            if rule.endswith("!"):
                yield name, "is missing"
        elif not _fits(value, shape):
            yield name, f"is not {_SHAPES[shape]}"
        elif shape == "list" and isinstance(value, dict) and _goes_on(value):
            yield name, "is cut off: its pageInfo says that the list goes on"


def _walk(value: object, depth: int) -> Iterator[Json]:
    if isinstance(value, dict) and name_kind(value):
        yield value
    elif isinstance(value, dict | list) and depth:
        for part in value.values() if isinstance(value, dict) else value:
            yield from _walk(part, depth - 1)


def _fits(value: object, shape: str) -> bool:
    if shape == "list":
        value = value.get("nodes") if isinstance(value, dict) else value
        return isinstance(value, list) and all(isinstance(node, dict) for node in value)
    if shape == "int":
        return isinstance(value, int) and read_number(value) is not None
    if shape == "time":
        return read_time(value) is not None
    return isinstance(value, {"str": str, "map": dict, "array": list}[shape])


def _goes_on(connection: Json) -> bool:
    info = connection.get("pageInfo")
    return isinstance(info, dict) and bool(info.get("hasNextPage"))
