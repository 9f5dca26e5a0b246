"""This module holds a report laid over the files of a change: what it says of each, or why it says nothing."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from reviewer.adapters.coverage.fitting import fit_file
from reviewer.adapters.coverage.formats.tally import Measured, Report
from reviewer.adapters.coverage.mapping import Hints, map_names
from reviewer.adapters.coverage.naming import is_installed, spell
from reviewer.model.evidence import FileCoverage

# A report of this repository names its files, and perhaps many headers and packages; one in ten is not chance.
_LEAST_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Laid:
    """What a report says of the files that were asked for. `left_out` gives the reason by path.

    `named` counts the files of the report, `unmatched` those that stand for no file of the repository or for several.
    """

    format: str
    files: Mapping[str, FileCoverage]
    left_out: Mapping[str, str]
    named: int
    unmatched: int
    lost: int

    @property
    def is_foreign(self) -> bool:
        """Tell whether the report is about another repository, or about nothing."""
        return self.named - self.unmatched < max(1, _LEAST_SHARE * self.named)


def lay_report(
    report: Report,
    paths: Collection[str],
    texts: Mapping[str, bytes],
    hints: Hints,
    find_age: Callable[[str], str] = lambda _: "",
) -> Laid:
    """Lay a report over some files, by their text. `paths` are all of the repository, since names may be ambiguous.

    `find_age` returns why a file is too new for the report, or an empty string.
    """
    mapped = map_names((piece.name for piece in report.files), paths, hints)
    pieces: dict[str, list[Measured]] = {}
    for piece in report.files:
        path = mapped.get(piece.name)
        if path in texts:
            pieces.setdefault(str(path), []).append(piece)
    files, left_out = {}, {}
    for path in sorted(pieces):
        fitted = find_age(path) or fit_file(pieces[path], path, texts[path], report.format)
        if isinstance(fitted, str):
            left_out[path] = fitted
        else:
            files[path] = fitted
    names = dict.fromkeys(piece.name for piece in report.files)
    own = [name for name in names if name in mapped or not is_installed(spell(name).parts)]
    return Laid(report.format, files, left_out, len(own), len(own) - len(mapped), report.lost)


def join_files(one: Mapping[str, FileCoverage], other: Mapping[str, FileCoverage]) -> dict[str, FileCoverage]:
    """Join two reports of the same code: a line ran if it ran in either."""
    joined = dict(one)
    for path, file in other.items():
        known = joined.get(path)
        if known is None:
            joined[path] = file
            continue
        ran = known.ran | file.ran
        tests = {
            line: known.tests.get(line, frozenset()) | file.tests.get(line, frozenset())
            for line in sorted({*known.tests, *file.tests})
        }
        joined[path] = FileCoverage(ran, (known.missed | file.missed) - ran, tests)
    return joined
