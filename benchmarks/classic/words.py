"""This module holds what is counted in the words of a change: its message, and its code without comments and texts."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from changes import FileChange

from reviewer.change.fileclass import classify_path
from reviewer.history.messages import read_message

WORD = re.compile(r"[A-Za-z_]\w*")
_TEXT = re.compile(r"""\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'""")
_COMMENT = re.compile(r"#.*|//.*")
_QUOTES = ('"""', "'''")
_CODE_CLASSES = frozenset({"production", "script", "migration"})
_CODE = re.compile(r"\.(?:py|java|groovy|scala|kt|sh|js|ts|go|c|h|cc|cpp|sql|rb|pl)$")
_TRAILERS = ("Change-Id", "git-svn-id", "Signed-off-by", "Co-Authored-By")

# What is counted in a line of code, of any of the languages.
KINDS = {
    "conditions": re.compile(r"\b(?:if|elif|unless|case|switch|assert)\b|\?[^?:]*:"),
    "loops": re.compile(r"\b(?:for|while)\b"),
    "calls": re.compile(r"\b(?!(?:if|for|while|switch|catch|return|def|class|except|elif)\b)[A-Za-z_]\w*\s?\("),
    "handlers": re.compile(r"\b(?:try|except|catch|finally|with)\b"),
    "throws": re.compile(r"\b(?:raise|throw|throws)\b"),
    "nothing": re.compile(r"\b(?:None|null|nil)\b"),
    "logic": re.compile(r"\b(?:and|or|not)\b|&&|\|\||![^=]"),
    "comparisons": re.compile(r"[=!<>]=|\s[<>]\s|\bis\b|\bin\b|\bequals\("),
    "returns": re.compile(r"\breturn\b"),
    "outside": re.compile(
        r"(?i)\b\w*(?:open|read|write|close|flush|socket|connect|send|recv|request|execute|query|session|stream|http"
        r"|url|rpc|popen|process|file|path|disk|db)\w*\s?\("
    ),
    "waiting": re.compile(
        r"(?i)\b\w*(?:lock|synchronized|thread|volatile|atomic|await|async|greenlet|spawn|mutex|semaphore|concurrent"
        r"|timeout)\w*"
    ),
    "logging": re.compile(r"(?i)\b(?:log|logger|logging)\."),
    "imports": re.compile(r"^\s*(?:from|import|package)\b"),
    "classes": re.compile(r"\b(?:class|interface|enum)\s+\w"),
    "numbers": re.compile(r"(?<![\w.])(?:[2-9]|\d\d+)\b"),
    "assignments": re.compile(r"(?<![=!<>+\-*/%&|^])=(?!=)"),
    "members": re.compile(r"\w\.\w"),
    "subscripts": re.compile(r"\w\["),
    "casts": re.compile(
        r"\b(?:int|str|float|bool|list|dict|bytes)\(|\((?:int|long|String|byte)\)|isinstance|instanceof"
    ),
    "counting": re.compile(r"(?i)\b\w*(?:size|count|len|length|offset|index|limit|max|min|total|num)\w*\b"),
    "states": re.compile(r"(?i)\b\w*(?:state|status|flag|mode|enabled|ready|done)\w*\b"),
}
_BUG = re.compile(
    r"(?i)(?:closes|fixes|partial|related|resolves)[- ]bug|\bbug:? *#?\d{4,}|lp:? ?#?\d{5,}|\b(?-i:[A-Z]{2,10}-\d+)\b"
)
_PICKED = re.compile(r"(?i)cherry[- ]picked")
_REMOVES = re.compile(r"(?i)^(?:\W*\w+:\s*)?(?:remov|delet|drop)\w*")


def is_code(file: FileChange) -> bool:
    """Tell whether a file is source that runs in production."""
    return _classify(file.path) in _CODE_CLASSES and bool(_CODE.search(file.path))


def is_test(file: FileChange) -> bool:
    """Tell whether a file is a test."""
    return _classify(file.path) == "test"


def strip_lines(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines that hold code, without the texts and comments in them."""
    is_text = False
    for line in lines:
        bare = line.strip()
        quotes = sum(bare.count(mark) for mark in _QUOTES)
        hidden = is_text or bare.startswith((*_QUOTES, 'r"""', "#", "//", "*", "/*"))
        is_text ^= bool(quotes % 2)
        if bare and not hidden:
            yield _COMMENT.sub("", _TEXT.sub('""', line))


def clean_message(message: str) -> str:
    """Return a message without what tools append to it."""
    return "\n".join(line for line in message.splitlines() if not line.startswith(_TRAILERS))


def is_fix(message: str) -> bool:
    """Tell whether a message says that something was repaired."""
    return read_message(message).kind == "fix" or bool(_BUG.search(message))


def count_message(message: str) -> dict[str, float]:
    """Count in a message what is counted there."""
    text = clean_message(message)
    subject = text.split("\n", 1)[0]
    told = read_message(message)
    return {
        "names_bug": bool(_BUG.search(text)),
        "is_fix": told.kind == "fix",
        "is_bump": told.kind == "bump",
        "is_revert": told.kind == "revert",
        "is_picked": bool(_PICKED.search(text)),
        "removes": bool(_REMOVES.search(subject)),
        "message_words": len(text.split()),
        "subject_words": len(subject.split()),
    }


@cache
def _classify(path: str) -> str:
    return classify_path(path)
