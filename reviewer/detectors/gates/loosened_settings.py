"""This module holds what a change loosened in the configuration of tests, linters and type checkers."""

import re
from collections import Counter
from collections.abc import Iterator

from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.settings import LONGEST_LINE, Setting, read_settings
from reviewer.change.syntax.source import Source
from reviewer.engine.hit import Hit

# Files whose settings decide what a check lets through; the names are those that the tools look for.
_CONFIG = compile_late(
    r"(^|/)(pyproject\.toml|\.?ruff\.toml|setup\.cfg|tox\.ini|\.flake8|\.?mypy\.ini|pytest\.ini|\.coveragerc|\.?pylintrc|"
    r"tsconfig[^/]*\.json|jsconfig\.json|pyrightconfig[^/]*\.json|biome\.jsonc?|\.eslintrc(\.json|\.ya?ml)?|package\.json|"
    r"\.nycrc(\.json)?|\.c8rc(\.json)?|\.oxlintrc\.json|\.golangci\.ya?ml|\.?codecov\.ya?ml|\.rubocop[^/]*\.yml|"
    r"\.swiftlint\.yml|detekt[^/]*\.yml|Cargo\.toml|\.pre-commit-config\.yaml|phpstan\.neon|\.bandit|clippy\.toml)$"
)
_SCRIPTED = compile_late(
    r"(^|/)((jest|vitest|vite|karma|eslint|\.eslintrc)[\w.\-]*\.([cm]?[jt]s)|[^/]*\.gradle(\.kts)?|pom\.xml)$"
)
_FLOOR = compile_late(
    r"(^|\.)(fail_under|fail-under|cov-fail-under|min-covered-ratio)$|coverageThreshold\.|thresholds?\.(\w+\.)*"
    r"(lines|branches|functions|statements)$|(^|\.)(nyc|c8)\.(lines|branches|functions|statements)$|"
    r"^(lines|branches|functions|statements)$|coverage\.status\.\w+\.(\w+\.)?target$",
    re.IGNORECASE,
)
_CEILING = compile_late(r"(^|\.)(max-warnings|max-complexity|max_complexity|cognitive-complexity-threshold)$")
_IGNORED = compile_late(
    r"(^|\.)(ruff|lint|flake8)\.(lint\.)?(extend-)?ignore$|(^|\.)(ruff\.|lint\.)*(extend-)?per-file-ignores(\.|$)|"
    r"(^|\.)disable_error_code$|(messages[_ -]control|MESSAGES CONTROL|main|MASTER|pylint[\w. ]*)\.disable$|"
    r"^linters\.disable$|^disabled_rules$|(^|\.)bandit\.skips$|coverage[\w.:]*\.omit$|^run\.omit$|"
    r"(^|\.)mypy\.exclude$|(^|\.)(pyright\.|basedpyright\.)?ignore$(?<=pyright\.ignore)|ignoreErrors$"
)
_OFF = compile_late(
    r"(^|\.)rules(\.\w+)*\.[\w@/\-]+$|compilerOptions\.(strict\w*|noImplicit\w+|noUnchecked\w+|exactOptionalPropertyTypes)$|"
    r"(^|\.)mypy[\w.\-]*\.(strict|disallow_\w+|check_untyped_defs|warn_return_any|strict_\w+)$|"
    r"(^|\.)(pyright|basedpyright)\.(report\w+|typeCheckingMode)$|^report\w+$|^typeCheckingMode$|"
    r"(^|\.)lints\.(clippy|rust)\.[\w\-]+(\.level)?$|^[A-Z]\w+/\w+\.Enabled$"
)
_OFF_VALUES = compile_late(r"off|0|false|none|allow|basic")
_ON = compile_late(r"(^|\.)mypy[\w.\-]*\.(ignore_errors|follow_imports)$|(^|\.)continue_on_collection_errors$")
_ON_VALUES = compile_late(r"true|skip|silent")
_TASTE = compile_late(r"E501|W50[345]|E203|COM\d+|D\d+|ISC001|W191|E111|E114|E117|Q00\d|line-too-long")
_NUMBER = compile_late(r"\d+(\.\d+)?")
_SCRIPT_NUMBER = compile_late(
    r"""["']?(lines|branches|functions|statements|minimum)["']?\s*[:=>]\s*["']?(\d+(?:\.\d+)?)"""
)
_SCRIPT_RULE = compile_late(r"""["']([@\w/\-]+)["']\s*:\s*\[?\s*(?:["'](off|warn|error)["']|([012])\b)""")
_LEVELS = {"0": "off", "1": "warn", "2": "error"}
_COMMENT = compile_late(r"(#|//|<!--).*?[^\W\d_]{2,}\W+[^\W\d_]{2,}\W+[^\W\d_]{2,}")
_COMMENT_LINE = compile_late(r"\s*(#|//|/?\*)")


def find_loosened(file: ChangedFile) -> Iterator[Hit]:
    """Yield what one changed configuration file lets through that its old side did not; nothing for a new file."""
    if file.old is None or file.new is None:
        return
    if _CONFIG.search(file.path):
        old, new = read_settings(file.old.path, file.old.lines), read_settings(file.path, file.new.lines)
        for hit in (*_find_numbers(file, old, new), *_find_ignored(file, old, new), *_find_switched(file, old, new)):
            if not _is_explained(file.new, hit.line):
                yield hit
    elif _SCRIPTED.search(file.path):
        yield from _find_in_script(file)


def _find_numbers(file: ChangedFile, old: tuple[Setting, ...], new: tuple[Setting, ...]) -> Iterator[Hit]:
    before = {s.path: s.value for s in old}
    for setting in new:
        was, now = _NUMBER.search(before.get(setting.path, "")), _NUMBER.search(setting.value)
        if not was or not now or setting.line not in file.change.added_lines:
            continue
        floor, ceiling = _FLOOR.search(setting.path), _CEILING.search(setting.path)
        if (floor and float(now[0]) < float(was[0])) or (ceiling and float(now[0]) > float(was[0])):
            yield _hit(file, setting, "threshold", old=before[setting.path], new=setting.value)


def _find_ignored(file: ChangedFile, old: tuple[Setting, ...], new: tuple[Setting, ...]) -> Iterator[Hit]:
    before = Counter((s.path, s.value) for s in old)
    known = {s.value for s in old}
    grown: dict[str, list[Setting]] = {}
    for setting in new:
        listed = _IGNORED.search(setting.path) and not _TASTE.fullmatch(setting.value)
        if not listed or before[(setting.path, setting.value)] or setting.line not in file.change.added_lines:
            continue
        if setting.value not in known and not setting.value.endswith(":") and not _covers_tests(setting):
            grown.setdefault(setting.path, []).append(setting)
    if not any(_IGNORED.search(s.path) or "select" in s.path or "lint" in s.path for s in old):
        return
    for path, settings in grown.items():
        values = ", ".join(s.value for s in settings[:4]) + (
            f" and {len(settings) - 4} more" if len(settings) > 4 else ""
        )
        yield _hit(file, Setting(path, values, settings[0].line), "ignored", old="", new=values)


def _covers_tests(setting: Setting) -> bool:
    return bool(
        re.search(r"tests?\b|conftest|examples?\b|docs?\b|scripts?\b|migrations?\b", setting.path + setting.value)
    )


def _find_switched(file: ChangedFile, old: tuple[Setting, ...], new: tuple[Setting, ...]) -> Iterator[Hit]:
    before = {s.path: s.value for s in old}
    for setting in new:
        value, was = setting.value.lower(), before.get(setting.path, "").lower()
        off = _OFF.search(setting.path) and _OFF_VALUES.fullmatch(value) and not _OFF_VALUES.fullmatch(was or "on")
        on = _ON.search(setting.path) and _ON_VALUES.fullmatch(value) and not _ON_VALUES.fullmatch(was)
        if (off or on) and setting.line in file.change.added_lines and value != was:
            yield _hit(file, setting, "switched-off", old=was or "unset", new=value)


def _find_in_script(file: ChangedFile) -> Iterator[Hit]:
    source = file.new
    for hunk in file.change.hunks:
        was = dict(_script_facts(hunk.deleted))
        for offset, line in enumerate(hunk.added):
            number = hunk.new_start + offset
            for key, value in _script_facts((line,)):
                lowered = key in was and _is_looser(was[key], value)
                if lowered and source is not None and not _is_explained(source, number):
                    case = "threshold" if _NUMBER.fullmatch(value) else "switched-off"
                    yield _hit(file, Setting(key, value, number), case, old=was[key], new=value)


def _script_facts(lines: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for line in lines:
        if _COMMENT_LINE.match(line) or len(line) >= LONGEST_LINE:
            continue
        for name, number in _SCRIPT_NUMBER.findall(line):
            yield name, number
        for name, word, level in _SCRIPT_RULE.findall(line):
            yield name, word or _LEVELS[level]


def _is_looser(was: str, now: str) -> bool:
    if _NUMBER.fullmatch(was) and _NUMBER.fullmatch(now):
        return float(now) < float(was)
    return now == "off" and was in ("warn", "error")


def _is_explained(source: Source, line: int) -> bool:
    here, above = source.line_text(line)[:LONGEST_LINE], source.line_text(line - 1)[:LONGEST_LINE]
    return bool(_COMMENT.search(here) or (_COMMENT_LINE.match(above) and _COMMENT.search(above)))


def _hit(file: ChangedFile, setting: Setting, case: str, *, old: str, new: str) -> Hit:
    name = re.sub(r"^tool\.", "", setting.path)
    values = {"setting": name, "old": old, "new": new}
    return Hit(file.path, setting.line, setting.line, case=case, values=values, key=f"{setting.path}={new}")
