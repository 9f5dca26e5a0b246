"""This module holds the use case of `reviewer history`: the past is read ahead, and told of files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reviewer.app.history.reading import ensure_history
from reviewer.app.sources import make_classifier
from reviewer.change.syntax.languages import recognise_language
from reviewer.change.syntax.source import Source
from reviewer.errors import ReviewerError
from reviewer.history.familiarity import Familiar, rank_familiar
from reviewer.history.past import FileHistory, History, sum_up
from reviewer.history.tally import Tally, count_history
from reviewer.model.change import Change, Revision
from reviewer.ports import HistoryStore, Range, Repository

_COMPANIONS, _PEOPLE = 8, 5


@dataclass(frozen=True, slots=True)
class FunctionStory:
    """One function of a file with the changes that touched it; `born` tells that the first of them is known."""

    symbol: str
    line: int
    end_line: int
    history: FileHistory
    born: bool


@dataclass(frozen=True, slots=True)
class FileStory:
    """One file with its past, its functions, the files that change with it, and who knows the folder around it."""

    path: str
    history: FileHistory
    functions: tuple[FunctionStory, ...]
    companions: tuple[tuple[str, int], ...]
    familiar: tuple[Familiar, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """What is known of the past of a revision: `read` changes are new to the store, `whole` until the beginning."""

    revision: str
    changes: int
    read: int
    whole: bool
    tally: Tally | None
    files: tuple[FileStory, ...]


def tell_history(
    repository: Repository,
    store: HistoryStore,
    *,
    head: str,
    paths: Sequence[str],
    now: int,
    counted: bool,
    tell: Callable[[int, int], None],
) -> Story:
    """Bring the past of a revision into the store and tell of some files; `counted` asks for totals as well.

    Raises `ReviewerError` for a revision that is not a commit, and for a path that is not in it.
    """
    revision = repository.resolve(Range(base=head, head=head)).head
    if not revision.commit:
        raise ReviewerError(f"'{revision.name}' is not a commit.", "Name a branch, a tag or a commit.")
    read = 0

    def count(done: int, total: int) -> None:
        nonlocal read
        read = done
        tell(done, total)

    chain = ensure_history(repository, store, revision.commit, count)
    history = History(store, chain, now)
    return Story(
        revision.name,
        store.count(chain),
        read,
        not chain.missing,
        count_history(store.changes(chain)) if counted else None,
        tuple(_tell_file(repository, history, revision, path) for path in paths),
    )


def _tell_file(repository: Repository, history: History, revision: Revision, path: str) -> FileStory:
    name = f"{revision.tree}:{path}"
    data = repository.read([name])[name]
    if isinstance(data, str):
        raise ReviewerError(f"'{path}' cannot be read in {revision.name}: {data}.", "Name a file of the repository.")
    classify = make_classifier(repository, revision, Change(revision, revision, ()), {})
    language = recognise_language(path, data.split(b"\n", 1)[0])
    source = Source(path, data, language, classify(path, data), frozenset())
    functions = []
    for scope in source.functions:
        traced = history.stretch(path, scope.line, scope.end_line)
        told = sum_up(traced.touches, history.now)
        functions.append(FunctionStory(scope.symbol, scope.line, scope.end_line, told, traced.born))
    touches = history.touches(path)
    together = sorted(history.store.companions(history.chain, touches).items(), key=lambda item: (-item[1], item[0]))
    folder = path.rpartition("/")[0]
    around = history.store.area(history.chain, folder, 0)
    contacts = sorted({author for change in around for author in change.authors})
    names = repository.real_names(revision.commit, contacts)
    return FileStory(
        path,
        history.file(path),
        tuple(functions),
        tuple(item for item in together[:_COMPANIONS] if item[1] > 1),
        rank_familiar(around, history.now, lambda contact: names.get(contact, contact))[:_PEOPLE],
    )
