"""This module holds what agents are allowed: commands, hooks, servers, and the instructions that loosen a check."""

import json
import re
from collections.abc import Iterator, Sequence

from reviewer.change.late import compile_late
from reviewer.change.sensitive.trait import Trait

_SETTINGS = compile_late(
    r"(^|/)\.(claude|gemini|codex|qwen)/settings[^/]*\.json$|(^|/)\.claude/[^/]*settings[^/]*\.json$"
)
_SERVERS = compile_late(r"(^|/)(\.mcp\.json|mcp\.json|\.(cursor|vscode|roo|kiro/settings)/mcp\.json)$")
_PROSE = compile_late(
    r"(^|/)(CLAUDE(\.local)?\.md|AGENTS?\.md|GEMINI\.md|\.cursorrules|\.windsurfrules|\.clinerules|copilot-instructions\.md)$"
    r"|(^|/)\.(cursor/rules|windsurf/rules|clinerules|github/instructions|claude/(commands|agents|skills))/"
)
_LOOSENS = compile_late(
    r"--no-verify\b|--dangerously-skip-permissions|\bbypassPermissions\b|--yolo\b"
    r"|\bskip (?:all |the )?(?:tests|hooks|reviews?)\b|\bwithout (?:asking|confirmation|approval|review)\b",
    re.IGNORECASE,
)
_FORBIDS = compile_late(
    r"\b(?:never|don'?t|do not|not|no|avoid|forbid\w*|cannot|can't|only|unless|instead|refuse\w*|without explicit)\b"
    r"|[\u274c\U0001f6ab]",
    re.IGNORECASE,
)
_FREE_MODES = ("bypassPermissions", "acceptEdits")


def is_agent_file(path: str) -> bool:
    """Tell whether a file configures or instructs coding agents."""
    return any(pattern.search(path) for pattern in (_SETTINGS, _SERVERS, _PROSE))


def is_agent_prose(path: str) -> bool:
    """Tell whether a file holds instructions to agents in prose."""
    return bool(_PROSE.search(path))


def read_agent_file(path: str, lines: Sequence[str]) -> Iterator[Trait]:
    """Yield what one side of an agent's settings, servers or instructions says."""
    if _PROSE.search(path):
        yield from _read_prose(lines)
        return
    try:
        table = json.loads("\n".join(lines))
    except (ValueError, RecursionError):
        return
    if isinstance(table, dict):
        yield from _read_settings(table, lines)


def _read_prose(lines: Sequence[str]) -> Iterator[Trait]:
    around = ""
    for number, line in enumerate(lines, start=1):
        found = _LOOSENS.search(line)
        # A list of forbidden things has its "never" in the line or heading above it.
        rest = line.replace(found[0], " ") if found else ""
        if found and not _FORBIDS.search(rest) and not _FORBIDS.search(around):
            yield Trait("agent-loosened", line.strip(" -*>"), number, found[0].lower())
        if line.strip():
            around = line if not line.lstrip().startswith(("-", "*")) else around


def _read_settings(table: dict[str, object], lines: Sequence[str]) -> Iterator[Trait]:
    permissions = table.get("permissions")
    permissions = permissions if isinstance(permissions, dict) else {}
    for word in _texts(permissions.get("allow")):
        yield Trait("agent-allowed", word, _find_line(lines, word))
    for key in ("deny", "ask"):
        for word in _texts(permissions.get(key)):
            yield Trait("agent-denied", word, _find_line(lines, word))
    mode = permissions.get("defaultMode")
    if mode in _FREE_MODES:
        yield Trait("agent-allowed", f"defaultMode: {mode}", _find_line(lines, "defaultMode"))
    if table.get("enableAllProjectMcpServers") is True:
        name = "enableAllProjectMcpServers"
        yield Trait("agent-server", name, _find_line(lines, name))
    for command in _find_hooks(table.get("hooks")):
        yield Trait("agent-hook", command, _find_line(lines, json.dumps(command)[1:-1]))
    for key in ("mcpServers", "servers"):
        servers = table.get(key)
        for name, row in servers.items() if isinstance(servers, dict) else ():
            yield Trait("agent-server", _describe_server(name, row), _find_line(lines, f'"{name}"'), name)


def _find_hooks(hooks: object) -> Iterator[str]:
    stack = [hooks]
    while stack:
        top = stack.pop()
        if isinstance(top, dict):
            if isinstance(top.get("command"), str) and top.get("type", "command") == "command":
                yield top["command"]
            stack += reversed([v for k, v in top.items() if k != "command"])
        elif isinstance(top, list):
            stack += reversed(top)


def _describe_server(name: str, row: object) -> str:
    if not isinstance(row, dict):
        return name
    run = [str(row.get("command", "")), *map(str, row.get("args", []) if isinstance(row.get("args"), list) else [])]
    what = str(row.get("url") or " ".join(run)).strip()
    return f"{name} ({what})" if what else name


def _texts(found: object) -> list[str]:
    return [row for row in found if isinstance(row, str)] if isinstance(found, list) else []


def _find_line(lines: Sequence[str], text: str) -> int:
    return next((number for number, line in enumerate(lines, start=1) if text in line), 1)
