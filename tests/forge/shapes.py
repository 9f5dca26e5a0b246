"""This module holds how accounts, repositories and pull requests are written in REST and in webhooks."""

from functools import cache
from typing import Any
from urllib.parse import quote

from tests.forge.git import ChangedFile
from tests.forge.records import Account, Issue, Label, PullRequest, Repository
from tests.forge.rest.routing import Links

_USER_PARTS = {
    "followers": "",
    "following": "{/other_user}",
    "gists": "{/gist_id}",
    "starred": "{/owner}{/repo}",
    "subscriptions": "",
    "organizations": "",
    "repos": "",
    "events": "{/privacy}",
    "received_events": "",
}
_REPOSITORY_PARTS = {
    "archive": "/{archive_format}{/ref}",
    "assignees": "/assignees{/user}",
    "blobs": "/git/blobs{/sha}",
    "branches": "/branches{/branch}",
    "collaborators": "/collaborators{/collaborator}",
    "comments": "/comments{/number}",
    "commits": "/commits{/sha}",
    "compare": "/compare/{base}...{head}",
    "contents": "/contents/{+path}",
    "contributors": "/contributors",
    "deployments": "/deployments",
    "downloads": "/downloads",
    "events": "/events",
    "forks": "/forks",
    "git_commits": "/git/commits{/sha}",
    "git_refs": "/git/refs{/sha}",
    "git_tags": "/git/tags{/sha}",
    "hooks": "/hooks",
    "issue_comment": "/issues/comments{/number}",
    "issue_events": "/issues/events{/number}",
    "issues": "/issues{/number}",
    "keys": "/keys{/key_id}",
    "labels": "/labels{/name}",
    "languages": "/languages",
    "merges": "/merges",
    "milestones": "/milestones{/number}",
    "notifications": "/notifications{?since,all,participating}",
    "pulls": "/pulls{/number}",
    "releases": "/releases{/id}",
    "stargazers": "/stargazers",
    "statuses": "/statuses/{sha}",
    "subscribers": "/subscribers",
    "subscription": "/subscription",
    "tags": "/tags",
    "teams": "/teams",
    "trees": "/git/trees{/sha}",
}
_COUNTS = ("forks", "forks_count", "open_issues", "open_issues_count", "size", "stargazers_count", "watchers")
_ASSOCIATIONS = {"admin": "MEMBER", "write": "COLLABORATOR", "triage": "COLLABORATOR"}


@cache
def _list_user_urls(api: str) -> dict[str, str]:
    return {f"{key}_url": f"{api}/{key}{tail}" for key, tail in _USER_PARTS.items()}


def show_account(account: Account, links: Links) -> dict[str, Any]:
    """Write an account."""
    api = f"{links.api}/users/{quote(account.login)}"
    slug = account.login.removesuffix("[bot]")
    return {
        "login": account.login,
        "id": account.id,
        "node_id": account.node_id,
        "avatar_url": f"{links.html}/avatars/{account.id}",
        "gravatar_id": "",
        "url": api,
        "html_url": f"{links.html}/{'apps/' if account.type == 'Bot' else ''}{slug}",
        "type": account.type,
        "site_admin": False,
        **_list_user_urls(api),
    }


def show_author(account: Account | None, links: Links) -> dict[str, Any] | None:
    """Write an account that may be gone."""
    return show_account(account, links) if account else None


def show_repository(repository: Repository, links: Links) -> dict[str, Any]:
    """Write a repository as it stands within other things."""
    api = repository_url(repository, links)
    html = f"{links.html}/{repository.full_name}"
    return {
        "id": repository.id,
        "node_id": repository.node_id,
        "name": repository.name,
        "full_name": repository.full_name,
        "owner": show_account(repository.owner, links),
        "private": repository.is_private,
        "visibility": "private" if repository.is_private else "public",
        "html_url": html,
        "description": None,
        "fork": repository.parent is not None,
        "url": api,
        **{f"{key}_url": f"{api}{tail}" for key, tail in _REPOSITORY_PARTS.items()},
        "git_url": f"{html.replace('http:', 'git:')}.git",
        "ssh_url": f"git@localhost:{repository.full_name}.git",
        "clone_url": f"{html}.git",
        "svn_url": html,
        "mirror_url": None,
        "homepage": None,
        "language": None,
        "license": None,
        "default_branch": repository.default_branch,
        **dict.fromkeys(_COUNTS, 0),
        "watchers_count": 0,
        "topics": [],
        **dict.fromkeys(("has_issues", "has_projects", "has_wiki", "has_downloads", "allow_forking"), True),
        **dict.fromkeys(("has_pages", "has_discussions", "disabled", "is_template"), False),
        "archived": repository.is_archived,
        "web_commit_signoff_required": False,
        "created_at": repository.created_at,
        "updated_at": repository.created_at,
        "pushed_at": repository.created_at,
    }


def show_full_repository(repository: Repository, links: Links) -> dict[str, Any]:
    """Write a repository as its own endpoint does."""
    parent = repository.parent
    above = {} if parent is None else dict.fromkeys(("parent", "source"), show_repository(parent, links))
    return {**show_repository(repository, links), "network_count": 0, "subscribers_count": 0, **above}


def repository_url(repository: Repository, links: Links) -> str:
    """Return where a repository stands in the API."""
    return f"{links.api}/repos/{repository.full_name}"


def pull_url(pull: PullRequest, links: Links) -> str:
    """Return where a pull request stands in the API."""
    return f"{repository_url(pull.repository, links)}/pulls/{pull.number}"


def issue_url(pull: PullRequest | Issue, links: Links) -> str:
    """Return where a pull request stands in the API, as the issue which it is too."""
    return f"{repository_url(pull.repository, links)}/issues/{pull.number}"


def page_url(pull: PullRequest | Issue, links: Links) -> str:
    """Return the page of a pull request or an issue."""
    kind = "pull" if isinstance(pull, PullRequest) else "issues"
    return f"{links.html}/{pull.repository.full_name}/{kind}/{pull.number}"


def association_of(account: Account | None, repository: Repository) -> str:
    """Return how somebody stands to a repository, in GitHub's words."""
    if account is None:
        return "NONE"
    return "OWNER" if account is repository.owner else _ASSOCIATIONS.get(repository.role_of(account), "NONE")


def show_label(label: Label, repository: Repository, links: Links) -> dict[str, Any]:
    """Write a label."""
    return {
        "id": label.id,
        "node_id": label.node_id,
        "url": f"{repository_url(repository, links)}/labels/{quote(label.name)}",
        "name": label.name,
        "description": label.description,
        "color": label.color,
        "default": False,
    }


def _show_end(repository: Repository, ref: str, sha: str, links: Links) -> dict[str, Any]:
    return {
        "label": f"{repository.owner.login}:{ref}",
        "ref": ref,
        "sha": sha,
        "user": show_account(repository.owner, links),
        "repo": None if repository.is_deleted else show_repository(repository, links),
    }


def show_pull(pull: PullRequest, links: Links) -> dict[str, Any]:
    """Write a pull request as it stands in lists."""
    api, issue, html = pull_url(pull, links), issue_url(pull, links), page_url(pull, links)
    statuses = f"{repository_url(pull.repository, links)}/statuses/{pull.head_sha}"
    review_comment = f"{repository_url(pull.repository, links)}/pulls/comments{{/number}}"
    urls = {
        "html": html,
        "issue": issue,
        "comments": f"{issue}/comments",
        "review_comments": f"{api}/comments",
        "review_comment": review_comment,
        "commits": f"{api}/commits",
        "statuses": statuses,
    }
    return {
        "url": api,
        "id": pull.id,
        "node_id": pull.node_id,
        "number": pull.number,
        **{f"{key}_url": url for key, url in urls.items()},
        "diff_url": f"{html}.diff",
        "patch_url": f"{html}.patch",
        "_links": {key: {"href": url} for key, url in {"self": api, **urls}.items()},
        "state": pull.state,
        "locked": False,
        "active_lock_reason": None,
        "title": pull.title,
        "body": pull.body,
        "user": show_author(pull.author, links),
        "labels": [show_label(label, pull.repository, links) for label in pull.labels],
        **dict.fromkeys(("milestone", "assignee", "auto_merge")),
        **{key: [] for key in ("assignees", "requested_reviewers", "requested_teams")},
        "created_at": pull.created_at,
        "updated_at": pull.updated_at,
        "closed_at": pull.closed_at,
        "merged_at": pull.merged_at,
        "merge_commit_sha": pull.merge_commit,
        "draft": pull.is_draft,
        "author_association": association_of(pull.author, pull.repository),
        "head": _show_end(pull.head_repository, pull.head_ref, pull.head_sha, links),
        "base": _show_end(pull.repository, pull.base_ref, pull.base_sha, links),
    }


def show_full_pull(pull: PullRequest, links: Links) -> dict[str, Any]:
    """Write a pull request as its own endpoint does."""
    files = pull.files
    return {
        **show_pull(pull, links),
        "merged": pull.merged_at is not None,
        "mergeable": None,
        "rebaseable": None,
        "mergeable_state": "unknown",
        "merged_by": show_author(pull.merged_by, links),
        "comments": len(pull.comments),
        "review_comments": sum(1 for _ in pull.review_comments()),
        "maintainer_can_modify": False,
        "commits": len(pull.store.commits(pull.base_sha, pull.head_sha)),
        "additions": sum(file.additions for file in files),
        "deletions": sum(file.deletions for file in files),
        "changed_files": len(files),
    }


def show_file(file: ChangedFile, pull: PullRequest, links: Links) -> dict[str, Any]:
    """Write a changed file."""
    html = f"{links.html}/{pull.repository.full_name}"
    path = quote(file.path)
    previous = {"previous_filename": file.previous} if file.previous else {}
    return {
        "sha": file.blob,
        "filename": file.path,
        "status": file.status,
        "additions": file.additions,
        "deletions": file.deletions,
        "changes": file.additions + file.deletions,
        "blob_url": f"{html}/blob/{pull.head_sha}/{path}",
        "raw_url": f"{html}/raw/{pull.head_sha}/{path}",
        "contents_url": f"{repository_url(pull.repository, links)}/contents/{path}?ref={pull.head_sha}",
        **({"patch": file.patch} if file.patch else {}),
        **previous,
    }
