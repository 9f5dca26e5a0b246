from dataclasses import replace

import pytest

from reviewer.model.finding import Related
from reviewer.render.forge.lines import find_fingerprint, render_gone, render_line_comment
from reviewer.render.markdown import LIMIT
from tests.unit.render.hostile import LINKS
from tests.unit.render.sample import PULL

FINDING = PULL.findings[0]
PRINT = FINDING.fingerprint


def test_a_comment_on_a_line_says_what_and_asks_and_tells_how_to_answer() -> None:
    lines = render_line_comment(FINDING, LINKS).split("\n")
    assert lines[:2] == [f"<!-- reviewer:finding {PRINT} -->", "**High:** `swallowed-exception` (medium confidence)"]
    assert "**Ask:** What does the customer see when the disk is full?" in lines
    assert f"- [`src/orders/api.py:12-18`]({LINKS.to_lines('src/orders/api.py', 12, 18)}) `submit`" in lines[6]
    assert f"`/reviewer dismiss {PRINT[:8]} reason`" in lines[-1]


def test_a_comment_on_a_line_is_known_again() -> None:
    comment = render_line_comment(FINDING, LINKS)
    assert find_fingerprint(comment) == (PRINT, False)
    assert find_fingerprint(render_gone(comment, "c" * 40)) == (PRINT, True)
    assert find_fingerprint(comment.replace("\n", "\r\n")) == (PRINT, False)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "text",
        f" <!-- reviewer:finding {PRINT} -->",
        f"> <!-- reviewer:finding {PRINT} -->",
        f"x\n<!-- reviewer:finding {PRINT} -->",
        f"<!-- reviewer:finding {PRINT} --> x",
        f"<!-- reviewer:finding {PRINT.upper()} -->",
        "<!-- reviewer:finding 1234567 -->",
        f"<!-- reviewer:finding {'a' * 65} -->",
        "<!-- reviewer:finding ../../x -->",
        f"<!-- reviewer:finding {PRINT} lost -->",
    ],
)
def test_any_other_comment_is_about_no_finding(body: str) -> None:
    assert find_fingerprint(body) is None
    assert render_gone(body, "c" * 40) == body


def test_what_is_gone_is_folded_once() -> None:
    comment = render_line_comment(FINDING, LINKS)
    gone = render_gone(comment, "abc1234def")
    assert gone.split("\n")[:3] == [f"<!-- reviewer:finding {PRINT} gone -->", "Gone as of `abc1234`.", ""]
    assert gone.count("**Ask:**") == gone.count("<details>") == gone.count("</details>") == 1
    assert render_gone(gone, "fff") == gone


def test_a_comment_on_a_line_stays_within_the_limit() -> None:
    related = tuple(Related("é" * 400, i, i, "s" * 400, "m" * 4_000) for i in range(1, 50))
    long = render_line_comment(replace(FINDING, related=related, message="x" * 9_000, question="y" * 9_000), LINKS)
    assert len(render_gone(long, "c").encode()) <= LIMIT
    edited = f"<!-- reviewer:finding {PRINT} -->\n" + "x" * LIMIT
    assert render_gone(edited, "c") == f"<!-- reviewer:finding {PRINT} gone -->\nGone as of `c`."
