"""This module holds a workshop made of a dictionary, in which a function stands for the test command."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from reviewer.model.change import Revision
from reviewer.ports import Run, Workshop

Judge = Callable[[Mapping[str, bytes], tuple[str, ...]], Run]


class FakeWorkshop(Workshop):
    """Files in memory; `judge` says how a command ends on them. It notes every command with the files it saw."""

    def __init__(self, files: Mapping[str, bytes], judge: Judge) -> None:
        self.files = dict(files)
        self.runs: list[tuple[tuple[str, ...], float, tuple[str, ...]]] = []
        self.is_open = False
        self._judge = judge

    @contextmanager
    def open(self, _head: Revision) -> Iterator["FakeWorkshop"]:
        """Stand in for the opening of a real one."""
        self.is_open = True
        try:
            yield self
        finally:
            self.is_open = False

    def exists(self, path: str) -> bool:
        """Tell whether a file or folder is there."""
        return any(name == path or name.startswith(f"{path}/") for name in self.files)

    def read(self, path: str) -> bytes:
        """Return the contents of a file."""
        return self.files[path]

    def write(self, path: str, data: bytes) -> None:
        """Replace the contents of a file."""
        self.files[path] = data

    def run(self, command: Sequence[str], folder: str, limit: float, roots: Sequence[str] = ()) -> Run:  # noqa: ARG002
        """Let the judge decide."""
        assert self.is_open
        self.runs.append((tuple(command), limit, tuple(roots)))
        return self._judge(self.files, tuple(command))
