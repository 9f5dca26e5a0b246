"""This module holds what a forge promises, for the one in memory and for GitHub."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import pytest

from reviewer.adapters.github.forge import open_forge
from reviewer.model.forge import Annotation, CheckRun, LineComment, Remark
from reviewer.ports import Forge, Refused
from tests.adapters.repos import create_repository
from tests.forge.server import serve
from tests.forge.world import World
from tests.unit.app.action.forges import MemoryForge

RIGHTS = {
    "metadata": "read",
    "contents": "write",
    "pull-requests": "write",
    "issues": "write",
    "checks": "write",
    "security-events": "write",
}


class Stage(Protocol):
    """A forge with one pull request, and what others do on it."""

    @property
    def forge(self) -> Forge: ...

    number: int
    head: str

    def say(self, author: str, body: str) -> None: ...
    def reply(self, author: str, body: str) -> None: ...
    def dislike(self, author: str) -> None: ...
    def resolve(self, author: str) -> None: ...


class MemoryStage:
    """The forge in memory; all of it happens to the only conversation."""

    def __init__(self) -> None:
        self.forge = self._forge = MemoryForge()
        self.number, self.head = self.forge.pull.number, self.forge.pull.head

    def say(self, author: str, body: str) -> None:
        said = self._forge.said
        self._forge.said = replace(said, remarks=(*said.remarks, Remark(1, author, is_ours=False, body=body)))

    def reply(self, author: str, body: str) -> None:
        thread = self._forge.said.threads[0]
        self._change(remarks=(*thread.remarks, Remark(2, author, is_ours=False, body=body)))

    def dislike(self, author: str) -> None:
        opening, *replies = self._forge.said.threads[0].remarks
        self._change(remarks=(replace(opening, disliked_by=(author,)), *replies))

    def resolve(self, author: str) -> None:
        self._change(is_resolved=True, resolved_by=author)

    def _change(self, **parts: object) -> None:
        first, *others = self._forge.said.threads
        self._forge.said = replace(self._forge.said, threads=(replace(first, **parts), *others))  # type: ignore[arg-type]


class GitHubStage:
    """GitHub, as the fake on loopback has it."""

    def __init__(self, world: World, url: str, folder: Path) -> None:
        builder = create_repository(folder)
        builder.commit({"src/refunds.py": "one\ntwo\nthree\n"})
        builder.run("checkout", "-q", "-b", "topic")
        self.head = builder.commit({"src/refunds.py": "one\n2\nthree\nfour\n"})
        repository = world.add_repository("shop/shop", builder.git_dir, roles={"ann": "write", "sam": "admin"})
        for login in ("sam", "eve"):
            world.account(login)
        self._world, self._pull = world, world.open_pull_request(repository.full_name, head="topic", by="ann")
        self.number = self._pull.number
        self.forge = open_forge("shop/shop", world.token("t", permissions=RIGHTS), api=url, graphql=f"{url}/graphql")  # type: ignore[arg-type]

    def say(self, author: str, body: str) -> None:
        self._world.comment(self._pull, body, by=author)

    def reply(self, author: str, body: str) -> None:
        self._world.reply(self._pull.threads[0], body, by=author)

    def dislike(self, author: str) -> None:
        self._world.react(self._pull.threads[0].comments[0], "-1", by=author)

    def resolve(self, author: str) -> None:
        self._world.resolve(self._pull.threads[0], by=author)


@contextmanager
def _open(kind: str, folder: Path) -> Iterator[Stage]:
    if kind == "memory":
        yield MemoryStage()
        return
    world = World()
    with serve(world) as served:
        yield GitHubStage(world, served.url, folder)
        assert served.breaches == []


@pytest.fixture(params=["memory", "github"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    with _open(request.param, tmp_path / "repo") as opened:
        yield opened


def _line(body: str = "a finding") -> LineComment:
    return LineComment("src/refunds.py", 2, "new", body)


def test_a_pull_request_is_told(stage: Stage) -> None:
    pull = stage.forge.pull_request(stage.number)

    assert (pull.number, pull.head) == (stage.number, stage.head)
    assert (pull.source, pull.target, pull.is_from_fork) == ("shop/shop", "shop/shop", False)
    assert (pull.is_open, pull.labels) == (True, ())


def test_what_is_said_comes_in_order_and_ours_is_known(stage: Stage) -> None:
    stage.say("sam", "first")
    stage.forge.write_comment(stage.number, "second")
    stage.say("eve", "third")
    talk = stage.forge.talk(stage.number)

    assert [(r.author, r.is_ours, r.body) for r in talk.remarks] == [
        ("sam", False, "first"),
        (talk.we, True, "second"),
        ("eve", False, "third"),
    ]


def test_a_comment_is_edited_in_place(stage: Stage) -> None:
    comment = stage.forge.write_comment(stage.number, "before")

    assert stage.forge.write_comment(stage.number, "after", comment) == comment
    assert [(r.id, r.body) for r in stage.forge.talk(stage.number).remarks] == [(comment, "after")]


def test_a_comment_on_a_line_begins_a_conversation(stage: Stage) -> None:
    stage.forge.write_lines(stage.number, stage.head, [_line("one"), _line("other")])
    stage.reply("sam", "why?")
    stage.dislike("eve")
    first, second = stage.forge.talk(stage.number).threads

    assert [(r.is_ours, r.body, r.disliked_by) for r in first.remarks] == [
        (True, "one", ("eve",)),
        (False, "why?", ()),
    ]
    assert [r.body for r in second.remarks] == ["other"]
    assert not first.is_resolved
    assert first.resolved_by == ""


def test_a_conversation_is_resolved_by_somebody(stage: Stage) -> None:
    stage.forge.write_lines(stage.number, stage.head, [_line()])
    stage.resolve("sam")
    thread = stage.forge.talk(stage.number).threads[0]

    assert (thread.is_resolved, thread.resolved_by) == (True, "sam")


def test_who_may_write_is_known(stage: Stage) -> None:
    assert [stage.forge.may_write(who) for who in ("ann", "sam", "eve")] == [True, True, False]


def test_what_is_not_there_is_refused(stage: Stage) -> None:
    for ask in (stage.forge.pull_request, stage.forge.talk):
        with pytest.raises(Refused) as caught:
            ask(stage.number + 1)
        assert caught.value.why


def test_everything_can_be_written(stage: Stage) -> None:
    note = Annotation("src/refunds.py", 2, 3, "warning", "guard-removed", "Something is so.")
    stage.forge.write_check(CheckRun("reviewer", stage.head, "k", "neutral", "1 finding", "text", (note,) * 3))
    stage.forge.write_labels(stage.number, ["review: high"], [])
    stage.forge.upload_sarif(stage.head, f"refs/pull/{stage.number}/head", '{"version": "2.1.0", "runs": []}')
    stage.forge.write_lines(stage.number, stage.head, [_line()])
    thread = stage.forge.talk(stage.number).threads[0]
    stage.forge.edit_lines(thread.remarks[0].id, "gone")
    stage.forge.close_thread(thread.id)
    stage.forge.close_thread(thread.id, closed=False)
    stage.forge.acknowledge(stage.forge.write_comment(stage.number, "text"))
