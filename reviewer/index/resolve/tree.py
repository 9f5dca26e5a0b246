"""This module holds the paths of a revision as folders, and what an ignored or generated file may stand in for."""

from collections.abc import Collection, Iterator
from functools import cache, cached_property
from posixpath import dirname, join, normpath

from reviewer.change.late import compile_late
from reviewer.change.patterns import Matches, find_fault, match_patterns
from reviewer.index.revision import Index

_MADE = compile_late(
    r"(?:^|/)(?:dist|build|out|target|lib-cov|coverage|bin|obj|generated|__generated__|gen|codegen|node_modules|\.\w+)/|"
    r"(?:^|[/_.-])(?:generated|gen|_pb2|pb2|pb2_grpc|pb|grpc)(?:$|\.)|(?:^|/)_?_?version(?:__|_info)?$|_pb2(?:_grpc)?$",
)
_SPELLINGS = ("", "/", ".py", ".ts", ".js", "/index.ts", "/__init__.py", ".rs", "/mod.rs")
_MOST_PATTERNS = 400


class Tree:
    """The paths of one revision, looked through once."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._ignores = cache(self._read_ignores)

    @property
    def files(self) -> Collection[str]:
        """Every path of the revision."""
        return self._index.paths

    @cached_property
    def children(self) -> dict[str, set[str]]:
        """Names of files and folders by the folder that holds them; the root is the empty string."""
        children: dict[str, set[str]] = {"": set()}
        for path in self._index.paths:
            place = path
            while place:
                folder, _, name = place.rpartition("/")
                known = folder in children
                children.setdefault(folder, set()).add(name)
                if known:
                    break
                place = folder
        return children

    def is_folder(self, path: str) -> bool:
        """Tell whether a folder holds a file."""
        return path in self.children

    def list_named(self, name: str) -> tuple[str, ...]:
        """Return the folders that hold a file of a name, in order."""
        return self._folders_by_name.get(name, ())

    @cached_property
    def _folders_by_name(self) -> dict[str, tuple[str, ...]]:
        wanted = ("pyproject.toml", "setup.py", "setup.cfg", "package.json")
        found: dict[str, list[str]] = {name: [] for name in wanted}
        for folder, names in self.children.items():
            for name in wanted:
                if name in names and "node_modules" not in folder:
                    found[name].append(folder)
        return {name: tuple(sorted(folders)) for name, folders in found.items()}

    def is_linked(self, path: str) -> bool:
        """Tell whether a path lies in a submodule or behind a symbolic link, which are files to the index."""
        return any(place in self.files and not self.is_folder(place) for place in (path, *ancestors_of(path)) if place)

    def may_be_made(self, path: str) -> bool:
        """Tell whether a file that is not there is ignored by git, looks like one that a build makes, or is linked."""
        if _MADE.search(path) or self.is_linked(path):
            return True
        spellings = (path + end for end in _SPELLINGS)
        return any(self._is_ignored(spelling) for spelling in spellings)

    def _is_ignored(self, path: str) -> bool:
        for folder in (*ancestors_of(path.rstrip("/")),):
            matches = self._ignores(folder)
            if matches is not None and matches(path[len(folder) + 1 if folder else 0 :]):
                return True
        return False

    def _read_ignores(self, folder: str) -> Matches | None:
        data = self._index.read(join(folder, ".gitignore")) if ".gitignore" in self.children.get(folder, ()) else None
        lines = data.decode("utf-8", "replace").splitlines() if data else []
        patterns = [line for line in lines if line.strip() and not line.startswith("#")][:_MOST_PATTERNS]
        return match_patterns([p for p in patterns if not find_fault(p)]) if patterns else None


def ancestors_of(path: str) -> Iterator[str]:
    """Yield the folders around a path, the nearest first, the root (an empty string) last."""
    while path:
        path = dirname(path)
        yield path


def join_path(folder: str, *parts: str) -> str | None:
    """Join and normalise a path; None where it leads out of the repository."""
    path = normpath(join(folder, *parts))
    if path.startswith(("..", "/")):
        return None
    return "" if path == "." else path
