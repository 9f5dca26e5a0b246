from dataclasses import replace

from reviewer.render.forge.summary import CHECK_LIMIT, SUMMARY_LIMIT, render_summary
from tests.unit.render.hostile import LINKS
from tests.unit.render.sample import EMPTY, PULL, find


def test_what_the_run_spent_stands_at_the_end() -> None:
    text = render_summary(PULL, LINKS, (("review", 2.13), ("index", "kept")), ("No check run.",))
    assert text.startswith("### 8 findings")
    assert text.endswith(
        "\n\nNo check run.\n\n| what this run spent | |\n|:--|--:|\n| review | 2\\.1 s |\n| index | kept |\n"
    )


def test_a_run_of_which_nothing_is_known_has_no_table() -> None:
    assert "spent" not in render_summary(EMPTY, None)


def test_a_summary_is_longer_than_a_comment_and_that_of_a_check_is_not() -> None:
    findings = tuple(find("a", f"{i}.py", 1, message="word " * 150) for i in range(4_000))
    review = replace(PULL, findings=findings)
    spent, notes = (("$" * 500, "$" * 500),) * 90, ("z" * 900,) * 30
    assert CHECK_LIMIT < len(render_summary(review, LINKS, spent, notes).encode()) <= SUMMARY_LIMIT
    check = render_summary(review, LINKS, spent, notes, limit=CHECK_LIMIT)
    assert len(check.encode()) <= CHECK_LIMIT
    assert "Cut at GitHub's limit." in check
