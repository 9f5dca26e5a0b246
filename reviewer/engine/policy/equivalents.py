"""This module holds which rules a repository's own linters run already: those stay silent, and say so."""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from reviewer.change.late import compile_late
from reviewer.engine.hit import Hit
from reviewer.model.finding import Skip
from reviewer.model.rule import Rule

Read = Callable[[str], bytes | None]

# The languages that a tool speaks for, as an equivalent of a rule page is written: `ruff:S110`.
_SPEAKS_FOR = {
    "ruff": frozenset({"python"}),
    "eslint": frozenset({"javascript", "typescript", "tsx"}),
    "golangci": frozenset({"go"}),
}
_RUFF_FILES = ("ruff.toml", ".ruff.toml", "pyproject.toml")
_RUFF_DEFAULT = ("E4", "E7", "E9", "F")
_ESLINT_FILES = (
    *(f"eslint.config.{end}" for end in ("js", "mjs", "cjs", "ts", "mts")),
    *(f".eslintrc{end}" for end in ("", ".json", ".js", ".cjs", ".yml", ".yaml")),
    "package.json",
)
_ESLINT_RECOMMENDED = frozenset({"no-empty", "no-dupe-else-if", "no-constant-condition", "no-unreachable"})
_ESLINT_PRESET = compile_late(r"eslint:recommended|configs\.recommended|js/recommended")
_GOLANGCI_FILES = (".golangci.yml", ".golangci.yaml", ".golangci.toml", ".golangci.json")


def silence_equivalents(
    hits: Iterable[tuple[Rule, Hit]], language_of: Callable[[str], str | None], read: Read
) -> tuple[list[tuple[Rule, Hit]], list[Skip]]:
    """Drop the hits of rules whose equivalent the repository runs for that language; each silent rule is a skip."""
    kept: list[tuple[Rule, Hit]] = []
    silent: dict[tuple[str, str], Skip] = {}
    known: dict[str, list[str]] = {}
    for rule, hit in hits:
        if rule.equivalents and rule.id not in known:
            known[rule.id] = list(find_running(rule.equivalents, read))
        language = language_of(hit.path)
        running = next((name for name in known.get(rule.id, ()) if language in _SPEAKS_FOR[name.split(":")[0]]), None)
        if running is None:
            kept.append((rule, hit))
        else:
            silent[rule.id, running] = Skip("", rule.id, f"the repository checks this itself with {running}")
    return kept, [silent[key] for key in sorted(silent)]


def find_running(equivalents: Iterable[str], read: Read) -> Iterator[str]:
    """Yield the equivalents (`tool:rule`) that the configuration files of a repository switch on."""
    for name in equivalents:
        tool, _, rule = name.partition(":")
        if (
            (tool == "ruff" and _ruff_runs(rule, read))
            or (tool == "eslint" and _eslint_runs(rule, read))
            or (tool == "golangci" and _golangci_runs(rule, read))
        ):
            yield name


def _ruff_runs(code: str, read: Read) -> bool:
    for path in _RUFF_FILES:
        table = _parse_toml(read(path))
        table = table.get("tool", {}).get("ruff", {}) if path == "pyproject.toml" else table
        if table:
            lint = table | table.get("lint", {})
            chosen = [*lint.get("select", _RUFF_DEFAULT), *lint.get("extend-select", ())]
            dropped = [*lint.get("ignore", ()), *lint.get("extend-ignore", ())]
            return _longest(code, chosen) > _longest(code, dropped)
    return False


def _longest(code: str, prefixes: list[Any]) -> int:
    """Ruff lets the longest matching prefix decide; ALL matches everything."""
    fits = [len(p) for p in prefixes if isinstance(p, str) and code.startswith(p)]
    return max([*fits, 0 if "ALL" in prefixes else -1])


def _eslint_runs(rule: str, read: Read) -> bool:
    for path in _ESLINT_FILES:
        text = (read(path) or b"").decode("utf-8", "replace")
        if not text or (path == "package.json" and '"eslintConfig"' not in text):
            continue
        level = re.search(rf"""["']?(?<![\w/-]){re.escape(rule)}["']?\s*:\s*\[?\s*["']?(error|warn|off|[012])""", text)
        if level:
            return level[1] not in ("off", "0")
        return rule in _ESLINT_RECOMMENDED and bool(_ESLINT_PRESET.search(text))
    return False


def _golangci_runs(linter: str, read: Read) -> bool:
    text = next((found for path in _GOLANGCI_FILES if (found := read(path))), b"").decode("utf-8", "replace")
    enabled = re.split(r"\bdisable\b", text)[0]
    return bool(re.search(rf"^\s*-\s*{re.escape(linter)}\b|\"{re.escape(linter)}\"", enabled, re.MULTILINE))


def _parse_toml(data: bytes | None) -> dict[str, Any]:
    try:
        return tomllib.loads((data or b"").decode("utf-8", "replace"))
    except tomllib.TOMLDecodeError:
        return {}
