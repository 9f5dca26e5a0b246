"""This module holds how files of Python are called as modules, and which of them an expression with stars means."""

from collections.abc import Iterator, Sequence
from posixpath import join

from reviewer.index.resolve.python_roots import PythonRoots
from reviewer.index.resolve.resolver import resolver_of
from reviewer.index.revision import Index

Name = tuple[str, ...]


class ModuleNames:
    """The dotted names of the files below some packages; what was found once does not ask the revision again."""

    def __init__(self, index: Index, folder: str, packages: Sequence[str]) -> None:
        tree = resolver_of(index).tree
        near = dict.fromkeys((folder, join(folder, "src"), *PythonRoots(index, tree).near(folder)))
        self._places: list[tuple[str, Name]] = []
        for package in packages:
            inside = package.replace(".", "/")
            found = [place for root in near if tree.is_folder(place := join(root, inside))]
            found = found or [p for p in sorted(tree.children) if p.endswith(f"/{inside}")]
            if inside and (len(found) == 1 or (found and found[0].removesuffix(inside).rstrip("/") in near)):
                self._places.append((f"{found[0]}/", tuple(package.split("."))))

    def name(self, path: str) -> Name:
        """Return the parts of a file's name as a module, or () for a file of no known package."""
        if not path.endswith(".py"):
            return ()
        for place, package in self._places:
            if path.startswith(place):
                return (*package, *split_path(path.removeprefix(place)))
        return ()


def split_path(path: str) -> Name:
    """Return the parts of a module's name by the path of its file below a root."""
    parts = tuple(path.removesuffix(".py").split("/"))
    return parts[:-1] if parts[-1] == "__init__" else parts


def parse_expression(text: str) -> Name:
    """Return an expression for modules by its parts: `*` stands for one name, `**` for one and more."""
    return tuple(part.strip() for part in text.split("."))


def matches(pattern: Name, name: Name) -> bool:
    """Tell whether an expression means this module."""
    states = {0}
    for part in name:
        states = {after for at in states for after in _step(pattern, at, part)}
    return len(pattern) in states


def find_package(pattern: Name, name: Name) -> Name:
    """Return the outermost package around a module, or itself, that an expression means, or ()."""
    states = {0}
    for count, part in enumerate(name, 1):
        states = {after for at in states for after in _step(pattern, at, part)}
        if len(pattern) in states:
            return name[:count]
    return ()


def is_within(name: Name, package: Name) -> bool:
    """Tell whether a module is a package or lies in it."""
    return name[: len(package)] == package


def _step(pattern: Name, at: int, part: str) -> Iterator[int]:
    if at < len(pattern) and pattern[at] == "**":
        yield at
        yield at + 1
    elif at < len(pattern) and pattern[at] in ("*", part):
        yield at + 1
