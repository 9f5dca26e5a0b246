"""This module holds what a description claims in words that can be checked: tests, or that nothing else changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from reviewer.change.late import compile_late

if TYPE_CHECKING:
    import re

Kind = Literal["tests", "docs", "tests-only", "layout", "typo", "refactoring"]

LONGEST = 20_000
_MOST_LINES = 600
_LONGEST_LINE = 600
_FENCE = compile_late(r"\s{0,8}(?:```|~~~)")
_QUIET = compile_late(r"\s{0,8}(?:>|[-*]\s\[\s\]|[A-Z][\w-]{1,30}-by:)")
_MERGED = compile_late(r"Merged? (?:pull request|branch|remote-tracking|in) ?")
# GitHub writes the messages of the commits of a squash below its title.
_SQUASHED = compile_late(r"(?m)^\* \S")
_TESTS_GONE = compile_late(
    r"(?i)\b(?:remov|rm|drop|undo|undid|revert|delet)\w*\s(?:[\w-]{1,20}\s){0,3}tests?\b"
    r"|\btests?\s(?:removed|dropped|deleted)"
)
_MORE = compile_late(r"(?i)\b(?:feat|fix|perf|refactor|chore)\b")
_TITLE = compile_late(r"(?i)\W{0,6}(docs?|tests?)(?:\([^()\n]{0,60}\))?!?:(?!:)")
# Words that take a claim back, put it off or ask for it.
_NOT_YET = compile_late(
    r"(?i)\b(?:no|not|n't|never|without|will|would|should|could|can|may|might|must|need(?:s|ed)?|want"
    r"|plan(?:s|ned)?|todo|to"
    r"|please|consider|later|follow[- ]?up|future|next|if|when|before|after|until|remov\w+|revert\w*"
    r"|drop\w*|delet\w+|skip\w*"
    r"|instead|than|already|existing|previous\w*|#\d+|guide|rules?|agents?|prompts?|instructions?"
    r"|instruct\w*|let|ask\w*|how)\b"
)
_TESTS = compile_late(
    r"(?i)(?:^|[\s(*_:,;-])(?:add(?:s|ed|ing)?|includ(?:es|ed|ing)|introduc(?:es|ed|ing)|wr[io]te(?:s|ten)?|with)\s+"
    r"(?:(?:\d{1,4}|an?|some|more|new|many|missing|the|focused|comprehensive|extensive|thorough|full"
    r"|additional|basic|unit"
    r"|integration|regression|e2e|end-to-end|functional|targeted|corresponding|relevant|several|few|go"
    r"|python|jest|vitest"
    r"|pytest|and|backend|frontend|coverage|dedicated|table-driven|snapshot|parametri[sz]ed)\s+){0,6}"
    r"(?:tests\b(?!\s+(?:dir|folder|id|button|command|job|step|script|mode|runner|suite name)s?\b)(?![/.\w-])"
    r"|test\s+(?:coverage|cases?)\b|test\s+for\b|tests?\s+to\s+(?:cover|verify|ensure|check)\b)"
)
_BEHAVIOUR = compile_late(
    r"(?i)\b(?:no|without(?:\s+any)?|zero|nor)\s+(?:(?:any|intended|user-facing|user-visible|runtime"
    r"|logical|semantic)\s+)?"
    r"(?:functional(?:ity)?|behaviou?r(?:al)?|logic|semantic|runtime)\s+changes?\b"
    r"|\bpure(?:ly)?\s+(?:a\s+)?refactor(?:ing)?\b"
    r"|\brefactor(?:ing)?[\s-]only\b|\bbehaviou?r[- ]preserving\b"
)
_DOCS = compile_late(
    r"(?i)\b(?:docs?|documentation|comments?|docstrings?)[\s-]only\s+(?:change|commit|diff|pr|pull request"
    r"|patch|update|edit)s?\b|\bonly\s+(?:docs|documentation|comments|docstrings)"
    r"(?:\s+(?:are\s+)?(?:changed|touched))?\s*(?:[.,;)]|$)|^\W{0,6}no\s+code\s+changes?\s*[.!]?$"
)
_LAYOUT = compile_late(
    r"(?i)\b(?:format(?:ting)?|whitespace|lint|style|cosmetic)[\s-]only\s+(?:change|commit|diff|pr"
    r"|pull request|patch)s?\b|^\W{0,6}"
    r"(?:chore: |style: )?(?:run|apply|fix)\s+(?:black|prettier|gofmt|ruff format|the formatter|formatting"
    r"|whitespace)\s*(?:\(#\d+\))?$"
)
_TYPO = compile_late(
    r"(?i)^\W{0,6}(?:\w{2,10}(?:\([^()\n]{0,60}\))?!?:\s*)?(?:fix(?:e[sd])?|correct(?:s|ed)?)\s(?:an?\s"
    r"|some\s|the\s|minor\s|small\s|few\s)"
    r"{0,3}(?:typos?|spelling(?:\s(?:mistakes?|errors?))?)(?:\sin\s[^,;&]{1,80})?\s*(?:\(#\d{1,7}\))?$"
)


_CLAUSE = compile_late(r"[.;]\s|\s[-\u2013\u2014]\s")
# "Adds a command that runs tests" brings no tests.
_ABOUT = compile_late(
    r"(?i)\b(?:tests?\s+(?:command|runner|script|mode|page|button|tool|harness|environment|server|agent)s?)\b"
)
_WHOLE: tuple[tuple["re.Pattern[str]", Kind], ...] = ((_BEHAVIOUR, "refactoring"), (_DOCS, "docs"), (_LAYOUT, "layout"))


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim with the words that make it."""

    kind: Kind
    words: str


def own_words(summary: str) -> str:
    """Return what a text says of the whole change: without the heading of a merge and the messages of a squash."""
    text = summary[:LONGEST]
    if _MERGED.match(text):
        text = text.partition("\n")[2].partition("# Conflicts:")[0].strip()
    squashed = [found.start() for found in _SQUASHED.finditer(text)]
    return text[: squashed[0]].rstrip() if squashed else text


def find_claims(summary: str) -> Iterator[Claim]:
    """Yield what a text claims of the whole change, each kind once."""
    seen: set[Kind] = set()
    for number, line in enumerate(plain_lines(summary)):
        for kind, words in _claims_of(line, is_title=number == 0):
            if kind not in seen:
                seen.add(kind)
                yield Claim(kind, words)


def find_test_claim(text: str) -> str:
    """Return the words with which a text says that the change brings tests, or an empty text."""
    if _TESTS_GONE.search(text[:LONGEST]):
        return ""
    for line in plain_lines(text):
        for clause in _CLAUSE.split(line):
            found = _TESTS.search(clause)
            if found and not _NOT_YET.search(clause[: found.start()]) and not _ABOUT.search(clause):
                return shorten(clause)
    return ""


def plain_lines(text: str) -> Iterator[str]:
    """Yield the lines of a text that say something: no quoted line, no code block, no open box, no comment."""
    fenced = hidden = False
    for line in text[:LONGEST].splitlines()[:_MOST_LINES]:
        if _FENCE.match(line):
            fenced = not fenced
        elif "<!--" in line or hidden:
            hidden = "-->" not in line
        elif not fenced and line.strip() and not _QUIET.match(line):
            yield line.strip()[:_LONGEST_LINE]


def shorten(words: str) -> str:
    """Return words on one line, cut to what a message can show."""
    text = " ".join(words.replace("`", "'").split()).strip("-*#: ")
    return text if len(text) <= 90 else f"{text[:89]}…"


def _claims_of(line: str, *, is_title: bool) -> Iterator[tuple[Kind, str]]:
    if is_title:
        typed = _TITLE.match(line)
        if typed and not _MORE.search(line):
            yield ("docs" if typed[1][0] in "dD" else "tests-only"), shorten(line)
        if _TYPO.search(line):
            yield "typo", shorten(line)
    for pattern, kind_ in _WHOLE:
        found = pattern.search(line)
        if found and not _NOT_YET.search(line[max(0, found.start() - 40) : found.start()]):
            yield kind_, shorten(line)
