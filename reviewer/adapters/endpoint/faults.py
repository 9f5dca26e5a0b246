"""This module holds what went wrong with a request: in words for a user, and whether asking again may help."""

import math
from email.utils import parsedate_to_datetime

import httpx2
import openai

from reviewer.adapters.endpoint.request import Line
from reviewer.model.reading import Usage
from reviewer.ports.endpoint import EndpointFault, FaultKind

MOST_CHARACTERS = 120
MOST_TRIES, _FEW_TRIES = 6, 2
_SHORTEST_KEY = 8
_PASSING = frozenset({408, 409, 429})
_OUT_OF_MONEY = frozenset({"insufficient_quota", "billing_hard_limit_reached"})


class Failure(Exception):  # noqa: N818 - it may yet come right
    """One request that brought no answer.

    `is_passing` tells that the same may be asked again, `after` so many seconds where the endpoint said that. `named`
    is the part that it named, and below it what it wrote; `status` is that of HTTP, 0 where there was none. `is_half`
    tells that a part of the answer had come in, and `lost` what may have to be paid for it.
    """

    def __init__(
        self, fault: EndpointFault, *, is_passing: bool = False, after: float = 0, named: str = "", status: int = 0
    ) -> None:
        super().__init__(fault.why)
        self.fault = fault
        self.is_passing = is_passing
        self.after = after
        self.named = named
        self.status = status
        self.is_half = False
        self.lost = Usage()
        self.most_tries = MOST_TRIES

    @property
    def is_paid(self) -> bool:
        """Whether who began to answer may want to be paid: all but those that did not take the request."""
        return self.is_half or self.fault.kind in ("refused", "broken", "late")

    def halve(self) -> "Failure":
        """Return the same failure after a part of the answer had come in."""
        if self.fault.kind != "network":
            half = Failure(self.fault, is_passing=self.is_passing, after=self.after)
        else:
            fault = EndpointFault("broken", f"half an answer: {self.fault.why}", self.fault.said)
            half = Failure(fault, is_passing=True)
        half.is_half = True
        return half


def quote(text: str, line: Line, most: int = MOST_CHARACTERS) -> str:
    """Write what a server said so that it can be shown: printable, short, and nothing of it where the key is in it."""
    shown = " ".join("".join(one if one.isprintable() else " " for one in text[: 20 * most]).split())
    # A key of a few letters is none, and stands in any text.
    if len(line.key) >= _SHORTEST_KEY and line.key in "".join(shown.split()):
        return "[a text with the key in it]"
    return shown if len(shown) <= most else f"{shown[: most - 3]}..."


def judge(error: BaseException, line: Line, model: str) -> Failure:
    """Say what an error of `openai` or of what is below it means."""
    if isinstance(error, EndpointFault):
        return Failure(error)
    if isinstance(error, openai.APIStatusError):
        return _judge_status(error, line, model)
    if isinstance(error, openai.APIConnectionError | httpx2.HTTPError | OSError):
        return _judge_connection(error, line)
    if isinstance(error, openai.APIError):
        return _judge_told(error, line)
    if isinstance(error, ValueError | RecursionError):
        return Failure(EndpointFault("broken", "the endpoint answered something that is no JSON"))
    return Failure(EndpointFault("broken", f"the request to {line.base_url} failed ({type(error).__name__})"))


def _judge_status(error: openai.APIStatusError, line: Line, model: str) -> Failure:
    status, said = error.status_code, _read_message(error)
    kind: FaultKind = "busy" if status in _PASSING or status >= 500 else "setup"
    told = quote(said, line)
    known = _explain(error, said, line, model)
    if known:
        # Our own words say all of it.
        kind, why, told = "setup", known, ""
    elif status == 429:
        why = "the endpoint takes no more requests for now (status 429)"
    elif kind == "busy":
        why = f"the endpoint failed (status {status})"
    else:
        why = f"the endpoint refused the request (status {status})"
    after = read_wait(error.response.headers.get("retry-after", ""), error.response.headers.get("date", ""))
    named = error.param if isinstance(error.param, str) else ""
    fault = EndpointFault(kind, why, told)
    return Failure(fault, is_passing=kind == "busy", after=after, named=f"{named}\n{said}", status=status)


def _explain(error: openai.APIStatusError, said: str, line: Line, model: str) -> str:
    """Say what a status means that asks for something to be set up, or nothing."""
    status = error.status_code
    if status in (401, 403):
        what = "does not accept the key" if line.key else "asks for a key"
        return f"the endpoint {what} (status {status}): see OPENAI_API_KEY"
    if status == 402 or _OUT_OF_MONEY.intersection(f"{error.code} {error.type}".split()):
        return f"the account at the endpoint has no money left (status {status})"
    if status == 404 and "model" in said.lower():
        return f"the endpoint knows no model '{model}'"
    if status == 404:
        return f"there is no chat at {line.base_url} (status 404): does its address end in /v1, and not behind it?"
    return ""


def _judge_connection(error: openai.APIConnectionError | httpx2.HTTPError | OSError, line: Line) -> Failure:
    cause = error.__cause__ if isinstance(error, openai.APIConnectionError) and error.__cause__ else error
    if isinstance(cause, httpx2.TimeoutException) and not isinstance(cause, httpx2.ConnectTimeout):
        return Failure(EndpointFault("late", "the endpoint did not answer in time"))
    reason = quote(str(cause), line) or type(cause).__name__
    failure = Failure(EndpointFault("network", f"cannot reach {line.base_url}", reason), is_passing=True)
    if isinstance(cause, httpx2.ConnectError):
        # Who is not there, or speaks something else, is seldom there a moment later.
        failure.most_tries = _FEW_TRIES
    return failure


def _judge_told(error: openai.APIError, line: Line) -> Failure:
    """Judge an error that was told in the middle of an answer."""
    code = str(error.code)
    shown = quote(_read_message(error), line)
    if code == "429" or "rate_limit" in code:
        return Failure(EndpointFault("busy", "the endpoint takes no more requests for now", shown), is_passing=True)
    is_passing = len(code) == 3 and code.startswith("5")
    return Failure(EndpointFault("broken", "the endpoint failed within its answer", shown), is_passing=is_passing)


def _read_message(error: openai.APIError) -> str:
    """Find what a server wrote: its message where it has the usual shape, else all of it."""
    body = error.body
    if isinstance(body, dict):
        told = body.get("error", body)
        message = told.get("message") if isinstance(told, dict) else told
        body = message if isinstance(message, str) else body
    return "" if body is None else str(body)


def read_wait(asked: str, now: str) -> float:
    """Read how many seconds a server asks to wait: a number, or a date beside its own; else 0."""
    try:
        seconds = float(asked)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(asked) - parsedate_to_datetime(now)).total_seconds()
        except (ValueError, TypeError, OverflowError):
            return 0
    return seconds if math.isfinite(seconds) and seconds > 0 else 0
