"""Who made a pull request, and who had it made: by account, body, branch, label, event, commits and reviews."""

from dataclasses import replace

import pytest

from reviewer.history.provenance import classify_pull, find_operators
from reviewer.model.provenance import Account, CommitText, PullEvent, PullText, ReviewText

ADA, GRACE = Account("ada", "user", 1), Account("grace", "user", 2)
AGENT = Account("Copilot", "bot", 198982749)
BY_ADA = CommitText("a", "fix: the till", "Ada", "ada@house.org", "ada")
BY_AGENT = CommitText(
    "b",
    "Fix the till\n\nCo-authored-by: grace <2+grace@users.noreply.github.com>",
    "copilot-swe-agent[bot]",
    "198982749+Copilot@users.noreply.github.com",
)
PULL = PullText(7, "Fix the till", author=ADA, commits=(BY_ADA,))


@pytest.mark.parametrize(
    ("changed", "cls", "confidence"),
    [
        ({}, "human_or_undeclared", "low"),
        ({"branch": "codex/fix-the-till"}, "ai_authored", "high"),
        ({"branch": "claude/fix"}, "ai_authored", "medium"),
        ({"branch": "gemini/fix"}, "human_or_undeclared", "low"),
        ({"branch": "fix-codex/login"}, "human_or_undeclared", "low"),
        ({"labels": ("bug", "Codex")}, "ai_authored", "medium"),
        ({"events": (PullEvent("copilot_work_started", GRACE),)}, "ai_authored", "high"),
        ({"body": "text\n\nhttps://chatgpt.com/codex/tasks/task_e_1"}, "ai_authored", "high"),
        ({"body": "🤖 Generated with [Claude Code](https://claude.ai/code)"}, "ai_authored", "high"),
        ({"body": "We use Claude Code and Codex here."}, "human_or_undeclared", "low"),
        ({"body": "<!-- CURSOR_SUMMARY -->\nBugbot says"}, "human_or_undeclared", "low"),
        ({"author": Account("dependabot", "bot")}, "automation", "high"),
        ({"author": Account("house", "bot")}, "unknown_bot", "high"),
        ({"author": Account("devin-ai-integration", "bot")}, "ai_authored", "high"),
        ({"author": Account()}, "human_or_undeclared", "low"),
        ({"author": AGENT}, "ai_authored", "high"),
        ({"author": Account("dependabot", "bot"), "branch": "codex/x"}, "ai_authored", "high"),
    ],
)
def test_a_pull_request_is_judged_by_all_that_it_says(changed: dict[str, object], cls: str, confidence: str) -> None:
    verdict = classify_pull(replace(PULL, **changed))  # type: ignore[arg-type]

    assert (verdict.cls, verdict.confidence) == (cls, confidence)


@pytest.mark.parametrize(
    ("login", "cls"), [("dependabot", "automation"), ("renovate", "automation"), ("github-actions", "ai_authored")]
)
def test_a_bot_that_quotes_release_notes_signs_nothing_by_it(login: str, cls: str) -> None:
    body = "Bumps x. Release notes:\n\n🤖 Generated with [Claude Code](https://claude.ai/code)"

    assert classify_pull(replace(PULL, author=Account(login, "bot"), body=body)).cls == cls


@pytest.mark.parametrize(
    ("mark", "cls", "declared"),
    [("", "ai_assisted", "ai"), ("NOT ", "human_or_undeclared", "human")],
)
def test_a_ticked_box_is_a_declaration(mark: str, cls: str, declared: str) -> None:
    ticked = f"- [x] This contribution was {mark}assisted or created by Generative AI tools."
    empty = ticked.replace("[x]", "[ ]")

    assert (classify_pull(replace(PULL, body=ticked)).cls, classify_pull(replace(PULL, body=ticked)).declared) == (
        cls,
        declared,
    )
    assert classify_pull(replace(PULL, body=empty)).declared == ""


def test_the_own_commits_decide_and_not_the_squash() -> None:
    squash = CommitText("s", "Till (#7)\n\n* a\n* b\n\nCo-authored-by: Claude <noreply@anthropic.com>", "Ada")
    own = replace(BY_ADA, message="a\n\nCo-authored-by: Claude <noreply@anthropic.com>")

    assert classify_pull(replace(PULL, commits=(own, BY_ADA), merge_commit=squash)).cls == "ai_assisted"
    assert classify_pull(replace(PULL, commits=(BY_ADA,), merge_commit=squash)).cls == "human_or_undeclared"
    unknown = classify_pull(replace(PULL, commits=(), merge_commit=squash))
    assert (unknown.cls, unknown.is_share_known) == ("mixed", False)


def test_a_merge_names_the_branch_where_nobody_asked_the_forge() -> None:
    merge = CommitText("m", "Merge pull request #7 from house/devin/17-till\n\nTill", "Ada")

    assert classify_pull(PullText(7, merge_commit=merge)).cls == "ai_authored"
    assert classify_pull(PullText(7, merge_commit=merge, branch="topic")).cls == "human_or_undeclared"
    assert (
        classify_pull(PullText(7, merge_commit=replace(merge, message="Merge devin/17"))).cls == "human_or_undeclared"
    )


def test_most_commits_by_an_agent_make_it_the_agents() -> None:
    assert classify_pull(replace(PULL, commits=(BY_AGENT, BY_AGENT, BY_ADA))).cls == "ai_authored"
    assert classify_pull(replace(PULL, commits=(BY_AGENT, BY_ADA, BY_ADA))).cls == "ai_assisted"


SYNTHETIC = PullText(7, author=AGENT, commits=(BY_AGENT,), merged=100, assignees=(AGENT, GRACE))


@pytest.mark.parametrize(
    ("changed", "reviews", "cls"),
    [
        ({}, [], "fully_synthetic"),
        ({"merged": 0}, [], "ai_authored"),
        ({"commits": (BY_AGENT, BY_ADA)}, [], "ai_authored"),
        ({"commits": (BY_AGENT, replace(BY_ADA, message="Merge branch 'main' into x"))}, [], "fully_synthetic"),
        ({"commits": ()}, [], "ai_authored"),
        ({}, [ReviewText(ADA, "APPROVED", when=50)], "ai_authored"),
        ({}, [ReviewText(ADA, "APPROVED", when=150)], "fully_synthetic"),
        ({}, [ReviewText(ADA, "COMMENTED", when=50)], "fully_synthetic"),
        ({}, [ReviewText(ADA, "COMMENTED", "why?", 50)], "ai_authored"),
        ({}, [ReviewText(ADA, "COMMENTED", when=50, inline_comments=1)], "ai_authored"),
        ({}, [ReviewText(GRACE, "APPROVED", when=50)], "fully_synthetic"),
        ({}, [ReviewText(Account("coderabbitai", "bot"), "APPROVED", "fine", 50)], "fully_synthetic"),
        ({}, [ReviewText(ADA, "PENDING", "why?", 0)], "fully_synthetic"),
        ({}, [ReviewText(Account("house", "bot"), "APPROVED", "fine", 50)], "fully_synthetic"),
    ],
)
def test_what_nobody_wrote_and_nobody_else_read_is_fully_synthetic(
    changed: dict[str, object], reviews: list[ReviewText], cls: str
) -> None:
    verdict = classify_pull(replace(SYNTHETIC, **changed), reviews)  # type: ignore[arg-type]

    assert verdict.cls == cls
    assert verdict.operators == ("grace",)


@pytest.mark.parametrize(
    ("pull", "operators"),
    [
        (PULL, ("ada",)),
        (SYNTHETIC, ("grace",)),
        (replace(SYNTHETIC, assignees=(), commits=()), ()),
        (replace(SYNTHETIC, assignees=()), ("grace",)),
        (replace(SYNTHETIC, assignees=(), commits=(), events=(PullEvent("copilot_work_started", ADA),)), ("ada",)),
        (replace(SYNTHETIC, assignees=(), commits=(), events=(PullEvent("assigned", ADA),)), ()),
        (
            PullText(
                1,
                author=Account("google-labs-jules", "bot"),
                body="PR created automatically by Jules for task [1](https://jules.google.com/task/1) started by @Ada",
            ),
            ("ada",),
        ),
        (PullText(1, author=Account("devin-ai-integration", "bot"), body="Requested by: @ada"), ("ada",)),
        (PullText(1, author=Account("devin-ai-integration", "bot"), body="it was Requested by: @ada, they say"), ()),
        (PullText(1), ()),
    ],
)
def test_the_operator_is_whoever_had_it_made(pull: PullText, operators: tuple[str, ...]) -> None:
    assert find_operators(pull) == operators


def test_equal_input_gives_equal_verdicts_whatever_the_order_of_labels() -> None:
    one = classify_pull(replace(SYNTHETIC, labels=("codex", "bug"), branch="copilot/x"))
    other = classify_pull(replace(SYNTHETIC, labels=("bug", "codex"), branch="copilot/x"))

    assert one == other
    assert list(one.signals) == sorted(one.signals, key=lambda s: ("strong", "medium", "weak").index(s.strength))


def test_a_hostile_pull_request_is_read_in_bounds() -> None:
    body = "<!-- START COPILOT -->\n" * 50_000 + "[" * 100_000
    pull = PullText(1, body=body, branch="codex/" + "x" * 100_000, commits=(BY_AGENT,) * 5_000)
    verdict = classify_pull(pull)

    assert verdict.cls == "ai_authored"
    assert len(verdict.signals) <= 50
