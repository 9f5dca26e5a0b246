"""This module holds the way of a request to its endpoint and back: rights, the contract, pages."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar
from urllib.parse import unquote, urlencode

from tests.forge.contract import find_operation
from tests.forge.records import Access, Permission, PullRequest, Repository, Token
from tests.forge.world import World

_DOCS = "https://docs.github.com/rest"
_WIDE = {"path", "ref", "name"}  # parts of a path that may hold slashes
_Item = TypeVar("_Item")


class Refusal(Exception):  # noqa: N818 - an answer, not a failure of the fake
    """What GitHub answers instead of doing something."""

    def __init__(self, status: int, message: str, errors: Sequence[Any] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.errors = errors

    @property
    def body(self) -> dict[str, Any]:
        """The body of the answer."""
        body: dict[str, Any] = {"message": self.message, "documentation_url": _DOCS, "status": str(self.status)}
        return body if self.errors is None else {**body, "errors": list(self.errors)}


class Moved(Refusal):
    """The answer where a repository has another name now."""

    def __init__(self, repository: Repository, url: str) -> None:
        super().__init__(301, "Moved Permanently")
        before, _, rest = url.partition("/repos/")
        tail = "/".join(rest.split("/")[2:])
        self.location = f"{before}/repositories/{repository.id}" + (f"/{tail}" if tail else "")


@dataclass(frozen=True)
class Answer:
    """What goes back; a body of bytes is sent as it stands."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Links:
    """Where things are, in the form in which the request was made."""

    api: str
    html: str


@dataclass
class Call:
    """A request that has found its endpoint."""

    world: World
    token: Token
    links: Links
    method: str
    route: str
    url: str
    parts: Mapping[str, str]
    query: Mapping[str, str]
    body: Any
    accept: str = ""
    used: list[str] = field(default_factory=list)

    @property
    def me(self) -> str:
        """The login of whoever asks."""
        return self.token.account.login

    @property
    def repository(self) -> Repository:
        """The repository of the path; refused as unknown where the token cannot see it."""
        name = f"{self.parts['owner']}/{self.parts['repo']}"
        found = self.world.repositories.get(name.lower())
        if found is None and name.lower() in self.world.renamed:
            raise Moved(self.world.renamed[name.lower()], self.url)
        if found is None:
            raise Refusal(404, "Not Found")
        if not (can_see(self.token, found)):
            raise Refusal(404, "Not Found")
        return found

    @property
    def pull(self) -> PullRequest:
        """The pull request of the path."""
        number = self.parts.get("pull_number") or self.parts["issue_number"]
        found = self.repository.pulls.get(int(number)) if number.isdecimal() else None
        if found is None:
            raise Refusal(404, "Not Found")
        return found

    def find(self, things: Iterable[_Item], key: str) -> _Item:
        """Find a thing by the id in the path."""
        for thing in things:
            if str(getattr(thing, "id", "")) == self.parts[key]:
                return thing
        raise Refusal(404, "Not Found")

    def page(self, things: Sequence[_Item], show: Callable[[_Item], Any], within: str = "") -> Answer:
        """Answer with one page of a list, and links to the others; `within` is the key of a counted list."""
        size = min(max(self._read_number("per_page", 30), 1), 100)
        number = max(self._read_number("page", 1), 1)
        last = max(-(-len(things) // size), 1)
        shown = [show(thing) for thing in things[(number - 1) * size : number * size]]
        links = {"prev": number - 1, "next": number + 1, "last": last, "first": 1}
        wanted = {
            name: page for name, page in links.items() if (page > number if name in ("next", "last") else page < number)
        }
        written = [f'<{self._page_url(page)}>; rel="{name}"' for name, page in wanted.items() if 1 <= page <= last]
        headers = {"Link": ", ".join(written)} if written else {}
        return Answer({"total_count": len(things), within: shown} if within else shown, headers=headers)

    def _read_number(self, name: str, default: int) -> int:
        text = self.query.get(name, "")
        return int(text) if text.isdecimal() else default

    def _page_url(self, number: int) -> str:
        return f"{self.url}?{urlencode({**self.query, 'page': str(number)})}"


def can_see(token: Token, repository: Repository) -> bool:
    """Whether a token can see that a repository exists."""
    if not repository.is_private:
        return True
    if token.repository.lower() not in ("", repository.full_name.lower()):
        return False
    return token.is_app or repository.role_of(token.account) != "none"


def refuse_access(token: Token) -> str:
    """Return GitHub's words for a permission that is missing."""
    return f"Resource not accessible by {'integration' if token.is_app else 'personal access token'}"


class Need(NamedTuple):
    """A permission, with what it must allow."""

    permission: Permission
    access: Access

    def __str__(self) -> str:
        return f"{self.permission}: {self.access}"


def meets(token: Token, repository: Repository, need: Need) -> bool:
    """Whether a token may do something: everybody may read what is public."""
    if need.access == "read" and not repository.is_private:
        return True
    return token.repository.lower() in ("", repository.full_name.lower()) and token.allows(*need)


class _Endpoint(NamedTuple):
    pattern: re.Pattern[str]
    needs: Sequence[Need]
    run: Callable[[Call], Any]


ENDPOINTS: dict[tuple[str, str], _Endpoint] = {}
_Run = TypeVar("_Run", bound=Callable[[Call], Any])


def endpoint(method: str, path: str, *needs: Need) -> Callable[[_Run], _Run]:
    """Serve an endpoint by a function. Any one of the needs is enough; without any, a token is."""
    pieces = re.split(r"\{(\w+)\}", path)
    written = [
        (rf"(?P<{piece}>{'.+' if piece in _WIDE else '[^/]+'})" if index % 2 else re.escape(piece))
        for index, piece in enumerate(pieces)
    ]

    def keep(run: _Run) -> _Run:
        ENDPOINTS[method, path] = _Endpoint(re.compile("".join(written)), needs, run)
        return run

    return keep


def find_route(method: str, path: str) -> tuple[str, dict[str, str]] | None:
    """Find the endpoint of a path that is still encoded: its name in the description, and the parts of the path."""
    fitting = [
        (route, {key: unquote(value) for key, value in match.groupdict().items()})
        for (served, route), found in ENDPOINTS.items()
        if served == method and (match := found.pattern.fullmatch(path))
    ]
    # Of `pulls/comments` and `pulls/{pull_number}`, the one that says more.
    return min(fitting, key=lambda one: len(one[1]), default=None)


def answer(call: Call) -> tuple[Answer, list[str]]:
    """Do what a request asks for. The second value tells how the client, or the fake, broke the contract."""
    operation = find_operation(call.method, call.route)
    breaches = operation.find_strange_parameters(call.query.items())
    try:
        _check_rights(call)
        faults = operation.find_faults(call.body)
        if faults:
            lines = "\n".join(faults)
            raise Refusal(422, f"Invalid request.\n\n{lines}")
        breaches += operation.find_strange_keys(call.body)
        done = ENDPOINTS[call.method, call.route].run(call)
    except Moved as moved:
        return Answer(moved.body, 301, {"Location": moved.location}), breaches
    except Refusal as refusal:
        done = Answer(refusal.body, refusal.status)
    if not isinstance(done, Answer):
        done = Answer(done)
    if isinstance(done.body, bytes):
        return done, breaches
    wrong = operation.find_breaches(done.status, done.body)
    if wrong:
        done = Answer({"message": f"The fake broke the contract: {wrong}", "documentation_url": _DOCS}, 500)
    return done, [*breaches, *wrong]


def _check_rights(call: Call) -> None:
    needs = ENDPOINTS[call.method, call.route].needs
    if not needs:
        return
    repository = call.repository
    met = [need for need in needs if meets(call.token, repository, need)]
    if not met:
        raise Refusal(403, refuse_access(call.token))
    call.used.append(str(met[0]))
