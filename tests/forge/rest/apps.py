"""This module holds the endpoints of apps: where one is installed, and a token for an hour there."""

import jwt

from tests.forge.records import Account, Json, Token
from tests.forge.rest.routing import Answer, Call, Refusal, endpoint
from tests.forge.shapes import show_account
from tests.forge.world import World

_INSTALLATION = 7001
_EXPIRES = "2100-01-01T00:00:00Z"


def read_app(world: World, word: str) -> Token | None:
    """Read what an app signs with its own key: it speaks for the app and for no installation of it."""
    for number, app in world.apps.items():
        try:
            jwt.decode(word, app.public_key, algorithms=["RS256"], issuer=number)
        except jwt.InvalidTokenError:
            continue
        return Token(app.account, {}, f"app {number}")
    return None


@endpoint("GET", "/repos/{owner}/{repo}/installation")
def show_installation(call: Call) -> Json:
    """Answer where the app is installed for a repository."""
    name = f"{call.parts['owner']}/{call.parts['repo']}".lower()
    found = call.world.repositories.get(name)
    return _show(call, found.owner if found else None)


@endpoint("GET", "/orgs/{org}/installation")
def show_installation_of_all(call: Call) -> Json:
    """Answer where the app is installed for an organisation."""
    return _show(call, call.world.accounts.get(call.parts["org"]))


def _show(call: Call, account: Account | None) -> Json:
    if call.token.repository.partition(" ")[0] != "app":
        raise Refusal(401, "A JSON web token could not be decoded")
    if account is None:
        raise Refusal(404, "Not Found")
    number = call.token.repository.partition(" ")[2]
    url = f"{call.links.api}/app/installations/{_INSTALLATION}"
    return {
        "id": _INSTALLATION,
        "account": show_account(account, call.links),
        "repository_selection": "all",
        "access_tokens_url": f"{url}/access_tokens",
        "repositories_url": f"{call.links.api}/installation/repositories",
        "html_url": f"{call.links.html}/settings/installations/{_INSTALLATION}",
        "app_id": int(number),
        "app_slug": call.token.account.login.removesuffix("[bot]"),
        "target_id": account.id,
        "target_type": account.type,
        "permissions": {"metadata": "read"},
        "events": [],
        "created_at": _EXPIRES,
        "updated_at": _EXPIRES,
        "single_file_name": None,
        "has_multiple_single_files": False,
        "single_file_paths": [],
        "suspended_by": None,
        "suspended_at": None,
    }


@endpoint("POST", "/app/installations/{installation_id}/access_tokens")
def make_token(call: Call) -> Answer:
    """Answer with a token for an hour."""
    app = call.world.apps.get(call.token.repository.partition(" ")[2])
    if app is None:
        raise Refusal(401, "A JSON web token could not be decoded")
    if call.parts["installation_id"] != str(_INSTALLATION):
        raise Refusal(404, "Not Found")
    name = call.world.token(app.token, permissions=app.permissions, login=app.account.login)
    return Answer({"token": name, "expires_at": _EXPIRES, "permissions": {"metadata": "read"}}, 201)
