"""This module holds where the paths of Rust lead: within a crate, and from one crate of the repository to another."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from posixpath import basename, dirname

from reviewer.change.manifests.mentioned import read_names
from reviewer.change.packages.standard import is_standard
from reviewer.change.syntax.imports import Import
from reviewer.index.resolve.resolution import EXTERNAL, UNKNOWN, NameStatus, Resolution
from reviewer.index.resolve.rust_modules import find_declared
from reviewer.index.resolve.tree import Tree, ancestors_of
from reviewer.index.revision import Index

_MOST_CRATES = 200
_ROOTS = ("lib.rs", "main.rs")
_FILES_OF_FOLDERS = frozenset({"mod.rs", *_ROOTS})


class RustImports:
    """Where the imports of the Rust files of one revision lead: to the file of a module, which may hold more inside."""

    def __init__(self, index: Index, tree: Tree) -> None:
        self._index, self._tree = index, tree
        self._names_in = cache(self._read_names)

    def resolve(self, path: str, imported: Import) -> Resolution:
        """Return what a `use` leads to, or a `mod` without a body."""
        if imported.declares:
            return find_declared(self._tree, path, imported)
        first, *rest = [part for part in imported.module.split("::") if part] or [""]
        if not rest and not imported.names and first not in ("crate", "self", "super"):
            return self._resolve_crate(path, first, [], imported)
        if first == "crate":
            return self._walk(self._find_sources(path), rest, imported, root=True)
        if first in ("self", "super"):
            return self._resolve_near(path, [first, *rest], imported)
        return self._resolve_crate(path, first, rest, imported)

    def find_files(self, path: str, imported: Import) -> tuple[str, ...]:
        """Return the files of the modules that a `use` certainly leads to.

        What stands under a condition may be inside of a module without a file, where `super` is the file itself.
        """
        first, *rest = [part for part in imported.module.split("::") if part] or [""]
        if first == "crate":
            start, root = self._find_sources(path), True
        elif first in ("self", "super") and not imported.guarded:
            start, root = _folder_of(path), False
            rest = [first, *rest]
            while rest and rest[0] in ("self", "super"):
                start = dirname(start) if rest.pop(0) == "super" else start
        elif first in self._crates:
            start, root = self._crates[first], True
        else:  # a module of the file's own, or somebody else's crate
            start, root, rest = _folder_of(path), False, [first, *rest]
        return self._find_parts(start, rest, [name for name, _ in imported.names], root=root)

    def _find_parts(self, folder: str, parts: Sequence[str], names: Sequence[str], *, root: bool) -> tuple[str, ...]:
        place = next(iter(self._find_roots(folder)), "") if root else ""
        whole = True
        for part in parts:
            found = self._find_modules(folder, part)
            if len(found) != 1:
                whole = False
                break
            place, folder = found[0], _folder_of(found[0])
        inner = [next(iter(self._find_modules(folder, name)), "") if whole else "" for name in names]
        return tuple(dict.fromkeys(file for file in [one or place for one in inner] or [place] if file))

    def _resolve_near(self, path: str, parts: list[str], imported: Import) -> Resolution:
        """`self` may be an inline module, and `super` of one the file itself: only what is found is told."""
        folder = _folder_of(path)
        while parts and parts[0] in ("self", "super"):
            folder = dirname(folder) if parts.pop(0) == "super" else folder
        return self._walk(folder, parts, imported)

    def _resolve_crate(self, path: str, first: str, rest: Sequence[str], imported: Import) -> Resolution:
        if first in self._crates:
            return self._walk(self._crates[first], rest, imported, root=True)
        if is_standard("rust", first):
            return EXTERNAL
        around = [f for f in ancestors_of(path) if "Cargo.toml" in self._tree.children.get(f, ())]
        return EXTERNAL if any(first in self._names_in(folder) for folder in around) else UNKNOWN

    def _walk(self, folder: str, parts: Sequence[str], imported: Import, *, root: bool = False) -> Resolution:
        """Follow a path through the files of modules as far as it leads; the rest stands inside of the last one."""
        candidates = self._find_roots(folder) if root else []
        certain = root
        place = next(iter(candidates), "")
        for part in parts:
            candidates = self._find_modules(folder, part)
            if not candidates:
                certain = False
                break
            place, folder = candidates[0], _folder_of(candidates[0])
        files = {name: next(iter(self._find_modules(folder, name)), "") for name, _ in imported.names}
        names: dict[str, NameStatus] = {name: "found" if file else "unknown" for name, file in files.items()}
        place = place or next(iter(files.values()), "")
        return Resolution("found", place, names, certain=certain and len(candidates) == 1) if place else UNKNOWN

    def _find_sources(self, path: str) -> str:
        """Return the folder of the crate's root: a program or a test beside the library is a crate of its own."""
        around = (f for f in ancestors_of(path) if "Cargo.toml" in self._tree.children.get(f, ()))
        sources = f"{home}/src".lstrip("/") if (home := next(around, None)) is not None else dirname(path)
        return sources if path.startswith(f"{sources}/") and not path.startswith(f"{sources}/bin/") else dirname(path)

    def _find_roots(self, folder: str) -> list[str]:
        names = self._tree.children.get(folder, ())
        return [f"{folder}/{name}".lstrip("/") for name in _ROOTS if name in names]

    def _find_modules(self, folder: str, name: str) -> list[str]:
        prefix = f"{folder}/" if folder else ""
        return [path for path in (f"{prefix}{name}.rs", f"{prefix}{name}/mod.rs") if path in self._tree.files]

    @cached_property
    def _crates(self) -> Mapping[str, str]:
        """Folders of the sources of the repository's own crates, by the name that code uses."""
        folders = sorted(f for f, names in self._tree.children.items() if "Cargo.toml" in names)[:_MOST_CRATES]
        crates: dict[str, str] = {}
        for folder in folders:
            table = _parse(self._read(folder))
            for key in ("package", "lib"):
                row = table.get(key)
                name = row.get("name") if isinstance(row, dict) else None
                if isinstance(name, str):
                    crates[name.replace("-", "_")] = f"{folder}/src".lstrip("/")
        return crates

    def _read_names(self, folder: str) -> frozenset[str]:
        return frozenset(read_names("Cargo.toml", self._read(folder)))

    def _read(self, folder: str) -> bytes:
        return self._index.read(f"{folder}/Cargo.toml" if folder else "Cargo.toml") or b""


def _folder_of(path: str) -> str:
    """Return the folder in which the modules of a file lie."""
    return dirname(path) if basename(path) in _FILES_OF_FOLDERS else path.removesuffix(".rs")


def _parse(data: bytes) -> dict[str, object]:
    try:
        return tomllib.loads(data.decode("utf-8", "replace"))
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}
