"""This module holds which functions and classes a repository publishes: what code outside of it may use by name."""

from collections.abc import Iterator
from functools import cache
from posixpath import basename, dirname
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.packages.shipped_modules import find_distribution, normalise_distribution
from reviewer.change.settings import read_settings
from reviewer.change.syntax.names import decorators_of, text_of
from reviewer.change.syntax.source import Scope, Source
from reviewer.detectors.published.reexports import Reexports, is_pub
from reviewer.index.resolve.resolver import resolver_of
from reviewer.index.resolve.tree import ancestors_of, join_path
from reviewer.index.revision import Index

if TYPE_CHECKING:
    from tree_sitter import Node

_MOST_PACKAGES = 60
_CONSTRUCTORS = frozenset({"__init__", "constructor"})
_DECORATORS = frozenset({"decorator", "annotation", "marker_annotation", "attribute_item"})
# Any other decorator may hand the function to a framework, which calls it by a route or a command line.
_HARMLESS = compile_late(
    r"(?:#\[|@)\s*+(?:\w+(?:\.|::))*+(?:property|cached_property|classmethod|staticmethod|abstractmethod|overload|final|"
    r"override|deprecated|(?:async)?contextmanager|(?:lru_)?cache|dataclass|total_ordering|runtime_checkable|"
    r"must_use|inline|cold|doc|allow|expect|cfg|derive|serde|non_exhaustive|track_caller|"
    r"Override|Deprecated|Nullable|NonNull|NotNull|SuppressWarnings|SafeVarargs|FunctionalInterface)\b"
)
_DISTRIBUTION = compile_late(r"""(?m)^\s*+name\s*+=\s*+["']?+([\w.-]++)""")
_CONSOLE = compile_late(r"console_scripts|(?m:^\[(?:project|tool\.poetry)\.scripts\])")
_PYTHON_MANIFESTS = ("pyproject.toml", "setup.py", "setup.cfg")
_OFFERS = frozenset({"exports", "main", "module", "types", "typings"})
_INNER = compile_late(r"/(?:_|internal)")
_SUFFIX = compile_late(r"(?:\.d)?\.[mc]?[jt]sx?$")
_BUILT = compile_late(r"^(?:\./)?(?:dist|lib|build|out|es|esm|cjs)/(?:(?:esm|cjs|es|types|src)/)*")
_NO_LIBRARY = compile_late(
    r"""publish\s*+=\s*+false|proc-macro\s*+=\s*+true|crate-type\s*+=\s*+\[\s*+"(?:cdylib|staticlib)"\s*+\]"""
)
# Without both of these the registry takes no crate.
_REGISTERED = (compile_late(r"(?m)^description\b"), compile_late(r"(?m)^license\b"))
_PUBLISHING = compile_late(r"distributionManagement|maven-publish|maven\.publish|central-publishing|nexus-staging")


class PublishedSymbols:
    """What one revision publishes, as far as its files say so; each package is looked at once, when asked for."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._resolver = resolver_of(index)
        self._reexports = Reexports(index)
        self._python = cache(self._read_python)
        self._script = cache(self._read_script)
        self._rust = cache(self._read_rust)

    def __contains__(self, place: tuple[Scope, Source]) -> bool:
        """Tell whether a function or class of a file is published."""
        scope, source = place
        around = [scope]
        while around[-1].owner is not None:
            around.append(around[-1].owner)
        if source.file_class != "production" or "experimental" in source.path.split("/"):
            return False
        if any(s.role == "function" for s in around[1:]) or not all(_is_open(s) for s in around):
            return False
        if source.language == "go":
            return all(part[:1].isupper() for part in scope.symbol.split(".")) and self._is_go(source)
        if source.language == "java":
            return all("public" in _modifiers(s.node) for s in around) and self._is_java(source.path)
        if source.language == "rust":
            names = self._rust(next(self._around(source.path, "Cargo.toml"), None))
            blocks = [s.node.type == "impl_item" for s in around]
            known = {name for path, name in names if blocks[-1] or path == source.path}
            shown = all(block or is_pub(s.node) for s, block in zip(around, blocks, strict=True))
            return shown and around[-1].name in known
        names = self._python(dirname(source.path)) if source.language == "python" else self._script()
        return (source.path, around[-1].name) in names

    def _around(self, path: str, *manifests: str) -> Iterator[str]:
        """Yield the folders around a file that hold a manifest, the nearest first, with a slash at the end."""
        for folder in (f"{f}/" if f else "" for f in ancestors_of(path)):
            if any(folder + manifest in self._index.paths for manifest in manifests):
                yield folder

    def _text(self, *paths: str) -> str:
        read = (self._index.read(path) for path in paths if path in self._index.paths)
        return "\n".join((data or b"").decode("utf-8", "replace") for data in read)

    def _read_python(self, folder: str) -> frozenset[tuple[str, str]]:
        """Return what the top package around a folder offers, and the packages directly below it."""
        top, paths = "", self._index.paths
        while folder and f"{folder}/__init__.py" in paths:
            top, folder = folder, dirname(folder)
        home = next(self._around(top, *_PYTHON_MANIFESTS), None) if top else None
        text = self._text(*(f"{home}{name}" for name in _PYTHON_MANIFESTS)) if home is not None else ""
        named = _DISTRIBUTION.search(text)
        if named is None or not find_distribution(basename(top), [normalise_distribution(named[1])]):
            return frozenset()
        offered = self._reexports.follow([f"{top}/__init__.py"])
        if not offered and _CONSOLE.search(text):
            return offered  # a program, whose packages export for one another
        below = sorted(name for name in self._resolver.tree.children[top] if not name.startswith("_"))
        inits = [path for name in below if (path := f"{top}/{name}/__init__.py") in paths]
        return offered | self._reexports.follow(inits)

    def _read_script(self) -> frozenset[tuple[str, str]]:
        entries: list[str] = []
        for folder in self._resolver.tree.list_named("package.json")[:_MOST_PACKAGES]:
            manifest = f"{folder}/package.json".lstrip("/")
            settings = read_settings(manifest, self._text(manifest).split("\n"))
            keys = {s.path.split(".")[0] for s in settings}
            if any(s.path == "private" and s.value == "true" for s in settings):
                continue
            if "bin" in keys and not keys & {"exports", "types", "typings"}:
                continue
            offers = (s for s in settings if s.path.split(".")[0] in _OFFERS and not _INNER.search(s.path))
            for stem in dict.fromkeys(_SUFFIX.sub("", s.value) for s in offers if "*" not in s.value):
                places = (join_path(folder, p) for p in (stem, _BUILT.sub("src/", stem)))
                found = (self._resolver.script.find(place) for place in places if place)
                entries += [path for path in found if path]
        return self._reexports.follow(entries)

    def _read_rust(self, folder: str | None) -> frozenset[tuple[str, str]]:
        library, text = f"{folder}src/lib.rs", self._text(f"{folder}Cargo.toml")
        registered = all(pattern.search(text) for pattern in _REGISTERED) and not _NO_LIBRARY.search(text)
        if folder is None or not registered or library not in self._index.paths:
            return frozenset()
        return self._reexports.follow([library])

    def _is_go(self, source: Source) -> bool:
        folder = next(self._around(source.path, "go.mod"), None)
        if folder is None or {"internal", "cmd", "testdata", "vendor"}.intersection(source.path.split("/")):
            return False
        names = self._resolver.tree.children.get(folder.rstrip("/"), set())
        beside = [f"{folder}{name}" for name in sorted(names) if name.endswith(".go")][:9]
        program = self._text(f"{folder}go.mod").partition("\n")[0].split("/")[-1].strip()
        if f"{folder}cmd/{program}/main.go" in self._index.paths:
            return False
        return "\npackage main" not in "\n".join(("", self._text(*beside), *source.lines))

    def _is_java(self, path: str) -> bool:
        if "src/main/java/" not in f"/{path}" or {"internal", "impl"}.intersection(path.split("/")):
            return False
        names = ("pom.xml", "build.gradle", "build.gradle.kts")
        builds = (f"{folder}{name}" for folder in self._around(path, *names) for name in names)
        return _PUBLISHING.search(self._text(*builds)) is not None


def _is_open(scope: Scope) -> bool:
    """Tell whether a definition says neither that it is private nor that a framework takes it."""
    name = scope.name.rpartition(".")[2]
    if name.startswith(("_", "#")) and name not in _CONSTRUCTORS:
        return False
    if any(c.type == "accessibility_modifier" and text_of(c) != "public" for c in scope.node.children):
        return False
    return all(_HARMLESS.match(written) for written in decorators_of(scope.node, _DECORATORS))


def _modifiers(node: "Node") -> list[str]:
    return next((text_of(c).split() for c in node.children if c.type == "modifiers"), [])
