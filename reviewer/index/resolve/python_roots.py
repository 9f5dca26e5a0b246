"""This module holds the folders in which Python looks for modules, as far as the project's own files tell."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from posixpath import dirname
from typing import Any

from reviewer.change.late import compile_late
from reviewer.change.packages.shipped_modules import normalise_distribution
from reviewer.index.resolve.tree import Tree, ancestors_of, join_path
from reviewer.index.revision import Index

_PROJECT = frozenset({"pyproject.toml", "setup.py", "setup.cfg"})
_MARKERS = _PROJECT | {"manage.py", "requirements.txt", "Pipfile", "tox.ini"}
_PACKAGE_DIR = re.compile(rb"""package_dir\s*=\s*(?:\{\s*["']{2}\s*:\s*["']|\s*=\s*)([\w./-]+)""")
_WHERE = re.compile(rb"""\bwhere\s*=\s*["']?([\w./-]+)""")
_CFG_NAME = re.compile(rb"^\[metadata\][^\[]*?^name[ \t]*=[ \t]*([\w.-]+)", re.MULTILINE)
_DEPENDENCY = compile_late(r"[A-Za-z0-9][A-Za-z0-9._-]*")
# One published version, or what lies at an address: not what the repository holds just now.
_FIXED = compile_late(r"^\s*v?\d|^[^;]*(?:==\s*v?\d|@\s*(?!file:)\w)")
_ELSEWHERE = frozenset({"git", "url", "index", "source"})
# Projects in files of these classes are no distributions that others of the repository would mean.
_PROPS = frozenset({"vendored", "generated", "fixture", "test", "example", "docs"})
_MOST_PROJECTS = 100
# Where a build tool says what folder holds the packages.
_FOLDERS = (
    ("setuptools", "package-dir"),
    ("setuptools", "packages", "find", "where"),
    ("pdm", "build", "package-dir"),
    ("maturin", "python-source"),
    ("uv", "build-backend", "module-root"),
    ("pytest", "ini_options", "pythonpath"),
    ("pyright", "extraPaths"),
    ("mypy", "mypy_path"),
)


class PythonRoots:
    """The folders in which the modules of one revision are looked for."""

    def __init__(self, index: Index, tree: Tree) -> None:
        self._index, self._tree = index, tree
        self.near = cache(self._find_near)
        self._roots_of = cache(self._find_roots)
        self._settings = cache(self._read_settings)
        self._other = cache(self._find_other)
        self._dependencies = cache(self._read_dependencies)
        self._sources = cache(self._read_sources)
        self._distributions = cache(self._read_distributions)

    def around(self, path: str) -> tuple[str, ...]:
        """Return the folders that are surely searched for a file: those of the projects around it."""
        return self.near(dirname(path))

    def elsewhere(self, path: str) -> tuple[str, ...]:
        """Return the folders that may be searched: where the file's package lies, next to the file, other projects."""
        folder = dirname(path)
        package = folder
        while package and "__init__.py" in self._tree.children.get(package, ()):
            package = dirname(package)
        return tuple(dict.fromkeys((package, folder, *self._other())))

    def is_declared(self, name: str, path: str) -> bool:
        """Tell whether a project around a file declares a dependency of a name that is not the repository's own."""
        wanted = normalise_distribution(name)
        folders = tuple(ancestors_of(path))
        for read in (self._sources, self._dependencies):
            own = next((said for f in folders if (said := read(f).get(wanted)) is not None), None)
            if own is not None:
                return not own
        return any(wanted in self._dependencies(f) for f in folders) and wanted not in self._distributions()

    def is_project(self, folder: str) -> bool:
        """Tell whether a folder holds the settings of a distribution."""
        return not _PROJECT.isdisjoint(self._tree.children.get(folder, ()))

    def _find_near(self, folder: str) -> tuple[str, ...]:
        around = [folder, *ancestors_of(folder)]
        found = [f for f in around if not f or _MARKERS & self._tree.children.get(f, set())]
        return tuple(dict.fromkeys(root for f in found for root in self._roots_of(f)))

    def _find_other(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(root for f in self._list_projects() for root in self._roots_of(f)))

    def _list_projects(self) -> list[str]:
        named = {f for name in _PROJECT for f in self._tree.list_named(name)}
        return sorted(named)[:_MOST_PROJECTS]

    def _find_roots(self, folder: str) -> tuple[str, ...]:
        said = [join_path(folder, part) for part in ("", "src", *self._configured(folder))]
        return tuple(dict.fromkeys(r for r in said if r is not None and self._tree.is_folder(r)))

    def _configured(self, folder: str) -> Iterator[str]:
        tool = self._settings(folder).get("tool")
        for keys in _FOLDERS:
            yield from _strings(_dig(tool, *keys))
        for package in _dig(tool, "poetry", "packages") or ():
            yield from _strings(_dig(package, "from"))
        packages = _dig(tool, "hatch", "build", "targets", "wheel", "packages")
        yield from (dirname(package.rstrip("/")) for package in _strings(packages))
        for name in ("setup.py", "setup.cfg"):
            data = self._read(folder, name)
            yield from (m.decode() for pattern in (_PACKAGE_DIR, _WHERE) for m in pattern.findall(data))

    def _read(self, folder: str, name: str) -> bytes:
        path = f"{folder}/{name}" if folder else name
        return (self._index.read(path) or b"") if name in self._tree.children.get(folder, ()) else b""

    def _read_settings(self, folder: str) -> Mapping[str, Any]:
        try:
            return tomllib.loads(self._read(folder, "pyproject.toml").decode("utf-8", "replace"))
        except (tomllib.TOMLDecodeError, RecursionError):
            return {}

    def _read_dependencies(self, folder: str) -> dict[str, bool | None]:
        """Return what a project declares, and of each whether it is the repository's own; None if nothing says so."""
        declared = list(_declared(self._settings(folder)))
        for name in sorted(self._tree.children.get(folder, ())):
            if name.endswith(".txt") and "requirements" in name:
                lines = self._read(folder, name).decode("utf-8", "replace").splitlines()
                declared += [(m[0], line[m.end() :]) for line in lines if (m := _DEPENDENCY.match(line))]
        found: dict[str, bool | None] = {}
        for name, value in declared:
            wanted, own = normalise_distribution(name), self._is_own(value, folder)
            found[wanted] = own if own or found.get(wanted) is None else found[wanted]
        return found

    def _read_sources(self, folder: str) -> dict[str, bool | None]:
        """Return of the names that uv finds at a place of their own whether that is in the repository."""
        sources = _dig(self._settings(folder), "tool", "uv", "sources")
        told = sources.items() if isinstance(sources, dict) else ()
        return {normalise_distribution(name): self._is_own(value, folder) for name, value in told}

    def _is_own(self, value: object, folder: str) -> bool | None:
        if isinstance(value, list):
            said = {self._is_own(entry, folder) for entry in value if isinstance(entry, dict)}
            return said.pop() if len(said) == 1 else (False if said else None)
        if isinstance(value, str):
            return False if _FIXED.search(value) else None
        if not isinstance(value, dict):
            return None
        if isinstance(value.get("path"), str):
            place = join_path(folder, value["path"])
            return place is not None and self._tree.is_folder(place)
        if value.get("workspace") is True:
            return True
        return False if _ELSEWHERE & value.keys() else self._is_own(value.get("version"), folder)

    def _read_distributions(self) -> frozenset[str]:
        """Return the names under which the projects of the repository are distributed."""
        found: set[str] = set()
        for folder in self._list_projects():
            settings, cfg = self._settings(folder), _CFG_NAME.search(self._read(folder, "setup.cfg"))
            told = (_dig(settings, "project", "name"), _dig(settings, "tool", "poetry", "name"))
            names = (*told, cfg[1].decode() if cfg else None)
            file = "pyproject.toml" if self._read(folder, "pyproject.toml") else "setup.cfg"
            if self._index.file_class(f"{folder}/{file}" if folder else file) not in _PROPS:
                found |= {normalise_distribution(name) for name in names if isinstance(name, str)}
        return frozenset(found)


def _declared(settings: object, depth: int = 0, *, inside: bool = False) -> Iterator[tuple[str, object]]:
    """Yield what stands below the keys that speak of dependencies, each with what is said of it."""
    if isinstance(settings, dict) and depth < 8:
        for key, value in settings.items():
            if inside:
                yield str(key), value
            yield from _declared(value, depth + 1, inside=inside or "dependenc" in str(key))
    elif isinstance(settings, list) and inside:
        for entry in settings:
            found = _DEPENDENCY.match(entry) if isinstance(entry, str) else None
            if found:
                yield found[0], entry[found.end() :]


def _dig(value: object, *keys: str) -> Any:  # noqa: ANN401 - whatever a settings file says
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [part for part in re.split(r"[\s:,]+", value) if part]
    inner = list(value.values()) if isinstance(value, dict) else value
    return [part for part in inner if isinstance(part, str)] if isinstance(inner, list) else []
