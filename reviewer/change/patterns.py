"""This module holds path patterns as in .gitignore, kept to a size that no hostile pattern can stall."""

import re
from collections.abc import Callable, Sequence

Matches = Callable[[str], bool]

# A pattern is matched by backtracking: each further star multiplies the steps by the length of the path.
_MOST_STARS, _MOST_STARS_IN_A_NAME = 6, 3


def find_fault(pattern: str) -> str:
    """Return why a pattern cannot be used, or an empty string."""
    from pathspec import GitIgnoreSpec

    names = pattern.split("/")
    stars = [name.count("*") for name in names if name != "**"]
    if sum(stars) > _MOST_STARS or max(stars, default=0) > _MOST_STARS_IN_A_NAME or names.count("**") > 2:
        return f"more than {_MOST_STARS_IN_A_NAME} stars in a name, {_MOST_STARS} in all, or two '**'"
    try:
        GitIgnoreSpec.from_lines([pattern])
    except (ValueError, re.error) as fault:
        return str(fault)
    return ""


def match_patterns(patterns: Sequence[str]) -> Matches:
    """Return a test of paths against usable patterns; no pattern matches nothing."""
    if not patterns:
        return lambda _: False
    from pathspec import GitIgnoreSpec

    spec = GitIgnoreSpec.from_lines(patterns)
    return lambda path: bool(spec.match_file(path))
