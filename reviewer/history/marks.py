"""This module holds the marks by which commits say that a machine helped to write them.

They are told and give no points. Only trailers count (`Key: value` lines): free text may speak of a tool that is merely
its subject. What is not marked may still have been written by a machine, so the answer is always "at least".
"""

from collections.abc import Iterable

from reviewer.change.late import compile_late

# A machine by the mail of a trailer such as `Co-authored-by`; names vary, mails are stable. Sources: the tools' own
# documentation and what public repositories hold (2026-11).
_MAILS = {
    "Claude": r"no-?reply@anthropic\.com",
    "Codex": r"noreply@openai\.com",
    "Copilot": r"(?:\d+\+)?copilot(?:\[bot\])?@users\.noreply\.github\.com|copilot@github\.com",
    "Cursor": r"cursoragent@cursor\.com",
    "Devin": r"(?:\d+\+)?devin-ai-integration\[bot\]@users\.noreply\.github\.com",
    "Gemini": r"gemini-cli(?:-agent)?@google\.com",
    "Aider": r"[\w.+-]*@aider\.(?:chat|dev)",
    "Amp": r"amp@ampcode\.com",
    "OpenCode": r"[\w.+-]*@opencode\.ai",
    "Crush": r"crush@charm\.land",
    "Qwen": r"qwen-coder@alibabacloud\.com",
    "OpenHands": r"[\w.+-]*@(?:all-hands|openhands)\.dev",
    "Windsurf": r"noreply@codeium\.com",
    "Cline": r"noreply@cline\.bot",
    "Goose": r"opensource@block\.xyz",
}
_TRAILERS = {
    "Claude": r"Claude-Session: *https?://",
    "Copilot": r"Agent-Logs-Url: *https://github\.com/",
    "Amp": r"Amp-Thread-ID: *\S",
}
_BY_MAIL = r"(?im)^(?:co-authored-by|assisted-by|generated-by): [^\n<]{0,80}<(?:%s)>"
_MARKS = [(name, compile_late(_BY_MAIL % mail)) for name, mail in _MAILS.items()]
_MARKS += [(name, compile_late(rf"(?im)^{trailer}")) for name, trailer in _TRAILERS.items()]


def find_marks(messages: Iterable[str]) -> tuple[str, ...]:
    """Return the machines that some commit messages name as helpers, in the order of their names."""
    texts = [message[:8_000] for message in messages]
    return tuple(sorted({name for name, mark in _MARKS if any(mark.search(text) for text in texts)}))
