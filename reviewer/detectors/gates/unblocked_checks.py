"""This module holds what a change did to the checks that CI and scripts run: made harmless, narrowed or removed."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.settings import LONGEST_LINE, Setting, read_settings
from reviewer.change.syntax.names import squeeze
from reviewer.engine.hit import Hit
from reviewer.index.view import View

_WORKFLOW = compile_late(
    r"(^|/)(\.github/workflows/[^/]+|\.github/actions/.+/action|\.gitlab-ci|\.circleci/config|azure-pipelines[^/]*|"
    r"\.buildkite/[^/]+|bitbucket-pipelines|\.travis|\.drone)\.ya?ml$"
)
_RUNS = compile_late(
    r"(^|/)(Makefile|GNUmakefile|justfile|Taskfile\.ya?ml|package\.json|tox\.ini|noxfile\.py|Jenkinsfile)$"
)
_SHELL = compile_late(r"(^|/)(\.husky|\.githooks|hooks)/[^/.]+$|\.(sh|bash|zsh|mk)$")
_CHECK = compile_late(
    r"(?:^|[\s;&|(\"'@/])("
    r"pytest|py\.test|tox|nox|mypy|pyright|basedpyright|ruff(?:\s+(?:check|format\s+--check))?|flake8|pylint|bandit|"
    r"black\s+--check|eslint|oxlint|tsc|vue-tsc|jest|vitest|mocha|playwright\s+test|biome\s+(?:check|lint|ci)|"
    r"(?:npm|pnpm|yarn|bun)(?:\s+run)?(?:\s+-[\w-]+)*\s+(?:tests?|lint|typecheck|type-check|check|build|verify)(?::[\w:-]+)?|"
    r"npm\s+audit|pip-audit|cargo\s+(?:\+\S+\s+)?(?:test|clippy|check|fmt\s+--check|build|nextest|audit|deny)|"
    r"go\s+(?:test|vet|build)|golangci-lint(?:\s+run)?|staticcheck|govulncheck|gofmt\s+-l|"
    r"(?:mvnw?|\./mvnw)\s[^|;&\n]*?\b(?:test|verify)|(?:gradle|\./gradlew)\s[^|;&\n]*?\b(?:test|check|build)|"
    r"make\s+(?:test|lint|check|verify)|rubocop|rspec|phpunit|phpstan|psalm|dotnet\s+(?:test|build)|swift\s+(?:test|build)|"
    r"swiftlint|ctest|hadolint|semgrep|trivy|pre-commit\s+run"
    r")(?![\w./=-])"
)
_DEFUSED = compile_late(r"\|\|\s*(true|:|exit 0|echo\b[^|&;]*)\s*(;|\\|['\"],?|\))?\s*$")
_CAPTURED = compile_late(
    r"\$\(|`|=\s*\(|[^2&]>\s*[\w\"'$./{]|\|\s*(tee|head|tail|grep|jq|wc|awk|sed)\b|--version|\bwhich\b|command -v"
)
_SKIPS = compile_late(r"(?:^|\s)(--deselect[ =]\S+|--ignore[ =]\S*test\S*|-k\s*[\"']?not\s[^\"']*|--exit-zero)")
_PYTEST = compile_late(r"pytest|py\.test|ruff|flake8|pylint")
_NO_VERIFY = compile_late(r"\bgit\s+[^|;&#]*--no-verify\b")
_MAX_WARNINGS = compile_late(r"--max-warnings[ =](\d+)")
_TRUE = compile_late(r"true|'true'|\"true\"")
_NEVER = compile_late(r"(\$\{\{\s*)?false(\s*\}\})?( &&.*)?")
_REASON = compile_late(r"#.*?[^\W\d_]{2,}\W+[^\W\d_]{2,}\W+[^\W\d_]{2,}")
_INSTALLS = compile_late(r"\b(pip3?|uv|brew|apt|apt-get|npm|pnpm|yarn|cargo|go|gem)\s+(\S+\s+)?(install|add)\b")
_KINDS = (
    ("jvm", compile_late(r"gradle|mvn")),
    ("types", compile_late(r"mypy|pyright|tsc|type-?check|phpstan|psalm")),
    ("security", compile_late(r"audit|deny|bandit|semgrep|trivy|govulncheck")),
    ("tests", compile_late(r"test|tox|nox|jest|mocha|rspec|phpunit|verify")),
    ("lint", compile_late(r"lint|ruff|flake8|black|biome|clippy|vet|fmt|check|cop|pre-commit")),
)
_HOOK = compile_late(
    r"lint|check|test|mypy|pyright|ruff|flake8|black|bandit|eslint|tsc|clippy|vet|secret|audit|codespell", re.IGNORECASE
)
_STEP_WORDS = compile_late(
    r"\b(tests?|lint\w*|check\w*|typecheck|coverage|clippy|build|scan|audit|codeql|semgrep)\b", re.IGNORECASE
)
_CARRIERS = compile_late(r"upload|download|artifact|cache|comment|publish|deploy|report|notify|codecov/", re.IGNORECASE)


def find_unblocked(view: View) -> Iterator[Hit]:
    """Yield the checks in workflows, scripts and hooks that a change stopped from failing, narrowed or removed."""
    text = "\n".join(
        line for file in view.files for line in file.change.added_lines.values() if len(line) < LONGEST_LINE
    )
    for file in view.files:
        if file.new is None or file.file_class in ("fixture", "vendored", "generated", "docs", "example"):
            continue
        workflow = bool(_WORKFLOW.search(file.path))
        if workflow or _RUNS.search(file.path) or _SHELL.search(file.path):
            yield from _find_in_lines(file, workflow=workflow)
        if workflow and file.old is not None:
            yield from _find_in_steps(file)
            yield from _find_removed(file, text)
        if file.path.endswith(".pre-commit-config.yaml") and file.old is not None:
            yield from _find_dropped_hooks(file)


def _find_in_lines(file: ChangedFile, *, workflow: bool) -> Iterator[Hit]:
    before = Counter(squeeze(line) for line in file.change.deleted_lines.values())
    deleted = [line for line in file.change.deleted_lines.values() if len(line) < LONGEST_LINE]
    for number, line in file.change.added_lines.items():
        if (
            len(line) >= LONGEST_LINE
            or before[squeeze(line)]
            or line.lstrip().startswith(("#", "//", "echo "))
            or _is_explained(file, number)
        ):
            continue
        check = _CHECK.search(line)
        if check and _DEFUSED.search(line) and not _CAPTURED.search(line) and not _had(_DEFUSED, check[1], deleted):
            yield _hit(file, number, "defused", check[1])
        skipped = _SKIPS.search(line)
        if skipped and _PYTEST.search(line) and _had(_PYTEST, "", deleted) and not _had(_SKIPS, skipped[1], deleted):
            yield _hit(file, number, "narrowed", skipped[1].strip())
        if not workflow and _NO_VERIFY.search(line) and not _had(_NO_VERIFY, "--no-verify", deleted):
            yield _hit(file, number, "hooks-skipped", "--no-verify")
        raised = _MAX_WARNINGS.search(line)
        if raised and any(int(m[1]) < int(raised[1]) for old in deleted if (m := _MAX_WARNINGS.search(old))):
            yield _hit(file, number, "narrowed", raised[0])


def _had(pattern: re.Pattern[str], what: str, deleted: Iterable[str]) -> bool:
    return any(pattern.search(line) and what in line for line in deleted)


def _find_in_steps(file: ChangedFile) -> Iterator[Hit]:
    """A step or job that stood in the base, ran a check, and may now fail or be skipped without notice."""
    if file.old is None or file.new is None:
        return
    new = _group(read_settings(file.path, file.new.lines))
    old = _group(read_settings(file.old.path, file.old.lines))
    known = {text: group for group in old.values() for text in _identity(group)}
    for group in new.values():
        same = next((known[text] for text in _identity(group) if text in known), None)
        check = _checked(group)
        if same is None or not check:
            continue
        for setting in group:
            case = _disarm(setting)
            key = setting.path.rpartition(".")[2]
            was = next((s.value for s in same if s.path.rpartition(".")[2] == key), "")
            fresh = was != setting.value and setting.line in file.change.added_lines
            if case and fresh and not _is_explained(file, setting.line):
                yield _hit(file, setting.line, case, check)


def _disarm(setting: Setting) -> str:
    key = setting.path.rpartition(".")[2]
    if key in ("continue-on-error", "allow_failure") and _TRUE.fullmatch(setting.value):
        return "defused"
    return "skipped" if key == "if" and _NEVER.fullmatch(setting.value) else ""


def _group(settings: tuple[Setting, ...]) -> dict[str, list[Setting]]:
    groups: dict[str, list[Setting]] = {}
    for setting in settings:
        groups.setdefault(setting.path.rpartition(".")[0], []).append(setting)
    for owner in [path for path in groups if re.fullmatch(r"jobs\.[\w-]+", path)]:
        groups[owner] += [
            s for s in settings if s.path.startswith(f"{owner}.steps[") and s.path.endswith(("run", "uses"))
        ]
    return groups


def _identity(group: list[Setting]) -> list[str]:
    """What a step is known by in both revisions: its name, and what it runs."""
    owner = group[0].path.rpartition(".")[0]
    found = [owner] if re.fullmatch(r"jobs\.[\w-]+|[\w-]+", owner) else []
    return found + [squeeze(s.value) for s in group if s.path.endswith((".name", ".run", ".uses", ".script"))]


def _checked(group: list[Setting]) -> str:
    """What a step or job checks, as a reader knows it; empty for one that checks nothing."""
    runs = [s.value for s in group if s.path.endswith((".run", ".script"))]
    command = next((match[1] for text in runs if (match := _CHECK.search(text))), "")
    if command:
        return command
    names = [s.value for s in group if s.path.endswith((".name", ".uses"))]
    return next((n for n in names if _STEP_WORDS.search(n) and not _CARRIERS.search(n)), "")


def _find_removed(file: ChangedFile, added: str) -> Iterator[Hit]:
    """A check that a workflow ran, when neither it nor any added line runs one of the kind any more."""
    if file.new is None or file.old is None:
        return
    kept = "\n".join(line for line in file.new.lines if len(line) < LONGEST_LINE)
    left = {_kind(match[1]) for match in _CHECK.finditer(kept + "\n" + added)}
    for setting in read_settings(file.old.path, file.old.lines):
        match = _CHECK.search(setting.value)
        runs = setting.path.endswith((".run", ".script")) and not _INSTALLS.search(setting.value)
        if match and runs and setting.line in file.change.deleted_lines and _kind(match[1]) not in left:
            left.add(_kind(match[1]))
            values = {"check": match[1]}
            yield Hit(file.path, setting.line, setting.line, side="old", case="removed", values=values, key=match[1])


def _kind(command: str) -> str:
    """Tell what a command checks, so that a tool that takes the place of another is no loss."""
    return next((kind for kind, pattern in _KINDS if pattern.search(command)), "build")


def _find_dropped_hooks(file: ChangedFile) -> Iterator[Hit]:
    if file.old is None or file.new is None:
        return
    old = [s for s in read_settings(file.old.path, file.old.lines) if s.path.endswith(".id")]
    new = {s.value for s in read_settings(file.path, file.new.lines) if s.path.endswith(".id")}
    if new - {s.value for s in old}:
        return  # a hook that came in its place
    for setting in old:
        if setting.value not in new and _HOOK.search(setting.value) and setting.line in file.change.deleted_lines:
            values = {"check": setting.value}
            yield Hit(
                file.path, setting.line, setting.line, side="old", case="removed", values=values, key=setting.value
            )


def _is_explained(file: ChangedFile, line: int) -> bool:
    if file.new is None:
        return False
    here, above = file.new.line_text(line)[:LONGEST_LINE], file.new.line_text(line - 1)[:LONGEST_LINE].strip()
    return bool(_REASON.search(here) or (above.startswith("#") and _REASON.search(above)))


def _hit(file: ChangedFile, line: int, case: str, check: str) -> Hit:
    return Hit(file.path, line, line, case=case, values={"check": check})
