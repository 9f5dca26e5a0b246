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
        tell(f"{what} {_draw(done, total)} {of}" if total else "")

    return show


def show_course(name: str) -> Callable[[str, int, int, str], None]:
    """Return a function that shows the step of a long work on something, with a bar where its end is known."""
    tell = show_progress()

    def show(what: str, done: int, total: int, note: str) -> None:
        far = _draw(done, total) if total else f"{done:,}" if done else ""
        tell(f"{name}: {what}{' ' if far else ''}{far}{', ' if note else ''}{note}")

    return show


def _draw(done: int, total: int) -> str:
    full = _BAR * min(done, total) // total
    return f"[{'#' * full}{'.' * (_BAR - full)}] {done:,} of {total:,}"
