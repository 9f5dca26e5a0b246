"""This module holds a git process that stays open and answers for single objects, so that none has to start one."""

import contextlib
from threading import Timer
from typing import TYPE_CHECKING, cast

from reviewer.adapters.git.process import TIME_LIMIT, Session, start_git

if TYPE_CHECKING:
    from io import BufferedReader

    from git.cmd import Git


class Reader:
    """`git cat-file --batch-command`, asked one object at a time; it starts with the first question.

    An object that is broken ends the process, and so does the time limit: the answer is None, and the next question
    starts another one.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._process: Git.AutoInterrupt | None = None
        self._watch: Timer | None = None

    def describe(self, name: str) -> str | None:
        """Return the line that git has for an object (`ID TYPE SIZE` or `NAME missing`)."""
        return self._ask("info", name)[0]

    def fetch(self, name: str) -> bytes | None:
        """Return the contents of an object."""
        return self._ask("contents", name)[1]

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if self._watch is not None:
            self._watch.cancel()
        if process is not None and process.proc is not None:
            process.proc.kill()
            process.proc.communicate()

    def _start(self) -> "Git.AutoInterrupt":
        self._process = process = start_git(self._session, ["cat-file", "--batch-command"])
        if process.proc is not None:
            self._watch = Timer(TIME_LIMIT, process.proc.kill)
            self._watch.daemon = True
            self._watch.start()
        return process

    def _ask(self, command: str, name: str) -> tuple[str | None, bytes | None]:
        process = (self._process or self._start()).proc
        if process is None or process.stdin is None or process.stdout is None:
            return None, None
        line: str | None = None
        contents: bytes | None = None
        # Of a broken object git writes less than it says, and waits: what it says of it once more is the end.
        asked = [command, "info"] if command == "contents" else [command]
        with contextlib.suppress(OSError, ValueError, IndexError):
            process.stdin.write("".join(f"{word} {name}\n" for word in asked).encode("utf-8", "surrogateescape"))
            process.stdin.flush()
            told = process.stdout.readline()
            line = told.decode("utf-8", "replace").removesuffix("\n") or None
            if command == "contents" and line is not None:
                contents = _read_contents(cast("BufferedReader", process.stdout), int(line.split(" ")[2]), told)
        if line is None or (command == "contents" and contents is None):
            self.close()
        return line, contents


def _read_contents(output: "BufferedReader", size: int, end: bytes) -> bytes | None:
    """Read so many bytes and a line feed, up to the line behind them; None where it comes too early."""
    wanted = size + 1 + len(end)
    read = bytearray()
    while len(read) < wanted and not read.endswith(end):
        chunk = output.read1(wanted - len(read))
        if not chunk:
            break
        read += chunk
    return bytes(read[:size]) if len(read) == wanted and read.endswith(end) else None
