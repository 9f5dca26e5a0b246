"""GitHub starts us for many reasons; this module holds what each event asks for."""

import re
from dataclasses import dataclass
from typing import Any, Literal

from reviewer.errors import ReviewerError

Kind = Literal["review", "post", "answers", "nothing"]
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
# The branch that GitHub makes for a pull request in the merge queue.
_QUEUED = re.compile(r"/pr-(\d{1,9})-[0-9a-f]+$")
# A label may open the gate, an edit may change the base. What is not listed says nothing of the change.
_REVIEWED = frozenset({"opened", "synchronize", "reopened", "ready_for_review", "edited", "labeled", "unlabeled"})
COMMAND = "/reviewer"
Drafts = Literal["skip", "judge", "review"]


@dataclass(frozen=True, slots=True)
class Task:
    """What an event asks for; `because` says why that is nothing.

    `review`: from commit `base` to commit `head` (both empty: as the checkout is). `number` is that of the pull request
    or 0, `branch` where it goes to, `queued` that of one in the merge queue; a `silent` one is judged and nothing is
    said of it; `merged` says that the change is in the default branch already; `said` is the title and text of a pull
    request that was asked for.
    `post`: the bundle of a run on `head`, made by the workflow file `workflow`, from the repository `source`.
    `answers`: what people wrote on `number`, the newest being `comment` where it can be given a sign.
    """

    kind: Kind
    because: str = ""
    number: int = 0
    base: str = ""
    head: str = ""
    branch: str = ""
    queued: int = 0
    silent: bool = False
    merged: bool = False
    comment: int | None = None
    source: str = ""
    workflow: str = ""
    said: tuple[str, ...] = ()


def choose_task(event: str, payload: dict[str, Any], *, drafts: Drafts, number: int | None) -> Task:
    """Return what an event asks for. Raises `ReviewerError` for one that must not be used, and for a broken payload.

    `drafts` says what becomes of them: `judge` reviews and says nothing. `number` is the pull request that somebody
    named by hand.
    """
    if event == "pull_request_target":
        raise ReviewerError(
            "`pull_request_target` is refused: it gives write access to a run on a stranger's change.",
            "Use `pull_request`, or for forks the two workflows of docs/action.md.",
        )
    try:
        if event == "pull_request":
            return _choose_pull_request(payload, drafts=drafts)
        if event == "merge_group":
            group = payload["merge_group"]
            queued = _QUEUED.search(group["head_ref"])
            ends = _commit(group["base_sha"]), _commit(group["head_sha"])
            return Task("review", base=ends[0], head=ends[1], queued=int(queued[1]) if queued else 0)
        if event == "push":
            return _choose_push(payload)
        if event == "workflow_dispatch":
            return Task("review", number=number or 0)
        if event == "workflow_run":
            return _choose_run(payload["workflow_run"])
        if event in ("issue_comment", "pull_request_review_comment"):
            return _choose_comment(payload)
    except (KeyError, TypeError, AttributeError):
        raise ReviewerError(
            f"the payload of the event '{event}' is not what GitHub sends.", "Is GITHUB_EVENT_PATH set by GitHub?"
        ) from None
    return Task("nothing", f"the event '{event}' asks for no review")


def _choose_pull_request(payload: dict[str, Any], *, drafts: Drafts) -> Task:
    pull, action = payload["pull_request"], payload["action"]
    number = int(pull["number"])
    # A run that looks at nothing passes, so the words of a pull request must not be a way around a failed one.
    if action not in _REVIEWED:
        return Task("nothing", f"'{action}' changes nothing that is reviewed", number)
    if pull["draft"] and drafts == "skip":
        return Task("nothing", "the pull request is a draft: it is reviewed when it is ready", number)
    is_silent = pull["draft"] and drafts == "judge"
    base, head = _commit(pull["base"]["sha"]), _commit(pull["head"]["sha"])
    return Task("review", number=number, base=base, head=head, branch=str(pull["base"]["ref"]), silent=is_silent)


def _choose_push(payload: dict[str, Any]) -> Task:
    ref, before, after = str(payload["ref"]), _commit(payload["before"]), _commit(payload["after"])
    default = payload["repository"]["default_branch"]
    if ref != f"refs/heads/{default}":
        return Task("nothing", f"only pushes to the default branch '{default}' are looked at")
    if payload["deleted"] or not after.strip("0"):
        return Task("nothing", "the branch was deleted")
    if not before.strip("0"):
        return Task("nothing", "the branch is new: there is nothing to compare it with")
    return Task("review", base=before, head=after, merged=True)


def _choose_run(run: dict[str, Any]) -> Task:
    if run["event"] != "pull_request":
        return Task("nothing", f"the run was started by '{run['event']}', not by a pull request")
    source = (run["head_repository"] or {}).get("full_name", "")
    return Task("post", head=_commit(run["head_sha"]), source=source, workflow=str(run["path"]).partition("@")[0])


def _choose_comment(payload: dict[str, Any]) -> Task:
    comment = payload["comment"]
    if "pull_request" not in payload and "pull_request" not in payload["issue"]:
        return Task("nothing", "the comment is not on a pull request")
    if payload["action"] != "created" or not str(comment["body"]).lstrip().startswith(COMMAND):
        return Task("nothing", f"the comment does not begin with `{COMMAND}`")
    about = payload["issue"] if "issue" in payload else payload["pull_request"]
    is_plain = "issue" in payload
    return Task("answers", number=int(about["number"]), comment=int(comment["id"]) if is_plain else None)


def _commit(text: object) -> str:
    if not isinstance(text, str) or not _COMMIT.fullmatch(text):
        raise TypeError(text)
    return text
