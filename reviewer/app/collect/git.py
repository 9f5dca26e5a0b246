"""This module holds how the past of a repository is collected from git alone: the commits of its main line.

Each is kept under its place from the beginning of the history, so that a history that was written anew takes the
places of what it replaced.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reviewer.app.collect.brought import COMMIT, CONTACT, Owners, read_texts
from reviewer.app.collect.facts import Kept
from reviewer.change.fileclass import classify_path
from reviewer.errors import ReviewerError
from reviewer.model.history import Logged, Touch
from reviewer.ports import Attested, CutLog, Range, Record

# Nobody reads these line by line. What a file says of itself, or `.gitattributes` of it, is not looked up.
_UNREAD = ("generated", "vendored", "fixture")


@dataclass(frozen=True, slots=True)
class Gathered:
    """What came of it: how many commits lead to which one, how many of them were read now, and whether that is all.

    `whole` is false in a clone that ends before its history does.
    """

    commit: str
    commits: int
    read: int
    whole: bool


def collect_git(repository: Attested, kept: Kept, *, head: str, tell: Callable[[int, int], None]) -> Gathered:
    """Read what is new on the main line of a revision into the archive, whole or not at all.

    `tell` hears how many of how many commits are read. Raises `ReviewerError` where the revision is no commit, and
    where the clone has commits without their trees.
    """
    tip = repository.resolve(Range(head=head, base=head)).head.commit
    if not tip:
        raise ReviewerError(f"'{head}' is no commit.", "Name a branch or a commit.")
    archive = kept.archive("git")
    state, line = archive.state(), list(repository.main_line(tip))
    end = repository.commit(line[-1])
    first = 2 if end is None or end.parents else 1
    back = line.index(state["tip"]) if state.get("tip") in line else -1
    # What was read before counts only where it has the same place from the beginning.
    is_here = back >= 0 and (len(line) - back, first) == (state["commits"], state["first"])
    new = line[:back] if is_here else line[: len(line) - first + 1]
    if new:
        places = {commit: len(line) - back for back, commit in enumerate(new)}
        ends = (tip, str(state["tip"]) if is_here else "")
        log = _read_log(repository, ends, edge=line[-1] if first == 2 else "")
        known = {record.key for record in archive.records(CONTACT)}
        records = _read_all(repository, ends, log, places, known, lambda done: tell(done, len(new)))
        newest = repository.commit(tip)
        when = newest.when if newest else None
        archive.append(records, {"tip": tip, "commits": len(line), "first": first, "when": when})
    return Gathered(tip, len(line) - first + 1, len(new), first == 1)


def _read_all(
    repository: Attested,
    ends: tuple[str, str],
    log: Iterator[Logged],
    places: Mapping[str, int],
    known: Collection[str],
    tell: Callable[[int], None],
) -> Iterator[Record]:
    """Yield the records of everything that leads to one end and not to the other."""
    owners = Owners(repository, *ends, places)
    yield from _read_commits(repository, log, places, owners, tell)
    contacts = set(known)
    for record in read_texts(repository, ends, places, owners):
        yield record
        contacts.add(f"{record.data['author_name']} <{record.data['author_mail']}>")
    for contact, name in sorted(repository.real_names(ends[0], sorted(contacts)).items()):
        if contact != name or contact in known:
            yield Record(CONTACT, contact, 0, {"name": name})


def _read_log(repository: Attested, ends: tuple[str, str], *, edge: str) -> Iterator[Logged]:
    """Yield what changes files and leads to one end and not to the other, newest first.

    `edge` is the last commit of a shallow clone.
    """
    try:
        yield from repository.log(*ends, ("*",), 0)
    except CutLog as cut:
        if cut.commit != edge:
            raise ReviewerError(
                f"this clone lacks the files of {cut.commit[:12]} and of what is older.",
                "Fetch them (`git fetch --refetch --filter=blob:none`), or name another clone.",
            ) from None


def _read_commits(
    repository: Attested,
    log: Iterator[Logged],
    places: Mapping[str, int],
    owners: Owners,
    tell: Callable[[int], None],
) -> Iterator[Record]:
    """Yield the records of the commits of the main line, newest first."""
    logged = next(log, None)
    for done, (commit, place) in enumerate(places.items(), 1):
        if logged is not None and logged.commit == commit:
            told, logged = _describe(logged), next(log, None)
        else:
            told = _describe(_read_empty(repository, commit))
        yield Record(COMMIT, f"{place:08d}", told["when"], {**told, "brought": owners.counts[place]})
        tell(done)


def _read_empty(repository: Attested, name: str) -> Logged:
    """Return a commit that changes no file, which no log lists."""
    commit = repository.commit(name)
    return Logged(name, commit.parents, commit.when, "", commit.message) if commit else Logged(name, (), 0, "", "")


def _describe(logged: Logged) -> dict[str, Any]:
    known = logged.measured or not logged.touches
    read = [touch for touch in logged.touches if classify_path(touch.path) not in _UNREAD]
    return {
        "commit": logged.commit,
        "parents": len(logged.parents),
        "when": logged.when,
        "message": logged.message,
        "files": len(logged.touches),
        **_count(logged.touches, known=known),
        "reviewable": _count(read, known=known),
    }


def _count(touches: Sequence[Touch], *, known: bool) -> dict[str, int | None]:
    added, deleted = sum(touch.added for touch in touches), sum(touch.deleted for touch in touches)
    return {"additions": added if known else None, "deletions": deleted if known else None}
