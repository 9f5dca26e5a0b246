"""This module holds the rest of the repository as rules may ask for it: each answer is worked out when first asked."""

from collections.abc import Callable, Collection
from functools import cache, cached_property
from math import ceil

from reviewer.app.history.reading import ensure_history
from reviewer.app.sources import Classify
from reviewer.change.fileclass import classify_path
from reviewer.change.late import compile_late
from reviewer.change.syntax.languages import recognise_language
from reviewer.change.syntax.source import Source
from reviewer.change.weight import COUNTED
from reviewer.history.marks import find_marks
from reviewer.history.messages import is_fix_branch, read_message
from reviewer.history.past import History
from reviewer.index.build import Spread, ensure_facts
from reviewer.index.memory import MemoryStore
from reviewer.index.percentiles import find_percentiles, pick_sample
from reviewer.index.revision import RevisionIndex
from reviewer.model.change import Change
from reviewer.ports import FactStore, HistoryStore, Repository, TreeEntry

_RECENT, _FEWEST, _MOST_SUBJECTS = 200, 30, 50
_TOLD = 100
_LONGEST_TEXT = 20_000
_CUT = "the history goes on where this clone ends: what is older is not known (`git fetch --unshallow`)"
_MERGES = compile_late(r"Merge pull request #\d|Merged in \S+ \(pull request #\d|Merge branch '[^'\n]+' into ")
# A subject, or the branch in the subject of a merge.
_RESTORES = compile_late(r"(?i)^\W*(revert|re-?apply|re-?land|roll ?back|restore)\b|^Merge .*[/ ]revert-\d")


def _remember_nothing() -> tuple[FactStore, str]:
    return MemoryStore(), ""


OpenHistory = Callable[[], tuple[HistoryStore, str]]


class Facts:
    """Where facts and history are kept, and how facts of many files are collected (see `ensure_facts`).

    `open_` is called when the first fact is asked for; it returns the store and a sentence that says why facts are
    not kept in it, if they are not. `open_history` is the same for the changes of the past; without it none are known.
    `place` is the file that facts are kept in.
    """

    def __init__(
        self,
        open_: Callable[[], tuple[FactStore, str]] = _remember_nothing,
        spread: Spread = map,
        place: str = "",
        open_history: OpenHistory | None = None,
    ) -> None:
        self._open = open_
        self._open_history = open_history
        self.spread = spread
        self.place = place
        self.note = ""

    @cached_property
    def store(self) -> FactStore:
        """The store, opened once."""
        store, self.note = self._open()
        return store

    @cached_property
    def history(self) -> HistoryStore | None:
        """The changes of the past, opened once."""
        if self._open_history is None:
            return None
        store, note = self._open_history()
        self.note = self.note or note
        return store


class RepositorySurroundings:
    """What is usual around a change in a repository (see `Surroundings`), and the index of its old revision.

    `told` is what a pull request says of the change, its title first, where there is one.
    """

    def __init__(
        self,
        repository: Repository,
        change: Change,
        facts: Facts,
        classify: Classify,
        tell: Callable[[str], None],
        now: int = 0,
        *,
        told: tuple[str, ...] = (),
    ) -> None:
        self._told = told
        self._repository = repository
        self._now = now
        self._change = change
        self._base = change.base
        self._facts = facts
        self._tell = tell
        self._tree = cache(self._list_tree)
        self.usual_size = cache(self._measure_sizes)
        self.usual_function = cache(self._measure_functions)
        self._messages = cache(self._read_messages)
        self.past = cache(self._read_past)
        self.index = RevisionIndex(
            lambda: {entry.path: entry.blob for entry in self._tree()},
            self._fill_store,
            read=self._read,
            classify=classify,
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of the review should know about where its facts came from."""
        past = self.past()
        cut = past is not None and past.chain.missing
        return tuple(note for note in (self._facts.note, _CUT if cut else "", self._tell_marks()) if note)

    def _tell_marks(self) -> str:
        """Say which machines the commits of the change name as helpers; nobody is scored by it."""
        marks = find_marks(self._messages())
        return f"by its own word written with {', '.join(marks)}: that gives no points" if marks else ""

    def is_restoring(self) -> bool:
        """Tell whether the change says of itself that it reverts or re-applies another."""
        subjects = self._subjects()
        return bool(subjects) and (bool(_RESTORES.search(subjects[0])) or all(map(_RESTORES.search, subjects)))

    def is_fix(self) -> bool:
        """Tell whether the change says of itself that it repairs something: by its branch, or most of its commits."""
        subjects = self._subjects()
        fixes = sum(read_message(subject).kind == "fix" for subject in subjects)
        return is_fix_branch(self._change.head.name) or fixes * 2 > len(subjects)

    def said(self) -> tuple[str, ...]:
        """Return what the change says of itself: the text of the pull request, then messages, newest first."""
        texts = (self._tell_pull_request(), *self._messages())
        return tuple(cut_words(text, _LONGEST_TEXT) for text in texts if text)

    def summary(self) -> str:
        """Return the text that speaks for the whole change: of the pull request, a merge or the only commit."""
        messages = self._messages()
        merged = messages[:1] if messages and _MERGES.match(messages[0]) else ()
        only = messages if len(messages) == 1 else merged
        return (self._tell_pull_request() or "".join(only))[:_LONGEST_TEXT]

    def _tell_pull_request(self) -> str:
        return "\n\n".join(text for part in self._told if (text := cut_words(part, _LONGEST_TEXT).strip()))

    def _list_tree(self) -> tuple[TreeEntry, ...]:
        return self._repository.tree(self._base)

    def _read(self, paths: Collection[str]) -> dict[str, bytes | None]:
        names = {path: f"{self._base.tree}:{path}" for path in paths}
        found = self._repository.read(names.values())
        return {p: data if isinstance(data := found[name], bytes) else None for p, name in names.items()}

    def _fill_store(self) -> FactStore:
        store, spread = self._facts.store, self._facts.spread

        def tell(done: int, total: int) -> None:
            self._tell(f"indexing the repository, {done} of {total} files")

        ensure_facts(self._base.tree, self._tree(), store, read=self._repository.read, spread=spread, tell=tell)
        return store

    def _subjects(self) -> list[str]:
        return [message.partition("\n")[0] for message in self._messages()]

    def _read_messages(self) -> tuple[str, ...]:
        return self._repository.messages(self._change.base, self._change.head, _MOST_SUBJECTS)

    def _read_past(self) -> History | None:
        store = self._facts.history
        if store is None or not self._base.commit:
            return None

        def tell(done: int, total: int) -> None:
            if done % _TOLD == 0:
                self._tell(f"reading the history, {done} of {total} changes")

        return History(store, ensure_history(self._repository, store, self._base.commit, tell), self._now)

    def _measure_sizes(self) -> int | None:
        changes = self._repository.recent_sizes(self._base, _RECENT)
        sizes = sorted(sum(n for path, n in change.items() if classify_path(path) in COUNTED) for change in changes)
        return sizes[ceil(0.95 * len(sizes)) - 1] if len(sizes) >= _FEWEST else None

    def _measure_functions(self, language: str) -> dict[str, int] | None:
        entries = pick_sample(self._tree(), language)
        contents = self._repository.read(entry.blob for entry in entries)
        texts = [(entry.path, contents.get(entry.blob)) for entry in entries]
        return find_percentiles(
            Source(path, data, recognise_language(path), classify_path(path))
            for path, data in texts
            if isinstance(data, bytes)
        )


def cut_words(text: str, most: int) -> str:
    """Return the beginning of a long text up to the end of a word: a part of a secret is not known as one."""
    return text if len(text) <= most else (text[:most].rsplit(maxsplit=1) or [""])[0]
