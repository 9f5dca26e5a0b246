"""This module holds what is known of the user's terminal, and the one line that shows progress on it."""

import os
import shutil
import sys
from collections.abc import Callable

from reviewer.render.terminal import Terminal

_BAR = 24


def describe_terminal(root: str) -> Terminal:
    """Return how to write to standard output: colour, links and width only where a person looks on."""
    if not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        return Terminal(root=root)
    colour = not os.environ.get("NO_COLOR")
    return Terminal(width=shutil.get_terminal_size().columns, colour=colour, links=colour, root=root)


def show_progress() -> Callable[[str], None]:
    """Return a function that shows the step under way on standard error, if a person looks on."""
    if not sys.stderr.isatty():
        return lambda _: None

    def tell(step: str) -> None:
        sys.stderr.write(f"\r\033[K{step + ' ...' if step else ''}")
        sys.stderr.flush()

    return tell


def show_bar(what: str, of: str) -> Callable[[int, int], None]:
    """Return a function that shows how much of a long work is done, if a person looks on; 0 of 0 ends it."""
    tell = show_progress()

    def show(done: int, total: int) -> None:
        full = _BAR * done // max(1, total)
        tell(f"{what} [{'#' * full}{'.' * (_BAR - full)}] {done:,} of {total:,} {of}" if total else "")

    return show
