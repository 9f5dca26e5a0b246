"""This module holds what coverage asks of the disk: reports in the usual places, and how old files are."""

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

LARGEST = 200_000_000
# What nobody asked for must not make a check wait.
LARGEST_FOUND = 20_000_000
_PLACES = (
    "coverage.xml",
    "coverage.json",
    "coverage.lcov",
    "lcov.info",
    "coverage.out",
    "cover.out",
    "coverage.txt",
    "clover.xml",
    "cobertura.xml",
    "coverage/lcov.info",
    "coverage/coverage-final.json",
    "coverage/clover.xml",
    "coverage/cobertura-coverage.xml",
    "coverage/coverage.xml",
    "build/logs/clover.xml",
    "target/site/jacoco/jacoco.xml",
    "target/site/jacoco-aggregate/jacoco.xml",
    "build/reports/kover/report.xml",
)
_DATA = ".coverage"
_GRADLE = "build/reports/jacoco"
_MOST_TASKS, _MOST_ENTRIES, _MOST_FOLDERS = 50, 5000, 50


@dataclass(frozen=True, slots=True)
class Found:
    """A report that lies in the repository: one file, or the parallel data files of one run. `time` is the oldest's."""

    files: tuple[Path, ...]
    time: float


@dataclass(frozen=True, slots=True)
class Text:
    """A file of the working tree, and when it was written, in seconds since 1970."""

    data: bytes
    time: float


def find_reports(root: Path, folders: Iterable[str] = ("",)) -> tuple[Found, ...]:
    """Return the reports in the usual places of some folders of the repository, the newest first.

    Only plain files of a bearable size that a path without symbolic links leads to; no tree is walked.
    """
    found = []
    for folder in islice(dict.fromkeys(folders), _MOST_FOLDERS):
        place = root / folder
        if not _is_plain_folder(root, place):
            continue
        files = {name: time for name in _PLACES if (time := _time_of(place, place / name)) is not None}
        files |= {name: time for name in _list_gradle(place) if (time := _time_of(place, place / name)) is not None}
        found += [Found((place / name,), time) for name, time in files.items()]
        found += _find_data(place)
    return tuple(sorted(found, key=lambda report: (-report.time, report.files)))


def read_report_file(path: Path) -> Text | str:
    """Read a report; a `str` says why it cannot be read."""
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            return "it is not a file"
        if facts.st_size > LARGEST:
            return f"it is larger than {LARGEST // 1_000_000} MB"
        return Text(path.read_bytes(), facts.st_mtime)
    except OSError as fault:
        return f"it cannot be read: {fault.strerror}"
    except ValueError:
        return "it is no path"


def read_worktree_file(root: Path, path: str, largest: int) -> Text | None:
    """Read a plain file of the working tree; None where there is none, or a larger one."""
    place = root / path
    try:
        facts = place.lstat()
        if not stat.S_ISREG(facts.st_mode) or facts.st_size > largest:
            return None
        return Text(place.read_bytes(), facts.st_mtime)
    except (OSError, ValueError):
        return None


def _is_plain_folder(root: Path, place: Path) -> bool:
    try:
        return place.resolve() == root.resolve() / place.relative_to(root) and place.is_dir()
    except (OSError, ValueError):
        return False


def _time_of(place: Path, path: Path) -> float | None:
    """Return when a plain file was written, if its folders are no links and its size is bearable."""
    try:
        facts = path.lstat()
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(facts.st_mode) or not 0 < facts.st_size <= LARGEST_FOUND:
        return None
    between = list(path.relative_to(place).parents)[:-1]
    return None if any((place / folder).is_symlink() for folder in between) else facts.st_mtime


def _list_gradle(place: Path) -> Iterator[str]:
    """Gradle names the report after the task: build/reports/jacoco/TASK/TASK.xml."""
    for task in _list(place / _GRADLE, _MOST_TASKS):
        if task.is_dir(follow_symlinks=False):
            for name in _list(Path(task.path), _MOST_TASKS):
                if name.name.endswith(".xml"):
                    yield f"{_GRADLE}/{task.name}/{name.name}"


def _find_data(place: Path) -> list[Found]:
    """Data files of coverage.py: the one of a run, and those that its parts left to be combined."""
    whole = _time_of(place, place / _DATA)
    names = [entry.name for entry in _list(place, _MOST_ENTRIES) if entry.name.startswith(f"{_DATA}.")]
    parts = {place / name: time for name in names if (time := _time_of(place, place / name)) is not None}
    found = [Found((place / _DATA,), whole)] if whole is not None else []
    return [*found, *([Found(tuple(sorted(parts)), min(parts.values()))] if parts else [])]


def _list(folder: Path, most: int) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(islice(entries, most), key=lambda entry: entry.name)
    except OSError:
        return []
