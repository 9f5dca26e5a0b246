"""This module holds who we are for GitHub: a token, or an app that is installed. It is told to nobody but GitHub."""

import logging
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from reviewer.adapters.github.client import TIMEOUT
from reviewer.errors import ReviewerError

if TYPE_CHECKING:
    from github import Auth, Github

_API = "https://api.github.com"
_TOKENS = ("GITHUB_TOKEN", "GH_TOKEN")
_LARGEST_KEY = 100_000
_PATIENCE = 20
_HINT = (
    "Set GITHUB_TOKEN, log in with `gh auth login`, or name an app in REVIEWER_APP_ID and its key in REVIEWER_APP_KEY."
)


class Access:
    """How GitHub is reached by the variables of the environment: where it is, and who we are there."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self.api = (variables.get("GITHUB_API_URL", "") or _API).rstrip("/")
        self.server = variables.get("GITHUB_SERVER_URL", "") or ("https://github.com" if self.api == _API else self.api)
        self.graphql = variables.get("GITHUB_GRAPHQL_URL", "") or _place_graphql(self.api)
        self._variables = variables
        self._token = ""

    @property
    def host(self) -> str:
        """The name of the server, with its port if that is not the usual one."""
        return urlsplit(self.server).netloc.rpartition("@")[2].lower()

    @property
    def is_app(self) -> bool:
        """Whether we are an app, which has a token for each owner."""
        return bool(self._variables.get("REVIEWER_APP_ID", "").strip())

    def connect(self, place: str) -> "Github":
        """Connect as somebody who may read a repository (`owner/name`) or what an organisation (`owner`) has.

        Raises `ReviewerError` where we are nobody.
        """
        from github import Auth

        if self.is_app:
            return self._open(self._find_installation(place))
        return self._open(Auth.Token(self._find_token()))

    def _find_token(self) -> str:
        found = next((self._variables[name].strip() for name in _TOKENS if self._variables.get(name, "").strip()), "")
        self._token = self._token or found or self._ask_gh()
        if not self._token:
            raise ReviewerError("there is no token for GitHub.", _HINT)
        if not (self._token.isascii() and self._token.isprintable() and " " not in self._token):
            raise ReviewerError("what is given as the token for GitHub is none.", _HINT)
        return self._token

    def _ask_gh(self) -> str:
        """Return the token that the command `gh` holds for this server; empty where there is none."""
        command = ["gh", "auth", "token", "--hostname", self.host]
        try:
            done = subprocess.run(  # noqa: S603 - a fixed command without a shell
                command, env=dict(self._variables), capture_output=True, text=True, timeout=_PATIENCE, check=False
            )
        except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
            return ""
        return done.stdout.strip() if done.returncode == 0 else ""

    def _find_installation(self, place: str) -> "Auth.AppInstallationAuth":
        from github import Auth, GithubException
        from jwt import PyJWTError
        from requests.exceptions import RequestException

        key = self._read_key()
        try:
            app = Auth.AppAuth(self._variables["REVIEWER_APP_ID"].strip(), key)
            number = self._variables.get("REVIEWER_APP_INSTALLATION", "").strip()
            if number.isdecimal():
                return app.get_installation_auth(int(number))
            asking = self._open(app).requester
            kind = "repos" if "/" in place else "orgs"
            _, told = asking.requestJsonAndCheck("GET", f"/{kind}/{quote(place)}/installation")
            return app.get_installation_auth(int(told["id"]))
        except GithubException as fault:
            why = {401: "GitHub does not know the app or its key", 404: f"the app is not installed for '{place[:200]}'"}
            said = why.get(fault.status, f"GitHub said {fault.status}")
            raise ReviewerError(f"there is no access as an app: {said}.", _HINT) from None
        except RequestException:
            raise ReviewerError("GitHub cannot be reached.", "Is there a way to it from here?") from None
        except (AssertionError, AttributeError, KeyError, PyJWTError, RuntimeError, TypeError, ValueError):
            raise ReviewerError("there is no access as an app: is its key one?", _HINT) from None

    def _read_key(self) -> str:
        path = Path(self._variables.get("REVIEWER_APP_KEY", "").strip() or ".")
        try:
            with path.open(encoding="ascii") as file:
                return file.read(_LARGEST_KEY)
        except (OSError, UnicodeDecodeError):
            raise ReviewerError("the file that REVIEWER_APP_KEY names cannot be read.", _HINT) from None

    def _open(self, auth: "Auth.Auth") -> "Github":
        from github import Github

        logging.getLogger("github").setLevel(logging.CRITICAL)  # what matters is told once, in our own words
        return Github(
            base_url=self.api,
            auth=auth,
            timeout=TIMEOUT,
            user_agent="reviewer",
            per_page=100,
            retry=0,  # who reads page by page decides itself when to ask again, and for how much
            seconds_between_requests=None,
            seconds_between_writes=None,  # questions to GraphQL would be taken for writes
            lazy=True,
        )


def _place_graphql(api: str) -> str:
    """Return where GraphQL stands beside REST, also on an Enterprise Server."""
    return api.removesuffix("/v3") + "/graphql"
