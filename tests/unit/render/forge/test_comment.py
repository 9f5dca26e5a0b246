from dataclasses import replace

import pytest

from reviewer.model.finding import Waiver
from reviewer.render.forge.comment import find_state, render_clean_comment, render_comment
from reviewer.render.markdown import LIMIT
from tests.unit.render.hostile import LINKS
from tests.unit.render.sample import EMPTY, HOSTILE, PULL, find

MARKER, STATE = "<!-- reviewer:comment -->", "eJwDAA-_"
NOTE = "No check run: the token lacks `checks: write`."


def test_the_marker_comes_first_and_the_state_last() -> None:
    lines = render_comment(PULL, LINKS, state=STATE, notes=(NOTE,)).split("\n")
    assert lines[:3] == [
        MARKER,
        "",
        "### 8 findings (3 high, 4 medium, 1 low) in 4 files, +6 -4, 4 places not looked at",
    ]
    assert lines[-3:] == [NOTE, "", f"<!-- reviewer:state {STATE} -->"]


@pytest.mark.parametrize("review", [PULL, EMPTY, HOSTILE])
def test_a_comment_gives_its_state_back(review: object) -> None:
    assert find_state(render_comment(review, LINKS, state=STATE)) == STATE  # type: ignore[arg-type]
    assert find_state(render_clean_comment(review, state="")) == ""  # type: ignore[arg-type]
    assert find_state(render_comment(EMPTY, LINKS, state=STATE).replace("\n", "\r\n") + "\r\n") == STATE


@pytest.mark.parametrize(
    "body",
    [
        "",
        "a comment",
        f"{MARKER}\n\nno state",
        f"> {MARKER}\n\nx\n\n<!-- reviewer:state abc -->",
        f" {MARKER}\n\nx\n\n<!-- reviewer:state abc -->",
        f"x\n{MARKER}\n\nx\n\n<!-- reviewer:state abc -->",
        f"{MARKER}\n\nx\n\n<!-- reviewer:state abc -->\n\nand more",
        f"{MARKER}\n\nx <!-- reviewer:state abc -->",
        f"{MARKER}\n\nx\n\n<!-- reviewer:state a b -->",
        f"{MARKER}\n\nx\n\n<!-- reviewer:state a+b/c= -->",
        f"{MARKER}\n\nx\n\n<!-- reviewer:state é -->",
        f"{MARKER} x\n\nx\n\n<!-- reviewer:state abc -->",
    ],
)
def test_any_other_comment_has_no_state(body: str) -> None:
    assert find_state(body) is None


def test_the_last_state_is_that_of_the_comment() -> None:
    inside = f"{MARKER}\n\n<!-- reviewer:state old -->\n\nx\n\n<!-- reviewer:state new -->"
    assert find_state(inside) == "new"


def test_a_state_that_could_end_its_line_is_refused() -> None:
    with pytest.raises(ValueError, match="base64url"):
        render_comment(EMPTY, LINKS, state="abc --> x")
    with pytest.raises(ValueError, match="too long"):
        render_comment(EMPTY, LINKS, state="A" * 64_000)


def test_a_long_review_is_cut_and_its_state_is_not() -> None:
    findings = tuple(find("a", f"{i}.py", 1, message="wörd " * 150) for i in range(400))
    state = "A" * 20_000
    for review in (replace(PULL, findings=findings), replace(HOSTILE, skips=HOSTILE.skips * 9)):
        text = render_comment(review, LINKS, state=state, notes=("$" * 900,) * 30)
        assert len(text.encode()) <= LIMIT
        assert find_state(text) == state
        assert "\n\nAnd 30 more notes.\n\n" in text
    long = replace(PULL, findings=findings, evidence=PULL.evidence * 40)
    assert "Cut at GitHub's limit." in render_comment(long, LINKS, state=state)


def test_how_to_answer_is_said_where_there_is_something_to_answer() -> None:
    assert "/reviewer dismiss ID reason" in render_comment(PULL, LINKS, state="")
    waived = replace(PULL.findings[0], waived=Waiver("a", "b", "", "", 0))
    assert "/reviewer" not in render_comment(replace(EMPTY, findings=(waived,)), LINKS, state="")


def test_nothing_to_say_is_one_line() -> None:
    lines = render_clean_comment(EMPTY, state=STATE).split("\n")
    assert lines == [MARKER, "", "Nothing to object to in 4 files, +6 -4.", "", f"<!-- reviewer:state {STATE} -->"]
    assert f"\n\n{NOTE}\n\n" in render_clean_comment(EMPTY, state=STATE, notes=("", NOTE))
