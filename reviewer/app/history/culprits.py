"""This module holds the use case of tracing fixes: which earlier change brought what each of them repairs."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from reviewer.change.diff import parse_change
from reviewer.change.fileclass import classify_file
from reviewer.change.syntax.languages import recognise_language
from reviewer.change.syntax.source import Source
from reviewer.errors import ReviewerError
from reviewer.history.messages import Told, read_message
from reviewer.history.szz import Candidate, Culprit, Removed, Suspects, Way, find_removed, rank_candidates
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


@dataclass(slots=True)
class _Case:
    """What is found of one fix, and what blame still has to be asked: lines that it takes out of a commit, by path."""

    fix: str
    culprits: tuple[Culprit, ...] = ()
    suspects: Suspects = field(default_factory=Suspects)
    before: str = ""
    removed: Mapping[str, Removed] = field(default_factory=dict)
    reasons: dict[tuple[str, str], None] = field(default_factory=dict)


_NO_HINTS = Hints()


def trace_fixes(
    repository: Repository, fixes: Iterable[str], *, hints: Hints = _NO_HINTS, blame_only: bool = False
) -> tuple[tuple[TracedFix, ...], tuple[Skip, ...]]:
    """Trace fixes by the ids of their commits, in their order; a fix whose mistake cannot be traced has no culprits.

    What the message names comes first, and blame is asked only where it names nothing, or always with `blame_only`.
    """
    cases = [_open_case(repository, fix, hints, blame_only=blame_only) for fix in fixes]
    # Code of production decides; a fix that takes out none is judged by what else it takes out.
    _ask_blame(repository, cases, hints, lambda removed: removed.code)
    _ask_blame(repository, cases, hints, lambda removed: removed.written)
    for case in cases:
        if case.suspects.is_cut:
            case.reasons["", "the history of this clone ends before the lines that it takes out"] = None
    traced = (TracedFix(c.fix, c.culprits or c.suspects.culprits, c.suspects.candidates) for c in cases)
    skips = (Skip(path, "*", f"{why} (fix {case.fix[:12]})") for case in cases for path, why in case.reasons)
    return tuple(traced), tuple(skips)


def _open_case(repository: Repository, fix: str, hints: Hints, *, blame_only: bool) -> _Case:
    case = _Case(fix)
    commit = repository.commit(fix)
    if commit is None:
        case.reasons["", _MISSING] = None
        return case
    case.culprits = () if blame_only else tuple(_follow_names(repository, commit, hints))
    if case.culprits or not commit.parents:
        return case
    before = repository.commit(commit.parents[0])
    if before is None:
        case.reasons["", f"what was before is {_MISSING}"] = None
        return case
    case.before = before.revision.commit
    try:
        case.removed = _read_removed(repository, before, commit, case.reasons)
    except ReviewerError as fault:
        case.reasons["", fault.message.rstrip(".")] = None
    return case


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


def _read_removed(
    repository: Repository, before: Commit, fix: Commit, reasons: dict[tuple[str, str], None]
) -> dict[str, Removed]:
    change = parse_change(repository.diff(before.revision, fix.revision), before.revision, fix.revision)
    # What a copy lacks is still in the file that it was copied from.
    changed = (f for f in change.files if f.content == "text" and f.status != "copied" and f.deleted_lines)
    files = {file.old_path: file for file in changed if file.old_path is not None}
    if len(files) > _MOST_FILES:
        reasons["", f"{len(files)} files are more than one mistake"] = None
        return {}
    contents = repository.read(file.old_blob for file in files.values())
    removed = {}
    for path, file in files.items():
        data = contents[file.old_blob]
        if isinstance(data, str):
            reasons[path, data] = None
            continue
        language = recognise_language(path, data.split(b"\n", 1)[0])
        removed[path] = find_removed(file, Source(path, data, language, classify_file(path, data), file.touched_old))
    return removed


def _ask_blame(
    repository: Repository, cases: Iterable[_Case], hints: Hints, choose: Callable[[Removed], Collection[int]]
) -> None:
    """Find the candidates of the fixes that have none yet, all at once, since git answers for several files sooner."""
    asked = [
        (c, {p: rows for p, r in c.removed.items() if (rows := choose(r))}) for c in cases if not c.suspects.candidates
    ]
    wanted: dict[tuple[str, str], set[int]] = {}
    for case, lines in asked:
        for path, rows in lines.items():
            wanted.setdefault((case.before, path), set()).update(rows)
    blamed = repository.blame(wanted)
    for case, lines in asked:
        origins = []
        for path, rows in lines.items():
            answer = blamed[case.before, path]
            if isinstance(answer, str):
                case.reasons[path, answer] = None
            else:
                origins += [answer[row] for row in sorted(rows) if row in answer]
        if origins:
            case.suspects = rank_candidates(origins, fix=case.fix, opened=hints.opened.get(case.fix))
