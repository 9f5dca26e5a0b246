"""This module holds what GitHub is asked about a conversation, and how its answer is read."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from reviewer.adapters.github.client import Client
from reviewer.model.forge import Labelling, Remark, Talk, Thread
from reviewer.ports import Refused

_GHOST = "ghost"  # what GitHub calls whoever is gone
_MOST_PAGES = 200
_REMARK = "fullDatabaseId body viewerDidAuthor createdAt author { __typename login }"
_THREAD = f"""
  id isResolved resolvedBy {{ login }}
  opening: comments(first: 1) {{ nodes {{
    reactions(content: THUMBS_DOWN, first: 50) {{ nodes {{ user {{ login }} }} }}
  }} }}
  comments(first: 50) {{ nodes {{ {_REMARK} }} pageInfo {{ hasNextPage endCursor }} }}
"""
_PAGE = "pageInfo { hasNextPage endCursor }"
_PULL = """
query($owner: String!, $name: String!, $number: Int!, $after: String) {
  viewer { login }
  repository(owner: $owner, name: $name) { pullRequest(number: $number) { page: %s } }
}
"""
_REMARKS = _PULL % f"comments(first: 100, after: $after) {{ nodes {{ {_REMARK} }} {_PAGE} }}"
_THREADS = _PULL % f"reviewThreads(first: 50, after: $after) {{ nodes {{ {_THREAD} }} {_PAGE} }}"
_LABELLINGS = _PULL % (
    "timelineItems(itemTypes: [LABELED_EVENT], first: 100, after: $after) { nodes {"
    f" ... on LabeledEvent {{ createdAt label {{ name }} actor {{ login }} }} }} {_PAGE} }}"
)
_REPLIES = f"""
query($thread: ID!, $after: String) {{
  node(id: $thread) {{ ... on PullRequestReviewThread {{
    page: comments(first: 100, after: $after) {{ nodes {{ {_REMARK} }} {_PAGE} }}
  }} }}
}}
"""


class _Who(BaseModel):
    login: str
    kind: str = Field("User", alias="__typename")


class _Remark(BaseModel):
    id: int = Field(alias="fullDatabaseId")
    body: str
    is_ours: bool = Field(alias="viewerDidAuthor")
    when: str = Field(alias="createdAt")
    author: _Who | None

    def read(self, disliked_by: tuple[str, ...] = ()) -> Remark:
        return Remark(self.id, _name(self.author), self.is_ours, self.body, disliked_by, self.when)


class _PageInfo(BaseModel):
    more: bool = Field(alias="hasNextPage")
    cursor: str | None = Field(alias="endCursor")


class _Page(BaseModel):
    nodes: list[dict[str, Any]]
    info: _PageInfo = Field(alias="pageInfo")


class _Reaction(BaseModel):
    user: _Who | None


class _Reactions(BaseModel):
    nodes: list[_Reaction]


class _Opening(BaseModel):
    reactions: _Reactions


class _Openings(BaseModel):
    nodes: list[_Opening]


class _Thread(BaseModel):
    id: str
    is_resolved: bool = Field(alias="isResolved")
    resolved_by: _Who | None = Field(alias="resolvedBy")
    opening: _Openings
    comments: _Page


class _Label(BaseModel):
    name: str


class _Labelling(BaseModel):
    when: str = Field(alias="createdAt")
    label: _Label
    actor: _Who | None


def read_talk(client: Client, number: int) -> Talk:
    """Return everything that was said on a pull request. Raises `Refused`."""
    try:
        return _read_talk(client, number)
    except (ValidationError, KeyError, TypeError):
        raise Refused("GitHub's answer is not understood") from None


def _read_talk(client: Client, number: int) -> Talk:
    owner, _, name = client.repository.partition("/")
    place = {"owner": owner, "name": name, "number": number}
    we: list[str] = []

    def find_page(data: dict[str, Any]) -> object:
        we[:] = [str(data["viewer"]["login"])]
        return data["repository"]["pullRequest"]["page"]

    remarks = [_Remark.model_validate(node).read() for node in _turn_pages(client, _REMARKS, place, find_page)]
    threads = [_read_thread(client, node) for node in _turn_pages(client, _THREADS, place, find_page)]
    labellings = [_read_labelling(node) for node in _turn_pages(client, _LABELLINGS, place, find_page)]
    return Talk(we[0], tuple(remarks), tuple(_know_us(thread, we[0]) for thread in threads), tuple(labellings))


def _turn_pages(client: Client, query: str, place: dict[str, Any], find_page: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    after: str | None = None
    for _ in range(_MOST_PAGES):
        page = _Page.model_validate(find_page(client.query(query, {**place, "after": after})))
        yield from page.nodes
        if not page.info.more or page.info.cursor in (None, after):
            return
        after = page.info.cursor


def _read_thread(client: Client, node: dict[str, Any]) -> Thread:
    thread = _Thread.model_validate(node)
    nodes = list(thread.comments.nodes)
    if thread.comments.info.more:
        pages = _turn_pages(client, _REPLIES, {"thread": thread.id}, lambda data: data["node"]["page"])
        nodes = list(pages)
    remarks = [_Remark.model_validate(node) for node in nodes]
    disliked = [_name(r.user) for opening in thread.opening.nodes for r in opening.reactions.nodes]
    read = [remark.read(tuple(disliked) if i == 0 else ()) for i, remark in enumerate(remarks)]
    by = _name(thread.resolved_by) if thread.is_resolved else ""
    return Thread(thread.id, thread.is_resolved, by, tuple(read))


def _read_labelling(node: dict[str, Any]) -> Labelling:
    event = _Labelling.model_validate(node)
    return Labelling(event.label.name, _name(event.actor), event.when)


def _know_us(thread: Thread, we: str) -> Thread:
    """Whoever resolved a conversation is told as a person, also where it was a bot such as we may be."""
    return replace(thread, resolved_by=we) if thread.resolved_by == we.removesuffix("[bot]") else thread


def _name(who: _Who | None) -> str:
    """Return a login; that of a bot ends so that no person has it."""
    if who is None:
        return _GHOST
    return f"{who.login.removesuffix('[bot]')}[bot]" if who.kind == "Bot" else who.login
