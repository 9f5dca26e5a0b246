"""Who read a change: a person, whoever had it made, a machine with several faces, or nobody."""

import pytest

from reviewer.history.provenance import Table, classify_review
from reviewer.model.provenance import Account, CommitText, PullText, ReviewText

ADA, GRACE = Account("ada", "user", 1), Account("grace", "user", 2)
AGENT = Account("Copilot", "bot", 198982749)
BY_ADA = PullText(
    7, author=ADA, commits=(CommitText("a", "x\n\nCo-authored-by: joan <9+joan@users.noreply.github.com>"),)
)
BY_AGENT = PullText(8, author=AGENT, assignees=(GRACE,))


@pytest.mark.parametrize(
    ("account", "pull", "reader"),
    [
        (GRACE, BY_ADA, "human"),
        (ADA, BY_ADA, "author"),
        (Account("ADA"), BY_ADA, "author"),
        (Account("joan", "user"), BY_ADA, "co_author"),
        (GRACE, BY_AGENT, "operator"),
        (ADA, BY_AGENT, "human"),
        (Account(), BY_ADA, "human"),
        (Account("copilot-pull-request-reviewer[bot]", "bot"), BY_ADA, "ai_reviewer"),
        (Account("copilot-pull-request-reviewer", "bot"), BY_ADA, "ai_reviewer"),
        (Account("Copilot", "bot", 175728472), BY_ADA, "ai_reviewer"),
        (Account("Copilot", "bot", 175728472), BY_AGENT, "ai_reviewer"),
        (Account("Copilot", "bot", 198982749), BY_AGENT, "author"),
        (Account("app/coderabbitai", "bot"), BY_ADA, "ai_reviewer"),
        (Account("was-renamed", "bot", 136622811), BY_ADA, "ai_reviewer"),
        (Account("cursor", "bot"), BY_ADA, "ai_reviewer"),
        (Account("devin-ai-integration", "bot"), BY_ADA, "ai_reviewer"),
        (Account("codecov", "bot"), BY_ADA, "automation"),
        (Account("github-actions", "bot"), BY_ADA, "automation"),
        (Account("house", "bot"), BY_ADA, "unknown_bot"),
        (Account("house-bot", "user"), BY_ADA, "unknown_bot"),
        (Account("abbot", "user"), BY_ADA, "human"),
        (Account("cursor", "user"), BY_ADA, "human"),
        (Account("vercel", "user"), BY_ADA, "human"),
        (Account("vercel", "bot"), BY_ADA, "automation"),
        (Account("renovate-bot", "user"), BY_ADA, "automation"),
    ],
)
def test_a_reader_is_known_by_account_and_by_what_it_did(account: Account, pull: PullText, reader: str) -> None:
    verdict = classify_review(ReviewText(account, "COMMENTED", "words", 1), pull)

    assert verdict.reader == reader
    assert verdict.is_independent == (reader == "human")


@pytest.mark.parametrize(
    ("account", "body", "reader"),
    [
        (Account("github-actions", "bot"), "### 💡 Codex Review\n\nfound this", "ai_reviewer"),
        (Account("github-actions", "bot"), "## PR Reviewer Guide 🔍", "ai_reviewer"),
        (Account("github-actions", "bot"), "**Claude finished @ada's task**", "ai_reviewer"),
        (Account("house", "bot"), "## PR Reviewer Guide 🔍", "ai_reviewer"),
        (Account("github-actions", "bot"), "coverage is 80 %", "automation"),
        (GRACE, "### 💡 Codex Review\n\nfound this", "ai_reviewer"),
        (GRACE, "Claude says that this is wrong, and I agree", "human"),
    ],
)
def test_a_bot_for_everything_is_told_by_what_it_writes(account: Account, body: str, reader: str) -> None:
    assert classify_review(ReviewText(account, "COMMENTED", body, 1), BY_ADA).reader == reader


def test_an_account_with_two_jobs_reviews_when_it_comments_on_lines() -> None:
    account = Account("graphite-app", "bot")

    assert classify_review(ReviewText(account, body="stacked", inline_comments=0), BY_ADA).reader == "automation"
    assert classify_review(ReviewText(account, body="", inline_comments=2), BY_ADA).reader == "ai_reviewer"


@pytest.mark.parametrize(
    ("review", "counts", "why"),
    [
        (ReviewText(GRACE, "APPROVED"), True, ""),
        (ReviewText(GRACE, "DISMISSED"), True, ""),
        (ReviewText(GRACE, "COMMENTED", "why?"), True, ""),
        (ReviewText(GRACE, "COMMENTED", "  \n"), False, "nothing was said"),
        (ReviewText(GRACE, "COMMENTED", "", inline_comments=1), True, ""),
        (ReviewText(GRACE, "PENDING", "why?"), False, "it is not submitted"),
        (ReviewText(ADA, "COMMENTED", "done"), False, "it is by the author"),
        (ReviewText(GRACE, "COMMENTED", "Review skipped, I am on holiday"), True, ""),
        (
            ReviewText(Account("coderabbitai", "bot"), "COMMENTED", "## Review skipped"),
            False,
            "it says that it skipped the change",
        ),
        (
            ReviewText(Account("coderabbitai", "bot"), "COMMENTED", "> ## Rate limit exceeded"),
            False,
            "it says that its limit was reached",
        ),
        (
            ReviewText(AGENT, "COMMENTED", "Copilot wasn't able to review any files in this pull request."),
            False,
            "it says that it could not review",
        ),
        (
            ReviewText(AGENT, "COMMENTED", "<summary>Comments suppressed due to low confidence (2)</summary>"),
            False,
            "it holds back what it found",
        ),
        (
            ReviewText(AGENT, "COMMENTED", "Comments suppressed due to low confidence (2)", inline_comments=1),
            True,
            "",
        ),
    ],
)
def test_what_is_no_review_says_why(review: ReviewText, *, counts: bool, why: str) -> None:
    verdict = classify_review(review, BY_ADA)

    assert (verdict.counts, verdict.why) == (counts, why)


def test_reviewers_of_the_settings_are_machines() -> None:
    table = Table(reviewers=["house-reader"], automation=["house-ci"])

    assert classify_review(ReviewText(Account("house-reader", "user"), body="x"), BY_ADA, table).reader == "ai_reviewer"
    assert classify_review(ReviewText(Account("house-ci", "user"), body="x"), BY_ADA, table).reader == "automation"
