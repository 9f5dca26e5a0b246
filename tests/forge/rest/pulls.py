"""This module holds the endpoints of pull requests: their files, reviews, and comments on lines."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from tests.forge.git import ChangedFile, Side
from tests.forge.records import Comment, Draft, Issue, Json, PullRequest, ReviewComment
from tests.forge.rest.routing import Answer, Call, Need, Refusal, endpoint
from tests.forge.shapes import show_file, show_full_pull, show_pull
from tests.forge.shapes_talk import show_review, show_review_comment

_READ = Need("pull-requests", "read")
_WRITE = Need("pull-requests", "write")
_MOST_FILES = 3000
LONGEST_BODY = 65536
_Changed = TypeVar("_Changed", PullRequest, Issue, Comment, ReviewComment, PullRequest | Issue)
_STATES = {"APPROVE": "APPROVED", "REQUEST_CHANGES": "CHANGES_REQUESTED", "COMMENT": "COMMENTED"}


@endpoint("GET", "/repos/{owner}/{repo}/pulls", _READ)
def list_pulls(call: Call) -> Answer:
    """Answer with pull requests, by state, branch, and in an order."""
    state, order = call.query.get("state", "open"), call.query.get("sort", "created")
    found = [
        pull
        for pull in call.repository.pulls.values()
        if state in ("all", pull.state)
        and call.query.get("base", pull.base_ref) == pull.base_ref
        and call.query.get("head", _head_name(pull)) == _head_name(pull)
    ]
    backwards = call.query.get("direction", "desc" if order == "created" else "asc") == "desc"
    found.sort(key=lambda pull: pull.updated_at if order == "updated" else pull.created_at, reverse=backwards)
    return call.page(found, lambda pull: show_pull(pull, call.links))


def _head_name(pull: PullRequest) -> str:
    return f"{pull.head_repository.owner.login}:{pull.head_ref}"


@endpoint("GET", "/repos/{owner}/{repo}/pulls/comments", _READ)
def list_all_comments(call: Call) -> Answer:
    """Answer with the comments on lines of all pull requests."""
    everything = (one for pull in call.repository.pulls.values() for one in pull.review_comments())
    found = sort_changed(call, everything)
    return call.page(found, lambda one: show_review_comment(one, call.links))


def sort_changed(call: Call, things: Iterable[_Changed], order: str = "") -> list[_Changed]:
    """Choose and order what a list of the whole repository shows; without `sort` the direction is not heard."""
    order = call.query.get("sort", order)
    found = [one for one in things if one.updated_at >= call.query.get("since", "")]
    backwards = call.query.get("direction", "desc") == "desc" if order else False
    found.sort(key=lambda one: (one.updated_at if order == "updated" else one.created_at, one.id), reverse=backwards)
    return found


@endpoint("GET", "/repos/{owner}/{repo}/pulls/{pull_number}", _READ)
def show_one(call: Call) -> Json:
    """Answer with a pull request."""
    return show_full_pull(call.pull, call.links)


@endpoint("GET", "/repos/{owner}/{repo}/pulls/{pull_number}/files", _READ)
def list_files(call: Call) -> Answer:
    """Answer with the changed files, up to GitHub's bound."""
    pull = call.pull
    return call.page(pull.files[:_MOST_FILES], lambda file: show_file(file, pull, call.links))


@endpoint("GET", "/repos/{owner}/{repo}/pulls/{pull_number}/comments", _READ)
def list_comments(call: Call) -> Answer:
    """Answer with the comments on lines."""
    found = [one for one in call.pull.review_comments() if one.updated_at >= call.query.get("since", "")]
    order = call.query.get("sort", "created")
    backwards = call.query.get("direction") == "desc" and "sort" in call.query
    found.sort(key=lambda one: one.updated_at if order == "updated" else one.created_at, reverse=backwards)
    return call.page(found, lambda one: show_review_comment(one, call.links))


@endpoint("GET", "/repos/{owner}/{repo}/pulls/comments/{comment_id}", _READ)
def show_comment(call: Call) -> Json:
    """Answer with a comment on a line."""
    return show_review_comment(find_line_comment(call), call.links)


@endpoint("PATCH", "/repos/{owner}/{repo}/pulls/comments/{comment_id}", _WRITE)
def edit_comment(call: Call) -> Json:
    """Replace the text of a comment on a line."""
    comment = find_line_comment(call)
    check_length(call.body["body"])
    call.world.edit(comment, call.body["body"])
    return show_review_comment(comment, call.links)


@endpoint("POST", "/repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies", _WRITE)
def reply(call: Call) -> Answer:
    """Answer a comment on a line, in its thread."""
    comment = call.find(list(call.pull.review_comments()), "comment_id")
    check_length(call.body["body"])
    written = call.world.reply(comment.thread, call.body["body"], by=call.me)
    shown = show_review_comment(written, call.links)
    return Answer(shown, 201, {"Location": shown["url"]})


@endpoint("GET", "/repos/{owner}/{repo}/pulls/{pull_number}/reviews", _READ)
def list_reviews(call: Call) -> Answer:
    """Answer with the reviews; those that are not sent yet are seen by their author alone."""
    me = call.token.account
    found = [review for review in call.pull.reviews if review.state != "PENDING" or review.author is me]
    return call.page(found, lambda review: show_review(review, call.links))


@endpoint("POST", "/repos/{owner}/{repo}/pulls/{pull_number}/reviews", _WRITE)
def write_review(call: Call) -> Json:
    """Write a review with all of its comments, or nothing of it."""
    pull, sent = call.pull, call.body or {}
    event, comments = sent.get("event", ""), sent.get("comments", [])
    text = sent.get("body", "")
    if event in ("REQUEST_CHANGES", "COMMENT") and not text and not comments:
        raise Refusal(422, "Unprocessable Entity", ["Review comments is too short; at least one comment is needed"])
    if event in ("APPROVE", "REQUEST_CHANGES") and pull.author is call.token.account:
        verb = "approve" if event == "APPROVE" else "request changes on"
        raise Refusal(422, "Unprocessable Entity", [f"Can not {verb} your own pull request"])
    if not event and any(one.state == "PENDING" and one.author is call.token.account for one in pull.reviews):
        raise Refusal(422, "Unprocessable Entity", ["User can only have one pending review per pull request"])
    check_length(text)
    commit = _find_commit(pull, sent.get("commit_id"))
    files = {file.path: file for file in pull.store.changed_files(pull.base_sha, commit)}
    drafts = [_read_draft(comment, files) for comment in comments]
    review = call.world.review(pull, drafts, by=call.me, body=text, state=_STATES.get(event, "PENDING"), commit=commit)
    return show_review(review, call.links)


def _find_commit(pull: PullRequest, wanted: str | None) -> str:
    if wanted is None or wanted == pull.head_sha:
        return pull.head_sha
    if wanted not in {commit.sha for commit in pull.store.commits(pull.base_sha, pull.head_sha)}:
        raise Refusal(422, "Unprocessable Entity", ["The commit_id is not part of the pull request"])
    return wanted


def _read_draft(comment: Mapping[str, Any], files: Mapping[str, ChangedFile]) -> Draft:
    """Read a comment on a line, which must be shown by the difference, with all of its lines in one hunk."""
    check_length(comment["body"])
    file = files.get(comment["path"])
    if file is None:
        raise _unresolved("Path could not be resolved")
    side, line = _find_place(comment, file)
    hunk = file.find(side, line) if line else None
    if line is None or hunk is None:
        raise _unresolved("Line could not be resolved")
    start = comment.get("start_line")
    start_side: Side = comment.get("start_side", side)
    if start is None:
        return Draft(file.path, comment["body"], line, side)
    if start_side == side and start >= line:
        raise _unresolved("Start line must precede the end line")
    if (start_side, start) not in hunk.shown:
        raise _unresolved("Start line must be part of the same hunk as the line")
    return Draft(file.path, comment["body"], line, side, start, start_side)


def _find_place(comment: Mapping[str, Any], file: ChangedFile) -> tuple[Side, int | None]:
    if "line" in comment:
        side: Side = "LEFT" if comment.get("side") == "LEFT" else "RIGHT"
        return side, comment["line"]
    place = file.place(comment.get("position", 0))
    return place or ("RIGHT", None)


def _unresolved(why: str) -> Refusal:
    return Refusal(422, "Unprocessable Entity", [why])


def find_line_comment(call: Call) -> ReviewComment:
    """Find the comment on a line that the path names."""
    return call.find([one for pull in call.repository.pulls.values() for one in pull.review_comments()], "comment_id")


def check_length(body: str, resource: str = "") -> None:
    """Refuse a text that GitHub would not take; of a resource, it tells more."""
    if len(body) > LONGEST_BODY:
        why = f"body is too long (maximum is {LONGEST_BODY} characters)"
        custom = {"resource": resource, "code": "custom", "field": "body", "message": why}
        raise Refusal(422, "Validation Failed", [custom if resource else why])
