"""This module holds what looks like a package and is the repository's own: its folders, modules, aliases and crates."""

import re
from functools import cached_property
from pathlib import PurePosixPath

from reviewer.change.late import compile_late
from reviewer.detectors.packages.declared_packages import Question
from reviewer.index.declared import Declared
from reviewer.index.revision import COMMON, Index

_SUFFIXES = {
    "python": (".py", ".pyi", ".pyx", ".pyd", ".so", ".ipynb"),
    "script": (".js", ".jsx", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".tsx", ".vue", ".svelte", ".json", ".css"),
    "rust": (".rs",),
}
_GENERATED = compile_late(r".*_pb2(?:_grpc)?|.*_version|.*\.(?:css|scss|less|svg|png|json|wasm|html|md)")
_MOST_MENTIONS = 40


class OwnNames:
    """The names that a revision gives to its own parts."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._declared = Declared(index)

    def holds(self, question: Question, *, named: bool) -> bool:
        """Tell whether what is imported may be a part of the repository, or is made when it is built.

        With `named` it is enough that a setting names it.
        """
        if question.language == "go":
            return False
        if _GENERATED.fullmatch(question.module) or question.top in self._names[question.family]:
            return True
        return named and (self._is_ignored(question) or self._is_named(question))

    @cached_property
    def _names(self) -> dict[str, frozenset[str]]:
        """Folders and modules of each family of languages."""
        families = {suffix: family for family, suffixes in _SUFFIXES.items() for suffix in suffixes}
        names: dict[str, set[str]] = {family: set() for family in _SUFFIXES}
        for path in self._index.paths:
            folder, _, name = path.rpartition("/")
            stem, dot, suffix = name.rpartition(".")
            family = families.get(dot + suffix)
            if family:
                names[family] |= {stem.partition(".")[0], *folder.split("/")}
        return {family: frozenset(found) for family, found in names.items()}

    def _is_ignored(self, question: Question) -> bool:
        """Tell whether git is told to overlook it: a module of the build, or of each developer."""
        folders = PurePosixPath(question.path).parents
        ignored = "\n".join(self._declared.text(str(folder / ".gitignore")) for folder in folders)
        return re.search(rf"(?<!\w){re.escape(question.top)}(?!\w)", ignored) is not None

    def _is_named(self, question: Question) -> bool:
        """Tell whether a setting names it, as an alias, an image's package or a tool; for Rust, whether code does."""
        word = max(re.findall(r"\w+", question.package), key=len, default="")
        if self._index.count_mentions(word) > COMMON:
            return True
        if question.language == "rust":
            return bool(self._index.find_definitions(question.package, "rust"))
        sites = self._index.find_mentions(word)
        paths = dict.fromkeys(s.path for s in sites if s.language in ("", "bash") and not _is_lock(s.path))
        named = re.compile(rf"(?<![\w@/.-]){re.escape(question.package)}(?![\w-])")
        return any(named.search(self._declared.text(path)) for path in list(paths)[:_MOST_MENTIONS])


def _is_lock(path: str) -> bool:
    name = path.rpartition("/")[2]
    return "lock" in name or name == "npm-shrinkwrap.json"
