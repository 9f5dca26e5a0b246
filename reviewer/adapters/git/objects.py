"""This module holds the reading of git objects: blobs, trees, and the sizes of recent changes."""

import re
from collections.abc import Iterable, Mapping
from hashlib import sha1, sha256

from reviewer.adapters.git.process import Session, run_git
from reviewer.adapters.git.reader import Reader
from reviewer.change.diff import decode_path
from reviewer.errors import ReviewerError
from reviewer.ports import TreeEntry

LARGEST = 1_000_000
_FEW = 50
MISSING = "missing from this clone"
TOO_LARGE = "larger than 1 MB"
UNREADABLE = "unreadable in this clone"
_NOT_A_BLOB = "not a file"
# No path holds a NUL, so none can look like the line before a change.
_MARK = b"\0\0change "
# A blob id, or the id of a tree and a path in it; a path with a line break cannot be asked for in one line.
_NAME = re.compile(r"[0-9a-f]{40,64}(:[^\n\0]+)?")


def read_blobs(session: Session, blobs: Iterable[str], reader: Reader | None = None) -> Mapping[str, bytes | str]:
    """Read blobs by id. What cannot be read has the reason in place of its bytes.

    Few of them are asked of a `reader` that is open; two processes read many of them sooner.
    """
    wanted = list(dict.fromkeys(blobs))
    if reader is not None and len(wanted) <= _FEW:
        answers = [_read_one(reader, name) for name in wanted]
        if None not in answers:
            return {name: answer for name, answer in zip(wanted, answers, strict=True) if answer is not None}
    known = look_up(session, wanted)
    found = {blob: known[blob] for blob in wanted}
    contents = _read_contents(session, [blob for blob in wanted if found[blob] == ""])
    return {blob: reason or contents.get(blob, UNREADABLE) for blob, reason in found.items()}


def look_up(session: Session, blobs: Iterable[str]) -> dict[str, str]:
    """Return, for each id, why its contents cannot be had, or an empty string when they can."""
    wanted = list(blobs)
    plain = [name for name in wanted if _NAME.fullmatch(name)]
    found = dict.fromkeys(wanted, MISSING)
    while plain:
        answer = run_git(session, ["cat-file", "--batch-check", "--buffer"], feed=_lines(plain), accept=None)
        lines = answer.output.decode("ascii", "replace").splitlines()
        found.update(zip(plain, map(_judge, lines), strict=False))
        # An object that is broken ends the process: name it, and go on behind it.
        broken, plain = plain[len(lines) : len(lines) + 1], plain[len(lines) + 1 :]
        found.update(dict.fromkeys(broken, UNREADABLE))
    return found


def list_tree(session: Session, tree: str) -> tuple[TreeEntry, ...]:
    """List the files of a tree, submodules (mode 160000) and symbolic links (mode 120000) too, ordered by path."""
    answer = run_git(session, ["ls-tree", "-r", "-z", "--full-tree", "--end-of-options", tree], accept=None)
    if answer.status != 0:
        raise ReviewerError(f"Tree {tree[:12]} cannot be read: {answer.complaint}.", "Run `git fsck` in the clone.")
    entries = []
    for record in answer.output.split(b"\0")[:-1]:
        facts, _, path = record.partition(b"\t")
        mode, _, blob = facts.decode("ascii").split(" ")
        entries.append(TreeEntry(decode_path(path), int(mode, 8), blob))
    return tuple(sorted(entries, key=lambda entry: entry.path))


def list_messages(session: Session, base: str, head: str, limit: int) -> tuple[str, ...]:
    """Return the messages of the commits that lead to head and not to base, newest first."""
    options = ["--format=%B", "-z", "--no-color", "--no-show-signature", f"--max-count={limit}"]
    answer = run_git(session, ["log", *options, "--end-of-options", head, f"^{base}"], accept=None)
    messages = answer.output.decode("utf-8", "replace").split("\0")[:-1] if answer.status == 0 else []
    return tuple(message.strip() for message in messages)


def measure_changes(session: Session, commit: str, limit: int) -> tuple[Mapping[str, int], ...]:
    """Return the added lines by path of the first-parent changes that lead to a commit, newest first.

    Where objects are missing, git stops: what was measured until then is returned.
    """
    options = ["--first-parent", "-m", "--numstat", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-color"]
    shape = "--format=%x00change %H"
    arguments = ["log", "-z", *options, f"--max-count={limit}", shape, "--end-of-options", commit]
    answer = run_git(session, arguments, accept=None)
    changes = (b"\0" + answer.output).split(_MARK)[1:]
    if answer.status != 0:
        changes = changes[:-1]
    boundary = read_boundary(session)
    return tuple(_count_added(c) for c in changes if c.split(b"\0")[0].decode("ascii", "replace") not in boundary)


def _read_one(reader: Reader, name: str) -> bytes | str | None:
    """Read one blob; None where the process came to an end over it."""
    if not _NAME.fullmatch(name):
        return MISSING
    line = reader.describe(name)
    if line is None or (reason := _judge(line)):
        return line and reason
    contents = reader.fetch(name)
    known = line.split(" ")[0]
    return contents if contents is not None and _hash(contents, known) == known else None


def _judge(line: str) -> str:
    if line.endswith((" missing", " ambiguous")):
        return MISSING
    kind, size = line.split(" ")[1:3]
    if kind != "blob":
        return _NOT_A_BLOB
    return TOO_LARGE if int(size) > LARGEST else ""


def _read_contents(session: Session, blobs: list[str]) -> dict[str, bytes]:
    contents: dict[str, bytes] = {}
    left = blobs
    while left:
        answer = run_git(session, ["cat-file", "--batch", "--buffer"], feed=_lines(left), accept=None)
        read = _split_contents(answer.output, left)
        contents.update(zip(left, read, strict=False))
        left = left[len(read) + 1 :]
    return contents


def _split_contents(output: bytes, blobs: list[str]) -> list[bytes]:
    """Return the contents up to the first one that is broken: git may cut it short, and goes on without a word."""
    contents: list[bytes] = []
    at = 0
    for _ in blobs:
        end = output.find(b"\n", at)
        header = output[at:end].split(b" ")
        if end < 0 or len(header) != 3:
            break
        size = int(header[2])
        content = output[end + 1 : end + 1 + size]
        found = header[0].decode("ascii", "replace")
        if _hash(content, found) != found:
            break
        contents.append(content)
        at = end + size + 2
    return contents


def _hash(content: bytes, like: str) -> str:
    kind = sha1 if len(like) == 40 else sha256
    return kind(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _lines(words: list[str]) -> bytes:
    return "".join(f"{word}\n" for word in words).encode("utf-8", "surrogateescape")


def read_boundary(session: Session) -> frozenset[str]:
    """Return the edge of a shallow clone: a commit there seems to add every file, and its size says nothing."""
    path = session.directory / "shallow"
    return frozenset(path.read_text("ascii", "replace").split()) if path.is_file() else frozenset()


def _count_added(change: bytes) -> dict[str, int]:
    rows = [record.strip(b"\n").split(b"\t") for record in change.split(b"\0")[1:]]
    return {decode_path(row[2]): int(row[0]) for row in rows if len(row) == 3 and row[0].isdigit()}
