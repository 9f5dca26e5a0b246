"""This module holds that what a forge refuses is told and stops nothing."""

from reviewer.app.action.post import LineEdit, Post, post_review
from reviewer.model.forge import CheckRun, LineComment
from tests.unit.app.action.forges import HEAD, MemoryForge

CHECK = CheckRun("reviewer", HEAD, "key", "neutral", "1 finding", "text")
POST = Post(
    commit=HEAD,
    number=7,
    write_comment=lambda refused: "body " + " ".join(map(str, refused)),
    lines=(LineComment("a.py", 1, "new", "text"),),
    edits=(LineEdit(3, "T3", "gone", closed=True),),
    check=CHECK,
    sarif="{}",
    ref="refs/pull/7/head",
    labels=(frozenset({"review: high"}), frozenset({"review: low"})),
)
ORDER = ["write_lines", "edit_lines", "close_thread", "write_labels", "write_check", "upload_sarif", "write_comment"]


def test_everything_is_posted_and_the_comment_is_last() -> None:
    forge = MemoryForge()

    assert post_review(forge, POST) == ()
    assert [what for what, _ in forge.log] == ORDER


def test_a_refusal_is_told_in_the_comment_and_the_rest_goes_on() -> None:
    for what in ORDER[:-1]:
        forge = MemoryForge(refuses=frozenset({what}))
        refused = post_review(forge, POST)

        assert [done for done, _ in forge.log] == [other for other in ORDER if other != what]
        assert len(refused) == 1
        assert f"{what} is not allowed" in str(refused[0])
        assert forge.log[-1] == ("write_comment", f"body {refused[0]}")


def test_a_refused_comment_is_told_too() -> None:
    refused = post_review(MemoryForge(refuses=frozenset({"write_comment"})), POST)

    assert [str(refusal) for refusal in refused] == ["No comment: write_comment is not allowed."]


def test_an_equal_comment_is_not_written_again() -> None:
    forge = MemoryForge()
    post_review(forge, Post(HEAD, 7, lambda _: "the same\n", comment=5, standing="the same"))

    assert forge.log == []


def test_without_a_pull_request_there_is_only_the_check_run() -> None:
    forge = MemoryForge()
    post_review(forge, Post(HEAD, check=CHECK, lines=POST.lines, edits=POST.edits))

    assert [what for what, _ in forge.log] == ["write_check"]
