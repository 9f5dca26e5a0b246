"""This module holds which path of the repository each name of a report stands for: found out, or left open."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from reviewer.adapters.coverage.naming import Ends, Spelling, is_installed, spell

# Reports of several machines have several tops; no report has more.
_MOST_TOPS = 16


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known beside the names. `top` is the folder of the repository, `place` the report's folder in it.

    `roots` are folders that relative names may be meant from; `modules` maps Go modules to their folders.
    """

    top: str = ""
    place: str | None = None
    roots: tuple[str, ...] = ()
    modules: Mapping[str, str] = field(default_factory=dict)


# What stands before the shared end: in the name (absolute or not), and in the path.
_Swap = tuple[bool, tuple[str, ...], str]
_NO_HINTS = Hints()


def map_names(names: Iterable[str], paths: Collection[str], hints: Hints = _NO_HINTS) -> dict[str, str]:
    """Return the path of each name that stands for exactly one, the others left out.

    Known first: names below the repository's folder, below a Go module, and relative ones from the report's folder or
    one above it. The rest is measured against each other: names of one machine share what stands before the paths.
    Last, a name may share its longest end with one path only.
    """
    spelled = {name: _spell_all(name, hints.roots) for name in dict.fromkeys(names)}
    found = _find_known(spelled, paths, hints)
    waiting = {name: spelled[name] for name in spelled if name not in found and not _lies_elsewhere(name, hints.top)}
    if waiting:
        ends = Ends(paths, (spelling for spellings in waiting.values() for spelling in spellings))
        readings = {name: _read_all(spellings, paths, ends) for name, spellings in waiting.items()}
        found |= _agree(waiting, readings, paths, ends)
    return found


def _spell_all(name: str, roots: Iterable[str]) -> tuple[Spelling, ...]:
    own = spell(name)
    if own.absolute or not own.parts:
        return (own,)
    return tuple(dict.fromkeys(spell(f"{root}/{name}") for root in roots)) or (own,)


def _find_known(spelled: Mapping[str, tuple[Spelling, ...]], paths: Collection[str], hints: Hints) -> dict[str, str]:
    top = spell(hints.top).parts if hints.top else None
    found = {}
    for name, spellings in spelled.items():
        sure = {path for spelling in spellings if (path := _cut_top(spelling, top)) in paths}
        sure |= {path for path in _cut_modules(name, hints.modules) if path in paths}
        if len(sure) == 1:
            found[name] = sure.pop()
    if hints.place is not None:
        relative = {n: s for n, s in spelled.items() if n not in found and not any(one.absolute for one in s)}
        found |= _start_from_place(relative, paths, hints.place)
    return found


def _lies_elsewhere(name: str, top: str) -> bool:
    """A name below the repository's own folder that is no path of it is a copy, or was made by a build."""
    own, above = spell(name), spell(top).parts
    return bool(above) and own.absolute and own.parts[: len(above)] == above


def _cut_top(spelling: Spelling, top: tuple[str, ...] | None) -> str:
    if top is None or not spelling.absolute or spelling.parts[: len(top)] != top:
        return ""
    return "/".join(spelling.parts[len(top) :])


def _cut_modules(name: str, modules: Mapping[str, str]) -> list[str]:
    """The longest module that the name begins with is meant, since modules may lie in one another."""
    fitting = [module for module in modules if name.startswith(f"{module}/")]
    if not fitting:
        return []
    module = max(fitting, key=len)
    return [_join(modules[module], name[len(module) + 1 :])]


def _start_from_place(
    relative: Mapping[str, tuple[Spelling, ...]], paths: Collection[str], place: str
) -> dict[str, str]:
    """Take the folder, of the report or above it, under which most names lead to a file; a tie leads nowhere."""
    parts = [part for part in place.split("/") if part]
    answers = []
    for depth in range(len(parts), -1, -1):
        start = "/".join(parts[:depth])
        led = {}
        for name, spellings in relative.items():
            here = {path for s in spellings if (path := _join(start, "/".join(s.parts))) in paths}
            if len(here) == 1:
                led[name] = here.pop()
        answers.append(led)
    most = max(map(len, answers))
    best = [led for led in answers if len(led) == most]
    return best[0] if len(best) == 1 else {}


def _read_all(spellings: Iterable[Spelling], paths: Collection[str], ends: Ends) -> dict[_Swap, str]:
    readings: dict[_Swap, str] = {}
    for spelling in spellings:
        parts = spelling.parts
        for at in range(len(parts)):
            path = "/".join(parts[at:])
            if path in paths and not is_installed(parts[:at]):
                readings[spelling.absolute, parts[:at], ""] = path
        length, end = ends.find(parts)
        before = parts[: len(parts) - length]
        if end is not None and not is_installed(before):
            readings[spelling.absolute, before, end[: len(end) - len("/".join(parts[len(before) :]))]] = end
    return readings


def _agree(
    waiting: Mapping[str, tuple[Spelling, ...]],
    readings: Mapping[str, Mapping[_Swap, str]],
    paths: Collection[str],
    ends: Ends,
) -> dict[str, str]:
    """Take the readings that most names agree on, round by round; a name that two of them read differently is left."""
    found: dict[str, str] = {}
    left = {name for name in waiting if waiting[name]}
    for _ in range(_MOST_TOPS):
        support = Counter(swap for name in left for swap in readings[name])
        most = max(support.values(), default=0)
        if most < 2:
            break
        best = {swap for swap, count in support.items() if count == most}
        for name in sorted(left):
            read = {path for swap, path in readings[name].items() if swap in best}
            if len(best) == 1:
                read |= set(_apply(next(iter(best)), waiting[name], paths))
            if read:
                left.discard(name)
            if len(read) == 1:
                found[name] = read.pop()
    for name in left:
        if path := _stand_alone(waiting[name], ends, sole=len(waiting) == 1):
            found[name] = path
    return found


def _apply(swap: _Swap, spellings: Iterable[Spelling], paths: Collection[str]) -> Iterable[str]:
    """What most names agree on decides where an end alone is shared by several paths."""
    absolute, before, start = swap
    for spelling in spellings:
        if spelling.absolute == absolute and spelling.parts[: len(before)] == before:
            path = start + "/".join(spelling.parts[len(before) :])
            if path in paths:
                yield path


def _stand_alone(spellings: Iterable[Spelling], ends: Ends, *, sole: bool) -> str:
    """A name without company must share the whole of itself or of the path, and more than the last part."""
    found = set()
    for parts, absolute in ((s.parts, s.absolute) for s in spellings):
        length, path = ends.find(parts)
        before = parts[: len(parts) - length]
        if length and path is None:
            return ""
        whole = path == "/".join(parts[len(before) :]) or not (before or absolute)
        if path and whole and (sole or length > 1) and not is_installed(before):
            found.add(path)
    return found.pop() if len(found) == 1 else ""


def _join(folder: str, path: str) -> str:
    return f"{folder}/{path}" if folder and path else path
