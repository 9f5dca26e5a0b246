"""This module holds what a model was told of the repository, to be held against what it says."""

import builtins
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from math import ceil

from reviewer.app.second.brief import read_task
from reviewer.app.second.checking.phrases import read_phrases
from reviewer.app.second.checking.unveiling import unveil
from reviewer.change.late import compile_late

# So many words in a row are hardly found twice by chance; those of the task are such that a question may have more.
RUN, RUN_OF_TASK = 7, 12
# A short text repeats when most of it is a run.
_LEAST_RUN, _MOST_SHARE = 4, 0.7
# A text whose words stand together in one place says them after it, in whatever order.
_LEAST_WORDS, _SHARE, _STRETCH, _SHORTEST = 5, 0.87, 30, 4
_WORD = compile_late(r"\w+")
# A number, with its unit.
_AMOUNT = compile_late(r"\d+[a-z]{0,3}")
_BUILT_IN = frozenset(name.casefold() for name in (*dir(builtins), *sys.stdlib_module_names))


class Told:
    """The texts of a conversation that came from the repository, the pull request or a tool."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._text = "\n".join(texts)
        self._known_runs: dict[int, frozenset[tuple[str, ...]]] = {}

    def holds_code(self, code: str) -> bool:
        """Tell whether code is made of names that stand in what was told, or that a language comes with."""
        names = (word for word in list_words(code) if not _AMOUNT.fullmatch(word))
        return all(name in self._known or name in _BUILT_IN for name in names)

    def repeats(self, text: str) -> bool:
        """Tell whether a text repeats what it was told: a run of its words, or nearly all of them from one place.

        Encodings, unseen characters and words written backwards are seen through.
        """
        return bool(self.find_run(text)) or self._stands_together(list_words(text))

    def find_run(self, text: str) -> str:
        """Return the first words in a row with which a text repeats what it was told, or nothing."""
        words = list_words(text)
        size = min(RUN, max(_LEAST_RUN, ceil(_MOST_SHARE * len(words))), len(words))
        known = (run for run in _list_runs(words, size) if run in self._runs(size)) if size > 1 else ()
        of_task = (run for run in _list_runs(words, RUN_OF_TASK) if run in _runs_of_task())
        return " ".join(next(iter(known), next(of_task, ())))

    def _stands_together(self, words: Sequence[str]) -> bool:
        phrases = read_phrases()
        wanted = {word for word in words if len(word) >= _SHORTEST} - phrases.empty - phrases.english
        if len(wanted) < _LEAST_WORDS:
            return False
        places = sorted((at, word) for word in wanted for at in self._places.get(word, ()))
        first = 0
        for last, (at, _) in enumerate(places):
            while at - places[first][0] >= _STRETCH:
                first += 1
            if last - first + 1 < _SHARE * len(wanted):
                continue
            if len({word for _, word in places[first : last + 1]}) >= _SHARE * len(wanted):
                return True
        return False

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(list_words(self._text))

    @cached_property
    def _words(self) -> list[str]:
        return list_words("\n".join((self._text, *unveil(self._text))))

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = defaultdict(list)
        for at, word in enumerate(self._words):
            places[word].append(at)
        return places

    def _runs(self, size: int) -> frozenset[tuple[str, ...]]:
        if size not in self._known_runs:
            self._known_runs[size] = frozenset(_list_runs(self._words, size))
        return self._known_runs[size]


def list_words(text: str) -> list[str]:
    """Return the words of a text as they are compared: without case and punctuation."""
    return [word.casefold() for word in _WORD.findall(text)]


def _list_runs(words: Sequence[str], size: int) -> Iterable[tuple[str, ...]]:
    return (tuple(words[i : i + size]) for i in range(len(words) - size + 1))


@cache
def _runs_of_task() -> frozenset[tuple[str, ...]]:
    return frozenset(_list_runs(list_words(read_task()), RUN_OF_TASK))
