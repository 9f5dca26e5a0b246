"""This module holds what each event asks for."""

from typing import Any

import pytest

from reviewer.app.action.trigger import Task, choose_task
from reviewer.errors import ReviewerError
from tests.unit.app.action.forges import BASE, HEAD

ZERO = "0" * 40


def _pull(action: str, *, draft: bool = False, **more: object) -> dict[str, Any]:
    pull = {"number": 7, "draft": draft, "head": {"sha": HEAD}, "base": {"sha": BASE, "ref": "trunk"}}
    return {"action": action, "pull_request": pull, **more}


def _push(ref: str = "refs/heads/trunk", before: str = BASE, *, deleted: bool = False) -> dict[str, Any]:
    return {
        "ref": ref,
        "before": before,
        "after": ZERO if deleted else HEAD,
        "deleted": deleted,
        "repository": {"default_branch": "trunk"},
    }


def _comment(body: str, **more: object) -> dict[str, Any]:
    return {"action": "created", "comment": {"id": 5, "body": body}, **more}


RUN = {
    "event": "pull_request",
    "head_sha": HEAD,
    "head_repository": {"full_name": "eve/shop"},
    "path": ".github/workflows/reviewer.yml@refs/heads/main",
}
GROUP = {"base_sha": BASE, "head_sha": HEAD, "head_ref": "refs/heads/gh-readonly-queue/trunk/pr-7-" + "c" * 40}
PULL_TASK = Task("review", number=7, base=BASE, head=HEAD, branch="trunk")
TASKS = [
    *(
        (f"pull request {action}", "pull_request", _pull(action), PULL_TASK)
        for action in ("opened", "synchronize", "reopened", "ready_for_review", "edited", "labeled", "unlabeled")
    ),
    (
        "merge group",
        "merge_group",
        {"action": "checks_requested", "merge_group": GROUP},
        Task("review", base=BASE, head=HEAD, queued=7),
    ),
    ("push", "push", _push(), Task("review", base=BASE, head=HEAD, merged=True)),
    ("by hand", "workflow_dispatch", {"inputs": {}}, Task("review", number=9)),
    (
        "the run of a fork",
        "workflow_run",
        {"workflow_run": RUN},
        Task("post", head=HEAD, source="eve/shop", workflow=".github/workflows/reviewer.yml"),
    ),
    (
        "the run of a fork that is gone",
        "workflow_run",
        {"workflow_run": {**RUN, "head_repository": None}},
        Task("post", head=HEAD, source="", workflow=".github/workflows/reviewer.yml"),
    ),
    (
        "a command in the conversation",
        "issue_comment",
        _comment("/reviewer dismiss x", issue={"number": 7, "pull_request": {}}),
        Task("answers", number=7, comment=5),
    ),
    (
        "a command on a line",
        "pull_request_review_comment",
        _comment("/reviewer dismiss x", pull_request={"number": 7}),
        Task("answers", number=7),
    ),
]
NOTHING = [
    ("a draft", "pull_request", _pull("opened", draft=True), "draft"),
    ("a closed pull request", "pull_request", _pull("closed"), "'closed'"),
    ("another branch", "push", _push("refs/heads/topic"), "'trunk'"),
    ("a tag", "push", _push("refs/tags/v1"), "'trunk'"),
    ("a deleted branch", "push", _push(deleted=True), "deleted"),
    ("a new branch", "push", _push(before=ZERO), "new"),
    ("a run for a push", "workflow_run", {"workflow_run": {**RUN, "event": "push"}}, "'push'"),
    ("a comment on an issue", "issue_comment", _comment("/reviewer dismiss x", issue={"number": 7}), "not on a pull"),
    (
        "words",
        "issue_comment",
        _comment("I like /reviewer", issue={"number": 7, "pull_request": {}}),
        "does not begin",
    ),
    ("another event", "schedule", {}, "'schedule'"),
]


@pytest.mark.parametrize(("event", "payload", "task"), [row[1:] for row in TASKS], ids=[row[0] for row in TASKS])
def test_an_event_asks_for_a_task(event: str, payload: dict[str, Any], task: Task) -> None:
    assert choose_task(event, payload, drafts="skip", number=9) == task


@pytest.mark.parametrize(("event", "payload", "said"), [row[1:] for row in NOTHING], ids=[row[0] for row in NOTHING])
def test_an_event_may_ask_for_nothing_and_says_why(event: str, payload: dict[str, Any], said: str) -> None:
    task = choose_task(event, payload, drafts="skip", number=None)

    assert task.kind == "nothing"
    assert said in task.because


def test_drafts_are_reviewed_on_demand() -> None:
    assert choose_task("pull_request", _pull("opened", draft=True), drafts="review", number=None) == PULL_TASK


def test_a_draft_can_be_judged_in_silence() -> None:
    task = choose_task("pull_request", _pull("opened", draft=True), drafts="judge", number=None)

    assert (task.kind, task.silent) == ("review", True)
    assert not choose_task("pull_request", _pull("opened"), drafts="judge", number=None).silent


def test_a_run_with_write_access_on_a_strangers_change_is_refused() -> None:
    with pytest.raises(ReviewerError, match="pull_request_target"):
        choose_task("pull_request_target", _pull("opened"), drafts="skip", number=None)


@pytest.mark.parametrize(
    ("event", "payload"),
    [
        *((row[1], {}) for row in TASKS if row[1] != "workflow_dispatch"),
        ("pull_request", {"action": "opened", "pull_request": None}),
        (
            "pull_request",
            {**_pull("opened"), "pull_request": {**_pull("opened")["pull_request"], "head": {"sha": "-x"}}},
        ),
        ("push", {**_push(), "before": "; rm"}),
        ("merge_group", {"merge_group": []}),
    ],
)
def test_a_payload_that_github_does_not_send_is_refused(event: str, payload: dict[str, Any]) -> None:
    with pytest.raises(ReviewerError, match="not what GitHub sends"):
        choose_task(event, payload, drafts="skip", number=None)
