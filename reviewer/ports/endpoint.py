"""This module holds what the program asks of a language model: a conversation with tools in, one answer out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from reviewer.model.reading import Usage

_NOTHING = Usage()
Role = Literal["system", "user", "assistant", "tool"]
FaultKind = Literal["setup", "refused", "busy", "broken", "late", "network"]


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A tool that the model wants to be called; `arguments` is its text, JSON if all is well."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Message:
    """One part of a conversation. An assistant has `calls`; the text of a tool `answers` the call of that id."""

    role: Role
    text: str
    calls: tuple[ToolCall, ...] = ()
    answers: str = ""


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool that the model may ask for; `parameters` is a JSON Schema of an object."""

    name: str
    description: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Turn:
    """What is asked next. `form` is the name and JSON Schema of a final answer that is no call of a tool.

    `must_call` is the name of a tool that is to be called now, or empty. `most_tokens` bounds the answer.
    """

    messages: tuple[Message, ...]
    tools: tuple[Tool, ...]
    form: tuple[str, Mapping[str, Any]] | None
    must_call: str = ""
    most_tokens: int = 4_000


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model answered. `is_cut` where it ran into a bound; `is_kept` where it came from the cache.

    Tokens are those of this turn, `is_estimated` where the endpoint did not count them; `dollars` where it told them.
    Those of a kept answer are what it cost when it was given. `lost` is what was spent on answers that broke off
    before this one came.
    """

    text: str
    calls: tuple[ToolCall, ...] = ()
    is_cut: bool = False
    is_kept: bool = False
    tokens_in: int = 0
    tokens_out: int = 0
    is_estimated: bool = False
    dollars: float | None = None
    lost: Usage = _NOTHING


class EndpointFault(Exception):  # noqa: N818 - the field's word; it is told to the user and ends nothing
    """The model gave no answer. `why` is a sentence without secrets, `kind` what sort of failure it was.

    `said` are words of the server, which may have them from what it was sent; `lost` is what was spent all the same.
    """

    def __init__(self, kind: FaultKind, why: str, said: str = "", lost: Usage | None = None) -> None:
        super().__init__(f"{why} ({said})" if said else why)
        self.kind = kind
        self.why = why
        self.said = said
        self.lost = lost or Usage()


class Endpoint(Protocol):
    """A language model behind an OpenAI-compatible endpoint."""

    @property
    def model(self) -> str:
        """The name of the model, as the endpoint knows it."""

    def ask(self, turn: Turn, seconds: float, hear: Callable[[int], None]) -> Reply:
        """Return the answer to a turn within so many seconds. Raises `EndpointFault`.

        `hear` is told how many characters of the answer have come in.
        """

    def show(self, turn: Turn) -> str:
        """Return exactly what would be sent for a turn, without the key: where to, and the body as JSON."""
