"""This module holds `git blame`: which commit last wrote given lines of a file, whatever was laid out anew or moved.

Git runs in the private repository, so that neither settings, attributes nor text conversions of the reviewed one have a
say, and what is missing from the clone is not fetched.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from reviewer.adapters.git.objects import MISSING, read_boundary
from reviewer.adapters.git.process import Session, run_git
from reviewer.adapters.git.reader import Reader
from reviewer.change.diff import decode_path
from reviewer.errors import ReviewerError
from reviewer.ports import Origin, Place

IGNORED_LIST = ".git-blame-ignore-revs"
NO_END = "blame did not come to an end"
# White space is no authorship, nor is moving lines within a file, or between files that one commit changed.
_OPTIONS = ("--incremental", "--root", "--no-textconv", "-w", "-M", "-C")
_LIMIT = 60.0
_AT_ONCE = 2
# Each is compared line by line when blame meets it; nobody lists more on purpose.
_MOST_IGNORED = 200
_LONGEST_LIST = 200_000
_COMMIT = re.compile(r"(?m)^\s*([0-9a-f]{40}|[0-9a-f]{64})\s*(?:#|$)")
_GROUP = re.compile(rb"([0-9a-f]{40,64}) (\d+) (\d+) (\d+)")
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
_ESCAPED = {b"a": b"\a", b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v"}


def blame_files(
    session: Session, wanted: Mapping[Place, Collection[int]], ignored: Mapping[str, Sequence[str]]
) -> dict[Place, dict[int, Origin] | str]:
    """Blame lines of files, two files at a time; `ignored` lists by commit what is ignored (see `blame_lines`)."""

    def blame(place: Place) -> dict[int, Origin] | str:
        commit, path = place
        return blame_lines(session, commit, path, wanted[place], ignored=ignored.get(commit, ()))

    if len(wanted) < _AT_ONCE:
        return {place: blame(place) for place in wanted}
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return dict(zip(wanted, pool.map(blame, wanted), strict=True))


def blame_lines(
    session: Session, commit: str, path: str, lines: Collection[int], *, ignored: Sequence[str] = ()
) -> dict[int, Origin] | str:
    """Return who last wrote lines of a file as a commit has it, or why that cannot be said.

    `commit` and `ignored` are full ids of commits that exist; what the ignored ones did is blamed on those before.
    """
    ranges = [f"-L{first},{last}" for first, last in _join(lines)]
    if not ranges:
        return {}
    passed = [f"--ignore-rev={name}" for name in ignored]
    arguments = ["blame", *_OPTIONS, *passed, *ranges, commit, "--", path]
    try:
        answer = run_git(session, arguments, accept=None, limit=_LIMIT)
    except ReviewerError:
        return NO_END
    if answer.status != 0:
        return MISSING
    boundary = read_boundary(session)
    return dict(_parse(answer.output, boundary))


def read_ignored(reader: Reader, commit: str) -> tuple[str, ...]:
    """Return the commits that a revision asks blame to ignore, as far as they exist."""
    line = reader.describe(f"{commit}:{IGNORED_LIST}") or ""
    if " blob " not in line or int(line.rpartition(" ")[2]) > _LONGEST_LIST:
        return ()
    text = (reader.fetch(f"{commit}:{IGNORED_LIST}") or b"").decode("utf-8", "replace")
    listed = dict.fromkeys(_COMMIT.findall(text)[:_MOST_IGNORED])
    return tuple(name for name in listed if " commit " in (reader.describe(name) or ""))


def _join(lines: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yield stretches of neighbouring lines, first and last."""
    ordered = sorted(set(lines))
    start = 0
    for at in range(1, len(ordered) + 1):
        if at == len(ordered) or ordered[at] != ordered[at - 1] + 1:
            yield ordered[start], ordered[at - 1]
            start = at


def _parse(output: bytes, boundary: Collection[str]) -> Iterator[tuple[int, Origin]]:
    """Read groups of lines; what is said of a commit is said once, and the path ends a group."""
    times: dict[bytes, int] = {}
    group: re.Match[bytes] | None = None
    for line in output.split(b"\n"):
        if group is None:
            group = _GROUP.fullmatch(line)
            continue
        key, _, said = line.partition(b" ")
        if key == b"author-time" and said.isdigit():
            times[group[1]] = int(said)
        if key == b"filename":
            name, path, when = group[1].decode("ascii"), decode_path(_unquote(said)), times.get(group[1], 0)
            first, now, count = int(group[2]), int(group[3]), int(group[4])
            for step in range(count):
                yield now + step, Origin(name, when, path, first + step, is_boundary=name in boundary)
            group = None


def _unquote(path: bytes) -> bytes:
    """Git writes a path with a quote, a backslash or a control character like a string of C."""
    if not (path.startswith(b'"') and path.endswith(b'"') and len(path) > 1):
        return path
    return _ESCAPE.sub(lambda m: bytes([int(m[1], 8)]) if m[1].isdigit() else _ESCAPED.get(m[1], m[1]), path[1:-1])
