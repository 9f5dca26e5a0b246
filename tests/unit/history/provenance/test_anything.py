"""Whatever a repository or a forge says, it is read without a fault, and equal words give equal verdicts."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.history.provenance import classify_commit, classify_pull, classify_review
from reviewer.history.provenance.lines.notes import NOTES, read_note
from reviewer.history.provenance.lines.traces import read_traces
from reviewer.model.provenance import Account, CommitText, PullText, ReviewText

PARTS = st.sampled_from(
    [
        "Co-authored-by: ",
        "<noreply@anthropic.com>",
        "Assisted-by: ",
        "Claude",
        "\n",
        "\n\n",
        "* ",
        "(#1)",
        ": ",
        "---",
        "<",
    ]
)
WORDS = st.lists(st.one_of(PARTS, st.text(max_size=8)), max_size=30).map("".join)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                ["vcs", "type", "revision", "files", "path", "conversations", "ranges", "f", "l", "s", "lines"]
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(message=WORDS, name=WORDS, mail=WORDS)
def test_any_commit_has_a_verdict(message: str, name: str, mail: str) -> None:
    text = CommitText("1", message, name, mail, mail, name, mail)

    assert classify_commit(text) == classify_commit(text)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(body=WORDS, branch=WORDS, login=WORDS, message=WORDS)
def test_any_pull_request_and_review_has_a_verdict(body: str, branch: str, login: str, message: str) -> None:
    commit = CommitText("1", message, login, "", login)
    pull = PullText(1, body, body, branch, (branch,), Account(login), (), (commit,), commit, 5)
    review = ReviewText(Account(login), body, body, 3)

    assert classify_pull(pull, [review]) == classify_pull(pull, [review])
    assert classify_review(review, pull).why or classify_review(review, pull).counts


@settings(max_examples=150, deadline=None, derandomize=True)
@given(value=JSON, head=WORDS)
def test_any_note_is_read(value: object, head: str) -> None:
    text = json.dumps(value)
    for standard in NOTES:
        for data in (text, f"{head}\n---\n{text}"):
            for ranges in read_note(standard, data.encode("utf-8", "replace")).values():
                assert all(0 < noted.first <= noted.last for noted in ranges)
    read_traces(text.encode())
