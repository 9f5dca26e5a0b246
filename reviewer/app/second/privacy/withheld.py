"""This module holds which files never leave the machine: those of the table, and those that the settings withhold."""

from collections.abc import Callable

from reviewer.app.second.privacy.tables import read_table
from reviewer.change.patterns import match_patterns
from reviewer.model.policy import ReaderPolicy

BY_SETTINGS, OUTSIDE, NO_PATH = "by the settings", "outside of the paths of the settings", "no path of a repository"


def find_reasons(policy: ReaderPolicy) -> Callable[[str], str]:
    """Return a function that says why a file is withheld; empty where it may leave.

    Whatever the settings say, no file of the table leaves. Case is no way around a pattern, and a path that is not
    written as git writes it is none.
    """
    tables = [(match_patterns(row["patterns"]), row["noun"]) for row in read_table("withheld")]
    withheld, wanted = match_patterns(policy.withhold), match_patterns(policy.paths)
    lowered = match_patterns([pattern.lower() for pattern in policy.withhold])

    def say_reason(path: str) -> str:
        if _is_odd(path):
            return NO_PATH
        noun = next((noun for matches, noun in tables if matches(path.lower())), "")
        if noun:
            return noun
        if withheld(path) or lowered(path.lower()):
            return BY_SETTINGS
        return OUTSIDE if policy.paths and not wanted(path) else ""

    return say_reason


def _is_odd(path: str) -> bool:
    return "\0" in path or any(part in ("", ".", "..") for part in path.split("/"))
