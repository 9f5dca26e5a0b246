"""Commits say by trailers that a machine helped; free text says nothing."""

import pytest

from reviewer.history.marks import find_marks


@pytest.mark.parametrize(
    ("message", "marks"),
    [
        ("fix: x\n\nCo-Authored-By: Claude Opus 9 <noreply@anthropic.com>", ("Claude",)),
        ("feat: y\n\nCo-authored-by: Copilot <223556219+Copilot@users.noreply.github.com>", ("Copilot",)),
        (
            "feat: z\n\nCo-authored-by: Cursor <cursoragent@cursor.com>\nClaude-Session: https://claude.ai/code/session_1",
            ("Claude", "Cursor"),
        ),
        ("Assisted-by: Codex <noreply@openai.com>", ("Codex",)),
        ("fix: x\n\nAssisted-by: Claude:claude-opus-4-6 coccinelle", ("Claude",)),
        ("fix: x\n\nAssisted-by: Claude Monet", ()),
        ("fix: x\n\nCo-authored-by: coderabbitai[bot] <136622811+coderabbitai[bot]@users.noreply.github.com>", ()),
        ("docs: how to use Claude and Cursor\n\nnoreply@anthropic.com is their mail", ()),
        ("fix: x\n\nCo-authored-by: Ada <ada@example.invalid>", ()),
        ("Co-authored-by: " + "<" * 100_000, ()),
        ("", ()),
    ],
)
def test_only_trailers_count(message: str, marks: tuple[str, ...]) -> None:
    assert find_marks([message]) == marks


def test_marks_of_several_commits_are_joined() -> None:
    messages = [
        "a\n\nCo-authored-by: Aider <noreply@aider.chat>",
        "b\n\nCo-authored-by: Claude <noreply@anthropic.com>",
        "c",
    ]

    assert find_marks(messages) == ("Aider", "Claude")
