"""This module holds the endpoints of conversations: comments, reactions to them, and labels."""

from typing import Any

from tests.forge.records import Comment, Issue, Json, PullRequest
from tests.forge.rest.pulls import check_length, find_line_comment, sort_changed
from tests.forge.rest.routing import Answer, Call, Need, Refusal, endpoint
from tests.forge.shapes import show_label
from tests.forge.shapes_talk import show_comment, show_issue, show_plain_issue, show_reaction

_READ = (Need("issues", "read"), Need("pull-requests", "read"))
_WRITE = (Need("issues", "write"), Need("pull-requests", "write"))


@endpoint("GET", "/repos/{owner}/{repo}/issues/{issue_number}/comments", *_READ)
def list_comments(call: Call) -> Answer:
    """Answer with a conversation, oldest first."""
    found = [one for one in call.pull.comments if one.updated_at >= call.query.get("since", "")]
    return call.page(found, lambda one: show_comment(one, call.links))


@endpoint("GET", "/repos/{owner}/{repo}/issues/comments", *_READ)
def list_all_comments(call: Call) -> Answer:
    """Answer with the comments on all issues and pull requests."""
    place = call.repository
    subjects: list[PullRequest | Issue] = [*place.pulls.values(), *place.issues.values()]
    everything = [one for subject in subjects for one in subject.comments]
    return call.page(sort_changed(call, everything), lambda one: show_comment(one, call.links))


@endpoint("GET", "/repos/{owner}/{repo}/issues", *_READ)
def list_issues(call: Call) -> Answer:
    """Answer with issues, which pull requests are too."""
    everything: list[PullRequest | Issue] = [*call.repository.pulls.values(), *call.repository.issues.values()]
    state = call.query.get("state", "open")
    found = sort_changed(call, [one for one in everything if state in ("all", one.state)], "created")
    return call.page(found, lambda one: _show_either(one, call))


def _show_either(one: PullRequest | Issue, call: Call) -> Json:
    return show_issue(one, call.links) if isinstance(one, PullRequest) else show_plain_issue(one, call.links)


@endpoint("POST", "/repos/{owner}/{repo}/issues/{issue_number}/comments", *_WRITE)
def write_comment(call: Call) -> Answer:
    """Write a comment."""
    text = _read_text(call)
    comment = call.world.comment(call.pull, text, by=call.me)
    shown = show_comment(comment, call.links)
    return Answer(shown, 201, {"Location": shown["url"]})


@endpoint("GET", "/repos/{owner}/{repo}/issues/comments/{comment_id}", *_READ)
def show_one(call: Call) -> Json:
    """Answer with a comment."""
    return show_comment(_find_comment(call), call.links)


@endpoint("PATCH", "/repos/{owner}/{repo}/issues/comments/{comment_id}", *_WRITE)
def edit_comment(call: Call) -> Json:
    """Replace the text of a comment."""
    comment = _find_comment(call)
    call.world.edit(comment, _read_text(call))
    return show_comment(comment, call.links)


@endpoint("POST", "/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions", *_WRITE)
def react(call: Call) -> Answer:
    """React to a comment; a reaction that is there already is answered with 200."""
    reaction, is_new = call.world.react(_find_comment(call), call.body["content"], by=call.me)
    return Answer(show_reaction(reaction, call.links), 201 if is_new else 200)


@endpoint("POST", "/repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions", Need("pull-requests", "write"))
def react_to_line(call: Call) -> Answer:
    """React to a comment on a line."""
    reaction, is_new = call.world.react(find_line_comment(call), call.body["content"], by=call.me)
    return Answer(show_reaction(reaction, call.links), 201 if is_new else 200)


@endpoint("GET", "/repos/{owner}/{repo}/issues/{issue_number}/labels", *_READ)
def list_labels(call: Call) -> Answer:
    """Answer with the labels."""
    return call.page(call.pull.labels, lambda label: show_label(label, call.repository, call.links))


@endpoint("POST", "/repos/{owner}/{repo}/issues/{issue_number}/labels", *_WRITE)
def add_labels(call: Call) -> Json:
    """Put labels on; those that do not exist are created."""
    for name in _read_names(call.body):
        call.world.label(call.pull, name, by=call.me)
    return _list_labels(call)


@endpoint("DELETE", "/repos/{owner}/{repo}/issues/{issue_number}/labels/{name}", *_WRITE)
def remove_label(call: Call) -> Json:
    """Take a label away."""
    if not call.world.unlabel(call.pull, call.parts["name"], by=call.me):
        raise Refusal(404, "Label does not exist")
    return _list_labels(call)


def _list_labels(call: Call) -> list[dict[str, Any]]:
    return [show_label(label, call.repository, call.links) for label in call.pull.labels]


def _read_names(body: Json) -> list[str]:
    named = body.get("labels", []) if isinstance(body, dict) else body if isinstance(body, list) else [body]
    return [one["name"] if isinstance(one, dict) else one for one in named]


def _read_text(call: Call) -> str:
    text: str = call.body["body"]
    if not text.strip():
        raise Refusal(
            422, "Validation Failed", [{"resource": "IssueComment", "code": "missing_field", "field": "body"}]
        )
    check_length(text, "IssueComment")
    return text


def _find_comment(call: Call) -> Comment:
    place = call.repository
    subjects: list[PullRequest | Issue] = [*place.pulls.values(), *place.issues.values()]
    return call.find([one for subject in subjects for one in subject.comments], "comment_id")
