"""This module holds one question to GitHub: what it costs, when it is asked again, and what a refusal means."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from reviewer.ports import Refused
from reviewer.ports.collect import Exhausted, Unreachable, Usage

if TYPE_CHECKING:
    from github import Github

# Seconds before a question is asked again; the last refusal counts.
PAUSES = (1.0, 4.0, 10.0)
# GitHub has two forms of node ids; this asks for the new one, lest one thing has two names.
_NAMING = {"X-Github-Next-Global-ID": "1"}
_TOKEN = re.compile(r"gh[pousr]_\w+|github_pat_\w+|eyJ[\w-]+\.[\w-]+\.[\w-]+")
_KEPT = "What was read before is kept: run it again when that is mended."


class Busy(Exception):  # noqa: N818 - an answer that is told, not an error
    """GitHub could not answer this just now; something smaller, or later, it may."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: its status, its headers in lower case, and its JSON."""

    status: int
    headers: Mapping[str, str]
    data: Any


class Wire:
    """The way to GitHub. PyGithub signs and sends; nothing waits but by `pause`, which is given the seconds."""

    def __init__(self, github: "Github", *, graphql: str, pause: Callable[[float], None]) -> None:
        self.pause = pause
        self.usage = Usage()
        self._github = github
        self._graphql = graphql

    def read(self, path: str, *, needs: str = "", mark: str = "", **query: str | int) -> Answer:
        """Read from REST. With a `mark` (an ETag) the status may be 304: nothing is new.

        Raises `Refused`, `Exhausted`, and `Unreachable` where GitHub does not answer at all.
        """
        headers = {**_NAMING, **({"If-None-Match": mark} if mark else {})}
        for seconds in (*PAUSES, None):
            try:
                return self._send("GET", path, query, dict(headers), None, needs)
            except Busy as busy:
                if seconds is None:
                    raise Unreachable(f"{busy}.", _KEPT) from None
                self.pause(seconds)
        raise AssertionError

    def query(self, text: str, variables: Mapping[str, Any]) -> Answer:
        """Ask GraphQL, once. Raises what `read` does, and `Busy` where a smaller question may be answered."""
        body = {"query": text, "variables": dict(variables)}
        return self._send("POST", self._graphql, {}, dict(_NAMING), body, "")

    def charge(self, cost: int, left: int | None, reset: int) -> None:
        """Note what GraphQL says that a question cost; one point was counted when it was sent."""
        self.usage = replace(self.usage, spent=self.usage.spent + max(0, cost - 1), left=left, reset=reset)

    def _send(
        self,
        verb: str,
        path: str,
        query: Mapping[str, str | int],
        headers: dict[str, str],
        body: dict[str, Any] | None,
        needs: str,
    ) -> Answer:
        from github import GithubException
        from requests.exceptions import RequestException

        try:
            status, told, text = self._github.requester.requestJson(verb, path, dict(query) or None, headers, body)
            told = {str(name).lower(): str(value) for name, value in told.items()}
        except GithubException as fault:  # only from where an app fetches its token
            status, told, text = fault.status, dict(fault.headers or {}), json.dumps(fault.data)
        except RequestException:
            raise Busy("GitHub cannot be reached") from None
        except (AssertionError, AttributeError, RuntimeError, TypeError, ValueError):
            # PyGithub takes an answer for what the API describes; a proxy between may say anything.
            raise Unreachable("GitHub's answer is not understood.", _KEPT) from None
        self._count(status, told)
        if status == 304:
            return Answer(status, told, None)
        if status >= 300:
            self._refuse(status, told, self._read_message(text), needs)
        try:
            return Answer(status, told, json.loads(text))
        except ValueError:
            raise Busy("GitHub's answer ends in the middle") from None

    def _count(self, status: int, headers: Mapping[str, str]) -> None:
        if status == 304:  # which is free
            return
        left, reset = headers.get("x-ratelimit-remaining", ""), headers.get("x-ratelimit-reset", "")
        self.usage = Usage(
            self.usage.spent + 1,
            int(left) if left.isdecimal() else self.usage.left,
            int(reset) if reset.isdecimal() else self.usage.reset,
        )

    def _read_message(self, text: object) -> str:
        """Return what GitHub says of a refusal, without anything that opens doors."""
        try:
            data = json.loads(text if isinstance(text, str) else "")
        except ValueError:
            data = {}
        said = str(data.get("message", "") if isinstance(data, dict) else "")
        return self.hide(said).strip().rstrip(".")[:200]

    def hide(self, said: str) -> str:
        """Take tokens out of a text."""
        secret = getattr(self._github.requester.auth, "_token", None)
        if isinstance(secret, str) and secret:
            said = said.replace(secret, "***")
        return _TOKEN.sub("***", said)

    @staticmethod
    def _refuse(status: int, headers: Mapping[str, str], said: str, needs: str) -> None:
        """Raise what a refusal means."""
        if status >= 500:
            raise Busy(f"GitHub answered with an error ({status})")
        if status == 401:
            raise Unreachable("GitHub does not know the token, or no more.", "Give a new one and run it again.")
        if status in (403, 429):
            limit = read_limit(headers, said, status)
            if limit:
                raise limit
            if "not accessible" in said.lower() and needs:
                raise Refused(f"the token lacks `{needs}`")
        raise Refused(f"GitHub said {status}" + (f", {said}" if said else ""))


def read_limit(headers: Mapping[str, str], said: str, status: int) -> Exhausted | None:
    """Read from a refusal whether and how long a limit holds."""
    wait, reset = headers.get("retry-after", ""), headers.get("x-ratelimit-reset", "")
    if wait.isdecimal():
        return Exhausted(seconds=int(wait))
    if headers.get("x-ratelimit-remaining") == "0" and reset.isdecimal():
        return Exhausted(at=int(reset))
    # GitHub asks for a minute where it gives no time.
    return Exhausted(seconds=60) if status == 429 or "rate limit" in said.lower() else None
