"""This module holds which files can mean a target when they write its name."""

from functools import cache, cached_property

from reviewer.change.late import compile_late
from reviewer.change.syntax.languages import SCRIPTS, recognise_language
from reviewer.index.graph import graph_of
from reviewer.index.resolve.tree import ancestors_of
from reviewer.index.revision import Index, Site
from reviewer.index.testmap.reading import read_source
from reviewer.index.testmap.target import Target

# A name of two words or more is hardly anything else by chance.
_TELLING = compile_late(r"^_*[A-Za-z][a-z0-9]+(_[a-z0-9]+)+$|^_*[A-Za-z]?[a-z0-9]+[A-Z]\w+$|^[A-Z][a-z]+[A-Z]\w+$")
_LEAST_LETTERS = 6
# Code in one folder uses itself without an import.
_BY_FOLDER = frozenset({"go", "java", "kotlin", "csharp", "scala", "swift", "c", "cpp", "php", "ruby"})
_ROOTS = compile_late(
    r"^(.*?/)?(src/)?(main|test|tests|testFixtures|integrationTest|\w+Test)/(java|kotlin|scala|groovy)/"
)
# Where a file that names a class mostly declares the type of what it calls.
_TYPED = frozenset({"java", "kotlin", "csharp", "scala", "swift", "rust", "cpp"})
# Imports of these languages are followed to their files.
_FOLLOWED = frozenset({"python", "javascript", "typescript", "tsx"})
# So often a file hands on what another one hands on.
_MOST_HANDED = 4
# An import names no file: a namespace, or nothing at all.
_WITHOUT_FILES = frozenset({"csharp", "swift", "php", "ruby", "bash"})
_STEMLESS = frozenset({"__init__", "index", "mod", "lib", "main", "__main__"})
_PACKAGE = compile_late(r"^package\s+(\w+)")


class Sight:
    """Tells of one target which files may use it. `modules` are the words by which others call the target's file."""

    def __init__(self, index: Index, target: Target) -> None:
        self._index = index
        self._target = target
        defined = index.find_definitions(target.name, target.language)
        self._others = frozenset(s.path for s in defined if s.path != target.path)
        in_code = [p for p in self._others if index.file_class(p) in ("production", "script")]
        self._is_unique = not in_code and len(target.name) >= _LEAST_LETTERS and bool(_TELLING.match(target.name))
        owners = {(s.path, s.unit.owner) for s in defined if s.unit.owner and s.path not in self._others - set(in_code)}
        self._is_ambiguous = bool(target.owner) and len(owners) > 1
        self._by_folder = target.language in _BY_FOLDER
        self._sees_file = cache(self._sees)

    def sees(self, site: Site) -> bool:
        """Tell whether a unit that writes the target's name may mean the target."""
        if not self._sees_file(site.path):
            return False
        return not self._is_ambiguous or self._names_holder(site)

    def is_own(self, path: str) -> bool:
        """Tell whether a file belongs to the target's package, where a folder is one."""
        return self._by_folder and _package(path) == _package(self._target.path)

    def _names_holder(self, site: Site) -> bool:
        """Of several methods with a name the one is meant whose class the unit, or another of its class, writes."""
        if site.unit.owner and site.unit.owner == self._target.owner and site.path == self._target.path:
            return True
        return (site.path, "", site.unit.line) in self._holding or (
            bool(site.unit.owner) and (site.path, site.unit.owner, 0) in self._holding
        )

    @cached_property
    def _holding(self) -> frozenset[tuple[str, str, int]]:
        """The units that write the name of the target's class, each by its line and by its own class."""
        found: set[tuple[str, str, int]] = set()
        holder = self._target.owner.rpartition(".")[2]
        for site in self._index.find_mentions(holder):
            if site.unit.role == "module" and not self._is_named_outside(site, holder):
                continue
            found |= {(site.path, "", site.unit.line), (site.path, site.unit.owner, 0)}
        return frozenset(found)

    def _is_named_outside(self, site: Site, holder: str) -> bool:
        """Tell whether a file names a class outside of its imports and functions, where scripts have their tests."""
        if site.language in _TYPED:
            return True
        source = self._index.source(site.path) if site.language in SCRIPTS and self._sees_file(site.path) else None
        return source is not None and any(
            n not in read_source(source).imports for n in read_source(source).find_lines(holder)
        )

    @cached_property
    def modules(self) -> frozenset[str]:
        """The words for the target's file and for the packages that hand it on."""
        words = set(_file_words(self._target.path))
        for site in self._index.find_mentions(self._target.name, self._target.language):
            if site.unit.role == "module" and _stem(site.path) in _STEMLESS and site.path != self._target.path:
                words |= _file_words(site.path)
        if self._target.language == "go":
            words |= self._read_clause()
        return frozenset(words - {""})

    def _sees(self, path: str) -> bool:
        target = self._target
        if path == target.path:
            return True
        if self._is_local:
            return self.is_own(path)
        if self._is_unique:
            return True
        if target.kind == "fixture" and path.startswith(target.path.rpartition("/")[0] + "/"):
            return True
        if path in self._others and not target.owner:
            return False
        if self.is_own(path):
            return True
        if target.owner:
            return path in self._holders or (not self._is_ambiguous and self._imports(path))
        return self._imports(path)

    @cached_property
    def _holders(self) -> frozenset[str]:
        """The files that write the name of the target's class, and import its file where several have that name."""
        holder = self._target.owner.rpartition(".")[2]
        found = _find_paths(self._index, holder)
        defined = self._index.find_definitions(holder, self._target.language)
        classes = {site.path for site in defined if site.unit.role == "class"}
        return frozenset(path for path in found if self._imports(path)) if len(classes) > 1 else found

    def _imports(self, path: str) -> bool:
        """Tell whether a file imports the target's file, or what hands it on."""
        if self._target.language in _FOLLOWED:
            return self._leads_here(path)
        if self._in_module:
            folder = self._target.path.rpartition("/")[0] or "."
            return any(edge.target == folder for edge in graph_of(self._index).imports_of(path))
        return self._names_in_import(path)

    @cached_property
    def _in_module(self) -> bool:
        """Whether it is known how the target's package is imported: Go, below a `go.mod`."""
        folders = ancestors_of(self._target.path) if self._target.language == "go" else ()
        return any(f"{folder}/go.mod".lstrip("/") in self._index.paths for folder in folders)

    @cached_property
    def _is_local(self) -> bool:
        """Whether only its own package can mean the target: in Go one not exported, or of a file of tests."""
        target = self._target
        return target.language == "go" and (target.path.endswith("_test.go") or not target.name[:1].isupper())

    def _leads_here(self, path: str) -> bool:
        graph, goal = graph_of(self._index), self._target.path
        level, seen = [path], {path}
        for _ in range(_MOST_HANDED):
            found = {edge.target for place in level for edge in graph.imports_of(place)}
            if goal in found:
                return True
            level = sorted(place for place in found - seen if _stem(place) in _STEMLESS or graph.hands_on(place))
            seen |= found
        return False

    def _names_in_import(self, path: str) -> bool:
        """Tell whether a file imports the target's file by the words of its import lines."""
        folder, _, _ = self._target.path.rpartition("/")
        for word in sorted(self.modules):
            if path not in _find_paths(self._index, word) or not self._writes_in_import(path, word):
                continue
            if word != _stem(self._target.path) or not self._shares_stem or path.rpartition("/")[0] == folder:
                return True
            if self._writes_in_import(path, folder.rpartition("/")[2]):
                return True
        return False

    def _writes_in_import(self, path: str, word: str) -> bool:
        if self._target.language in _WITHOUT_FILES:
            return True
        source = self._index.source(path)
        return source is not None and bool(word) and word in read_source(source).imported

    @cached_property
    def _shares_stem(self) -> bool:
        stem, path = _stem(self._target.path), self._target.path
        end = "/" + path.rpartition("/")[2]
        return "/" in path and bool(stem) and any(p != path and p.endswith(end) for p in self._index.paths)

    def _read_clause(self) -> set[str]:
        source = self._index.source(self._target.path)
        match = next((m for line in source.lines[:200] if (m := _PACKAGE.match(line))), None) if source else None
        return {match[1]} if match else set()


def _find_paths(index: Index, word: str) -> frozenset[str]:
    return frozenset(site.path for site in index.find_mentions(word))


def _file_words(path: str) -> set[str]:
    stem, parts = _stem(path), path.split("/")
    word = stem if stem not in _STEMLESS else parts[-2] if len(parts) > 1 else ""
    folder = {parts[-2]} if recognise_language(path) == "go" and len(parts) > 1 else set()
    return {*word.replace("-", ".").split("."), word, *folder}


def _stem(path: str) -> str:
    return path.rpartition("/")[2].partition(".")[0]


def _package(path: str) -> str:
    """Return the folder of a file, without what tells tests from code."""
    return _ROOTS.sub("", path.rpartition("/")[0] + "/")
