"""This module holds where the imports of Python lead."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from posixpath import dirname

from reviewer.change.packages.standard import is_standard
from reviewer.change.syntax.imports import Import
from reviewer.index.resolve.python_names import OPEN, Offer, read_python_offer
from reviewer.index.resolve.python_roots import PythonRoots
from reviewer.index.resolve.resolution import EXTERNAL, UNKNOWN, NameStatus, Resolution
from reviewer.index.resolve.tree import Tree, ancestors_of
from reviewer.index.revision import Index

_SUFFIXES = (".py", ".pyi", ".pyw")
_NATIVE = (".pyx", ".so", ".pyd", ".pxd", ".c", ".cc", ".cpp", ".rs")
_MANIFESTS = frozenset({"pyproject.toml", "setup.py", "setup.cfg", "hatch_build.py", "build.py", "meson.build"})
_MANIFESTS |= {"CMakeLists.txt", "Makefile", "MANIFEST.in", "Cargo.toml"}
# An `__init__` that puts modules where no file is.
_PLACES_MODULES = re.compile(rb"\bsys\.modules\b|\b__path__\b|\bmeta_path\b")
# As many re-exports by `import *` are followed.
_MOST_STARS = 30


class PythonImports:
    """Where the imports of the Python files of one revision lead."""

    def __init__(self, index: Index, tree: Tree) -> None:
        self._index, self._tree = index, tree
        self._roots = PythonRoots(index, tree)
        self.offer = cache(self._read_offer)
        self._holds_python = cache(self._look_below)

    def resolve(self, path: str, imported: Import) -> Resolution:
        """Return what an import in a file leads to."""
        parts = [part for part in imported.module.split(".") if part]
        if "{" in path or (imported.dynamic and imported.level):
            return UNKNOWN
        if imported.level:
            return self._resolve_relative(path, imported, parts)
        return self._resolve_absolute(path, imported, parts) if parts else UNKNOWN

    def _resolve_relative(self, path: str, imported: Import, parts: Sequence[str]) -> Resolution:
        folder = path
        for _ in range(imported.level):
            if not folder:
                return UNKNOWN
            folder = dirname(folder)
        place, count = self._walk(folder, parts)
        if count < len(parts):
            return self._miss(place, parts[count:])
        return Resolution("found", place, self._look_up(place, imported), certain=True)

    def _resolve_absolute(self, path: str, imported: Import, parts: Sequence[str]) -> Resolution:
        near = list(self._roots.around(path))
        others = list(self._roots.elsewhere(path))
        if path.removeprefix(f"{others[0]}/" if others[0] else "").split("/")[0] == parts[0]:
            near.append(others[0])
        walks = {root: self._walk(root, parts) for root in dict.fromkeys((*near, *others))}
        whole = {root: place for root, (place, count) in walks.items() if count == len(parts)}
        if whole:
            return self._choose(whole, near, imported, path)
        if is_standard("python", parts[0]) or not any(count for _, count in walks.values()):
            return EXTERNAL
        for root in near:
            place, count = walks[root]
            if count and self._is_package(f"{root}/{parts[0]}" if root else parts[0]):
                if self._stands_somewhere(parts) or self._roots.is_declared(parts[0], path):
                    return UNKNOWN
                return self._miss(place, parts[count:])
        return UNKNOWN

    def _choose(self, whole: dict[str, str], near: Sequence[str], imported: Import, path: str) -> Resolution:
        """Take the first place that has all names; what is missing counts only where the place is certain."""
        top = imported.module.partition(".")[0]
        ordered = sorted(whole.items(), key=lambda item: self._is_bare(item[1]))
        sole = self._find_sole(ordered, near, path, top)
        answers = [Resolution("found", p, self._look_up(p, imported), p == sole) for _, p in ordered]
        for answer in answers:
            if all(status == "found" for status in answer.names.values()):
                return answer
        sure = ordered[0][0] in near and len({place for _, place in ordered}) == 1
        foreign = is_standard("python", top) or self._roots.is_declared(top, path)
        if sure and not foreign and not self._is_bare(ordered[0][1]):
            return answers[0]
        doubtful: dict[str, NameStatus] = {
            name: "found" if status == "found" else "unknown" for name, status in answers[0].names.items()
        }
        return Resolution("found", answers[0].path, doubtful, answers[0].certain)

    def _find_sole(self, ordered: Sequence[tuple[str, str]], near: Sequence[str], path: str, top: str) -> str:
        """Return the one place that can be meant: around the file rather than far off, and of no stranger's name."""
        around = {*near, self._roots.elsewhere(path)[0]}
        # A project's folder of the same name as the package inside of it is not one more place.
        inside = {folder for _, place in ordered if not self._is_bare(place) for folder in ancestors_of(place)}
        shells = {f for f in inside if self._is_bare(f) and self._roots.is_project(f)}
        ordered = [(root, place) for root, place in ordered if place not in shells]
        own = [(root, place) for root, place in ordered if root in around] or ordered
        places = {place for _, place in own if not self._is_bare(place)}
        if len(places) != 1 or is_standard("python", top):
            return ""
        is_near = any(root in near for root, _ in own)
        return places.pop() if is_near or not self._roots.is_declared(top, path) else ""

    def _walk(self, root: str, parts: Sequence[str]) -> tuple[str, int]:
        """Follow a dotted name as far as it leads: a package beats a module, a module a bare folder."""
        place = root
        for count, part in enumerate(parts):
            inner = f"{place}/{part}" if place else part
            if self._is_package(inner):
                place = inner
                continue
            module = self._find_module(place, part)
            if module:
                return module, count + 1
            if not self._holds_python(inner):
                return place, count
            place = inner
        return place, len(parts)

    def _is_package(self, folder: str) -> bool:
        names = self._tree.children.get(folder, ())
        return "__init__.py" in names or "__init__.pyi" in names

    def _is_bare(self, place: str) -> bool:
        return self._tree.is_folder(place) and not self._is_package(place)

    def _find_module(self, folder: str, name: str) -> str:
        names = self._tree.children.get(folder, set())
        for suffix in _SUFFIXES:
            if name + suffix in names:
                return f"{folder}/{name}{suffix}" if folder else name + suffix
        native = next((n for n in sorted(names) if n.split(".")[0] == name and n.endswith(_NATIVE)), "")
        return (f"{folder}/{native}" if folder else native) if native else ""

    def _look_below(self, folder: str) -> bool:
        """Tell whether a folder holds Python, itself or a few folders further down."""
        stack = [(folder, 0)]
        while stack:
            place, depth = stack.pop()
            names = self._tree.children.get(place, ())
            if any(name.endswith((*_SUFFIXES, ".pyx", ".so")) for name in names):
                return True
            stack += [(f"{place}/{name}", depth + 1) for name in names if depth < 3 and "." not in name]
        return False

    def _miss(self, place: str, rest: Sequence[str]) -> Resolution:
        """Return a missing module, unless it may be one that only a build or a stranger adds."""
        path = "/".join(part for part in (place, *rest) if part)
        if not self._tree.is_folder(place):
            return UNKNOWN if self.offer(place).open else Resolution("missing", path)
        inits = (self._index.read(init) or b"" for init in self._inits_of(place))
        moved = any(_PLACES_MODULES.search(data) for data in inits)
        made = any(self._may_be_made(path, part) for part in rest)
        return UNKNOWN if moved or made else Resolution("missing", path)

    def _may_be_made(self, path: str, part: str) -> bool:
        if self._tree.may_be_made(path):
            return True
        word = re.compile(rb"(?<![\w-])" + re.escape(part.encode()) + rb"(?:\.\w+)?(?![\w-])")
        for folder in ancestors_of(path):
            for name in sorted(_MANIFESTS & self._tree.children.get(folder, set())):
                data = self._index.read(f"{folder}/{name}" if folder else name) or b""
                if word.search(data) or (name == "Cargo.toml" and part.startswith("_")):
                    return True
        return False

    def _stands_somewhere(self, parts: Sequence[str]) -> bool:
        """Tell whether any folder of the repository could be the root from which a dotted name leads to a file."""
        tail = "/".join(parts)
        ends = tuple(f"{tail}{suffix}" for suffix in (*_SUFFIXES, *_NATIVE, "/__init__.py"))
        return any(path.endswith(ends) for path in self._tree.files if tail in path)

    def _look_up(self, place: str, imported: Import) -> dict[str, NameStatus]:
        return {name: self._look_for(place, name) for name, _ in imported.names}

    def _look_for(self, place: str, name: str) -> NameStatus:
        if name.startswith("__") and name.endswith("__"):
            return "unknown"
        folder = self._tree.is_folder(place)
        if folder and self._walk(place, (name,))[1]:
            return "found"
        offer = self._offer_of(place) if folder else self.offer_all(place)
        if name in offer.names:
            return "found"
        inner = f"{place}/{name}" if place else name
        return "unknown" if offer.open or (folder and self._may_be_made(inner, name)) else "missing"

    def _inits_of(self, folder: str) -> list[str]:
        names = self._tree.children.get(folder, set())
        return [f"{folder}/{n}" if folder else n for n in ("__init__.py", "__init__.pyi") if n in names]

    def _offer_of(self, folder: str) -> Offer:
        offers = [self.offer_all(path) for path in self._inits_of(folder)]
        names = frozenset(name for offer in offers for name in offer.names)
        extended = any(b"__path__" in (self._index.read(path) or b"") for path in self._inits_of(folder))
        return Offer(names, extended or any(offer.open for offer in offers))

    def offer_all(self, path: str) -> Offer:
        """Return what a file offers, with what its `import *` bring and what a stub beside it says."""
        names: set[str] = set()
        seen: set[str] = set()
        stack = [path, *([path + "i"] if path.endswith(".py") and path + "i" in self._tree.files else [])]
        while stack:
            current = stack.pop()
            if current in seen:
                continue
            seen.add(current)
            offer = self.offer(current)
            names |= offer.names
            targets = list(self._starred(current, offer.stars))
            if offer.open or len(seen) > _MOST_STARS or "" in targets:
                return Offer(frozenset(names), open=True)
            stack += targets
        return Offer(frozenset(names))

    def _starred(self, path: str, stars: Iterable[Import]) -> Iterator[str]:
        """Yield the files whose names `import *` brings, and an empty string for those that are not to be seen."""
        for star in stars:
            found = self.resolve(path, star)
            place = found.path if found.status == "found" else ""
            if self._tree.is_folder(place):
                place = f"{place}/__init__.py" if "__init__.py" in self._tree.children[place] else ""
            yield place

    def _read_offer(self, path: str) -> Offer:
        source = self._index.source(path) if path.endswith(_SUFFIXES) else None
        return read_python_offer(source) if source is not None and source.language == "python" else OPEN
