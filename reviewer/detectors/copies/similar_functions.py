"""This module holds the search for existing functions that may do what a new one does."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import log
from pathlib import PurePosixPath

from reviewer.change.late import compile_late
from reviewer.change.syntax.outline import body_shape
from reviewer.change.syntax.source import Scope, Source
from reviewer.change.syntax.tokens import shape_of
from reviewer.detectors.copies.likeness import Reading, share_runs, weigh_overlap
from reviewer.detectors.symbols.existing_symbol import read_lines
from reviewer.index.revision import COMMON, Site
from reviewer.index.view import View

_MOST_WORDS, _MOST_MENTIONS = 16, 800
_MOST_FOUND, _MOST_READ, _MOST_PARSED = 24, 8, 3
# Of a whole change: work follows its size, and says nothing beyond.
_MOST_FILES = 120
_LEAST_COMMON = 0.5
# A copy has this share of the runs, one in another form most of the names, one without names most of the runs.
_LEAST_RUNS, _MANY_RUNS = 0.3, 0.6
# Names that weigh less find nothing by themselves; a copy mentions this share of what was picked.
_TELLING, _LEAST_SHARED, _LEAST_HINTED = 10, 0.5, 0.3
_PART = compile_late(r"[A-Za-z_$][\w$]*|\d{4,}")
# What any program says: it weighs little, however rare it is in a small repository.
_EVERYDAY = frozenset(
    word
    for line in (
        "append add push pop insert remove delete clear extend update get set has keys values items entries put find",
        "len length size count map filter reduce forEach join split strip trim replace format startswith endswith",
        "startsWith endsWith toString String str int float bool list dict tuple Object Array Map Set List HashMap",
        "ArrayList Vec Some None Ok Err Option Result unwrap clone into iter collect to_string as_str push_str",
        "range enumerate zip sorted sort reversed reverse isinstance getattr setattr hasattr super type max min sum",
        "any all abs round print println printf log debug info warn warning error logger console Error Errorf Sprintf",
        "Exception ValueError TypeError KeyError RuntimeError fmt Printf Println make new True False null nil name id",
        "value key data result path text message args kwargs lower upper toLowerCase toUpperCase slice substring",
        "contains includes indexOf isEmpty is_empty equals hashCode stream of from to Integer Long Double Boolean",
        "self this cls number string Number Math JSON stringify parse T K V then catch Promise is_some is_none Self",
    )
    for word in line.split()
)


@dataclass(frozen=True, eq=False)
class Candidate:
    """An existing function with its body as it is after the change; `is_gone` when the change took it away."""

    site: Site
    source: Source
    scope: Scope
    reading: Reading
    is_gone: bool = False


@dataclass(eq=False)
class Search:
    """The existing functions of one change's repository. Texts are read once, and no more than a change is worth."""

    view: View
    _sketches: dict[Site, Reading] = field(default_factory=dict)
    _files: set[str] = field(default_factory=set)
    _weights: dict[str, float] = field(default_factory=dict)

    def weigh(self, word: str) -> float:
        """Return how much it says that two functions have a word in common: the rarer the more."""
        if word not in self._weights:
            self._weights[word] = self._weigh(word)
        return self._weights[word]

    def _weigh(self, word: str) -> float:
        if word in _EVERYDAY:
            return 0.5
        parts = _PART.findall(word)
        if not parts:
            return 0.3
        rarest = min(self.view.base.count_mentions(part) for part in parts)
        return log(1 + COMMON / max(4, rarest)) if rarest <= COMMON else 0.3

    def find_candidates(self, new: Reading, language: str, least: float, text: str = "") -> list[Candidate]:
        """Return the most similar existing functions; `least` is the fewest share of the size, `text` the body."""
        sites = [s for s in self.view.base.find_bodies(new.shape.hash, language) if self._is_useful(s)]
        if not sites:
            sites = self._find_likely(new, language, least, text)
        return [found for site in sites[:_MOST_PARSED] if (found := self.read_candidate(site))]

    def _find_likely(self, new: Reading, language: str, least: float, text: str) -> list[Site]:
        """Look at the functions that share words by their lines alone, and keep those that may do the same."""
        scored = []
        for site in self._find_sites(new, language, least, text)[:_MOST_READ]:
            sketch = self._sketch(site)
            runs = share_runs(new, sketch) if sketch else 0.0
            if sketch is None or runs < _LEAST_RUNS:
                continue
            common = weigh_overlap(new.names, sketch.names, self.weigh)
            if common >= _LEAST_COMMON or runs >= _MANY_RUNS:
                scored.append((-max(common, runs), -runs, site))
        return [site for _, _, site in sorted(scored)]

    def _find_sites(self, new: Reading, language: str, least: float, text: str) -> list[Site]:
        """Names are asked first; where they are too common to tell, the literals and the names of locals too."""
        size = len(new.shape.tokens)
        found: dict[Site, None] = {}
        picked, weight = self._pick(new.names)
        if weight >= _TELLING:
            found = dict.fromkeys(self.view.base.find_similar(picked, language, _MOST_FOUND, least=_LEAST_SHARED))
        if not found:
            picked, _ = self._pick(new.words | set(_PART.findall(text)))
            found = dict.fromkeys(self.view.base.find_similar(picked, language, _MOST_FOUND, least=_LEAST_HINTED))
        fits = (site for site in found if least * size <= site.unit.tokens <= size / least)
        return [site for site in fits if self._is_useful(site)]

    def _pick(self, words: Iterable[str]) -> tuple[list[str], float]:
        """Return the rarest of some words, and what they weigh; those of a large crowd only where there are few."""
        base = self.view.base
        parts = {part for word in words for part in _PART.findall(word)} - _EVERYDAY
        counted = sorted((count, part) for part in parts if 0 < (count := base.count_mentions(part)) <= COMMON)
        picked: list[str] = []
        total = 0
        for count, part in counted[:_MOST_WORDS]:
            total += count
            if total > _MOST_MENTIONS and len(picked) >= 3:
                break
            picked.append(part)
        return picked, sum(map(self.weigh, picked))

    def _is_useful(self, site: Site) -> bool:
        return self.view.base.file_class(site.path) in ("production", "script")

    def _sketch(self, site: Site) -> Reading | None:
        """Read a function with its head by its lines alone: fast, and enough to leave most of them out."""
        if site not in self._sketches:
            if site.path not in self._files and len(self._files) >= _MOST_FILES:
                return None
            self._files.add(site.path)
            self._sketches[site] = Reading(shape_of(read_lines(site, self.view.base), site.language, site.unit.name))
        return self._sketches[site]

    def read_candidate(self, site: Site) -> Candidate | None:
        """Read an existing function as it stands after the change, or None where that cannot be said."""
        changed = site.path not in self.view.head.paths or site.path in self.view.by_path
        source = self.view.head.source(site.path) if changed else self.view.base.source(site.path)
        if source is None or (changed and site.path not in self.view.head.paths):
            return self._read_gone(site)
        scope = next((s for s in source.functions if _is_at(s, site, moved=changed)), None)
        if scope is None:
            return self._read_gone(site) if changed else None
        return _make(site, source, scope)

    def _read_gone(self, site: Site) -> Candidate | None:
        source = self.view.base.source(site.path)
        scope = next((s for s in source.functions if _is_at(s, site, moved=False)), None) if source else None
        return _make(site, source, scope, is_gone=True) if source and scope else None


def _is_at(scope: Scope, site: Site, *, moved: bool) -> bool:
    return (moved or scope.line == site.unit.line) and scope.symbol.replace("::", ".") == site.unit.symbol


def _make(site: Site, source: Source, scope: Scope, *, is_gone: bool = False) -> Candidate:
    return Candidate(site, source, scope, Reading(body_shape(scope, source)), is_gone)


_VARIANT = compile_late(
    r"[._-]?(windows|win32|linux|darwin|macos|unix|posix|wasm|android|ios|browser|node|arm64|amd64|x86|async|sync)\b|"
    r"(?<=/)(?:api[/_-]?)?v\d+\w*(?=[/_.])|(?<=[/_.-])(async|sync|aio|blocking)(?=[/_.-])"
)


def are_variants(first: str, second: str) -> bool:
    """Tell whether two paths name the same thing for two platforms, versions or ways of waiting."""
    same = PurePosixPath(first).suffix == PurePosixPath(second).suffix and first != second
    return same and _VARIANT.sub("", first) == _VARIANT.sub("", second)
