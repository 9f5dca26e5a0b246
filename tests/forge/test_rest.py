import base64
import gzip
import json

import pytest
from github import Github, GithubException, UnknownObjectException

from tests.forge.conftest import Client
from tests.forge.demo import SHOP
from tests.forge.records import PullRequest, Repository
from tests.forge.rest import ENDPOINTS
from tests.forge.server import Served

NOTE: dict[str, str | int] = {
    "path": "shop/prices.py",
    "start_line": 1,
    "end_line": 1,
    "annotation_level": "notice",
    "message": "m",
}


def test_a_lazy_repository_costs_no_request(served: Served, github: Github) -> None:
    repository = github.withLazy(lazy=True).get_repo(SHOP)
    assert served.requests == []

    assert [one.body for one in repository.get_pull(1).get_reviews()] == ["", ""]
    assert [asked.path for asked in served.requests] == ["/repos/acme/shop/pulls/1/reviews"]


def test_a_pull_request_has_the_commits_of_git(github: Github, pull: PullRequest) -> None:
    found = github.get_repo(SHOP).get_pull(1)

    assert (found.head.sha, found.base.sha) == (pull.head_sha, pull.base_sha)
    assert (found.commits, found.changed_files, found.user.login) == (2, 5, "bob")
    assert found.head.repo is not None
    assert found.head.repo.full_name == SHOP


def test_the_files_are_those_of_git(github: Github) -> None:
    files = github.get_repo(SHOP).get_pull(1).get_files()

    assert [(one.filename, one.status, one.previous_filename, one.additions, one.deletions) for one in files] == [
        ("docs/größe.md", "added", None, 1, 0),
        ("logo.png", "modified", None, 0, 0),
        ("shop/gone.py", "removed", None, 0, 1),
        ("shop/new.py", "renamed", "shop/old.py", 0, 0),
        ("shop/prices.py", "modified", None, 1, 2),
    ]
    assert [bool(one.patch) for one in files] == [True, False, True, False, True]
    assert files[4].patch.startswith("@@ -17,7 +17,7 @@")


def test_a_push_is_seen(github: Github, shop: Repository) -> None:
    before = github.get_repo(SHOP).get_pull(1).head.sha
    pull = shop.pulls[1]
    git, tree = pull.repository.git, f"{before}^{{tree}}"
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.invalid")
    made = (git.run(*who, "commit-tree", "-p", before, "-m", "more", tree) or b"").decode().strip()
    git.run("update-ref", "refs/heads/discount", made)

    assert github.get_repo(SHOP).get_pull(1).head.sha == made != before


def test_a_conversation_is_written_and_edited(github: Github) -> None:
    pull = github.get_repo(SHOP).get_pull(1)
    comment = pull.create_issue_comment("a plan")
    comment.edit("a better plan")
    reactions = [comment.create_reaction("-1").id, comment.create_reaction("-1").id]

    found = pull.get_issue_comment(comment.id)
    assert (found.body, found.user.login, found.user.id) == ("a better plan", "github-actions[bot]", 41898282)
    assert found.updated_at > found.created_at
    assert reactions[0] == reactions[1]


@pytest.mark.parametrize(("body", "code"), [("x" * 65537, "custom"), (" \n", "missing_field")])
def test_a_comment_says_something_and_not_too_much(
    ask: Client, served: Served, pull: PullRequest, body: str, code: str
) -> None:
    talk, line = pull.comments[0], pull.threads[0].comments[0]
    asked = [
        ask("POST", "/repos/acme/shop/issues/1/comments", {"body": body}),
        ask("PATCH", f"/repos/acme/shop/issues/comments/{talk.id}", {"body": body}),
    ]

    assert [(done.status_code, done.json()["errors"][0]["code"]) for done in asked] == [(422, code)] * 2
    if code == "custom":
        assert ask("PATCH", f"/repos/acme/shop/pulls/comments/{line.id}", {"body": body}).status_code == 422
    assert served.writes == []
    assert ask("POST", "/repos/acme/shop/issues/1/comments", {"body": "x" * 65536}).status_code == 201


def test_labels_are_created_when_they_are_put_on(github: Github, pull: PullRequest) -> None:
    found = github.get_repo(SHOP).get_pull(1)
    found.add_to_labels("risk: high/ü", "Pricing")
    assert [label.name for label in pull.labels] == ["pricing", "risk: high/ü"]

    found.remove_from_labels("risk: high/ü")
    assert [(event.kind, event.label.name) for event in pull.events[-2:] if event.label] == [
        ("LABELED_EVENT", "risk: high/ü"),
        ("UNLABELED_EVENT", "risk: high/ü"),
    ]
    with pytest.raises(GithubException, match="Label does not exist"):
        found.remove_from_labels("risk: high/ü")


def test_annotations_add_up(github: Github, pull: PullRequest) -> None:
    repository = github.get_repo(SHOP)
    output: dict[str, str | list[dict[str, str | int]]] = {"title": "t", "summary": "s", "annotations": [NOTE] * 50}
    run = repository.create_check_run("risk", pull.head_sha, external_id="k", status="in_progress", output=output)
    run.edit(status="completed", conclusion="neutral", output={**output, "annotations": [NOTE] * 3})

    assert len(list(run.get_annotations())) == 53
    assert (run.conclusion, run.external_id, run.output.annotations_count) == ("neutral", "k", 53)
    assert run.app.slug == "github-actions"


def test_the_newest_check_run_of_a_name_is_the_one_that_counts(ask: Client, pull: PullRequest) -> None:
    for key in ("a", "b"):
        body = {"name": "twice", "head_sha": pull.head_sha, "external_id": key}
        assert ask("POST", "/repos/acme/shop/check-runs", body).status_code == 201
    path = f"/repos/acme/shop/commits/{pull.head_sha}/check-runs?check_name=twice"

    assert [one["external_id"] for one in ask("GET", path).json()["check_runs"]] == ["b"]
    assert ask("GET", f"{path}&filter=all").json()["total_count"] == 2
    assert ask("GET", path.replace(pull.head_sha, "heads%2Fdiscount")).json()["total_count"] == 1


@pytest.mark.parametrize(
    ("output", "why"),
    [
        ({"annotations": [NOTE] * 51}, "more than 50 items"),
        ({"annotations": [{**NOTE, "annotation_level": "loud"}]}, "annotation_level"),
        ({"annotations": [{**NOTE, "start_line": 2}]}, "end_line must not come before"),
        ({"annotations": [{**NOTE, "end_line": 2, "start_column": 1}]}, "Columns are allowed"),
        ({"summary": "x" * 65536}, "longer than 65535"),
        ({"text": "x" * 65536}, "longer than 65535"),
    ],
)
def test_a_check_run_that_github_would_not_take_is_refused(
    ask: Client, served: Served, pull: PullRequest, output: dict[str, object], why: str
) -> None:
    full = {"title": "t", "summary": "s", **output}
    done = ask("POST", "/repos/acme/shop/check-runs", {"name": "n", "head_sha": pull.head_sha, "output": full})

    assert done.status_code == 422
    assert why in done.json()["message"]
    assert served.writes == []


def test_a_check_run_needs_a_commit_that_exists(ask: Client) -> None:
    done = ask("POST", "/repos/acme/shop/check-runs", {"name": "n", "head_sha": "1" * 40})

    assert (done.status_code, done.json()["message"]) == (422, f"No commit found for SHA: {'1' * 40}")
    assert ask("POST", "/repos/acme/shop/check-runs", {"name": "n"}).status_code == 422


def _pack(content: bytes) -> str:
    return base64.b64encode(gzip.compress(content)).decode()


def test_a_sarif_log_is_taken_in(ask: Client, shop: Repository, pull: PullRequest) -> None:
    log = {"version": "2.1.0", "runs": []}
    body = {"commit_sha": pull.head_sha, "ref": "refs/pull/1/head", "sarif": _pack(json.dumps(log).encode())}
    done = ask("POST", "/repos/acme/shop/code-scanning/sarifs", body)

    assert done.status_code == 202
    assert shop.sarifs[-1].log == log
    fate = ask("GET", f"/repos/acme/shop/code-scanning/sarifs/{done.json()['id']}").json()
    assert fate["processing_status"] == "complete"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"sarif": "%%%"}, 400),
        ({"sarif": base64.b64encode(b'{"runs":[]}').decode()}, 400),
        ({"sarif": _pack(b"{")}, 400),
        ({"sarif": _pack(b"[]")}, 400),
        ({"sarif": "A" * (10 * 1024 * 1024 + 1)}, 413),
        ({"commit_sha": "1" * 40}, 404),
        ({"commit_sha": "main"}, 422),
        ({"ref": "main"}, 422),
    ],
)
def test_a_log_that_is_none_is_refused(ask: Client, pull: PullRequest, change: dict[str, str], status: int) -> None:
    body = {"commit_sha": pull.head_sha, "ref": "refs/heads/discount", "sarif": _pack(b'{"runs":[]}'), **change}

    assert ask("POST", "/repos/acme/shop/code-scanning/sarifs", body).status_code == status


def test_code_scanning_may_be_off(ask: Client, shop: Repository, pull: PullRequest) -> None:
    body = {"commit_sha": pull.head_sha, "ref": "refs/heads/discount", "sarif": _pack(b'{"runs":[]}')}
    shop.code_scanning = False
    done = ask("POST", "/repos/acme/shop/code-scanning/sarifs", body)
    shop.code_scanning = True

    assert done.status_code == 403
    assert done.json()["message"].startswith("Code scanning is not enabled for this repository")


def test_files_are_read_at_a_commit(github: Github, pull: PullRequest) -> None:
    repository = github.get_repo(SHOP)
    found = repository.get_contents("docs/größe.md", ref=pull.head_sha)
    listed = repository.get_contents("shop", ref="discount")

    assert not isinstance(found, list)
    assert found.decoded_content.decode() == "Größe\n"
    assert found.sha == next(file.blob for file in pull.files if file.path == "docs/größe.md")
    assert isinstance(listed, list)
    assert [one.path for one in listed] == ["shop/new.py", "shop/prices.py"]
    with pytest.raises(UnknownObjectException):
        repository.get_contents("docs/größe.md")
    with pytest.raises(GithubException, match="No commit found for the ref nowhere"):
        repository.get_contents("README.md", ref="nowhere")


def test_the_commits_of_a_fork_can_be_read(github: Github, shop: Repository) -> None:
    fork = shop.pulls[2]
    found = github.get_repo(SHOP).get_contents("gift.py", ref=fork.head_sha)

    assert not isinstance(found, list)
    assert b"eval" in found.decoded_content
    assert [file.filename for file in github.get_repo(SHOP).get_pull(2).get_files()] == ["gift.py"]


def test_a_deleted_fork_leaves_nothing_but_its_commits(served: Served, github: Github) -> None:
    world, shop = served.world, served.world.repository(SHOP)
    world.add_repository("zoe/shop", shop.git.directory, parent=SHOP)
    number = world.open_pull_request(SHOP, head="discount", source="zoe/shop", by="zoe").number
    world.delete_repository("zoe/shop")
    found = github.get_repo(SHOP).get_pull(number)

    assert found.raw_data["head"]["repo"] is None
    assert found.changed_files == 5
    assert len(found.head.sha) == 40


def test_pages_are_linked(ask: Client, served: Served, shop: Repository) -> None:
    pull = served.world.open_pull_request(SHOP, head="discount")
    for number in range(5):
        served.world.comment(pull, f"{number}")
    path = f"/repos/acme/shop/issues/{pull.number}/comments?per_page=2"
    first, last = ask("GET", path), ask("GET", f"{path}&page=3")

    assert first.links["next"]["url"] == f"{served.url}{path}&page=2"
    assert first.links["last"]["url"].endswith("page=3")
    assert [one["body"] for one in last.json()] == ["4"]
    assert sorted(last.links) == ["first", "prev"]
    assert ask("GET", f"{path}&page=4").json() == []
    del shop.pulls[pull.number]


def test_an_answer_that_did_not_change_is_not_sent_again(github: Github) -> None:
    repository = github.get_repo(SHOP)

    assert repository.etag
    assert repository.update() is False


@pytest.mark.parametrize("form", ["", "/api/v3"])
def test_urls_have_the_form_in_which_they_were_asked_for(ask: Client, served: Served, form: str) -> None:
    found = ask("GET", f"{form}/repos/acme/shop/pulls/1").json()

    assert found["url"] == f"{served.url}{form}/repos/acme/shop/pulls/1"
    assert found["html_url"] == f"{served.url}/acme/shop/pull/1"


@pytest.mark.parametrize(
    ("login", "permission", "role"),
    [("ada", "admin", "admin"), ("bob", "write", "write"), ("tim", "read", "triage"), ("eve", "read", "read")],
)
def test_people_have_roles(ask: Client, login: str, permission: str, role: str) -> None:
    found = ask("GET", f"/repos/acme/shop/collaborators/{login}/permission").json()

    assert (found["permission"], found["role_name"]) == (permission, role)


def test_who_has_no_account_has_no_role(ask: Client, github: Github) -> None:
    with pytest.raises(GithubException, match="nobody is not a user"):
        github.get_repo(SHOP).get_collaborator_permission("nobody")
    assert ask("GET", "/repos/acme/shop/collaborators/github-actions%5Bbot%5D/permission").status_code == 404


def test_every_endpoint_keeps_the_contract(ask: Client, served: Served, pull: PullRequest) -> None:
    world, talk = served.world, served.world.comment(pull, "x")
    line = world.begin_thread(pull, "shop/prices.py", 20, "x").comments[0]
    world.token("bob", permissions={}, login="bob")
    run = world.check(pull.repository, pull.head_sha, {"name": "n", "output": {"annotations": [NOTE]}})
    sarif = world.upload(pull.repository, pull.head_sha, "refs/heads/discount", {})
    world.label(pull, "gone")
    packed = {"commit_sha": pull.head_sha, "ref": "refs/heads/discount", "sarif": _pack(b'{"runs":[]}')}
    world.account("tools", "Organization")
    ids = {
        "org": "tools",
        "owner": "acme",
        "repo": "shop",
        "pull_number": "1",
        "issue_number": "1",
        "check_run_id": str(run.id),
        "sarif_id": sarif.id,
        "username": "ada",
        "ref": pull.head_sha,
        "path": "README.md",
        "name": "gone",
    }
    bodies = {
        "check-runs": {"name": "n", "head_sha": pull.head_sha},
        "{check_run_id}": {"name": "m"},
        "reviews": {"body": "b", "event": "COMMENT"},
        "reactions": {"content": "eyes"},
        "labels": {"labels": ["one"]},
        "sarifs": packed,
        "comments": {"body": "b"},
        "replies": {"body": "b"},
        "{comment_id}": {"body": "b"},
    }

    served_to_apps = {path for _, path in ENDPOINTS if "installation" in path}
    for method, path in ENDPOINTS:
        if path in served_to_apps:  # which sign for themselves: the tests of the collector do
            continue
        comment = line if "/pulls/" in path else talk
        body = bodies[path.rpartition("/")[2]] if method in ("POST", "PATCH") else None
        written = path.format(**ids, comment_id=comment.id)
        done = ask(method, written, body, "bob" if path == "/user" else "workflow")
        assert done.ok, (method, path, done.text)
    assert served.breaches == []
