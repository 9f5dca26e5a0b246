"""This module holds the coverage of a change: the reports that were given or found, and a sentence about each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reviewer.adapters.coverage.disk import Found, find_reports, read_report_file, read_worktree_file
from reviewer.adapters.coverage.formats import read_report
from reviewer.adapters.coverage.formats.tally import Report, Unreadable
from reviewer.adapters.coverage.laying import Laid, join_files, lay_report
from reviewer.adapters.coverage.mapping import Hints
from reviewer.change.late import compile_late
from reviewer.errors import ReviewerError
from reviewer.index.evidence.diff_coverage import LineCount, measure_change
from reviewer.index.view import View
from reviewer.model.evidence import Coverage, FileCoverage

_MOST_READ, _MOST_MODULES, _LARGEST_TEXT = 12, 100, 1_000_000
_MODULE = compile_late(r"(?m)^[ \t]*module[ \t]+[\"`]?([^\s\"`]+)")
_READ = "Name a report in Cobertura, JaCoCo, Clover, LCOV, coverage.py, Istanbul or Go format, or leave out --coverage."
_FOREIGN = "Name a report of this repository, or leave out --coverage."


@dataclass(frozen=True, slots=True)
class _Opened:
    place: str
    folder: str | None
    report: Report
    time: float


def read_given(view: View, root: Path, paths: Sequence[Path]) -> tuple[Coverage | None, tuple[str, ...]]:
    """Read the reports that the user named. Raises `ReviewerError` for one that is none, or not of this repository.

    Where the head is a commit, the user's word stands for their age: a clone sets the time of its files anew.
    """
    laid = []
    for path in dict.fromkeys(paths):
        try:
            opened = _open([path], str(path), root)
        except Unreadable as fault:
            raise ReviewerError(f"Coverage report '{path}' cannot be used: {fault}.", _READ) from None
        laid.append((opened.place, _lay(opened, view, root, trusted=bool(view.change.head.commit))))
        if laid[-1][1].is_foreign:
            raise ReviewerError(
                f"Coverage report '{path}' is not of this repository: {_say_foreign(opened)}.", _FOREIGN
            )
    files: dict[str, FileCoverage] = {}
    for _, one in laid:
        files = join_files(files, one.files)
    return _conclude(laid, files, view)


def read_found(view: View, root: Path) -> tuple[Coverage | None, tuple[str, ...]]:
    """Read the reports that lie in the usual places, the newest first, until every changed file is measured."""
    wanted = {path for path, _ in _find_texts(view, measured_only=True)}
    if not wanted:
        return None, ()
    used: list[tuple[str, Laid]] = []
    unused: list[str] = []
    files: dict[str, FileCoverage] = {}
    for found in find_reports(root, _list_folders(wanted))[:_MOST_READ]:
        if wanted <= files.keys():
            break
        place = _show_found(found, root)
        laid = _try_found(found, place, view, root)
        if isinstance(laid, str):
            unused.append(f"coverage in {place} is not used: {laid}")
            continue
        more = {path: file for path, file in laid.files.items() if path not in files}
        files |= more
        if not laid.files and not laid.left_out:
            unused.append(f"coverage in {place} is not used: it names none of the changed files")
        elif more or laid.left_out:
            used.append((place, replace(laid, files=more)))
    coverage, notes = _conclude(used, files, view)
    return coverage, (*notes, *unused)


def _try_found(found: Found, place: str, view: View, root: Path) -> Laid | str:
    names = [file.relative_to(root).as_posix() for file in found.files]
    committed = view.head.paths if view.change.head.commit else view.base.paths
    if any(name in committed for name in names):
        return "it is committed, so its age is not known"
    try:
        opened = _open(found.files, place, root)
    except Unreadable as fault:
        return str(fault)
    laid = _lay(opened, view, root, trusted=False)
    return f"it is not of this repository: {_say_foreign(opened)}" if laid.is_foreign else laid


def _open(files: Sequence[Path], place: str, root: Path) -> _Opened:
    reports, times = [], []
    for file in files:
        text = read_report_file(file)
        if isinstance(text, str):
            raise Unreadable(text)
        report = read_report(text.data)
        reports.append(report)
        times.append(min(text.time, report.written or text.time))
    whole = replace(
        reports[0], files=tuple(piece for r in reports for piece in r.files), lost=sum(r.lost for r in reports)
    )
    folder = files[0].resolve().parent
    inside = folder.is_relative_to(root.resolve())
    below = folder.relative_to(root.resolve()).as_posix() if inside else None
    return _Opened(place, "" if below == "." else below, whole, min(times))


def _lay(opened: _Opened, view: View, root: Path, *, trusted: bool) -> Laid:
    texts = dict(_find_texts(view))
    hints = Hints(
        top=root.resolve().as_posix(),
        place=opened.folder,
        roots=opened.report.roots,
        modules=_find_modules(view) if opened.report.format.startswith("Go") else {},
    )
    find_age = (lambda _: "") if trusted else _make_age(opened.time, texts, root)
    return lay_report(opened.report, view.head.paths, texts, hints, find_age)


def _make_age(written: float, texts: Mapping[str, bytes], root: Path) -> Callable[[str], str]:
    """A file that was written after the report may hold other code; one that differs from the head surely does."""

    def find_age(path: str) -> str:
        text = read_worktree_file(root, path, 2 * _LARGEST_TEXT)
        if text is None:
            return ""
        if text.data.replace(b"\r\n", b"\n") != texts[path].replace(b"\r\n", b"\n"):
            return "the working tree holds another version of it"
        return "it was written after the report" if text.time > written else ""

    return find_age


def _find_texts(view: View, *, measured_only: bool = False) -> Iterable[tuple[str, bytes]]:
    for file in view.files:
        wanted = file.new is not None and file.change.new_path is not None and bool(file.change.added_lines)
        program = file.language is not None and file.file_class in {"production", "script"}
        if wanted and file.new is not None and (program or not measured_only):
            yield file.path, file.new.data


def _find_modules(view: View) -> dict[str, str]:
    manifests = sorted(path for path in view.head.paths if path == "go.mod" or path.endswith("/go.mod"))
    modules = {}
    for path in manifests[:_MOST_MODULES]:
        text = (view.head.read(path) or b"").decode("utf-8", "replace")
        if found := _MODULE.search(text):
            modules[found[1]] = path.removesuffix("go.mod").removesuffix("/")
    return modules


def _list_folders(paths: Iterable[str]) -> list[str]:
    """A report of a changed file lies in a folder above it: the root first, then those nearest to it."""
    folders = {"/".join(path.split("/")[:depth]) for path in paths for depth in range(path.count("/") + 1)}
    return sorted(folders, key=lambda folder: (folder.count("/") + bool(folder), folder))


def _show_found(found: Found, root: Path) -> str:
    first = found.files[0].relative_to(root).as_posix()
    return first if len(found.files) == 1 else f"{first} and {len(found.files) - 1} more"


def _say_foreign(opened: _Opened) -> str:
    if not opened.report.files:
        return "it names no file"
    names = [piece.name for piece in opened.report.files]
    return f"it names {len(names)} file{'s' * (len(names) > 1)} such as {names[0]}"


def _conclude(
    laid: Sequence[tuple[str, Laid]], files: Mapping[str, FileCoverage], view: View
) -> tuple[Coverage | None, tuple[str, ...]]:
    notes = tuple(_say_used(place, one, view) for place, one in laid)
    if not files:
        return None, notes
    spoke = [(place, one.format) for place, one in laid if one.files]
    places, formats = (", ".join(dict.fromkeys(words)) for words in zip(*spoke, strict=True))
    return Coverage(places, formats, dict(sorted(files.items()))), notes


def _say_used(place: str, laid: Laid, view: View) -> str:
    count = measure_change(Coverage(place, laid.format, laid.files), view.files).total
    facts = [f"coverage from {place} ({laid.format}): {_say_count(count)}"]
    if laid.left_out:
        path, reason = next(iter(laid.left_out.items()))
        rest = len(laid.left_out) - 1
        facts.append(f"not used for {path}{f' and {rest} more' if rest else ''}: {reason}")
    if laid.unmatched:
        facts.append(f"{laid.unmatched} of its {laid.named} files cannot be told in the repository")
    if laid.lost:
        facts.append(f"{laid.lost} of its entries make no sense")
    return "; ".join(facts)


def _say_count(count: LineCount) -> str:
    return f"{count.ran} of {count.measured} changed lines ran" if count.measured else "it measured no changed line"
