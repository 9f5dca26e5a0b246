"""This module holds how past changes are told in a sentence: by a short id, their days and their subject."""

from reviewer.change.late import compile_late
from reviewer.history.past import History
from reviewer.model.history import PastChange

_SHORT = 8
# A value of a message is cut at 80 signs: an id, its days and a few words more stand around the subject.
_LONGEST_SUBJECT = 40
_ORDINALS = ("zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
# What a merge says before it says what was merged.
_MERGED = compile_late(r"^Merge pull request (#\d{1,9}) from [^\s/]{1,100}/(\S+)")


def tell_change(past: History, change: PastChange) -> str:
    """Return a change as `a1b2c3d4 (9 days ago: "fix: round totals")`."""
    subject = plain_subject(change)
    short = subject if len(subject) <= _LONGEST_SUBJECT else subject[: _LONGEST_SUBJECT - 1].rstrip() + "…"
    return f'{short_id(change)} ({days_ago(past, change)}: "{short}")'


def short_id(change: PastChange) -> str:
    """Return the first eight digits of a change."""
    return change.commit[:_SHORT]


def days_ago(past: History, change: PastChange) -> str:
    """Return when a change was made, as seen from the review."""
    days = past.days_since(change)
    return f"{count_days(days)} ago" if days else "today"


def count_days(days: int) -> str:
    """Return a number of days with its noun."""
    return f"{days} day" if days == 1 else f"{days:,} days"


def plain_subject(change: PastChange) -> str:
    """Return a subject without quotation marks of its own; of a merge, its number and branch."""
    return _MERGED.sub(r"\1 \2", " ".join(change.subject.split())).replace('"', "'")


def name_ordinal(number: int) -> str:
    """Return a number as a word, such as `third`, or as digits with their ending."""
    if number < len(_ORDINALS):
        return _ORDINALS[number]
    ending = "th" if number % 100 // 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
