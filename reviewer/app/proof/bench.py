"""This module holds the runs of a proof: each with a fault in place, within a time limit and a budget of seconds."""

import shlex
from collections.abc import Sequence
from typing import Literal

from reviewer.change.testing.mutation import Fault
from reviewer.errors import ReviewerError
from reviewer.ports import Run, Workshop

Outcome = Literal["noticed", "survived", "timed out", "not loaded", "out of time"]
# No language that is read here takes this for a program.
_BROKEN = b"\n)(this is no program]}\n"
_SHORTEST, _TIMES = 10.0, 3
_LAST_LINES = 20
_COPY_HINT = (
    "They run in a copy of what git knows, with links to .venv, venv and node_modules: what else they need, "
    "such as generated files that git ignores, is not there."
)


class Bench:
    """A copy in which tests run, with the time that is left for them."""

    def __init__(self, workshop: Workshop, folder: str, seconds: float, roots: Sequence[str]) -> None:
        self._workshop = workshop
        self._folder = folder
        self.seconds = seconds
        self._roots = tuple(roots)
        self._limit = seconds
        self.usual = 0.0
        self._loaded: dict[tuple[str, tuple[str, ...]], bool] = {}
        self.left = seconds

    def run_before(self, words: tuple[str, ...]) -> None:
        """Run tests without any fault: they must pass, and the time they take says how long one is waited for."""
        run = self._run(words, self.seconds)
        if run.status is None:
            text = f"The tests were not at an end after {self.seconds:.0f} s, before any fault was planted"
            raise ReviewerError(_show(text, words, run), "Give them more time with --prove-seconds, or fewer tests.")
        if run.status != 0:
            text = f"The tests fail before any fault is planted (exit status {run.status})"
            raise ReviewerError(_show(text, words, run), _COPY_HINT)
        self.usual = run.seconds
        self._limit = max(_SHORTEST, _TIMES * run.seconds)

    def try_fault(self, fault: Fault, words: tuple[str, ...]) -> Outcome:
        """Plant a fault, run tests, and take the fault out again.

        When no test notices, it is asked whether any would notice that the whole file is broken: if none does, the
        tests have nothing to say about it.
        """
        original = self._workshop.read(fault.path)
        data = original.replace(b"\r\n", b"\n") if len(original) < fault.end else original
        outcome = self._try(fault.path, fault.plant(data), original, words)
        if outcome != "survived":
            return outcome
        key = (fault.path, words)
        if key not in self._loaded:
            broken = self._try(fault.path, original + _BROKEN, original, words)
            if broken == "out of time":
                return broken
            self._loaded[key] = broken != "survived"
        return "survived" if self._loaded[key] else "not loaded"

    def _try(self, path: str, data: bytes, original: bytes, words: tuple[str, ...]) -> Outcome:
        limit = min(self._limit, self.left)
        if limit < self.usual:
            return "out of time"
        self._workshop.write(path, data)
        try:
            run = self._run(words, limit)
        finally:
            self._workshop.write(path, original)
        if run.status is None:
            return "timed out" if limit == self._limit else "out of time"
        return "noticed" if run.status else "survived"

    def _run(self, words: tuple[str, ...], limit: float) -> Run:
        run = self._workshop.run(words, self._folder, limit, self._roots)
        self.left = max(0.0, self.left - run.seconds)
        return run


def _show(text: str, words: Sequence[str], run: Run) -> str:
    last = [line.rstrip() for line in run.tail.splitlines() if line.strip()][-_LAST_LINES:]
    return "\n".join([f"{text}: {shlex.join(words)}", *(f"  | {line}" for line in last)])
