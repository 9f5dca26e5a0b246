"""This module holds the use case of tracing fixes: which earlier change brought what each of them repairs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from reviewer.change.diff import parse_change
from reviewer.change.fileclass import classify_file
from reviewer.change.syntax.languages import recognise_language
from reviewer.change.syntax.source import Source
from reviewer.errors import ReviewerError
from reviewer.history.messages import Told, read_message
from reviewer.history.szz import Candidate, Culprit, Removed, Suspects, Way, find_removed, rank_candidates
from reviewer.model.change import FileChange
from reviewer.model.finding import Skip
from reviewer.ports import Commit, Repository

# A change of more files does more than repair one mistake.
_MOST_FILES = 50
_MISSING = "missing from this clone"


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known beside the repository.

    `pulls`: the commit by the number of its pull request. `opened`: by the id of a fix, when its mistake was reported
    (seconds since 1970).
    """

    pulls: Mapping[int, str] = field(default_factory=dict)
    opened: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TracedFix:
    """A fix with the changes that brought what it repairs; `candidates` are all that blame found, newest first."""

    fix: str
    culprits: tuple[Culprit, ...]
    candidates: tuple[Candidate, ...] = ()


_NO_HINTS = Hints()


def trace_fixes(
    repository: Repository, fixes: Iterable[str], *, hints: Hints = _NO_HINTS, blame_only: bool = False
) -> tuple[tuple[TracedFix, ...], tuple[Skip, ...]]:
    """Trace fixes by the ids of their commits, in their order; a fix whose mistake cannot be traced has no culprits.

    What the message names comes first, and blame is asked only where it names nothing, or always with `blame_only`.
    """
    traced, skips = [], []
    for fix in fixes:
        found, reasons = _trace(repository, fix, hints, blame_only=blame_only)
        traced.append(found)
        skips += [Skip(path, "*", f"{reason} (fix {fix[:12]})") for path, reason in reasons]
    return tuple(traced), tuple(skips)


def _trace(
    repository: Repository, fix: str, hints: Hints, *, blame_only: bool
) -> tuple[TracedFix, list[tuple[str, str]]]:
    commit = repository.commit(fix)
    if commit is None:
        return TracedFix(fix, ()), [("", _MISSING)]
    named = () if blame_only else tuple(_follow_names(repository, commit, hints))
    if named or not commit.parents:
        return TracedFix(fix, named), []
    before = repository.commit(commit.parents[0])
    if before is None:
        return TracedFix(fix, ()), [("", f"what was before is {_MISSING}")]
    try:
        suspects, reasons = _ask_blame(repository, before, commit, hints.opened.get(fix))
    except ReviewerError as fault:
        return TracedFix(fix, ()), [("", fault.message)]
    return TracedFix(fix, suspects.culprits, suspects.candidates), reasons


def _follow_names(repository: Repository, commit: Commit, hints: Hints) -> Iterator[Culprit]:
    """Yield what the message takes back or names, as far as it is there and older."""
    told = read_message(commit.message)
    seen = {commit.revision.commit}
    for name, way in _list_names(told, hints):
        known = repository.commit(name)
        if known is not None and known.revision.commit not in seen and known.when <= commit.when:
            seen.add(known.revision.commit)
            yield Culprit(known.revision.commit, way)


def _list_names(told: Told, hints: Hints) -> Iterator[tuple[str, Way]]:
    yield from ((name, "revert") for name in told.reverts)
    yield from ((name, "named") for name in told.culprits)
    way: Way = "revert" if told.kind == "revert" else "named"
    yield from ((hints.pulls[number], way) for number in told.blamed_pulls if number in hints.pulls)


def _ask_blame(
    repository: Repository, before: Commit, fix: Commit, opened: int | None
) -> tuple[Suspects, list[tuple[str, str]]]:
    change = parse_change(repository.diff(before.revision, fix.revision), before.revision, fix.revision)
    files = [f for f in change.files if f.old_path is not None and f.content == "text" and f.deleted_lines]
    if len(files) > _MOST_FILES:
        return Suspects(), [("", f"{len(files)} files are more than one mistake")]
    removed, reasons = _read_removed(repository, files)
    suspects = Suspects()
    # Code of production decides; a fix that takes out none is judged by what else it takes out.
    for part in ({p: r.code for p, r in removed.items()}, {p: r.written for p, r in removed.items()}):
        wanted = {path: rows for path, rows in part.items() if rows}
        blamed = repository.blame(before.revision.commit, wanted) if wanted else {}
        reasons += [(path, answer) for path, answer in blamed.items() if isinstance(answer, str)]
        origins = [origin for rows in blamed.values() if not isinstance(rows, str) for origin in rows.values()]
        suspects = rank_candidates(origins, fix=fix.revision.commit, opened=opened)
        if suspects.candidates:
            break
    if suspects.is_cut:
        reasons.append(("", "the history of this clone ends before the lines that it takes out"))
    return suspects, list(dict.fromkeys(reasons))


def _read_removed(
    repository: Repository, files: Iterable[FileChange]
) -> tuple[dict[str, Removed], list[tuple[str, str]]]:
    known = {file.old_path or "": file for file in files}
    contents = repository.read(file.old_blob for file in known.values())
    removed, reasons = {}, []
    for path, file in known.items():
        data = contents[file.old_blob]
        if isinstance(data, str):
            reasons.append((path, data))
            continue
        language = recognise_language(path, data.split(b"\n", 1)[0])
        removed[path] = find_removed(file, Source(path, data, language, classify_file(path, data), file.touched_old))
    return removed, reasons
