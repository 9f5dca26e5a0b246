"""This module holds the one way in which GitHub is asked: token, patience, and what an error means."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from reviewer.errors import ReviewerError
from reviewer.ports import Refused

if TYPE_CHECKING:
    from github import Github
    from github.GithubException import GithubException

TIMEOUT = 20
_TRIES = 3
_LONGEST_WAIT = 30
_NO_RIGHT = "resource not accessible"


class Client:
    """A connection to one repository's API. `graphql` is the address of the GraphQL API, `api` that of the REST one."""

    def __init__(self, repository: str, token: str, *, api: str, graphql: str) -> None:
        self.repository = repository
        self._graphql = graphql
        self._github = _connect(token, api)
        self._lost, self._unreachable = False, ""

    def ask(
        self, verb: str, path: str, body: Mapping[str, Any] | None = None, *, needs: str = "", **query: str | int
    ) -> Any:  # noqa: ANN401 - whatever GitHub says; the caller checks what it takes of it
        """Send a request below the repository and return the answer's JSON. Raises `Refused`.

        `needs` names the permission without which GitHub refuses.
        """
        return self._send(verb, f"/repos/{self.repository}{path}", dict(body) if body else None, query, needs)

    def query(self, text: str, variables: Mapping[str, Any], *, needs: str = "") -> dict[str, Any]:
        """Ask the GraphQL API and return the `data` of its answer. Raises `Refused`, also for half an answer."""
        body = {"query": text, "variables": dict(variables)}
        answer = self._send("POST", self._graphql, body, {}, needs, is_safe="mutation" not in text)
        errors = answer.get("errors") if isinstance(answer, dict) else None
        if errors:
            raise Refused(_explain_graphql(errors, needs))
        data = answer.get("data") if isinstance(answer, dict) else None
        if not isinstance(data, dict):
            raise Refused("GitHub's answer is not understood")
        return data

    def _send(
        self,
        verb: str,
        path: str,
        body: dict[str, Any] | None,
        query: Mapping[str, str | int],
        needs: str,
        *,
        is_safe: bool = False,
    ) -> Any:  # noqa: ANN401
        from github import GithubException
        from requests.exceptions import RequestException, RetryError

        if self._unreachable:
            raise Refused(self._unreachable)
        tries = _TRIES if is_safe else 1
        while True:
            tries -= 1
            try:
                answer = self._github.requester.requestJsonAndCheck(verb, path, dict(query) or None, input=body)[1]
                self._lost = False
                return answer
            except GithubException as fault:
                if tries and fault.status >= 500:
                    continue
                raise Refused(_explain(fault, needs), is_missing=fault.status == 404) from None
            except RequestException as fault:
                if tries:
                    continue
                why = "GitHub answers with errors only" if isinstance(fault, RetryError) else "GitHub cannot be reached"
                # What is read was asked for several times; a write is sent once, and one of them may get lost.
                if verb == "GET" or self._lost:
                    self._unreachable = why
                self._lost = True
                raise Refused(why) from None
            except (AssertionError, AttributeError, TypeError, ValueError):
                # PyGithub takes an answer for what the API describes; a proxy between may say anything.
                raise Refused("GitHub's answer is not understood") from None


def _connect(token: str, api: str) -> "Github":
    import logging

    from github import Auth, Github

    from reviewer.adapters.github.patience import Patience

    if not token:
        raise ReviewerError("there is no token for GitHub.", "Give the input `token`; by default it is the job's own.")
    logging.getLogger("github").setLevel(logging.CRITICAL)  # what matters is told once, in our own words
    return Github(
        base_url=api.rstrip("/"),
        auth=Auth.Token(token),
        timeout=TIMEOUT,
        user_agent="reviewer",
        per_page=100,
        retry=Patience(
            total=_TRIES, backoff_factor=0.5, max_rate_limit_wait=_LONGEST_WAIT, retry_after_max=_LONGEST_WAIT
        ),
        seconds_between_requests=None,
        seconds_between_writes=None,  # a dozen at most
        lazy=True,
    )


def _explain(fault: "GithubException", needs: str) -> str:
    said = fault.data.get("message", "") if isinstance(fault.data, dict) else ""
    said = str(said or fault.message or "").strip().rstrip(".")[:200]
    if fault.status == 401:
        return "GitHub does not know the token"
    if fault.status == 403 and _NO_RIGHT in said.lower() and needs:
        return f"the token lacks `{needs}`"
    if fault.status in (403, 429) and "rate limit" in said.lower():
        return "GitHub's limit of requests is used up"
    if fault.status >= 500:
        return f"GitHub answered with an error ({fault.status})"
    return f"GitHub said {fault.status}" + (f", {said}" if said else "")


def _explain_graphql(errors: object, needs: str) -> str:
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    said = str(first.get("message", "")).strip().rstrip(".")[:200]
    if first.get("type") == "FORBIDDEN" and needs:
        return f"the token lacks `{needs}`"
    if first.get("type") == "RATE_LIMITED":
        return "GitHub's limit of requests is used up"
    return f"GitHub said, {said}" if said else "GitHub's answer is not understood"
