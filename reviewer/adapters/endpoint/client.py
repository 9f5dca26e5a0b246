"""This module holds an endpoint at work: a turn from the cache, or sent, waited for and put together."""

import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import replace

from reviewer.adapters.endpoint.answer import Answer
from reviewer.adapters.endpoint.cache import ResponseCache, make_key
from reviewer.adapters.endpoint.request import Line, Quirk, build_body, find_quirk, make_line, show_body, write_body
from reviewer.model.reading import Usage
from reviewer.ports.endpoint import Endpoint, EndpointFault, Reply, Turn


def open_endpoint(
    model: str,
    *,
    base_url: str,
    api_key: str,
    cache: ResponseCache | None,
    prices: tuple[float, float] | None,
    pause: Callable[[float], None],
    chance: Callable[[], float],
) -> Endpoint:
    """Return a model behind an OpenAI-compatible endpoint; nothing is sent or loaded until it is asked.

    `prices` are dollars per million tokens in and out, `pause` waits so many seconds, `chance` is from 0 to 1.
    Raises `EndpointFault` where the address or the key cannot be one. No variable of the environment is read but
    those of the network (`HTTPS_PROXY`, `NO_PROXY`, `SSL_CERT_FILE`).
    """
    return ChatEndpoint(model, make_line(base_url, api_key), cache=cache, prices=prices, pause=pause, chance=chance)


# Some servers fail over what they do not take, and say what it was.
_REFUSING = (400, 422, 500)


class ChatEndpoint(Endpoint):
    """A model behind an endpoint (see `Endpoint`). What it does not take is learnt, and left out from then on."""

    def __init__(
        self,
        model: str,
        line: Line,
        *,
        cache: ResponseCache | None,
        prices: tuple[float, float] | None,
        pause: Callable[[float], None],
        chance: Callable[[], float],
    ) -> None:
        self._model = model
        self._line = line
        self._cache = cache
        self._prices = prices
        self._pause = pause
        self._chance = chance
        self._quirks: frozenset[Quirk] = frozenset()

    @property
    def model(self) -> str:
        """The name of the model, as the endpoint knows it."""
        return self._model

    def show(self, turn: Turn) -> str:
        """Return exactly what would be sent for a turn, without the key: where to, and the body as JSON."""
        return show_body(self._line, build_body(self._model, turn, self._quirks))

    def ask(self, turn: Turn, seconds: float, hear: Callable[[int], None]) -> Reply:
        """Return the answer to a turn within so many seconds. Raises `EndpointFault`.

        `hear` is told how many characters of the answer have come in; when it is asked again, from the first one.
        """
        # The same key whatever the endpoint turns out not to take.
        key = make_key(self._line, write_body(build_body(self._model, turn)))
        kept = self._cache.find(key) if self._cache else None
        if kept is not None:
            return kept
        reply = self._send(turn, seconds, hear)
        if self._cache and not reply.is_cut and (reply.text or reply.calls):
            self._cache.keep(key, reply)
        return reply

    def _send(self, turn: Turn, seconds: float, hear: Callable[[int], None]) -> Reply:
        end = time.monotonic() + seconds
        if self._line.lacks_key:
            raise EndpointFault("setup", "there is no key: set OPENAI_API_KEY")
        # Loaded for what no cache knows: it takes half a second.
        from reviewer.adapters.endpoint.faults import Failure
        from reviewer.adapters.endpoint.patience import ask_patiently

        lost: list[Usage] = []

        def left() -> float:
            return end - time.monotonic()

        def attempt() -> Reply:
            while True:
                body = build_body(self._model, turn, self._quirks)
                try:
                    return self._listen(write_body(body), left, seconds, hear)
                except Failure as failure:
                    lost.append(failure.lost)
                    quirk = find_quirk(body, failure.named) if failure.status in _REFUSING else None
                    if quirk is None:
                        raise
                    self._quirks |= {quirk}

        try:
            reply = ask_patiently(attempt, left, pause=self._pause, chance=self._chance)
        except EndpointFault as fault:
            raise EndpointFault(fault.kind, fault.why, fault.said, sum(lost, Usage())) from None
        return replace(reply, lost=sum(lost, Usage()))

    def _listen(self, content: bytes, left: Callable[[], float], seconds: float, hear: Callable[[int], None]) -> Reply:
        answer = Answer()
        late = f"the endpoint did not answer within {seconds:,.0f} s"
        with closing(self._receive(answer, content, left, late)) as sizes:
            for size in sizes:
                hear(size)
        return answer.close(len(content), self._prices)

    def _receive(self, answer: Answer, content: bytes, left: Callable[[], float], late: str) -> Generator[int]:
        """Take in an answer, and yield how much of it there is. Raises `Failure`."""
        from reviewer.adapters.endpoint import faults, wire

        try:
            with closing(wire.listen(self._line, "/chat/completions", content, left, late=late)) as events:
                for event in events:
                    answer.add(event)
                    yield answer.size
            answer.check()
        except Exception as error:  # noqa: BLE001 - whatever it is becomes a sentence
            failure = faults.judge(error, self._line, self._model)
            failure = failure.halve() if answer.size else failure
            if failure.is_paid:
                failure.lost = answer.count(len(content), self._prices)
            raise failure from None
