"""This module holds how a name in a report becomes the parts of a path, and the ends of the paths of a repository."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from reviewer.change.late import compile_late

_DRIVE = compile_late(r"/?[A-Za-z]:(?=/)|//[?.]/[A-Za-z]:(?=/)")
# Nobody nests deeper; a longer name is looked at from its end.
_DEEPEST = 64
# What lies in these was installed, whatever it is called below them.
_INSTALLED = frozenset({"site-packages", "dist-packages", "node_modules", ".venv", "venv", ".tox", ".nox", ".cargo"})


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name as parts without `.` and `..`; `absolute` if it begins at the root of some machine."""

    parts: tuple[str, ...]
    absolute: bool


def spell(name: str) -> Spelling:
    """Read a name with the separators, drives and detours of any system. A `..` above the top is dropped."""
    text = name.strip().removeprefix("file://")
    if "\\" in text and ("/" not in text or text[1:3] == ":\\"):
        text = text.replace("\\", "/")
    rest = text[match.end() :] if (match := _DRIVE.match(text)) else text
    parts: list[str] = []
    for part in rest.split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in {"", "."}:
            parts.append(part)
    return Spelling(tuple(parts[-_DEEPEST:]), rest.startswith("/") or len(parts) > _DEEPEST)


def is_installed(parts: Iterable[str]) -> bool:
    """Tell whether a file below some folders belongs to a dependency or to the system."""
    known = tuple(parts)
    return known[:1] == ("usr",) or not _INSTALLED.isdisjoint(known)


class Ends:
    """The ends of those paths that have the last part of some name: each leads to one path, or to several."""

    def __init__(self, paths: Collection[str], names: Iterable[Spelling]) -> None:
        wanted = {name.parts[-1] for name in names if name.parts}
        self._ends: dict[str, str | None] = {}
        for path in paths:
            if path[path.rfind("/") + 1 :] in wanted:
                at = len(path)
                while at > 0:
                    at = path.rfind("/", 0, at)
                    end = path[at + 1 :]
                    self._ends[end] = None if end in self._ends else path

    def find(self, parts: tuple[str, ...]) -> tuple[int, str | None]:
        """Return how many parts of the longest end are known, with the path if there is only one such."""
        for at in range(len(parts)):
            end = "/".join(parts[at:])
            if end in self._ends:
                return len(parts) - at, self._ends[end]
        return 0, None
