"""This module holds what the tests of the fake share: one server a module, and a client of it."""

from collections.abc import Callable, Iterator

import pytest
import requests
from github import Auth, Github

from tests.forge.demo import SHOP, TOKEN, build_demo
from tests.forge.records import Json, PullRequest, Repository
from tests.forge.server import Served, serve

Client = Callable[..., requests.Response]


@pytest.fixture(scope="module")
def _serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(build_demo(tmp_path_factory.mktemp("world"))) as served:
        yield served


@pytest.fixture
def served(_serving: Served) -> Iterator[Served]:
    """A server; whoever breaks the contract on purpose forgets the breaches with `heal`."""
    yield _serving
    breaches = list(_serving.breaches)
    _serving.heal()
    assert breaches == []


@pytest.fixture
def shop(served: Served) -> Repository:
    return served.world.repository(SHOP)


@pytest.fixture
def pull(shop: Repository) -> PullRequest:
    return shop.pulls[1]


@pytest.fixture
def github(served: Served) -> Iterator[Github]:
    """PyGithub, as a workflow would use it, without its patience."""
    auth = Auth.Token(TOKEN)
    client = Github(base_url=served.url, auth=auth, seconds_between_requests=None, seconds_between_writes=None, retry=0)
    yield client
    client.close()


@pytest.fixture
def ask(served: Served) -> Iterator[Client]:
    """Plain HTTP: `ask("GET", "/user", token="x")`."""
    with requests.Session() as session:

        def send(method: str, path: str, body: Json = None, token: str = TOKEN) -> requests.Response:
            headers = {"Authorization": f"token {token}"} if token else {}
            return session.request(method, served.url + path, json=body, headers=headers, timeout=10)

        yield send
