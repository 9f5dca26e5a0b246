"""This module holds the run of a foreign command: its time, its output and everything it starts are bounded."""

import contextlib
import os
import selectors
import signal
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT, Popen

from reviewer.errors import ReviewerError
from reviewer.ports import Run

KEPT = 65_536
_STEP = 0.05
_GRACE = 1.0
_CHUNK = 65_536


def run_command(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], limit: float, kept: int = KEPT
) -> Run:
    """Run a command in its own session, and end all of that session with it.

    What it writes is read to the end and dropped, but for the last `kept` bytes. A process that leaves the session
    (a daemon) is not followed; it only loses the pipe that it may still write to.
    """
    start = time.monotonic()
    with _start(command, folder, environment) as process:
        output = _Output(process, kept)
        try:
            ended = output.follow(start + limit)
            if not ended:
                _signal(process, signal.SIGTERM)
                output.follow(time.monotonic() + _GRACE)
        finally:
            _end(process)
        output.drain()
    return Run(process.returncode if ended else None, time.monotonic() - start, output.text)


@contextlib.contextmanager
def turn_end_into_interrupt() -> Iterator[None]:
    """Let a polite request to end (SIGTERM, SIGHUP) be heard as Ctrl-C is, so that everything is cleaned up."""
    is_main = threading.current_thread() is threading.main_thread()  # nobody else may say what a signal does
    known = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP) if is_main}
    for number in known:
        signal.signal(number, _interrupt)
    try:
        yield
    finally:
        for number, handler in known.items():
            signal.signal(number, handler)


class _Output:
    """The end of what a process writes."""

    def __init__(self, process: "Popen[bytes]", kept: int) -> None:
        self._process = process
        self._kept = kept
        self._tail = b""
        self._is_open = True

    @property
    def text(self) -> str:
        return self._tail.decode("utf-8", "replace")

    def follow(self, end: float) -> bool:
        """Read until the process ends; false when it has not by then."""
        while self._process.poll() is None:
            left = end - time.monotonic()
            if left <= 0:
                return False
            if self._is_open:
                self._read(min(_STEP, left))
            else:
                time.sleep(min(_STEP, left))
        return True

    def drain(self) -> None:
        """Read what is left in the pipe; who holds it open for longer than that is not waited for."""
        end = time.monotonic() + _GRACE
        while self._is_open and time.monotonic() < end and self._read(0):
            pass

    def _read(self, wait: float) -> bool:
        pipe = self._process.stdout
        if pipe is None:
            return False
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_READ)
            if not selector.select(wait):
                return False
        chunk = os.read(pipe.fileno(), _CHUNK)
        self._is_open = bool(chunk)
        self._tail = (self._tail + chunk)[-self._kept :]
        return self._is_open


def _start(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> "Popen[bytes]":
    try:
        return Popen(  # noqa: S603 - to run what the user names is what this is for; no shell reads it
            command,
            cwd=folder,
            env=environment,
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=STDOUT,
            start_new_session=True,
        )
    except FileNotFoundError as problem:
        hint = (
            "Name it by its path in the repository, such as .venv/bin/pytest, or activate what provides it. "
            "There is no shell: for `cd` and `&&` write a script, and name that."
        )
        raise ReviewerError(f"There is no command '{command[0]}'.", hint) from problem
    except OSError as problem:
        reason = (problem.strerror or "unknown reason").lower()
        raise ReviewerError(f"'{command[0]}' cannot be started: {reason}.") from problem


def _end(process: "Popen[bytes]") -> None:
    """Kill what is left of the session, and wait until it is gone: nothing may write into a copy that is removed."""
    end = time.monotonic() + _GRACE
    while _signal(process, signal.SIGKILL) and time.monotonic() < end:
        process.poll()
        time.sleep(_STEP / 5)
    process.wait()


def _signal(process: "Popen[bytes]", number: signal.Signals) -> bool:
    """Send a signal to the group; false when nobody is left in it."""
    try:
        os.killpg(process.pid, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt
