"""This module holds the difference of two trees, as git writes it: raw records, a NUL, the patch."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reviewer.adapters.git.objects import MISSING, UNREADABLE, look_up
from reviewer.adapters.git.process import Session, run_git
from reviewer.errors import ReviewerError

# Each choice that git would otherwise take from a configuration is made here.
_OPTIONS = (
    "-r",
    "-z",
    "--raw",
    "--full-index",
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
    "--no-relative",
    "--submodule=short",
    "--ignore-submodules=none",
    "--src-prefix=a/",
    "--dst-prefix=b/",
)
_PATCH = ("-p", "-U0", "--inter-hunk-context=0", "--indent-heuristic", "-M", "-C", "-l2000")
_MOST_MISSING = 200
_SUBMODULE = "160000"


@dataclass(frozen=True, slots=True)
class _Record:
    raw: bytes
    modes: tuple[str, str]
    blobs: tuple[str, str]
    status: str
    path: bytes


def compare_trees(session: Session, base: str, head: str) -> bytes:
    """Return the difference of two trees.

    A file whose contents are missing from the clone is written like a binary one.
    """
    answer = run_git(session, _command((*_OPTIONS, *_PATCH), base, head), accept=None)
    if answer.status == 0:
        return answer.output
    if "unable to read" not in answer.complaint and "object" not in answer.complaint:
        raise ReviewerError(f"The change cannot be read: {answer.complaint}.", "Run `git fsck` in the clone.")
    return _compare_around_missing(session, base, head)


def _compare_around_missing(session: Session, base: str, head: str) -> bytes:
    # Exact renames only: they compare ids, so that no contents are asked for.
    plain = run_git(session, _command((*_OPTIONS, "-M100%"), base, head))
    records = list(_split_records(plain.output))
    reasons = look_up(session, sorted({blob for record in records for blob in _contents_of(record)}))
    gone = {blob for blob, reason in reasons.items() if reason in {MISSING, UNREADABLE}}
    lost = [record for record in records if gone.intersection(_contents_of(record))]
    if not lost or len(lost) > _MOST_MISSING:
        raise ReviewerError(
            f"The contents of {len(lost)} changed files are missing from this clone.",
            "Fetch them (`git fetch --refetch --no-filter`), or clone without `--filter`.",
        )
    without = [":(top)", *(_exclude(record.path) for record in lost)]
    rest = run_git(session, _command((*_OPTIONS, *_PATCH), base, head, without)).output
    kept, _, patch = _cut(rest)
    raw = kept + b"".join(record.raw for record in lost)
    return raw + b"\0" + patch + b"".join(_write_stub(record) for record in lost)


def _command(options: Sequence[str], base: str, head: str, pathspecs: Sequence[str] = ()) -> list[str]:
    return ["diff-tree", *options, "--end-of-options", base, head, "--", *pathspecs]


def _exclude(path: bytes) -> str:
    return ":(top,exclude,literal)" + os.fsdecode(path)


def _split_records(raw: bytes) -> Iterator[_Record]:
    words = iter(raw.split(b"\0"))
    for word in words:
        if not word.startswith(b":"):
            return
        old_mode, new_mode, old, new, status = word[1:].decode("ascii").split(" ")
        names = [next(words) for _ in range(2 if status[0] in "RC" else 1)]
        whole = b"".join(part + b"\0" for part in (word, *names))
        yield _Record(whole, (old_mode, new_mode), (old, new), status[0], names[-1])


def _contents_of(record: _Record) -> list[str]:
    """Return the ids of the contents that a patch of this record would show."""
    if record.status == "R":
        return []
    sides = zip(record.modes, record.blobs, strict=True)
    return [blob for mode, blob in sides if mode != _SUBMODULE and blob.strip("0")]


def _cut(output: bytes) -> tuple[bytes, bytes, bytes]:
    raw = b"".join(record.raw for record in _split_records(output))
    return raw, b"\0", output[len(raw) + 1 :]


def _write_stub(record: _Record) -> bytes:
    """Write the patch section that git writes for a file which it will not show; a change of type has two."""
    name = record.path.replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n")
    sides = (b'"a/%s"' % name, b'"b/%s"' % name)
    section = b"diff --git %s %s\nBinary files %s and %s differ\n" % (*sides, *sides)
    return section * (2 if record.status == "T" else 1)
