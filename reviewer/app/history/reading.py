"""This module holds the use case of reading the history: what is not known yet of a revision is logged and kept."""

from collections.abc import Callable
from dataclasses import dataclass, field

from reviewer.change.diff import parse_change
from reviewer.change.syntax.languages import LANGUAGES
from reviewer.errors import ReviewerError
from reviewer.history.messages import read_message
from reviewer.model.change import Revision
from reviewer.model.history import Kind, Logged, PastChange, Shape
from reviewer.ports import Chain, CutLog, HistoryStore, Repository
from reviewer.risk.level.shape import describe_change

PATHSPECS = tuple(f"*{end}" for row in LANGUAGES.values() for end in (*row.suffixes, *row.names))
# The newest changes are described, so that a new one can be compared with them.
DESCRIBED = 320
_BATCH = 2_000
_NOWHERE = Revision("", "")


@dataclass(slots=True)
class _Brought:
    """What merges brought: the authors of their commits, and how many of these are fixes."""

    authors: dict[str, None] = field(default_factory=dict)
    fixes: int = 0
    commits: int = 0


def ensure_history(repository: Repository, store: HistoryStore, commit: str, tell: Callable[[int, int], None]) -> Chain:
    """Bring the changes that lead to a commit into the store. `tell` hears how many of how many commits are read.

    What is kept may have gaps, where a run was ended or small segments were forgotten: each is filled in its turn. What
    is missing still is not in this clone.
    """
    chain, before = store.chain(commit), ""
    while chain.missing not in ("", before):
        before = chain.missing
        _read_missing(repository, store, before, tell)
        chain = store.chain(commit)
    return chain


def _read_missing(repository: Repository, store: HistoryStore, commit: str, tell: Callable[[int, int], None]) -> None:
    known, total = "", 0
    for oid in repository.main_line(commit):
        if store.holds(oid):
            known = oid
            break
        total += 1
    brought = _read_merges(repository, commit, known)
    batch, tip, done, below = [], commit, 0, known
    log = repository.log(commit, known, PATHSPECS, DESCRIBED)
    try:
        for logged in log:
            batch.append((tell_change(logged, brought.get(logged.commit)), logged.touches))
            done += 1
            if len(batch) == _BATCH:
                behind = (logged.parents or ("",))[0]
                store.add(tip, batch, behind)
                batch, tip = [], behind
            tell(done, total)
    except CutLog as cut:
        below = cut.commit
    if tip not in ("", below):
        store.add(tip, batch, below)


def _read_merges(repository: Repository, commit: str, known: str) -> dict[str, _Brought]:
    brought: dict[str, _Brought] = {}
    for inner in repository.inner(commit, known):
        merge = brought.setdefault(inner.merge, _Brought())
        merge.authors[inner.author] = None
        merge.commits += 1
        merge.fixes += read_message(inner.subject).kind == "fix"
    return brought


def tell_change(logged: Logged, brought: _Brought | None) -> PastChange:
    """Read what a change says of itself; a merge without words of its own is a fix when most of what it brought is."""
    told = read_message(logged.message)
    kind, level = told.kind, told.level
    if brought is not None and kind == "other" and told.pull is None and brought.fixes * 2 > brought.commits:
        kind, level = "fix", "words"
    authors = tuple(sorted(brought.authors)) if brought is not None and brought.authors else (logged.author,)
    return PastChange(
        commit=logged.commit,
        when=logged.when,
        authors=authors,
        kind=kind,
        level=level,
        subject=logged.message.partition("\n")[0],
        pull=told.pull,
        reverts=told.reverts,
        culprits=told.culprits,
        files=len(logged.touches),
        measured=logged.measured,
        shape=_describe(logged, kind),
    )


def _describe(logged: Logged, kind: Kind) -> Shape:
    if not logged.diff:
        return {}
    try:
        return describe_change(parse_change(logged.diff, _NOWHERE, _NOWHERE), kind)
    except ReviewerError:
        return {}
