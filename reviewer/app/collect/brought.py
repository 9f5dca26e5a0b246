"""This module holds who brought which commit to the main line, and what every commit says of itself."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import Any

from reviewer.app.provenance import Witness
from reviewer.model.provenance import CommitText, LineRange
from reviewer.ports import Archive, Attested, Record

COMMIT, TEXT, CONTACT = "commit", "text", "contact"
_BATCH = 500
_MOST_BROUGHT = 500


class Owners:
    """The place on the main line that brought each of some commits; that of a commit of the main line is its own."""

    def __init__(self, repository: Attested, tip: str, base: str, places: Mapping[str, int]) -> None:
        new = {text.oid for text in repository.texts(tip, base)}
        self.counts: Counter[int] = Counter()
        self._places = dict(places)
        # The merge nearest to the root brought it: later ones found it there.
        for commit, place in sorted(places.items(), key=lambda item: item[1]):
            waiting = list(_find_parents(repository, commit)[1:])
            while waiting:
                oid = waiting.pop()
                if oid in new and oid not in self._places:
                    self._places[oid] = place
                    self.counts[place] += 1
                    waiting += _find_parents(repository, oid)

    def find(self, commit: str) -> int | None:
        """Return the place that brought a commit."""
        return self._places.get(commit)


def read_texts(
    repository: Attested, ends: tuple[str, str], places: Mapping[str, int], owners: Owners
) -> Iterator[Record]:
    """Yield what the commits say of themselves that lead to one end and not to the other, with notes on their lines.

    Each is kept under the place that brought it; a commit of the main line is the first there. Of a merge that brought
    a great many the newest are kept.
    """
    witness = Witness(repository, ends[0])
    numbers: Counter[int] = Counter()
    texts = repository.texts(*ends)
    while batch := list(islice(texts, _BATCH)):
        notes = witness.read_notes([text.oid for text in batch])
        for text in batch:
            place = owners.find(text.oid)
            if place is None:
                continue
            is_own = text.oid in places
            numbers[place] += not is_own
            if is_own or numbers[place] <= _MOST_BROUGHT:
                lines = [line for ranges in notes.get(text.oid, {}).values() for line in ranges]
                key = f"{place:08d}-{0 if is_own else numbers[place]:04d}"
                yield Record(TEXT, key, text.when, _describe(text, lines))


def gather_texts(archive: Archive, places: range) -> Iterator[list[tuple[CommitText, tuple[LineRange, ...]]]]:
    """Yield for each place what its commit says of itself and a tool noted of it, and behind that what it brought."""
    groups = groupby(archive.records(TEXT), key=lambda record: int(record.key.partition("-")[0]))
    place, group = next(groups, (0, iter(())))
    for wanted in places:
        while 0 < place < wanted:
            place, group = next(groups, (0, iter(())))
        yield [_restore(record.data) for record in group] if place == wanted else [(CommitText("", ""), ())]


_FIELDS = ("oid", "message", "author_name", "author_mail", "committer_name", "committer_mail", "when")


def _describe(text: CommitText, lines: Sequence[LineRange]) -> dict[str, Any]:
    """Write a text for the archive. Which lines a note is about does not matter here: they are counted."""
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for line in lines:
        counts[line.kind, line.tool, line.model, line.source] += line.last - line.first + 1
    told = {name: getattr(text, name) for name in _FIELDS}
    return {**told, "lines": [[count, *noted] for noted, count in sorted(counts.items())]}


def _find_parents(repository: Attested, commit: str) -> tuple[str, ...]:
    found = repository.commit(commit)
    return found.parents if found else ()


def _restore(told: Mapping[str, Any]) -> tuple[CommitText, tuple[LineRange, ...]]:
    lines = (LineRange(1, count, kind, tool, model, source) for count, kind, tool, model, source in told["lines"])
    return CommitText(**{name: told[name] for name in _FIELDS}), tuple(lines)
