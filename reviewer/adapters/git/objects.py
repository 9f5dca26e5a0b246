"""This module holds the reading of git objects: blobs, trees, and the sizes of recent changes."""

from collections.abc import Iterable, Mapping

from reviewer.adapters.git.process import Session, run_git
from reviewer.errors import ReviewerError
from reviewer.ports import TreeEntry

LARGEST = 1_000_000
MISSING = "missing from this clone"
TOO_LARGE = "larger than 1 MB"
UNREADABLE = "unreadable in this clone"
_NOT_A_BLOB = "not a file"
_MARK = b"change:"


def read_blobs(session: Session, blobs: Iterable[str]) -> Mapping[str, bytes | str]:
    """Read blobs by id. What cannot be read has the reason in place of its bytes."""
    wanted = list(dict.fromkeys(blobs))
    known = look_up(session, wanted)
    found = {blob: known[blob] for blob in wanted}
    contents = _read_contents(session, [blob for blob in wanted if found[blob] == ""])
    return {blob: contents.get(blob, UNREADABLE) if not reason else reason for blob, reason in found.items()}


def look_up(session: Session, blobs: Iterable[str]) -> dict[str, str]:
    """Return, for each id, why its contents cannot be had, or an empty string when they can."""
    wanted = list(blobs)
    plain = [blob for blob in wanted if blob.isalnum()]
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
        entries.append(TreeEntry(path.decode("utf-8", "surrogateescape"), int(mode, 8), blob))
    return tuple(sorted(entries, key=lambda entry: entry.path))


def measure_changes(session: Session, commit: str, limit: int) -> tuple[int, ...]:
    """Return the added lines of the first-parent changes that lead to a commit, newest first.

    Where objects are missing, git stops: what was measured until then is returned.
    """
    options = ["--first-parent", "-m", "--numstat", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-color"]
    shape = f"--format={_MARK.decode()}%H %P"
    arguments = ["log", "-z", *options, f"--max-count={limit}", shape, "--end-of-options", commit]
    answer = run_git(session, arguments, accept=None)
    changes = answer.output.split(_MARK)[1:]
    if answer.status != 0:
        changes = changes[:-1]
    boundary = _read_boundary(session)
    return tuple(_count_added(change) for change in changes if change[:64].split(b" ")[0] not in boundary)


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
        read = _split_contents(answer.output)
        contents.update(zip(left, read, strict=False))
        left = left[len(read) + 1 :]
    return contents


def _split_contents(output: bytes) -> list[bytes]:
    contents: list[bytes] = []
    at = 0
    while (end := output.find(b"\n", at)) >= 0:
        size = int(output[at:end].rsplit(b" ", 1)[1])
        if end + size + 1 >= len(output):
            break
        contents.append(output[end + 1 : end + 1 + size])
        at = end + size + 2
    return contents


def _lines(words: list[str]) -> bytes:
    return "".join(f"{word}\n" for word in words).encode("ascii")


def _read_boundary(session: Session) -> frozenset[bytes]:
    """At the edge of a shallow clone a commit seems to add every file: such a size says nothing."""
    path = session.directory / "shallow"
    return frozenset(path.read_bytes().split()) if path.is_file() else frozenset()


def _count_added(change: bytes) -> int:
    counts = (record.strip(b"\n").split(b"\t")[0] for record in change.split(b"\0")[1:])
    return sum(int(count) for count in counts if count.isdigit())
