"""This module holds the conversation with a model: it decides which tool it calls, and code decides when that ends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from reviewer.app.second.budget import Purse
from reviewer.app.second.submitted import LARGEST, SUBMIT, Submitted, describe_form, read_submitted
from reviewer.ports import Endpoint, EndpointFault, Message, Reply, Tool, ToolCall, Turn

MOST_CALLS = 8
# What is handed in may be mended so often: once where it is no JSON, once where a quote does not stand.
MOST_REPAIRS = 2
_HEARD = 400
_NUDGE = f"Call {SUBMIT} now with what you have."


@dataclass(frozen=True, slots=True)
class Ended:
    """How a conversation came to its end: what was handed in, or why nothing was."""

    submitted: Submitted | None
    why: str = ""


@dataclass(slots=True)
class Conversation:
    """A conversation under way. `use` answers a call of a tool; `complain` returns what is wrong with a submission."""

    endpoint: Endpoint
    purse: Purse
    messages: list[Message]
    tools: tuple[Tool, ...]
    use: Callable[[ToolCall], str]
    complain: Callable[[Submitted], Sequence[str]]
    tell: Callable[[str], None]
    heard: list[str] = field(default_factory=list)
    repairs: int = MOST_REPAIRS
    spoilt: bool = False
    best: Submitted | None = None

    def hold(self) -> Ended:
        """Talk until something is handed in, or nothing more can be paid."""
        for number in range(1, self.purse.budget.turns + 1):
            turn = self._next_turn(is_last=number == self.purse.budget.turns)
            end = self.purse.find_end(turn)
            if end:
                return self._end(end)
            left = f"{self.purse.seconds:,.0f} s and {self.purse.budget.tokens - self.purse.tokens:,} tokens left"
            self.tell(f"second reader, request {number}, {left}; Ctrl-C goes on without it")
            try:
                reply = self.endpoint.ask(turn, self.purse.seconds, self._hear(number))
            except EndpointFault as fault:
                self.purse.lose(turn, fault.kind)
                return self._end(fault.why)
            except KeyboardInterrupt:
                self.purse.lose(turn, "late")
                raise
            self.purse.pay(reply)
            # Servers refuse a message in which nothing is.
            self.messages += [_repeat(reply)] if reply.text or reply.calls else []
            handed = self._answer(reply.text, reply.calls)
            if handed is not None:
                return Ended(handed)
            if self.spoilt:
                return self._end("nothing that the model handed in could be read")
        return self._end(f"it did not come to an end in {self.purse.budget.turns} turns")

    def _end(self, why: str) -> Ended:
        """End with what was handed in before, if only to be mended; else with the reason."""
        return Ended(self.best, "" if self.best else why)

    def _next_turn(self, *, is_last: bool) -> Turn:
        turn = Turn(tuple(self.messages), (*self.tools, SUBMITTING), (SUBMIT, describe_form()))
        if is_last or self.purse.is_low(turn):
            return Turn(turn.messages, turn.tools, turn.form, must_call=SUBMIT)
        return turn

    def _answer(self, text: str, calls: Sequence[ToolCall]) -> Submitted | None:
        """Answer every call, or the text where there is none; return what is to be taken over."""
        if not calls:
            handed, answer = self._read(text) if text.strip() else (None, "")
            self.messages += [] if handed else [Message("user", f"{answer} {_NUDGE}".strip())]
            return handed
        taken, answered = None, ""
        for number, call in enumerate(calls):
            if call.name == SUBMIT:
                # The first one counts: each costs the reading of all that it quotes.
                if not answered:
                    taken, answered = self._read(call.arguments)
                answer = answered
            elif number >= MOST_CALLS or self.purse.seconds <= 0:
                answer = f"not looked up: ask for at most {MOST_CALLS} things at once"
            else:
                self.tell(f"second reader, {call.name[:40]}")
                answer = self.use(call)
                self.heard.append(answer)
            self.messages.append(Message("tool", answer, answers=call.id))
        return taken

    def _read(self, text: str) -> tuple[Submitted | None, str]:
        """Return what was handed in, or what is to be mended in it; when the mending ends, the best there is."""
        submitted = read_submitted(text)
        if isinstance(submitted, Submitted):
            self.best = submitted
            faults = self.complain(submitted)
        else:
            faults = [submitted]
        if not faults or not self.repairs or self.purse.seconds <= 0:
            self.spoilt = self.best is None
            return self.best, "taken"
        self.repairs -= 1
        listed = "\n".join(f"- {fault}" for fault in faults[:10])
        return None, f"This cannot be shown:\n{listed}\nMend it or leave it out, and hand in all of it once more."

    def _hear(self, number: int) -> Callable[[int], None]:
        told = [0]

        def hear(count: int) -> None:
            # A terminal that is written to with every word flickers.
            if count - told[0] >= _HEARD:
                told[0] = count
                self.tell(f"second reader, request {number}, {count:,} characters")

        return hear


def _repeat(reply: Reply) -> Message:
    """Return what was answered, for the next turn; what is too long to be read is not paid for once more."""
    calls = tuple(replace(call, arguments=call.arguments[:LARGEST]) for call in reply.calls)
    return Message("assistant", reply.text[:LARGEST], calls)


SUBMITTING = Tool(SUBMIT, "Hand in your reading. Call it once, at the end.", describe_form())
