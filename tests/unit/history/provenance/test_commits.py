"""Who made a commit: by mails, trailers, accounts, notes on lines; and what is no sign."""

import pytest

from reviewer.history.provenance import Table, classify_commit
from reviewer.history.provenance.signatures.rows import parse_row
from reviewer.model.provenance import CommitText, LineRange, Verdict

CLAUDE = "Co-Authored-By: Claude Opus 5 <noreply@anthropic.com>"
RABBIT = "Co-authored-by: coderabbitai[bot] <136622811+coderabbitai[bot]@users.noreply.github.com>"
GRACE = "Co-authored-by: Grace <grace@house.org>"


def _judge(message: str, name: str = "Ada", mail: str = "ada@house.org", *, login: str = "") -> Verdict:
    return classify_commit(CommitText("1", message, name, mail, login))


@pytest.mark.parametrize(
    ("message", "cls", "confidence"),
    [
        ("fix: the till", "human_or_undeclared", "low"),
        ("", "human_or_undeclared", "low"),
        (f"fix: the till\n\n{CLAUDE}", "ai_assisted", "high"),
        (f"fix: the till\n{CLAUDE}", "ai_assisted", "high"),
        (f"fix: the till\n\ntext\n\n{CLAUDE}\nEOF\n)", "ai_assisted", "high"),
        (f"fix: the till\n\ntext\n\n{CLAUDE}\n<!-- a badge -->\n\n---\n\n<a>badge</a>", "ai_assisted", "high"),
        (f"fix: the till\r\n\r\n{CLAUDE}\r\n", "ai_assisted", "high"),
        (f"fix: the till\n\n{CLAUDE}\n\nCloses #3", "ai_assisted", "high"),
        (f"fix: the till\n\n(cherry picked from commit 1a2b)\n{CLAUDE}", "ai_assisted", "high"),
        ("x\n\n🤖 Generated with [Claude Code](https://claude.com/claude-code)\n\n" + CLAUDE, "ai_authored", "high"),
        ("x\n\nClaude-Session: https://claude.ai/code/session_1", "ai_authored", "high"),
        ("x\n\nCo-authored-by: Codex <codex@openai.com>", "ai_assisted", "medium"),
        ("x\n\nCo-authored-by: Junie <junie@jetbrains.com>", "human_or_undeclared", "low"),
        ("aider: fix the till", "ai_assisted", "high"),
        ("x\n\nAssisted-by: Claude:claude-opus-4-6 coccinelle sparse", "ai_assisted", "high"),
        ("x\n\nAssisted-by: house-bot:model-7 [sparse]", "ai_assisted", "high"),
        ("x\n\nAssisted-by: Google Gemini", "ai_assisted", "high"),
        ("x\n\nAssisted-by: Claude Fable 5", "ai_assisted", "high"),
        ("x\n\nAssisted-by: AI", "ai_assisted", "high"),
        ("x\n\nGenerated-by: GitHub Copilot", "ai_authored", "high"),
    ],
)
def test_a_commit_is_judged_by_its_strongest_sign(message: str, cls: str, confidence: str) -> None:
    verdict = _judge(message)

    assert (verdict.cls, verdict.confidence) == (cls, confidence)


@pytest.mark.parametrize(
    "message",
    [
        "docs: how to use Claude, Codex and Cursor\n\nnoreply@anthropic.com is the mail of Claude.",
        f"docs: quote a trailer\n\nWe had this line:\n\n    {CLAUDE}",
        f"docs: quote a trailer\n\n> {CLAUDE}\n\nand dropped it",
        f"docs: a line of text\n{CLAUDE}\nwith more text behind it",
        "x\n\nAssisted-by: Daniel Stenberg",
        "x\n\nAssisted-by: Claude Monet",
        "x\n\nAssisted-by: Claude Monet <claude@house.org>",
        "x\n\nAssisted-by: Devin Jeanpierre",
        "x\n\nAssisted-by: https://house.org:443",
        "x\n\nAssisted-by: Copilot <copilot@example.com>",
        "x\n\nGenerated-by: protoc 29.1",
        "x\n\nCo-authored-by: Claude <claude@example.com>",
        "x\n\nReviewed-by: Claude <noreply@anthropic.com>",
        "Drop 'Generated with Claude Code' from messages",
        "Merge branch 'codex/fix' into main",
    ],
)
def test_talk_of_a_tool_is_no_sign(message: str) -> None:
    assert _judge(message).cls == "human_or_undeclared"


def test_only_the_mail_counts_and_not_the_name() -> None:
    assert _judge("x\n\nCo-authored-by: Claude <monet@house.org>").cls == "human_or_undeclared"
    assert _judge("x\n\nCo-authored-by: Whoever <noreply@anthropic.com>").cls == "ai_assisted"


@pytest.mark.parametrize(
    ("name", "mail", "login", "cls"),
    [
        ("Claude", "noreply@anthropic.com", "", "ai_authored"),
        ("copilot-swe-agent[bot]", "198982749+Copilot@users.noreply.github.com", "", "ai_authored"),
        ("renamed[bot]", "158243242+a-new-slug[bot]@users.noreply.github.com", "", "ai_authored"),
        ("Devin AI", "999+devin-ai-integration[bot]@users.noreply.github.com", "", "ai_authored"),
        ("Ada (aider)", "ada@house.org", "", "ai_authored"),
        ("Ada", "ada@house.org", "app/cursor", "ai_authored"),
        ("coderabbitai[bot]", "136622811+coderabbitai[bot]@users.noreply.github.com", "", "ai_authored"),
        ("dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com", "", "automation"),
        ("dependabot-preview[bot]", "support@dependabot.com", "", "automation"),
        ("renovate-bot", "bot@renovateapp.com", "", "automation"),
        ("gemini-cli-robot", "gemini-cli-robot@google.com", "", "automation"),
        ("house[bot]", "1+house[bot]@users.noreply.github.com", "", "unknown_bot"),
        ("house-bot", "house@house.org", "", "unknown_bot"),
        ("claude", "77+claude@users.noreply.github.com", "", "human_or_undeclared"),
        ("Claude", "claude@house.org", "claude", "human_or_undeclared"),
        ("vercel", "78+vercel@users.noreply.github.com", "", "human_or_undeclared"),
        ("Talbot", "talbot@house.org", "", "human_or_undeclared"),
        ("A person on the robot team", "x@house.org", "", "human_or_undeclared"),
        ("Claude", "noreply@anthropic.com.example.org", "", "human_or_undeclared"),
    ],
)
def test_an_author_is_known_by_number_login_or_mail(name: str, mail: str, login: str, cls: str) -> None:
    assert _judge("x", name, mail, login=login).cls == cls


def test_a_bot_that_lets_an_agent_write_is_no_automation() -> None:
    mail = "41898282+github-actions[bot]@users.noreply.github.com"

    assert _judge(f"x\n\n{CLAUDE}", "github-actions[bot]", mail).cls == "ai_authored"


def test_an_agent_that_commits_anew_what_a_person_wrote_decides_nothing() -> None:
    by_codex = CommitText(
        "1", "x", "Ada", "ada@house.org", "", "Devin", "1+devin-ai-integration[bot]@users.noreply.github.com"
    )
    by_aider = CommitText("1", "x", "Ada", "ada@house.org", "", "Ada (aider)", "ada@house.org")
    on_the_web = CommitText("1", "x", "Ada", "ada@house.org", "", "GitHub", "noreply@github.com")

    for text in (by_codex, by_aider):
        verdict = classify_commit(text)
        assert verdict.cls == "human_or_undeclared"
        assert [(signal.where, signal.strength) for signal in verdict.signals] == [("the committer", "weak")]
    assert classify_commit(on_the_web).signals == ()


@pytest.mark.parametrize("mail", ["paul@aider.chat", "ada@all-hands.dev", "ada@continue.dev", "ada@cursor.com"])
def test_those_who_work_for_a_toolmaker_are_people(mail: str) -> None:
    assert _judge("x", "Ada", mail).cls == "human_or_undeclared"
    assert _judge(f"x\n\nCo-authored-by: Ada <{mail}>").cls == "human_or_undeclared"


@pytest.mark.parametrize("mail", ["cursor@users.noreply.github.com", "7+claude@users.noreply.github.com"])
def test_a_person_may_be_called_what_a_bot_is_called(mail: str) -> None:
    assert _judge(f"x\n\nCo-authored-by: Ada <{mail}>").cls == "human_or_undeclared"
    assert _judge(f"x\n\nCo-authored-by: Ada <{mail.replace('@', '[bot]@')}>").cls == "ai_assisted"


def test_an_accepted_suggestion_is_assistance_at_most() -> None:
    verdict = _judge(f"Apply suggestions from code review\n\n{RABBIT}")

    assert verdict.cls == "ai_assisted"
    assert [signal.implies for signal in verdict.signals] == ["ai_suggestion_accepted"]


@pytest.mark.parametrize(
    ("message", "cls"),
    [
        (f"Till (#7)\n\n* fix\n\n{CLAUDE}\n\n* more\n\n---------\n\n{CLAUDE}", "mixed"),
        (f"Till (#7)\n\n{GRACE}\n{CLAUDE}", "mixed"),
        (f"Till (#7)\n\n* one bullet\n\n{CLAUDE}", "ai_assisted"),
        (f"Till\n\n* a list\n* of a message that is no squash\n\n{CLAUDE}", "ai_assisted"),
        (f"Till (#7)\n\nCo-authored-by: Ada <ada@house.org>\n{CLAUDE}", "ai_assisted"),
        (f"Till (#7)\n\n{CLAUDE}\nCo-authored-by: Codex <noreply@openai.com>", "ai_assisted"),
        (f"Till (#7)\n\n* a\n* b\n\n{GRACE}", "human_or_undeclared"),
    ],
)
def test_a_squash_of_several_hands_has_unknown_shares(message: str, cls: str) -> None:
    verdict = _judge(message)

    assert verdict.cls == cls
    assert verdict.is_share_known == (cls != "mixed")


def test_a_commit_of_a_pull_request_is_no_squash_and_an_agent_stays_the_author() -> None:
    message = f"Till (#7)\n\n* a\n* b\n\n{GRACE}\n{CLAUDE}"

    assert classify_commit(CommitText("1", message, "Ada"), alone=False).cls == "ai_assisted"
    assert _judge(message, "Claude", "noreply@anthropic.com").cls == "ai_authored"


def test_absence_is_a_lower_bound_and_never_human_by_itself() -> None:
    verdict = _judge("fix: the till")

    assert (verdict.declared, verdict.is_lower_bound) == ("", True)
    assert _judge(f"x\n\n{CLAUDE}").is_lower_bound
    assert not _judge("x", "dependabot[bot]").is_lower_bound


def test_the_author_may_declare_that_no_machine_helped() -> None:
    declared = _judge("fix: the till\n\nCo-authored-by: none")
    contradicted = _judge(f"fix: the till\n\nCo-authored-by: none\n{CLAUDE}")

    assert (declared.cls, declared.declared, declared.confidence) == ("human_or_undeclared", "human", "medium")
    assert (contradicted.cls, contradicted.declared, contradicted.confidence) == ("ai_assisted", "human", "medium")


@pytest.mark.parametrize(
    ("ranges", "cls", "declared"),
    [
        ([LineRange(1, 9, "ai", "claude", "", "git-ai"), LineRange(10, 12, "human")], "ai_authored", ""),
        ([LineRange(1, 2, "ai", "claude", "", "git-ai"), LineRange(3, 12, "human")], "ai_assisted", ""),
        ([LineRange(1, 9, "human", "", "", "git-ai")], "human_or_undeclared", "human"),
        ([LineRange(1, 9, "unknown", "", "", "git-ai")], "human_or_undeclared", ""),
    ],
)
def test_notes_on_lines_say_who_wrote_most(ranges: list[LineRange], cls: str, declared: str) -> None:
    verdict = classify_commit(CommitText("1", "x", "Ada"), lines=ranges)

    assert (verdict.cls, verdict.declared) == (cls, declared)


def test_a_row_of_the_settings_decides_like_any_other() -> None:
    row = {"where": "trailer", "implies": "ai_authored", "strength": "medium", "regex": "^House-AI: yes$"}
    table = Table([parse_row("house", row)], automation=["house-ci"])

    assert classify_commit(CommitText("1", "x\n\nHouse-AI: yes", "Ada"), table).cls == "ai_authored"
    assert classify_commit(CommitText("1", "x", "house-ci"), table).cls == "automation"


@pytest.mark.parametrize(
    "message",
    [
        "x\n\n" + "Co-authored-by: " + "<" * 200_000,
        "x\n\n" + "a: b\n" * 100_000,
        "\n" * 200_000 + CLAUDE,
        "x" * 500_000,
        "\x00\udcff\u202e: y",
    ],
)
def test_hostile_messages_are_read_in_bounds(message: str) -> None:
    verdict = _judge(message)

    assert all(len(signal.what) <= 160 for signal in verdict.signals)


def test_the_end_of_a_long_message_is_still_read() -> None:
    assert _judge("x\n\n" + "word " * 50_000 + f"\n\n{CLAUDE}").cls == "ai_assisted"
