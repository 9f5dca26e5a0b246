"""This module holds a git process that stays open and answers for single objects, so that none has to start one."""

import contextlib
from threading import Timer
from typing import TYPE_CHECKING

from reviewer.adapters.git.process import TIME_LIMIT, Session, start_git

if TYPE_CHECKING:
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
        with contextlib.suppress(OSError, ValueError):
            process.stdin.write(f"{command} {name}\n".encode("utf-8", "surrogateescape"))
            process.stdin.flush()
            line = process.stdout.readline().decode("utf-8", "replace").removesuffix("\n") or None
            if command == "contents" and line is not None:
                size = int(line.split(" ")[2])
                read = process.stdout.read(size + 1)
                contents = read[:size] if len(read) == size + 1 else None
        if line is None or (command == "contents" and contents is None):
            self.close()
        return line, contents
