"""This module holds how answers of people are understood, case by case."""

from dataclasses import dataclass, replace

import pytest

from reviewer.app.action.answers import Answers, apply_answers, find_answers
from reviewer.app.action.memory import Answer, Memory
from reviewer.app.action.standing import Conversation, Standing
from reviewer.model.forge import Remark, Talk, Thread
from tests.unit.app.action.forges import PULL
from tests.unit.app.action.reviews import find, review

FIRST, SECOND = "1111111122222222", "3333333344444444"
FOUND = {FIRST: "guard-removed", SECOND: "guard-removed"}
WRITERS = frozenset({"ann", "sam"})


@dataclass(frozen=True)
class Case:
    """What is said in the conversation of the pull request and below the first finding, and what comes of it."""

    name: str
    said: tuple[tuple[str, str], ...] = ()
    replies: tuple[tuple[str, str], ...] = ()
    disliked_by: tuple[str, ...] = ()
    resolved_by: str = ""
    is_gone: bool = False
    dismissed: tuple[tuple[str, str, str, str], ...] = ()
    refused: tuple[str, ...] = ()


STRANGER = ("1 of the commands came from people who may not write to this repository.",)


def _not_followed(verb: str, by: str, why: str) -> tuple[str, ...]:
    return (f"`/reviewer {verb}` by {by} was not followed: {why}.",)


CASES = [
    Case("nothing is said"),
    Case(
        "a command with an id",
        said=(("sam", "/reviewer dismiss 33333333 the caller checks it"),),
        dismissed=((SECOND, "sam", "the caller checks it", "command"),),
    ),
    Case(
        "a command among other words",
        said=(("sam", "I looked.\r\n\r\n  /reviewer dismiss 3333333344444444: twice  over \r\nThanks"),),
        dismissed=((SECOND, "sam", "twice over", "command"),),
    ),
    Case(
        "a reply below the finding needs no id",
        replies=(("ann", "/reviewer dismiss checked in pay()"),),
        dismissed=((FIRST, "ann", "checked in pay()", "command"),),
    ),
    Case(
        "a reply below the finding may name it",
        replies=(("ann", "/reviewer dismiss 11111111 checked in pay()"),),
        dismissed=((FIRST, "ann", "checked in pay()", "command"),),
    ),
    Case(
        "a number in a reason is no id",
        replies=(("ann", "/reviewer dismiss 12345678 is the limit of the bank"),),
        dismissed=((FIRST, "ann", "12345678 is the limit of the bank", "command"),),
    ),
    Case(
        "a resolved conversation",
        resolved_by="sam",
        dismissed=((FIRST, "sam", "the conversation was resolved", "resolved"),),
    ),
    Case(
        "a resolved conversation with a word",
        replies=(("sam", "> Something is so.\n\nNot here."), ("eve", "why?")),
        resolved_by="sam",
        dismissed=((FIRST, "sam", "Not here.", "resolved"),),
    ),
    Case("a stranger resolves", resolved_by="eve"),
    Case("we resolve what is gone", resolved_by="reviewer"),
    Case("somebody resolves what is gone", resolved_by="sam", is_gone=True),
    Case(
        "a thumbs-down with a reason",
        replies=(("sam", "this is a test double"),),
        disliked_by=("sam",),
        dismissed=((FIRST, "sam", "this is a test double", "thumbs-down"),),
    ),
    Case("a thumbs-down without a reason", disliked_by=("sam",)),
    Case("a thumbs-down and the reason of somebody else", replies=(("ann", "hm, true"),), disliked_by=("sam",)),
    Case("a thumbs-down of a stranger", replies=(("eve", "wrong, wrong"),), disliked_by=("eve",)),
    Case(
        "a command of a stranger",
        said=(("eve", "/reviewer dismiss 33333333 trust me"),),
        refused=STRANGER,
    ),
    Case(
        "no reason",
        said=(("sam", "/reviewer dismiss 33333333"),),
        refused=_not_followed("dismiss", "sam", "it gives no reason"),
    ),
    Case(
        "an unknown finding",
        said=(("sam", "/reviewer dismiss 99999999 not here"),),
        refused=_not_followed("dismiss", "sam", "it names no finding of this pull request"),
    ),
    Case(
        "no finding at all",
        said=(("sam", "/reviewer dismiss everything"),),
        refused=_not_followed("dismiss", "sam", "it names no finding of this pull request"),
    ),
    Case(
        "an unknown verb",
        said=(("sam", "/reviewer approve 33333333"),),
        refused=_not_followed("approve", "sam", "there are `dismiss` and `restore`"),
    ),
    Case(
        "what is dismissed can be restored",
        said=(("sam", "/reviewer dismiss 33333333 not here"), ("ann", "/reviewer restore 33333333")),
    ),
    Case(
        "and dismissed again",
        replies=(("sam", "/reviewer dismiss not here"),),
        said=(("ann", "/reviewer restore 11111111"), ("sam", "/reviewer dismiss 11111111 truly not")),
        dismissed=((FIRST, "sam", "truly not", "command"),),
    ),
    Case(
        "a stranger cannot restore",
        said=(("eve", "/reviewer restore 33333333"),),
        refused=STRANGER,
    ),
    Case("our own words are no answers", said=(("reviewer", "/reviewer dismiss 33333333 because"),)),
    Case("a command in a quote is none", said=(("sam", "> /reviewer dismiss 33333333 because"),)),
    Case("a command must be the whole line", said=(("sam", "say /reviewer dismiss 33333333 because"),)),
    Case(
        "the same refusal is told once",
        said=(("sam", "/reviewer dismiss 99999999 a b c"), ("sam", "/reviewer dismiss 99999999 a b c")),
        refused=_not_followed("dismiss", "sam", "it names no finding of this pull request"),
    ),
]


def _remark(number: int, author: str, body: str, disliked_by: tuple[str, ...] = ()) -> Remark:
    return Remark(number, author, author == "reviewer", body, disliked_by, f"2026-11-29T12:00:{number:02}Z")


def _standing(case: Case, memory: Memory | None = None) -> Standing:
    replies = [_remark(i, who, what) for i, (who, what) in enumerate(case.replies, 11)]
    opening = _remark(10, "reviewer", "a finding", case.disliked_by)
    thread = Thread("T", bool(case.resolved_by), case.resolved_by, (opening, *replies))
    remarks = tuple(_remark(i, who, what) for i, (who, what) in enumerate(case.said, 30))
    talk = Talk("reviewer", remarks, (thread,))
    return Standing(PULL, talk, None, memory or Memory(), (Conversation(thread, FIRST, case.is_gone),))


def _answer(case: Case, memory: Memory | None = None) -> Answers:
    return find_answers(_standing(case, memory), FOUND, WRITERS.__contains__)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_answer_is_what_somebody_who_may_write_says(case: Case) -> None:
    answers = _answer(case)

    assert [(a.fingerprint, a.by, a.reason, a.how) for a in answers.dismissed] == list(case.dismissed)
    assert answers.refused == case.refused


def test_what_is_remembered_stays_answered_when_nobody_says_it_any_more() -> None:
    kept = Answer("5555555566666666", "new-hub", "sam", "we know", "command")

    assert _answer(CASES[0], Memory(answers=(kept,))).dismissed == (kept,)


def test_what_is_remembered_can_be_restored() -> None:
    kept = Answer(SECOND, "new-hub", "sam", "we know", "command")
    case = replace(CASES[0], said=(("ann", "/reviewer restore 33333333"),))

    assert _answer(case, Memory(answers=(kept,))).dismissed == ()


def test_what_is_said_later_wins_wherever_it_is_said() -> None:
    case = replace(
        CASES[0], said=(("sam", "/reviewer dismiss 11111111 not here"),), replies=(("ann", "/reviewer restore"),)
    )
    standing = _standing(case)
    thread = standing.conversations[0].thread
    late = replace(thread, remarks=(thread.remarks[0], replace(thread.remarks[1], when="2026-11-30T00:00:00Z")))
    conversation = Conversation(late, FIRST, is_gone=False)

    assert len(_answer(case).dismissed) == 1
    assert find_answers(replace(standing, conversations=(conversation,)), FOUND, WRITERS.__contains__).dismissed == ()


def test_to_resolve_what_is_mended_is_no_answer() -> None:
    standing = _standing(replace(CASES[0], resolved_by="sam"))

    assert find_answers(standing, {SECOND: "guard-removed"}, WRITERS.__contains__).dismissed == ()


@pytest.mark.parametrize(
    "body",
    [
        "> Is this wrong?\u2028/reviewer dismiss 33333333 fine\n\nNo.",
        "```\n/reviewer dismiss 33333333 fine\n```",
        "~~~ text\n/reviewer dismiss 33333333 fine",
        "/reviewer dismiss 33333333 \u202efine",
    ],
)
def test_what_is_quoted_shown_or_hidden_is_no_command(body: str) -> None:
    assert _answer(replace(CASES[0], said=(("sam", body),))).dismissed == ()


def test_a_few_refusals_are_told_and_strangers_are_counted() -> None:
    said = [("sam", f"/reviewer verb{i} 33333333") for i in range(40)] + [("eve", "/reviewer x")] * 300
    answers = _answer(replace(CASES[0], said=tuple(said[:40])))
    crowd = _answer(replace(CASES[0], said=tuple(said[40:])))

    assert len(answers.refused) == 5
    assert crowd.refused == ("300 of the commands came from people who may not write to this repository.",)


def test_a_beginning_that_two_findings_share_names_neither() -> None:
    standing = _standing(replace(CASES[0], said=(("sam", "/reviewer dismiss 33333333 not here"),)))
    answers = find_answers(standing, {SECOND: "r", "3333333355555555": "r"}, WRITERS.__contains__)

    assert answers.dismissed == ()
    assert "more than one finding" in answers.refused[0]


def test_a_reason_is_one_bounded_line() -> None:
    long = "x" * 1000
    answers = _answer(replace(CASES[0], said=(("sam", f"/reviewer dismiss 33333333 {long}"),)))

    assert len(answers.dismissed[0].reason) == 300


def test_a_dismissed_finding_is_waived_in_no_file() -> None:
    answers = _answer(CASES[1])
    first, second = apply_answers(review(find(FIRST), find(SECOND)), answers.dismissed).findings

    assert first.waived is None
    assert second.waived is not None
    assert (second.waived.reason, second.waived.path, second.waived.line) == ("sam: the caller checks it", "", 0)
