"""This module holds the endpoints of repositories and accounts: who somebody is, what a file holds, what is left."""

import base64
from datetime import datetime
from typing import Any
from urllib.parse import quote

from tests.forge.git import Entry, GitStore
from tests.forge.records import Json, Rate, Repository
from tests.forge.rest.routing import Answer, Call, Need, Refusal, can_see, endpoint, refuse_access
from tests.forge.shapes import repository_url, show_account, show_full_repository, show_repository

_BY_ROLE = {"admin": "admin", "write": "write", "triage": "read", "read": "read", "none": "none"}
_CONTENT_TYPES = {"blob": "file", "tree": "dir", "commit": "submodule"}
_BIGGEST_CONTENT = 1_000_000


@endpoint("GET", "/repos/{owner}/{repo}", Need("metadata", "read"))
def show_one(call: Call) -> Json:
    """Answer with a repository."""
    role = call.repository.role_of(call.token.account)
    rights = {
        "admin": role == "admin",
        "maintain": role == "admin",
        "push": role in ("admin", "write"),
        "triage": role in ("admin", "write", "triage"),
        "pull": role != "none" or call.token.is_app,
    }
    clone = {"temp_clone_token": f"clone-{call.repository.id}"} if rights["push"] else {}
    return {**show_full_repository(call.repository, call.links), "permissions": rights, **clone}


@endpoint("GET", "/orgs/{org}/repos")
def list_repositories(call: Call) -> Answer:
    """Answer with the repositories of an organisation, as far as they can be seen."""
    organization = call.world.accounts.get(call.parts["org"])
    if organization is None or organization.type != "Organization":
        raise Refusal(404, "Not Found")
    owned = [one for one in call.world.repositories.values() if one.owner is organization and can_see(call.token, one)]
    return call.page(owned, lambda one: show_repository(one, call.links))


@endpoint("GET", "/repos/{owner}/{repo}/collaborators/{username}/permission", Need("metadata", "read"))
def show_permission(call: Call) -> Json:
    """Answer what somebody may do; whoever has no account is unknown."""
    account = call.world.accounts.get(call.parts["username"])
    if account is None or account.type != "User":
        raise Refusal(404, f"{call.parts['username']} is not a user")
    role = call.repository.role_of(account)
    order = ("pull", "triage", "push", "maintain", "admin")
    rank = {"none": 0, "read": 1, "triage": 2, "write": 3, "admin": 5}[role]
    rights = {name: index < rank for index, name in enumerate(order)}
    user = {**show_account(account, call.links), "permissions": rights, "role_name": role}
    return {"permission": _BY_ROLE[role], "role_name": role, "user": user}


@endpoint("GET", "/repos/{owner}/{repo}/contents/{path}", Need("contents", "read"))
def show_content(call: Call) -> Json:
    """Answer with a file or a folder at a commit."""
    repository, path = call.repository, call.parts["path"].strip("/")
    ref = call.query.get("ref", repository.default_branch)
    store = _find_store(repository, ref)
    commit = store.resolve(ref) or store.resolve(ref.removeprefix("refs/"))
    if not commit:
        raise Refusal(404, f"No commit found for the ref {ref}")
    entry = store.entry(commit, path)
    if entry is None:
        raise Refusal(404, "Not Found")
    if entry.type == "tree":
        return [_show_entry(one, call, ref) for one in store.entries(entry.sha, path)]
    content = store.blob(entry.sha) if entry.type == "blob" else b""
    if "raw" in call.accept:
        return Answer(content, headers={"Content-Type": "application/vnd.github.raw+json; charset=utf-8"})
    if len(content) > _BIGGEST_CONTENT:
        return {**_show_entry(entry, call, ref), "size": len(content), "encoding": "none", "content": ""}
    text = base64.encodebytes(content).decode()
    return {**_show_entry(entry, call, ref), "size": len(content), "encoding": "base64", "content": text}


def _find_store(repository: Repository, ref: str) -> GitStore:
    """Commits of forks can be read here once a pull request brought them."""
    stores = [repository.git, *(pull.store for pull in repository.pulls.values())]
    return next((store for store in stores if store.resolve(ref)), repository.git)


def _show_entry(entry: Entry, call: Call, ref: str) -> dict[str, Any]:
    api = repository_url(call.repository, call.links)
    html = f"{call.links.html}/{call.repository.full_name}"
    path = quote(entry.path)
    urls = {
        "self": f"{api}/contents/{path}?ref={quote(ref)}",
        "git": f"{api}/git/{'trees' if entry.type == 'tree' else 'blobs'}/{entry.sha}",
        "html": f"{html}/{'tree' if entry.type == 'tree' else 'blob'}/{quote(ref)}/{path}",
    }
    return {
        "type": _CONTENT_TYPES[entry.type],
        "size": 0,
        "name": entry.path.rpartition("/")[2],
        "path": entry.path,
        "sha": entry.sha,
        "url": urls["self"],
        "git_url": urls["git"],
        "html_url": urls["html"],
        "download_url": None if entry.type == "tree" else f"{html}/raw/{quote(ref)}/{path}",
        "_links": urls,
    }


@endpoint("GET", "/rate_limit")
def show_rate_limit(call: Call) -> Json:
    """Answer how many requests are left."""
    core, points = ({**_show_rate(rate)} for rate in (call.world.requests, call.world.points))
    names = ("core", "graphql", "search", "code_search", "integration_manifest", "code_scanning_upload")
    resources = {name: {**(points if name == "graphql" else core), "resource": name} for name in names}
    return {"resources": resources, "rate": resources["core"]}


def _show_rate(rate: Rate) -> Json:
    reset = int(datetime.fromisoformat(rate.reset_at).timestamp())
    return {"limit": rate.limit, "used": rate.used, "remaining": rate.left, "reset": reset}


@endpoint("GET", "/user")
def show_me(call: Call) -> Json:
    """Answer with the person behind a token; an app is nobody."""
    if call.token.is_app:
        raise Refusal(403, refuse_access(call.token))
    empty = dict.fromkeys(("bio", "blog", "company", "email", "hireable", "location", "name"))
    counts = dict.fromkeys(("followers", "following", "public_gists", "public_repos"), 0)
    dates = dict.fromkeys(("created_at", "updated_at"), "2026-01-01T00:00:00Z")
    return {**show_account(call.token.account, call.links), **empty, **counts, **dates}
