"""This module holds recordings: what a model answered, kept as it came, and an endpoint that repeats it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from tasks import HERE, Task

from reviewer.app.second.budget import CHARACTERS, estimate
from reviewer.ports import Endpoint, EndpointFault, Reply, ToolCall, Turn

RECORDED = HERE / "recorded"


@dataclass(frozen=True, slots=True)
class Recorded:
    """One answer of a model, and a hash of all that it had been sent when it gave it."""

    asked: str
    reply: Reply

    def change(self, write: Callable[[Reply], Reply]) -> "Recorded":
        """Return the same answer, written otherwise."""
        return replace(self, reply=write(self.reply))


@dataclass(slots=True)
class Replay(Endpoint):
    """An endpoint that repeats recorded answers by their order, and counts those given to other texts than today's.

    `knew` tells that whoever answered knew the kinds of edits that are planted.
    """

    name: str
    answers: list[Recorded]
    knew: bool = False
    given: int = 0
    strange: int = 0

    @property
    def model(self) -> str:
        """The name of the model that answered."""
        return self.name

    def ask(self, turn: Turn, seconds: float, hear: Callable[[int], None]) -> Reply:
        """Return the next answer. Raises `EndpointFault` when there is none left."""
        del seconds, hear
        if self.given == len(self.answers):
            raise EndpointFault("setup", "the recording ends before the conversation does")
        recorded = self.answers[self.given]
        self.given += 1
        self.strange += recorded.asked != hash_turn(turn)
        return recorded.reply

    def show(self, turn: Turn) -> str:
        """Return the messages of a turn."""
        return "\n\n".join(message.text for message in turn.messages)


@dataclass(slots=True)
class Recording(Endpoint):
    """An endpoint that keeps what another one answers."""

    inner: Endpoint
    answers: list[Recorded] = field(default_factory=list)

    @property
    def model(self) -> str:
        """The name of the model that answers."""
        return self.inner.model

    def ask(self, turn: Turn, seconds: float, hear: Callable[[int], None]) -> Reply:
        """Return what the other endpoint answers. Raises what it raises."""
        reply = self.inner.ask(turn, seconds, hear)
        self.answers.append(Recorded(hash_turn(turn), reply))
        return reply

    def show(self, turn: Turn) -> str:
        """Return what the other endpoint would send."""
        return self.inner.show(turn)


def hash_turn(turn: Turn) -> str:
    """Return a hash of all that is sent with a turn: its messages and its tools."""
    said = [(m.role, m.text, [(c.name, c.arguments) for c in m.calls]) for m in turn.messages]
    told = json.dumps([said, [(t.name, t.description, t.parameters) for t in turn.tools]], sort_keys=True)
    return sha256(told.encode()).hexdigest()[:16]


def make_reply(turn: Turn, text: str, calls: list[tuple[str, str]], number: int) -> Reply:
    """Return an answer with tokens estimated from characters, as no endpoint counted them."""
    size = len(text) + sum(len(name) + len(arguments) for name, arguments in calls)
    called = tuple(ToolCall(f"call-{number}-{at}", *call) for at, call in enumerate(calls, 1))
    return Reply(text, called, tokens_in=estimate(turn), tokens_out=size // CHARACTERS, is_estimated=True)


def write_recording(task: Task, model: str, day: str, answers: list[Recorded], folder: Path = RECORDED) -> None:
    """Keep the answers to a task in a file of its name."""
    change = {"task": task.id, "kind": task.kind, "repository": task.repository, "commit": task.commit}
    row: dict[str, Any] = {**change, "model": model, "recorded": day, "replies": [_tell(a) for a in answers]}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{task.id}.json").write_text(json.dumps(row, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read_recording(task: Task, folder: Path = RECORDED) -> tuple[Replay, str] | None:
    """Return an endpoint that repeats the answers to a task, and the day they were given, or None."""
    path = folder / f"{task.id}.json"
    if not path.is_file():
        return None
    row = json.loads(path.read_text(encoding="utf-8"))
    answers = [_read(at, told) for at, told in enumerate(row["replies"], 1)]
    return Replay(row["model"], answers, row.get("knew") == "the kinds of edits"), row["recorded"]


def _tell(answer: Recorded) -> dict[str, Any]:
    reply = answer.reply
    cost = {"tokens_in": reply.tokens_in, "tokens_out": reply.tokens_out, "is_estimated": reply.is_estimated}
    calls = [{"name": call.name, "arguments": call.arguments} for call in reply.calls]
    return {"asked": answer.asked, "text": reply.text, "calls": calls, **cost, "dollars": reply.dollars}


def _read(number: int, told: dict[str, Any]) -> Recorded:
    calls = [ToolCall(f"call-{number}-{at}", c["name"], c["arguments"]) for at, c in enumerate(told["calls"], 1)]
    names = ("tokens_in", "tokens_out", "is_estimated", "dollars")
    return Recorded(told["asked"], Reply(told["text"], tuple(calls), **{name: told[name] for name in names}))
