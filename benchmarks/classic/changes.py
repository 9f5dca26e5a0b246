"""This module holds the changes of a repository as git tells them, oldest first: message, paths, lines in and out."""

import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_START = "\x01"
_ENDS_MESSAGE = "\x02"
_HUNK = re.compile(r"@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@")


@dataclass(slots=True)
class FileChange:
    """What a change does to a file of text. `old` is its path before, empty for a new file; `new` is empty if gone."""

    old: str = ""
    new: str = ""
    added: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    hunks: int = 0

    @property
    def path(self) -> str:
        """Where the file is, or was."""
        return self.new or self.old


@dataclass(frozen=True, slots=True)
class Change:
    """One commit that is no merge. `time` is when it was committed, `written` when it was written first."""

    sha: str
    time: int
    written: int
    author: str
    message: str
    files: Sequence[FileChange]


def read_changes(repository: Path) -> Iterator[Change]:
    """Yield the commits of all branches, in the order of their dates.

    Snapshots of public repositories lack large files: a path of which a version is not there is left out.
    """
    switches = ["-p", "-U0", "-M", "--no-color", "--no-ext-diff", "--no-textconv", "--full-history"]
    patterns = [".", *(f":(exclude,literal){path}" for path in _find_lost(repository))]
    for chunk in _log(repository, f"%H%x00%ct%x00%at%x00%ae%x00%B{_ENDS_MESSAGE}", [*switches, "--", *patterns]):
        end = next((at for at, line in enumerate(chunk) if line.endswith(_ENDS_MESSAGE)), len(chunk) - 1)
        sha, time, written, author, message = "\n".join(chunk[: end + 1]).removesuffix(_ENDS_MESSAGE).split("\0", 4)
        yield Change(sha, int(time), int(written), author, message, tuple(_read_files(chunk[end + 1 :])))


def _find_lost(repository: Path) -> list[str]:
    places: dict[str, set[str]] = {}
    for _, *lines in _log(repository, "%H", ["--raw", "--no-abbrev", "--no-renames"]):
        for line in filter(None, lines):
            head, path = line.split("\t", 1)
            for blob in head.split()[2:4]:
                places.setdefault(blob, set()).add(path)
    command = ["git", "-C", str(repository), "cat-file", "--batch-check"]
    answer = subprocess.run(command, input="\n".join(places), capture_output=True, text=True, check=True).stdout
    lost = [line.split()[0] for line in answer.splitlines() if line.endswith(" missing")]
    return sorted({path for blob in lost if blob.strip("0") for path in places[blob]})


def _log(repository: Path, layout: str, arguments: Sequence[str]) -> Iterator[list[str]]:
    """Yield the lines of each commit, the first of them without its mark."""
    command = ["git", "-C", str(repository), "-c", "core.quotePath=false", "log", "--all", "--no-merges"]
    command += ["--date-order", "--reverse", f"--format={_START}{layout}", *arguments]
    chunk: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        for raw in process.stdout or ():
            line = raw.decode("utf-8", "replace").rstrip("\r\n")
            if not line.startswith(_START):
                chunk.append(line)
                continue
            if chunk:
                yield chunk
            chunk = [line.removeprefix(_START)]
    if process.returncode:
        raise SystemExit(f"git stopped part-way in {repository}: its answer is not whole")
    if chunk:
        yield chunk


def _read_files(lines: Iterable[str]) -> Iterator[FileChange]:
    """Read a patch without context, in which the numbers of a hunk say how many lines are of it."""
    file, deleted, added = FileChange(), 0, 0
    is_open = False
    for line in lines:
        if deleted and line.startswith("-"):
            file.deleted.append(line[1:])
            deleted -= 1
        elif added and line.startswith("+"):
            file.added.append(line[1:])
            added -= 1
        elif hunk := _HUNK.match(line):
            deleted, added = int(hunk[1] or 1), int(hunk[2] or 1)
            file.hunks += 1
        elif line.startswith("diff --git "):
            if is_open:
                yield file
            file, is_open = FileChange(), True
            file.old, file.new = _split_header(line)
        else:
            _read_heading(line, file)
    if is_open:
        yield file


def _split_header(line: str) -> tuple[str, str]:
    """Return both paths of a header, which are the same unless a line below says otherwise."""
    paths = line.removeprefix("diff --git ").replace('"', "")
    path = paths[2 : len(paths) // 2]
    return path, path


def _read_heading(line: str, file: FileChange) -> None:
    if line.startswith("new file mode"):
        file.old = ""
    elif line.startswith("deleted file mode"):
        file.new = ""
    elif line.startswith("rename from "):
        file.old = line.removeprefix("rename from ")
    elif line.startswith("rename to "):
        file.new = line.removeprefix("rename to ")
