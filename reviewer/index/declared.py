"""This module holds what the manifests of a revision declare, as seen from one of its files."""

from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from pathlib import PurePosixPath

from reviewer.change.late import compile_late
from reviewer.change.manifests.mentioned import (
    NPM_LOCKS,
    PYTHON_LOCKS,
    Names,
    find_ecosystem,
    find_includes,
    read_locked,
    read_names,
)
from reviewer.index.revision import Index

# A repository with more manifests of one kind than this is answered for by the nearest of them, or not at all.
_MOST = 60
_ALIASES = compile_late(
    r"[tj]sconfig.*\.json|\.babelrc.*|import[-_]?map\.json|angular\.json|nx\.json|deno\.jsonc?|"
    r".*(?:config|rollup|webpack|vite|esbuild|build)\.[cm]?[jt]s|"
    r"(?:webpack|rollup|vite|vitest|babel|jest|metro|rspack|next|nuxt|craco|karma)[.-].*\.[cm]?[jt]s"
)


class Declared:
    """The manifests of one revision, each read once."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.names_in = cache(self._read_names)
        self._locked_in = cache(self._read_locked)

    @cached_property
    def _places(self) -> dict[str, list[str]]:
        """Paths of the manifests by ecosystem, of lock files and of the files that give packages other names."""
        places: dict[str, list[str]] = {}
        for path in sorted(self._index.paths):
            name = path.rpartition("/")[2]
            kind = find_ecosystem(path) or ("lock" if name in PYTHON_LOCKS or name in NPM_LOCKS else "")
            kind = kind or ("alias" if _ALIASES.fullmatch(name) else "")
            if kind and "node_modules/" not in path:
                places.setdefault(kind, []).append(path)
        return places

    def above(self, path: str, kind: str) -> list[str]:
        """Return the manifests of an ecosystem in the folders around a file, nearest first."""
        folders = [str(parent) for parent in PurePosixPath(path).parents]
        found = [p for p in self._places.get(kind, ()) if _home(p, kind) in folders]
        return sorted(found, key=lambda p: (-len(PurePosixPath(_home(p, kind)).parts), p))

    def around(self, path: str, kind: str) -> Sequence[str] | None:
        """Return every manifest of an ecosystem, those that share most folders first, or None for too many."""
        return self.nearest(path, kind) if len(self._places.get(kind, ())) <= _MOST else None

    def nearest(self, path: str, kind: str) -> Sequence[str]:
        """Return the files of a kind that share most folders with a file, as many as may be read."""
        here = PurePosixPath(path).parts
        found = self._places.get(kind, ())
        return sorted(found, key=lambda p: (-_shared(here, PurePosixPath(p).parts), p))[:_MOST]

    def locked(self, path: str, locks: Sequence[str]) -> frozenset[str]:
        """Return what the lock files around a file fix, of those kinds that are named."""
        found = [p for p in self.above(path, "lock") if p.rpartition("/")[2] in locks]
        return frozenset(name for lock in found for name in self._locked_in(lock))

    def text(self, path: str) -> str:
        """Return a file as text, empty where it cannot be read."""
        return (self._index.read(path) or b"").decode("utf-8", "replace")

    def _read_names(self, path: str) -> Names:
        data = self._index.read(path) or b""
        names = read_names(path, data)
        if find_ecosystem(path) == "python":
            for included in self._follow(path, data):
                names = names | read_names(included, self._index.read(included) or b"")
        return names

    def _follow(self, path: str, data: bytes) -> Iterator[str]:
        """A file of requirements under a telling name is found anyway; here are those that a manifest names."""
        for included in find_includes(path, data):
            if included in self._index.paths and not find_ecosystem(included):
                yield included

    def _read_locked(self, path: str) -> frozenset[str]:
        return read_locked(path, self._index.read(path) or b"")


def _home(path: str, kind: str) -> str:
    """A folder of requirements belongs to the folder that it stands in."""
    parent = PurePosixPath(path).parent
    in_folder = kind == "python" and parent.name in ("requirements", "reqs", "requires", "deps", "conda", "envs")
    return str(parent.parent) if in_folder else str(parent)


def _shared(first: Sequence[str], second: Sequence[str]) -> int:
    return next(
        (n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
    )
