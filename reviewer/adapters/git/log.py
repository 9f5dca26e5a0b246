"""This module holds the one pass over `git log`: the changes of the main line, newest first, as they stream in.

A change is a commit compared with its first parent, so a merge counts as one change, and the lines of a file can be
followed from change to change without reading it.
"""

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from threading import Timer
from typing import TYPE_CHECKING

from reviewer.adapters.git.log_text import MARK_OF_MEASURED, MARK_OF_NAMED, parse_logged
from reviewer.adapters.git.process import Session, run_git, start_git
from reviewer.model.history import Inner, Logged
from reviewer.ports import CutLog

if TYPE_CHECKING:
    from reviewer.model.provenance import CommitText

TIME_LIMIT = 3_600.0
_CHUNK = 1 << 20
# Of a change with a larger diff than this nothing is counted; its files are named.
_LARGEST = 64 << 20
# So many times git is started anew behind a change whose contents are missing; from then on files are only named.
_MOST_GAPS = 20
_FORMAT = "--format=%x00%x00change %H %P%x00%ct%x00%an <%ae>%x00%B%x00"
# Every field begins with a letter, so that none is empty: two NULs end a commit.
_TEXT = "%H%x00%at%x00a%an%x00b%ae%x00c%cn%x00d%ce%x00m%B%x00"
_LONGEST_TEXT = 1 << 20
_SAFE = ("--no-ext-diff", "--no-textconv", "--no-color", "--no-show-signature", "--no-notes", "--full-index")
_LINE = ("--first-parent", "--diff-merges=first-parent", "--raw", "-z")
_MEASURED = ("-p", "-U0", "-M", "-l400", "--inter-hunk-context=0", "--src-prefix=a/", "--dst-prefix=b/")
_NAMED = ("--no-renames",)


def read_log(
    session: Session, commit: str, known: str, pathspecs: Sequence[str], *, with_diff: int, boundary: frozenset[str]
) -> Iterator[Logged]:
    """Yield the changes that lead to a commit, not to `known`, and touch some paths, newest first.

    `with_diff` of them come with their diff.

    Where contents are missing git comes to an end: the change is named without being counted, and the log goes on
    behind it. Raises `CutLog` where even the lists of files are missing, and at a commit of `boundary`, which seems to
    add every file.
    """
    start, gaps = commit, 0
    while start:
        measured = gaps < _MOST_GAPS
        last = None
        for logged in _stream(session, (start, known), pathspecs, measured=measured, keep=with_diff):
            if logged is None:
                return
            last = logged
            _refuse_boundary(logged.commit, boundary)
            with_diff -= 1
            yield logged
            for parent in logged.parents[:1]:
                _refuse_boundary(parent, boundary)
        behind = (last.parents or ("",))[0] if last else start
        if not behind:
            return
        skipped = next(_stream(session, (behind, known), pathspecs, measured=False, keep=0, limit=1), None)
        if skipped is None or not measured:
            raise CutLog(behind)
        _refuse_boundary(skipped.commit, boundary)
        yield skipped
        start, gaps, with_diff = (skipped.parents or ("",))[0], gaps + 1, with_diff - 1


def _refuse_boundary(commit: str, boundary: frozenset[str]) -> None:
    if commit in boundary:
        raise CutLog(commit)


def read_inner(session: Session, commit: str, known: str) -> Iterator[Inner]:
    """Yield the commits that merges brought to the main line of a commit and that do not lead to `known`.

    No contents are read. In topological order every child comes before its parents, so what is still to be placed is
    all that is kept in memory.
    """
    arguments = ["log", "--topo-order", "-z", "--format=%H %P%x01%an <%ae>%x01%s", "--end-of-options"]
    arguments += _between(commit, known)
    owners: dict[str, tuple[int, str]] = {}
    ahead, merges = commit, 0
    for record in _split(session, arguments, b"\0"):
        ids, author, subject = record.decode("utf-8", "replace").split("\x01", 2)
        oid, *parents = ids.split(" ")
        if oid == ahead:
            ahead = parents[0] if parents else ""
            # The merge nearest to the root brought it: later ones found it there.
            owner = (merges, oid)
            merges += 1
            brought = parents[1:]
            owners.pop(oid, None)
        else:
            owner = owners.pop(oid, (0, ""))
            brought = parents
            if owner[1]:
                yield Inner(owner[1], author, subject)
        for parent in brought:
            if parent and parent != ahead:
                owners[parent] = max(owner, owners.get(parent, owner))


def read_main_line(session: Session, commit: str) -> Iterator[str]:
    """Yield the ids of the commits of the main line that leads to a commit, newest first."""
    arguments = ["rev-list", "--first-parent", "--end-of-options", commit]
    for oid in _split(session, arguments, b"\n"):
        yield oid.decode("ascii", "replace")


def read_texts(session: Session, revisions: Sequence[str], *, walk: bool) -> "Iterator[CommitText]":
    """Yield what commits say of themselves: those that revisions lead to, newest first, or just the named ones."""
    # A check never asks this, and should not wait for the values.
    from reviewer.model.provenance import CommitText as Text

    options = ["-z", "--no-color", "--no-show-signature", "--no-notes", f"--format={_TEXT}"]
    arguments = ["log", *options, *([] if walk else ["--no-walk=unsorted"]), "--end-of-options", *revisions, "--"]
    for record in _split(session, arguments, b"\0\0"):
        fields = record.decode("utf-8", "replace").split("\0")
        if len(fields) == _TEXT.count("%x00"):
            oid, when, *said, message = fields
            author, mail, committer, committer_mail = (field[1:] for field in said)
            text = message[1:].strip()[:_LONGEST_TEXT]
            yield Text(oid, text, author, mail, "", committer, committer_mail, int(when) if when.isdigit() else 0)


def map_names(session: Session, commit: str, contacts: Sequence[str]) -> dict[str, str]:
    """Return by what name and mail the `.mailmap` of a commit knows each contact, itself where it does not."""
    plain = [contact for contact in contacts if "\n" not in contact and "\0" not in contact]
    mapped = Session(session.directory, session.variables, (*session.settings, f"mailmap.blob={commit}:.mailmap"))
    feed = "".join(f"{contact}\n" for contact in plain).encode("utf-8", "surrogateescape")
    answer = run_git(mapped, ["check-mailmap", "--stdin"], feed=feed, accept=None)
    names = answer.output.decode("utf-8", "replace").split("\n")[:-1]
    known = dict(zip(plain, names, strict=True)) if len(names) == len(plain) else {}
    return {contact: known.get(contact, contact) for contact in contacts}


def _between(commit: str, known: str) -> list[str]:
    return [commit, f"^{known}"] if known else [commit]


def _stream(
    session: Session, ends: tuple[str, str], pathspecs: Sequence[str], *, measured: bool, keep: int, limit: int = 0
) -> Iterator[Logged | None]:
    """Yield changes as git writes them, and None behind the last where git came to its end by itself."""
    how = _MEASURED if measured else _NAMED
    options = [*_LINE, *how, *_SAFE, _FORMAT, *([f"--max-count={limit}"] if limit else [])]
    arguments = ["log", *options, "--end-of-options", *_between(*ends), "--", *pathspecs]
    ended: list[int] = []
    held: bytes | None = None
    mark = MARK_OF_MEASURED if measured else MARK_OF_NAMED
    for text in _split(session, arguments, mark, ended, begin=b"\n" if measured else b""):
        if held is not None and (logged := parse_logged(held, measured=measured, keep=keep > 0)):
            keep -= 1
            yield logged
        held = text
    # The last one may have been cut short.
    if held is not None and ended == [0] and (logged := parse_logged(held, measured=measured, keep=keep > 0)):
        yield logged
    if ended == [0] and not limit:
        yield None


def _split(
    session: Session, arguments: list[str], mark: bytes, ended: list[int] | None = None, *, begin: bytes = b""
) -> Iterator[bytes]:
    """Yield what git writes between marks, as it comes and behind `begin`; `ended` hears the exit status."""
    handle = start_git(session, arguments)  # it ends the process when it is let go of
    process = handle.proc
    if process is None or process.stdin is None or process.stdout is None:
        return
    process.stdin.close()
    watch = Timer(TIME_LIMIT, process.kill)
    watch.daemon = True
    watch.start()
    try:
        yield from _cut(partial(os.read, process.stdout.fileno()), mark, begin)
        process.stdout.close()
        if ended is not None:
            ended.append(process.wait())
    finally:
        watch.cancel()
        process.kill()
        with contextlib.suppress(OSError, ValueError):
            process.communicate()


def _cut(read: Callable[[int], bytes], mark: bytes, begin: bytes) -> Iterator[bytes]:
    held, scanned = bytearray(begin), 0
    while chunk := read(_CHUNK):
        held += chunk
        while (at := held.find(mark, max(0, scanned - len(mark)))) >= 0:
            if at:
                yield bytes(held[:at])
            del held[: at + len(mark)]
            scanned = 0
        scanned = len(held)
        if scanned > _LARGEST:
            del held[_LARGEST // 2 :]
            scanned = len(held)
    if held:
        yield bytes(held)
