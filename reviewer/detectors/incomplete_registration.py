"""This module holds the detector of a name that was added to one list and not to another that lists its siblings."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from statistics import median

from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.syntax.source import Source
from reviewer.detectors.symbols.existing_symbol import place_of
from reviewer.detectors.symbols.literal_places import count_units, find_files
from reviewer.detectors.wiring.listed_names import Register, read_registers
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.engine.run import READABLE
from reviewer.index.revision import COMMON
from reviewer.index.view import View
from reviewer.model.finding import Related

LANGUAGES = frozenset({"python", "javascript", "typescript", "tsx", "go", "java", "rust"})
# Whoever adds more names at once writes a list anew.
_MOST_NEW = 3
_MOST_CHECKED = 20
_IMPORTING = frozenset({"python", "javascript", "typescript", "tsx"})
_WORD = compile_late(r"[A-Za-z]\w*")


@dataclass(frozen=True, slots=True)
class _Addition:
    name: str
    line: int
    siblings: frozenset[str]
    register: Register


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield names that were added beside rare siblings and are missing where most of those are listed too."""
    said: set[str] = set()
    checked = 0
    for file in view.files:
        if file.file_class != "production" or file.new is None or file.new.confidence < READABLE:
            continue
        for addition in _find_additions(file, int(number_in(options, "siblings"))):
            if _spell(addition.name) in said or checked >= _MOST_CHECKED:
                continue
            checked += 1
            lacking = _find_lacking(view, addition, options)
            if lacking is not None:
                said.add(_spell(addition.name))
                yield _hit(addition, lacking)


def _spell(name: str) -> str:
    """Return a name as it is the same in every spelling: `GeminiPro`, `GEMINI_PRO`, `gemini-pro`."""
    return "".join(c for c in name if c.isalnum()).lower()


def _find_additions(file: ChangedFile, fewest: int) -> Iterator[_Addition]:
    """Yield the names that were added to lists which were there before."""
    if file.new is None or file.old is None or file.language not in LANGUAGES:
        return
    added = file.change.added_lines
    before = [frozenset(register.lines) for register in read_registers(file.old, fewest)]
    for register in read_registers(file.new, fewest + 1):
        fresh = {name for name, line in register.lines.items() if line in added}
        siblings = frozenset(register.lines) - fresh
        old = next((names for names in before if siblings <= names), None)
        if old is None or len(siblings) < fewest or not fresh:
            continue
        new = sorted(fresh - old)
        if 0 < len(new) <= _MOST_NEW and old <= frozenset(register.lines):
            yield from (_Addition(name, register.lines[name], siblings, register) for name in new)


def _find_lacking(view: View, addition: _Addition, options: Options) -> Register | None:
    """Return the first untouched list of production code that has the siblings and not the new name."""
    counts = {name: count_units(view.head, name) for name in sorted(addition.siblings)[:12]}
    if median(counts.values()) > number_in(options, "rarity"):
        return None
    paths: set[str] = set()
    for name in sorted(counts, key=lambda n: (counts[n], n))[:3]:
        paths |= set(find_files(view.head, name, int(number_in(options, "files"))) or ())
    if len(paths) > number_in(options, "files"):
        return None
    for path in sorted(paths):
        for register in _others(view, path, addition):
            shared = addition.siblings & register.lines.keys()
            if len(addition.siblings) - len(shared) <= number_in(options, "lacking") and _is_about(register, shared):
                return register
    return None


def _others(view: View, path: str, addition: _Addition) -> Iterator[Register]:
    """Yield the lists of a file that the change left alone; a file that speaks of the name elsewhere knows it."""
    source = view.head.source(path)
    if source is None or source.language not in LANGUAGES or view.head.file_class(path) != "production":
        return
    is_home = path == addition.register.path
    if not is_home and addition.name.encode() in source.data:
        return
    if not is_home and not _is_imported(source, view):
        return
    file = view.by_path.get(path)
    for register in read_registers(source, 3):
        around = is_home and register.line <= addition.line <= register.end_line
        known = addition.name in register.lines or around or _are_records(addition.register, register)
        if not known and not (file and _is_touched(file, register)):
            yield register


def _is_imported(source: Source, view: View) -> bool:
    """Tell whether another file may import a module of Python or JavaScript: one at least that says its name."""
    path = PurePosixPath(source.path)
    stem = path.name.partition(".")[0]
    stem = path.parent.name if stem in ("__init__", "index") else stem
    words = _WORD.findall(stem)
    if source.language not in _IMPORTING or not words:
        return True
    word = max(words, key=len)
    if not 0 < view.head.count_mentions(word) <= COMMON:
        return view.head.count_mentions(word) > 0
    return any(site.path != source.path for site in view.head.find_mentions(word))


def _are_records(one: Register, other: Register) -> bool:
    """Tell whether two lists are the fields of records which two functions of different names make."""
    return bool(one.function and other.function) and one.function != other.function


def _is_touched(file: ChangedFile, register: Register) -> bool:
    return file.touches(register.line, register.end_line)


def _is_about(register: Register, shared: frozenset[str] | set[str]) -> bool:
    """Tell whether the siblings are what a list is about, and not a few names among many."""
    return 2 * len(shared) >= len(register.lines)


def _hit(addition: _Addition, other: Register) -> Hit:
    shared = len(addition.siblings & other.lines.keys())
    values = {
        "name": addition.name,
        "siblings": str(len(addition.siblings)),
        "shared": str(shared),
        "place": place_of(other.path, other.line),
    }
    related = (Related(other.path, other.line, other.end_line, "", f"lists {shared} of the siblings"),)
    path = addition.register.path
    return Hit(path, addition.line, addition.line, values=values, related=related, key=addition.name)
