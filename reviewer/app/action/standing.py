"""This module holds what stands on a pull request already: our comment, our conversations, and what we remember."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from reviewer.app.action.memory import Memory, unpack_memory
from reviewer.model.forge import PullRequest, Remark, Talk, Thread
from reviewer.ports import Forge


@dataclass(frozen=True, slots=True)
class Marks:
    """How our own comments are known: the packed memory of one, or the fingerprint of a finding and if it is gone."""

    find_state: Callable[[str], str | None]
    find_fingerprint: Callable[[str], tuple[str, bool] | None]


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation about a finding that we began; `is_gone` says that we have told so."""

    thread: Thread
    fingerprint: str
    is_gone: bool

    @property
    def opening(self) -> Remark:
        """The comment that began it."""
        return self.thread.remarks[0]


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands on a pull request before anything is posted; `comment` is the one that we keep."""

    pull: PullRequest
    talk: Talk
    comment: Remark | None
    memory: Memory
    conversations: tuple[Conversation, ...]


def read_standing(forge: Forge, number: int, marks: Marks) -> Standing:
    """Read what stands on a pull request. Only comments of our own author are taken for ours."""
    pull, talk = forge.pull_request(number), forge.talk(number)
    states = [(remark, marks.find_state(remark.body)) for remark in talk.remarks if remark.is_ours]
    ours = [(remark, state) for remark, state in states if state is not None]
    comment, state = ours[0] if ours else (None, "")
    memory = (unpack_memory(state) if state else None) or Memory()
    if len(ours) > 1:
        # Somebody made a second one, perhaps by having another workflow repeat it: what it says is not to be trusted.
        memory = replace(memory, answers=())
    return Standing(pull, talk, comment, memory, tuple(_find_conversations(talk, marks)))


def _find_conversations(talk: Talk, marks: Marks) -> list[Conversation]:
    found = []
    for thread in talk.threads:
        if thread.remarks and thread.remarks[0].is_ours:
            mark = marks.find_fingerprint(thread.remarks[0].body)
            found += [Conversation(thread, *mark)] if mark else []
    return found
