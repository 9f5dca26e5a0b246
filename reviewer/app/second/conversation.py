"""This module holds the conversation with a model: it decides which tool it calls, and code decides when that ends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from reviewer.app.second.budget import Purse, estimate
from reviewer.app.second.checking import Accepted
from reviewer.app.second.submitted import LARGEST, SUBMIT, Submitted, describe_form, read_submitted
from reviewer.app.second.tools import offer_tools
from reviewer.model.reading import Usage
from reviewer.ports import Endpoint, EndpointFault, Message, Reply, Tool, ToolCall, Turn

MOST_CALLS = 8
# So often may be mended what is handed in, be it no JSON or a quote that does not stand.
MOST_REPAIRS = 2
# So many tokens may an answer have, and from one on that was cut off: what a model thinks counts.
USUAL_ANSWER, LONG_ANSWER = 4_000, 16_000
_HEARD = 400
_NUDGE = f"Call {SUBMIT} now with what you have."


@dataclass(frozen=True, slots=True)
class Ended:
    """How a conversation came to its end: what was taken over, and why that is not all, with words of the server."""

    accepted: Accepted | None
    why: str = ""
    said: str = ""


@dataclass(slots=True)
class Conversation:
    """A conversation under way. `use` answers a call of a tool; `check` returns what of a submission is taken over."""

    endpoint: Endpoint
    purse: Purse
    messages: list[Message]
    use: Callable[[ToolCall], str]
    check: Callable[[Submitted], Accepted]
    tell: Callable[[str], None]
    heard: list[str] = field(default_factory=list)
    repairs: int = MOST_REPAIRS
    most_tokens: int = USUAL_ANSWER
    spoilt: bool = False
    best: Accepted | None = None

    def hold(self) -> Ended:
        """Talk until something is handed in, or nothing more can be paid."""
        for number in range(1, self.purse.budget.turns + 1):
            turn = choose_turn(self.messages, self.purse, self.most_tokens, is_last=number == self.purse.budget.turns)
            end = self.purse.find_end(turn)
            if end:
                return self._end(end)
            left = f"{self.purse.seconds:,.0f} s and {self.purse.budget.tokens - self.purse.tokens:,} tokens left"
            self.tell(f"second reader, request {number}, {left}; Ctrl-C goes on without it")
            try:
                reply = self.endpoint.ask(turn, self.purse.seconds, self._hear(number))
            except EndpointFault as fault:
                self.purse.lose(fault.lost)
                return self._end(fault.why, fault.said)
            except KeyboardInterrupt:
                self.purse.lose(Usage(1, tokens_in=estimate(turn), is_estimated=True))
                return self._end("it was interrupted")
            self.purse.pay(reply)
            # Servers refuse a message in which nothing is.
            self.messages += [_repeat(reply)] if reply.text or reply.calls else []
            handed = self._answer(reply.text, reply.calls)
            if handed is not None:
                return Ended(handed)
            if self.spoilt:
                return self._end("nothing that the model handed in could be read")
            if reply.is_cut and turn.most_tokens == LONG_ANSWER:
                return self._end(f"its answers were cut off at {LONG_ANSWER:,} tokens")
            if reply.is_cut:
                self.most_tokens = LONG_ANSWER
        return self._end(f"it did not come to an end in {self.purse.budget.turns} turns")

    def _end(self, why: str, said: str = "") -> Ended:
        """End with what was handed in before, if only to be mended; with the reason where nothing of it is shown."""
        return Ended(self.best) if self.best and self.best.size else Ended(self.best, why, said)

    def _answer(self, text: str, calls: Sequence[ToolCall]) -> Accepted | None:
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
            elif self.purse.seconds <= 0:
                answer = "not looked up: the time is over"
            elif number >= MOST_CALLS:
                answer = f"not looked up: ask for at most {MOST_CALLS} things at once"
            else:
                self.tell(f"second reader, {call.name[:40]}")
                answer = self.use(call)
                self.heard.append(answer)
            self.messages.append(Message("tool", answer, answers=call.id))
        return taken

    def _read(self, text: str) -> tuple[Accepted | None, str]:
        """Return what was handed in, or what is to be mended in it; when the mending ends, the best there is."""
        submitted = read_submitted(text)
        if isinstance(submitted, Submitted):
            accepted = self.check(submitted)
            # Who is asked to mend one thing may hand in that alone.
            self.best = max(accepted, self.best or accepted, key=lambda one: one.size)
            faults = accepted.complaints
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


def choose_turn(messages: Sequence[Message], purse: Purse, most_tokens: int = USUAL_ANSWER, *, is_last: bool) -> Turn:
    """Return the next turn of a conversation: the last that can be paid asks for the end."""
    turn = Turn(tuple(messages), (*offer_tools(), SUBMITTING), (SUBMIT, describe_form()), most_tokens=most_tokens)
    return replace(turn, must_call=SUBMIT) if is_last or purse.is_low(turn) else turn


def _repeat(reply: Reply) -> Message:
    """Return what was answered, for the next turn; what is too long to be read is not paid for once more."""
    calls = tuple(replace(call, arguments=call.arguments[:LARGEST]) for call in reply.calls)
    return Message("assistant", reply.text[:LARGEST], calls)


SUBMITTING = Tool(SUBMIT, "Hand in your reading. Call it once, at the end.", describe_form())
