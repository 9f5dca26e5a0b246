"""This module holds the folders in which Python looks for modules, as far as the project's own files tell."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from posixpath import dirname
from typing import Any

from reviewer.change.late import compile_late
from reviewer.index.resolve.tree import Tree, ancestors_of, join_path
from reviewer.index.revision import Index

_MARKERS = frozenset({"pyproject.toml", "setup.py", "setup.cfg", "manage.py", "requirements.txt", "Pipfile", "tox.ini"})
_PACKAGE_DIR = re.compile(rb"""package_dir\s*=\s*(?:\{\s*["']{2}\s*:\s*["']|\s*=\s*)([\w./-]+)""")
_WHERE = re.compile(rb"""\bwhere\s*=\s*["']?([\w./-]+)""")
_DEPENDENCY = compile_late(r"[A-Za-z0-9][A-Za-z0-9._-]*")
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
        """Tell whether a project around a file declares a dependency of a name."""
        wanted = name.lower().replace("_", "-")
        return any(wanted in self._dependencies(folder) for folder in ancestors_of(path))

    def _find_near(self, folder: str) -> tuple[str, ...]:
        around = [folder, *ancestors_of(folder)]
        found = [f for f in around if not f or _MARKERS & self._tree.children.get(f, set())]
        return tuple(dict.fromkeys(root for f in found for root in self._roots_of(f)))

    def _find_other(self) -> tuple[str, ...]:
        named = {f for name in ("pyproject.toml", "setup.py", "setup.cfg") for f in self._tree.list_named(name)}
        return tuple(dict.fromkeys(root for f in sorted(named)[:_MOST_PROJECTS] for root in self._roots_of(f)))

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

    def _read_dependencies(self, folder: str) -> set[str]:
        found = set(_declared(self._settings(folder)))
        for name in sorted(self._tree.children.get(folder, ())):
            if name.endswith(".txt") and "requirements" in name:
                lines = self._read(folder, name).decode("utf-8", "replace").splitlines()
                found |= {m[0] for line in lines if (m := _DEPENDENCY.match(line))}
        return {name.lower().replace("_", "-") for name in found}


def _declared(settings: object, depth: int = 0, *, inside: bool = False) -> Iterator[str]:
    """Yield what stands below the keys that speak of dependencies."""
    if isinstance(settings, dict) and depth < 8:
        for key, value in settings.items():
            if inside:
                yield str(key)
            yield from _declared(value, depth + 1, inside=inside or "dependenc" in str(key))
    elif isinstance(settings, list) and inside:
        for entry in settings:
            found = _DEPENDENCY.match(entry) if isinstance(entry, str) else None
            if found:
                yield found[0]


def _dig(value: object, *keys: str) -> Any:  # noqa: ANN401 - whatever a settings file says
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [part for part in re.split(r"[\s:,]+", value) if part]
    inner = list(value.values()) if isinstance(value, dict) else value
    return [part for part in inner if isinstance(part, str)] if isinstance(inner, list) else []
