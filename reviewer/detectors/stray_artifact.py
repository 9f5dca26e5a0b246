"""This module holds the detector of files that belong on somebody's disk and not in the repository."""

import re
from collections.abc import Iterator

from reviewer.change.changed import ChangedFile
from reviewer.change.fileclass import is_generated
from reviewer.change.late import compile_late
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.index.view import View

# The first row that matches decides; paths are matched from the root of the repository.
_ROWS = (
    ("agent", r"(^|/)\.claude/(settings\.local\.json|projects/|todos/|shell-snapshots/|statsig/)"),
    ("agent", r"(^|/)\.aider\.(chat|input|tags)|(^|/)\.(specstory|cursor)/(history|chats?|logs?)/"),
    ("agent", r"(^|/)\.codex/(sessions|history)|(^|/)\.gemini/tmp/"),
    ("agent", r"(^|/)[^/]*(chat|agent|session)[-_](transcript|history|log)s?([-_.][^/]*)?\.(jsonl|md|txt)$"),
    (
        "report",
        r"^[A-Z][A-Z0-9_\-]*_(SUMMARY|REPORT|PLAN|COMPLETE|STATUS|FIX|FIXES|ANALYSIS|RESULTS)[A-Z0-9_\-]*\.(md|txt)$",
    ),
    ("report", r"^(IMPLEMENTATION|REFACTOR(ING)?|MIGRATION|FIX|BUGFIX|TEST)_[A-Z0-9_\-]+\.(md|txt)$"),
    ("scratch", r"^(test|debug|check|verify|fix|tmp|temp|scratch|try|repro)([-_]?\d+)?\.(py|js|ts|mjs|sh|rb|go|php)$"),
    ("scratch", r"^(debug|fix|tmp|temp|scratch|repro|quick|manual)[-_][^/]+\.(py|js|ts|mjs|sh|rb|php)$"),
    ("leftover", r"\.(orig|rej|bak|backup|swp|swo|tmp)$|~$|(^|/)(\.DS_Store|Thumbs\.db|desktop\.ini|nohup\.out)$"),
    ("leftover", r"(^|/)(core|core\.\d+|hs_err_pid\d+\.log|[^/]+\.(stackdump|dmp|heapsnapshot|hprof))$"),
    (
        "built",
        r"(^|/)(__pycache__|\.pytest_cache|\.mypy_cache|\.ruff_cache|node_modules|\.ipynb_checkpoints|\.nyc_output)/",
    ),
    ("built", r"\.(pyc|pyo|class|o|obj|tsbuildinfo|whl|egg)$|(^|/)[^/]+\.egg-info/"),
    ("built", r"(^|/)(\.coverage|coverage\.xml|lcov\.info)$|(^|/)(npm-debug|yarn-error|yarn-debug)\.log$"),
)
_BY_PATH = tuple((case, compile_late(pattern)) for case, pattern in _ROWS)
# A library that somebody else minified is vendored, whatever one thinks of that.
_BUNDLE = compile_late(r"(?<!\.min)\.(js|cjs|mjs|css)(\.map)?$")
_SECRETS = compile_late(r"(^|/)\.env(\.(local|production|prod|staging|development|dev))?$")
_VALUE = compile_late(
    r"^\s*(?:export\s+)?[A-Z][A-Z0-9_]*(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|PWD|DSN|CREDENTIALS|DATABASE_URL)\s*=\s*(.+)$"
)
_EXAMPLE = compile_late(
    r"[\"']?($|\$|<|\{|your|my[-_ ]|change|replace|example|xxx|todo|dummy|fake|test|dev|local|postgres|root|none|null|"
    r"\.\.\.|(secret|password)[\"']?$)",
    re.IGNORECASE,
)
_BINARY = compile_late(
    r"\.(exe|dll|so|dylib|jnilib|zip|tar|t?gz|7z|rar|jar|war|db|sqlite3?|dump|parquet|pkl|pickle|pt|onnx|bin|mp4|mov|psd)$"
)
_KEPT = compile_late(
    r"(gradle|maven)-wrapper\.jar$|(^|/)(resources|assets|public|static|native|prebuilt|libs?|[^/]*(test|example|sample)[^/]*)/"
)


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield one hit for each file that the change adds and that looks made by a tool, an agent or an accident."""
    for file in view.files:
        if file.change.status == "added" and file.file_class not in ("fixture", "test", "vendored", "example"):
            case = _judge(file, options)
            if case and not _has_source(view, file, case):
                yield _hit(file, case)


def _judge(file: ChangedFile, options: Options) -> str:
    path = file.path
    case = next((case for case, pattern in _BY_PATH if pattern.search(path)), "")
    if case:
        return case
    if _SECRETS.search(path):
        return "secrets" if _first_secret(file) else ""
    if file.change.content == "binary":
        return "binary" if _BINARY.search(path) and not _KEPT.search(path) else ""
    return "bundle" if _is_bundle(file, number_in(options, "bundle_lines")) else ""


def _is_bundle(file: ChangedFile, least: float) -> bool:
    """Tell whether code was written by a bundler: too large to be read at all, minified, or mapped to its source."""
    if not _BUNDLE.search(file.path) or file.file_class in ("docs", "config"):
        return False
    if file.path.endswith(".map") or file.new is None:
        return True
    data = file.new.data
    mapped = b"sourceMappingURL=" in data[-400:] and len(file.change.added_lines) > least
    return mapped or (is_generated(data) and len(max(data[:20_000].split(b"\n"), key=len)) > 2_000)


def _first_secret(file: ChangedFile) -> int:
    for number, line in file.change.added_lines.items():
        match = _VALUE.match(line)
        if match and not _EXAMPLE.match(match[1].strip()):
            return number
    return 0


def _has_source(view: View, file: ChangedFile, case: str) -> bool:
    """Tell whether the file goes with one that the repository already tracks, such as the map of a bundle."""
    stem = file.path.removesuffix(".map")
    return case == "bundle" and any(f.path != file.path and f.path == stem and f.old is not None for f in view.files)


def _hit(file: ChangedFile, case: str) -> Hit:
    line = _first_secret(file) if case == "secrets" else min(file.change.added_lines, default=1)
    return Hit(file.path, line, line, case=case, values={"path": file.path}, key=file.path)
