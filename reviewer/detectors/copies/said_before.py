"""This module holds which lines of new code say what other files of the repository say already, in runs of tokens."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.syntax.tokens import shape_of
from reviewer.detectors.copies.copied_functions import find_test_lines
from reviewer.index.revision import Index

# So many tokens in a row are one saying, of which some must be names of members, callees, types or literals.
_RUN = 8
_TELLING = 3
# The files that share most of the rare words are read, and no others.
_MOST_FILES, _MOST_WORDS, _LONGEST_FILE = 40, 80, 200_000
_MOST_MENTIONS = 60
_WORD = compile_late(r"[A-Za-z_]\w{4,}")
_LISTED = compile_late(r"[\w$.]*+(?: as [\w$]++)?,?+|export .*+")
_LOCAL = compile_late(r"_\d+")
_NAMED = compile_late(r"(?:\.|\?\.|->|::|&\.)?[A-Za-z$@]\w*[(\w{!=:]|S|N")
_PLAIN = compile_late(
    r"(?:if|for|while|return|self|this|const|let|var|def|in|not|and|or|new|else|None|null|true|false)\(?"
)


@dataclass(frozen=True, slots=True)
class Written:
    """The lines of code that a change added to one file, with those that other files say already, by these files."""

    file: ChangedFile
    lines: tuple[int, ...]
    said: dict[int, str]

    @property
    def new(self) -> list[int]:
        """The lines that nobody has said."""
        return [line for line in self.lines if line not in self.said]


def find_said(files: Sequence[ChangedFile], index: Index, told: Mapping[str, frozenset[int]]) -> list[Written]:
    """Return which added lines of changed files other files of the old revision say, but for the lines `told`."""
    found = [(written, _read_runs(written)) for file in files if (written := _write(file, told.get(file.path)))]
    known = _read_known(index, [written for written, _ in found], {run.tokens for _, runs in found for run in runs})
    for written, runs in found:
        own = (written.file.change.old_path, written.file.path)
        for run in runs:
            path = next((path for path in known.get(run.tokens, ()) if path not in own), "")
            for row in run.rows if path else ():
                written.said.setdefault(row, path)
    return [written for written, _ in found]


def _write(file: ChangedFile, told: frozenset[int] | None) -> Written | None:
    source = file.new
    if source is None or source.language is None:
        return None
    left = find_test_lines(source) | (told or frozenset())
    lines = tuple(n for n in sorted(file.change.added_lines) if n not in left and _has_code(source.line_text(n)))
    return Written(file, lines, {}) if lines else None


def _read_runs(written: Written) -> "list[_Run]":
    """Return the runs of tokens all of which stand in added lines."""
    source, wanted = written.file.new, set(written.lines)
    if source is None:
        return []
    rows = _number_tokens(source.lines, source.language or "")
    return [run for run in _find_runs(rows) if all(row in wanted for row in run.rows)]


@dataclass(frozen=True, slots=True)
class _Run:
    tokens: tuple[str, ...]
    rows: tuple[int, ...]


def _has_code(text: str) -> bool:
    """Tell whether a line holds code: no comment, no import, no name in a list of names."""
    plain = text.strip()
    return (
        not _LISTED.fullmatch(plain)
        and sum(c.isalnum() for c in plain) > 2
        and not plain.startswith(("#", "//", "*", "/*", "import ", "from ", "use "))
    )


def _number_tokens(lines: Sequence[str], language: str) -> list[tuple[str, int]]:
    """Return the tokens of a file, normalised, each with its line."""
    found: list[tuple[str, int]] = []
    for number, text in enumerate(lines, 1):
        if not _has_code(text):
            continue
        shape = shape_of(text.strip(), language)
        found += [("_" if _LOCAL.fullmatch(token) else token, number) for token in shape.tokens]
    return found


def _find_runs(rows: Sequence[tuple[str, int]]) -> Iterator[_Run]:
    for at in range(len(rows) - _RUN + 1):
        part = rows[at : at + _RUN]
        tokens = tuple(token for token, _ in part)
        if sum(bool(_NAMED.fullmatch(t)) and not _PLAIN.fullmatch(t) for t in set(tokens)) >= _TELLING:
            yield _Run(tokens, tuple(sorted({row for _, row in part})))


def _read_known(
    index: Index, written: Sequence[Written], wanted: Collection[tuple[str, ...]]
) -> dict[tuple[str, ...], list[str]]:
    """Return the files that say a run, of those that are most similar to what was written; two for each at most."""
    known: dict[tuple[str, ...], list[str]] = {}
    for path in _find_similar(index, written):
        source = index.source(path)
        if source is not None and source.language is not None and len(source.data) <= _LONGEST_FILE:
            for tokens in {run.tokens for run in _find_runs(_number_tokens(source.lines, source.language))}:
                if tokens in wanted and len(known.setdefault(tokens, [])) < 2:
                    known[tokens].append(path)
    return known


def _find_similar(index: Index, written: Sequence[Written]) -> list[str]:
    """Return the files of production code that share most of the rarer words of the added lines."""
    texts = [(w.file.language or "", w.file.change.added_lines[line]) for w in written for line in w.lines]
    words = Counter((language, word) for language, text in texts for word in set(_WORD.findall(text)))
    counted = {key: n for key in words if 0 < (n := index.count_mentions(key[1])) <= _MOST_MENTIONS}
    told = sorted(counted, key=lambda key: (-words[key], counted[key], key))[:_MOST_WORDS]
    weights: dict[str, float] = defaultdict(float)
    for language, word in told:
        for path in {site.path for site in index.find_mentions(word, language)}:
            weights[path] += 1 / counted[language, word] ** 0.5
    ranked = sorted(weights, key=lambda p: (-weights[p], p))
    return [p for p in ranked if index.file_class(p) == "production"][:_MOST_FILES]
