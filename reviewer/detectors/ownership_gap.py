"""This module holds the detector of code that nobody owns and whose authors are no longer around."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from reviewer.change.changed import ChangedFile
from reviewer.detectors.past.owners import read_owners
from reviewer.detectors.past.people import People, is_person
from reviewer.detectors.past.removed import find_removed_code, is_sweep, near_in_new, place_of_change
from reviewer.detectors.past.told import count_days
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.history.familiarity import Familiar, shorten_contact
from reviewer.history.past import History
from reviewer.index.view import View
from reviewer.model.finding import Related

_SHOWN = 5
# The first may be who wrote this change.
_ASKED = 2
_CLASSES = ("production", "script", "migration")


@dataclass(frozen=True, slots=True)
class _Touched:
    """Old lines of a file that the change is about, with the people who wrote them last."""

    file: ChangedFile
    path: str
    lines: tuple[int, ...]
    authors: frozenset[str]


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield one hit for each folder in which nobody who wrote the touched lines has changed anything for long.

    A change of very many files is the same edit in all of them: nothing is said of it, nor of files that go.
    """
    files = [f for f in view.files if f.old is not None and f.new is not None and f.file_class in _CLASSES]
    past = view.around.past() if files and not is_sweep(view.files) else None
    if past is None:
        return
    people = People(past, int(number_in(options, "days")))
    orphaned = (pair for pair in _find_folders(files, view, past) if _is_orphaned(pair[1], people, options))
    for folder, found in islice(orphaned, int(number_in(options, "most"))):
        yield _report(folder, found, people)


def _find_folders(files: Sequence[ChangedFile], view: View, past: History) -> Iterator[tuple[str, list[_Touched]]]:
    """Yield the folders with the changed files that nobody owns, and the people who wrote what the change touches."""
    owners_of = read_owners(view.base)
    folders: defaultdict[str, list[_Touched]] = defaultdict(list)
    for file in files:
        path = file.change.old_path
        touched = _find_touched(file, path, past) if path is not None and not owners_of(path) else None
        if touched is not None:
            folders[touched.path.rpartition("/")[0]].append(touched)
    yield from sorted(folders.items())


def _is_orphaned(found: Sequence[_Touched], people: People, options: Options) -> bool:
    """Tell whether no author of some lines is around, and nobody else has come to know the files since."""
    if sum(len(touched.lines) for touched in found) < number_in(options, "lines"):
        return False
    if any(people.is_around(author) for touched in found for author in touched.authors):
        return False
    known = people.know((touched.path for touched in found), int(number_in(options, "familiar")))
    return not known and people.are_known(int(number_in(options, "history")))


def _find_touched(file: ChangedFile, path: str, past: History) -> _Touched | None:
    """Return the lines that a change takes out of a file, or else the functions into which it puts new ones.

    None where it is not known who wrote most of them, or no person did.
    """
    lines = _list_lines(file)
    origins = past.origins(path, lines) if lines else {}
    authors = frozenset(a for touch in origins.values() for a in touch.change.authors if is_person(a))
    if not authors or len(origins) * 2 < len(lines):
        return None
    return _Touched(file, path, tuple(lines), authors)


def _list_lines(file: ChangedFile) -> list[int]:
    return sorted(find_removed_code(file) or set(_surround(file)))


def _surround(file: ChangedFile) -> Iterable[int]:
    """Yield the lines of the functions into which only new lines were put."""
    for hunk in file.change.hunks:
        function = file.old.function_at(hunk.old_start) if file.old is not None and not hunk.deleted else None
        if function is not None:
            yield from range(function.line, function.end_line + 1)


def _report(folder: str, found: Sequence[_Touched], people: People) -> Hit:
    authors = frozenset().union(*(touched.authors for touched in found))
    first, *others = sorted(found, key=lambda touched: (-len(touched.lines), touched.file.path))
    line, side = place_of_change(first.file)
    nearby = people.find_nearby(folder)[:_ASKED]
    values = {
        "folder": f"{folder}/" if folder else "./",
        "days": count_days(people.days_idle(authors)),
        "nearby": " or ".join(f"{shorten_contact(p.contact)} ({_when(p)})" for p in nearby),
    }
    case = "nearby" if nearby else ""
    related = tuple(_relate(touched) for touched in others[:_SHOWN] if touched.file.new is not None)
    return Hit(first.file.path, line, line, side=side, case=case, values=values, related=related, key=folder)


def _when(person: Familiar) -> str:
    return f"{count_days(person.idle)} ago" if person.idle else "today"


def _relate(touched: _Touched) -> Related:
    line = near_in_new(touched.file, touched.lines[0])
    return Related(touched.file.path, line, line, "", "last changed by people who are not around either")
