"""This module holds the one error that a user may see, and how near misses are named."""

from collections.abc import Iterable


class ReviewerError(Exception):
    """No review was made: what is wrong, and what the user can do about it.

    `message` is one sentence that names the thing at fault; `hint` is one sentence that says what to do.
    The command line prints both and exits with 2.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def suggest(word: str, known: Iterable[str]) -> str:
    """Return ` (did you mean 'x'?)` for the nearest known word, or an empty string."""
    from difflib import get_close_matches

    nearest = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f" (did you mean '{nearest[0]}'?)" if nearest else ""
