"""This module holds the numbers that describe a change by its text alone, so that past changes can be described too."""

from collections import Counter
from collections.abc import Iterator
from math import log2

from reviewer.change.fileclass import classify_path
from reviewer.change.late import compile_late
from reviewer.change.syntax.names import squeeze
from reviewer.model.change import Change, FileChange
from reviewer.model.history import Kind, Shape

_CODE = frozenset({"production", "script", "migration"})
_TRIVIAL = compile_late(
    r"[\W_]*|\s*(?://|#(?!\[|!|include|define|if)|/\*|\*).*|\s*(?:import|from|use|using|package)\b.*"
)
# What a line does, by its text. A line counts once for each of them.
_DOES = {
    "conditions": compile_late(r"\b(?:if|elif|unless|switch|case|match|when|guard|while|and|or)\b|&&|\|\||\?\s"),
    "calls": compile_late(r"[\w$\])]\("),
    "errors": compile_late(r"\b(?:try|catch|except|finally|raise|throws?|panic|rescue|[Ee]rr(?:or)?)\b|Exception"),
    "nulls": compile_late(r"\b(?:null|undefined|None|nil|NULL|nullptr|unwrap\w*)\b|\?\.|\?\?"),
    "outside": compile_late(
        r"(?i)(?<![a-z])(?:open|read|write|fetch|request|exec|spawn|query|connect|socket|file|path|http|sql|db|lock|"
        r"thread|timeout|process|env|stream|cache|await|async)(?![a-z])"
    ),
    "loops": compile_late(r"\b(?:for|while|loop)\b|\.(?:map|forEach|filter|reduce|iter)\("),
    "jumps": compile_late(r"^\s*(?:return|break|continue|yield)\b"),
}


def describe_change(change: Change, kind: Kind) -> Shape:
    """Return the numbers of a change; only code that runs in production is counted, but for `tests`.

    `added`, `deleted` and `tests` are lines, `files` and `folders` what they belong to, `moved` added lines that are
    also deleted, and the rest added lines that do something (see `_DOES`). `spread` is the entropy of the added lines
    over the files in bits. `is_fix` is 0 or 1, by what the message says.
    """
    files = [file for file in change.files if file.content == "text"]
    code = [file for file in files if classify_path(file.path) in _CODE]
    gone = Counter(squeeze(text) for file in files for text in file.deleted_lines.values())
    counts: Counter[str] = Counter()
    for text in _added(code):
        if _TRIVIAL.fullmatch(text):
            continue
        counts["code"] += 1
        counts["moved"] += gone[squeeze(text)] > 0
        counts.update(name for name, pattern in _DOES.items() if pattern.search(text))
    return {
        "added": sum(len(file.added_lines) for file in code),
        "deleted": sum(len(file.deleted_lines) for file in code),
        "tests": sum(len(file.added_lines) for file in files if classify_path(file.path) == "test"),
        "files": len(code),
        "folders": len({file.path.rpartition("/")[0] for file in code}),
        "new_files": sum(file.status == "added" for file in code),
        "hunks": sum(len(file.hunks) for file in code),
        "spread": round(_entropy([len(file.added_lines) for file in code]), 2),
        "is_fix": int(kind == "fix"),
        **{name: counts[name] for name in ("code", "moved", *_DOES)},
    }


def _added(files: list[FileChange]) -> Iterator[str]:
    for file in files:
        yield from file.added_lines.values()


def _entropy(counts: list[int]) -> float:
    total = sum(counts)
    return -sum(n / total * log2(n / total) for n in counts if n) if total else 0.0
