"""This module holds what a second reader may spend: turns, tokens, seconds and dollars, and how far it has come."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from reviewer.errors import ReviewerError
from reviewer.model.reading import Usage
from reviewer.ports import Reply, Turn

# English and code come to some four characters a token; three do not promise too much.
CHARACTERS = 3
_AMOUNT = re.compile(r"(\$)?(\d{1,9}(?:\.\d{1,6})?)\s*([a-z]*)")
_KINDS = {
    "": ("tokens", 1.0),
    "k": ("tokens", 1_000.0),
    "token": ("tokens", 1.0),
    "tokens": ("tokens", 1.0),
    "ktokens": ("tokens", 1_000.0),
    "usd": ("dollars", 1.0),
    "s": ("seconds", 1.0),
    "sec": ("seconds", 1.0),
    "seconds": ("seconds", 1.0),
    "min": ("seconds", 60.0),
}
_PRICE = "[tool.reviewer.second-reader] price = { in = 2.5, out = 10.0 }"
_HINT = "Say for instance `--budget 50k`, `--budget 0.25usd` or `--budget 90s`, or several with commas."


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that may be spent. Tokens count both ways, and those of answers from the cache too."""

    turns: int = 16
    tokens: int = 150_000
    seconds: float = 180.0
    dollars: float | None = None


def parse_budget(texts: Iterable[str]) -> Budget:
    """Read amounts such as `50k`, `0.25usd` and `90s`. Raises `ReviewerError` for what is none."""
    said: dict[str, float] = {}
    for text in (part.strip().lower() for texts_ in texts for part in texts_.split(",")):
        match = _AMOUNT.fullmatch(text)
        kind, factor = _KINDS.get("usd" if match[1] else match[3], ("", 0.0)) if match else ("", 0.0)
        amount = float(match[2]) * factor if match else 0.0
        if match is None or not kind or amount <= 0 or (match[1] and match[3] not in ("", "usd")):
            raise ReviewerError(f"'{text}' is no budget.", _HINT)
        said[kind] = amount
    whole = Budget()
    return Budget(
        tokens=int(said.get("tokens", whole.tokens)),
        seconds=said.get("seconds", whole.seconds),
        dollars=said.get("dollars"),
    )


@dataclass(slots=True)
class Purse:
    """What is spent so far of a budget; `clock` tells seconds, `prices` are dollars for a million tokens in and out."""

    budget: Budget
    clock: Callable[[], float]
    prices: tuple[float, float] | None = None
    usage: Usage = field(default_factory=Usage)
    tokens: int = 0
    dollars: float = 0.0
    last: int = 0
    begun: float = field(init=False)

    def __post_init__(self) -> None:
        """Begin to count the time."""
        self.begun = self.clock()

    @property
    def seconds(self) -> float:
        """The seconds that are left."""
        return self.budget.seconds - (self.clock() - self.begun)

    def pay(self, reply: Reply) -> None:
        """Note what a reply cost. What came from the cache cost nothing, and counts so that a run can be repeated."""
        self.last = reply.tokens_in
        cost = Usage(1, 0, reply.tokens_in, reply.tokens_out, reply.is_estimated, reply.dollars)
        self._count(reply.lost + cost)
        self.usage += Usage(1, 1) if reply.is_kept else reply.lost + cost

    def lose(self, lost: Usage) -> None:
        """Note what was spent on a turn that brought nothing: whoever began to answer it may want to be paid."""
        self._count(lost)
        self.usage = self.usage + lost if lost.requests else self.usage

    def _count(self, cost: Usage) -> None:
        self.tokens += cost.tokens_in + cost.tokens_out
        self.dollars += cost.dollars or 0.0

    def find_end(self, turn: Turn) -> str:
        """Return why a turn cannot be paid any more, or nothing."""
        budget, is_first = self.budget, not self.usage.requests
        if budget.dollars is not None and self.prices is None:
            return f"a budget in dollars needs the price of the model: {_PRICE}"
        if self.tokens + self._size(turn) > budget.tokens:
            if is_first:
                return f"the first request may take {self._size(turn):,} tokens, and the budget is {budget.tokens:,}"
            return f"the budget of {budget.tokens:,} tokens is used up"
        if budget.dollars is not None and self.dollars + self._price(turn) > budget.dollars:
            if is_first:
                return f"the first request may cost ${self._price(turn):.3f}, and the budget is ${budget.dollars:g}"
            return f"the budget of ${budget.dollars:g} is used up"
        if self.seconds <= 0:
            return f"the budget of {budget.seconds:g} seconds is used up"
        return ""

    def is_low(self, turn: Turn) -> bool:
        """Tell whether another turn after this one may be too much, by tokens and dollars."""
        size, price = self._size(turn), self._price(turn)
        dear = self.budget.dollars is not None and self.dollars + 2 * price > self.budget.dollars
        return dear or self.tokens + 2 * size + turn.most_tokens > self.budget.tokens

    def _size(self, turn: Turn) -> int:
        """Return about how many tokens a turn takes: not less than the one that it goes on from."""
        return max(estimate(turn), self.last) + turn.most_tokens

    def _price(self, turn: Turn) -> float:
        """Return the most that a turn may cost in dollars, 0 where no price is known."""
        dear_in, dear_out = self.prices or (0.0, 0.0)
        return ((self._size(turn) - turn.most_tokens) * dear_in + turn.most_tokens * dear_out) / 1_000_000


def estimate(turn: Turn) -> int:
    """Return about how many tokens a turn sends."""
    texts = [message.text for message in turn.messages]
    texts += [call.arguments for message in turn.messages for call in message.calls]
    # A tool's description and schema are some hundred characters.
    # A character of a script that is not ours is a token or more.
    others = sum(not char.isascii() for text in texts for char in text)
    return (sum(map(len, texts)) + (CHARACTERS - 1) * others + 750 * len(turn.tools)) // CHARACTERS
