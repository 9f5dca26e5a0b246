"""This module holds what tsconfig.json and package.json say of where a module is found."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from posixpath import dirname
from typing import Any

from reviewer.change.late import compile_late
from reviewer.index.resolve.tree import Tree, ancestors_of, join_path
from reviewer.index.revision import Index

_NOISE = compile_late(r'("(?:[^"\\\n]++|\\.)*+")|//[^\n]*+|/\*(?:[^*]++|\*(?!/))*+\*/|,(?=\s*+[}\]])', re.DOTALL)
_SETTINGS = compile_late(r"[tj]sconfig(?:\.[\w.-]+)?\.json")
_MOST_EXTENDED = 5
_MOST_PACKAGES = 200


class ScriptSettings:
    """The settings of the JavaScript and TypeScript projects of one revision."""

    def __init__(self, index: Index, tree: Tree) -> None:
        self._index, self._tree = index, tree
        self._json = cache(self._read_json)
        self._paths_of = cache(self._read_paths)
        self._bases_of = cache(self._find_bases)

    def map_alias(self, path: str, module: str) -> list[str]:
        """Return the places to which the `paths` and `baseUrl` around a file send a module, best first."""
        for folder in ancestors_of(path):
            names = self._tree.children.get(folder, ())
            files = sorted(n for n in names if _SETTINGS.fullmatch(n))
            mapped = [place for name in files for place in self._map(_within(folder, name), module)]
            found = [self._leave_installed(place) for place in mapped]
            if found:
                return list(dict.fromkeys(found))
        return []

    def _leave_installed(self, place: str) -> str:
        """Return where a package of this repository lies that is installed into itself."""
        head, installed, module = place.rpartition("node_modules/")
        folder = self.package_folder(module) if installed else None
        if folder is None or not (head.endswith("/") or not head):
            return place
        return _within(folder, "/".join(module.split("/")[2 if module.startswith("@") else 1 :]))

    def mentions(self, word: str, path: str) -> bool:
        """Tell whether a script around a file may make one of a name: it is spoken of, or is a package of its own."""
        if word in self._packages():
            return True
        folders = (f for f in ancestors_of(path) if "package.json" in self._tree.children.get(f, ()))
        known = (self._index.read(_within(folder, "package.json")) or b"" for folder in folders)
        return any(part.encode() in data for data in known for part in (f"/{word}", f"{word}."))

    def package_folder(self, module: str) -> str | None:
        """Return the folder of a package of this repository that a module belongs to."""
        parts = module.split("/")
        name = "/".join(parts[: 2 if module.startswith("@") else 1])
        return self._packages().get(name)

    def list_given(self, module: str) -> list[str]:
        """Return the files that a package of this repository gives out under the name of a module."""
        folder = self.package_folder(module)
        inside = "/".join([".", *module.split("/")[2 if module.startswith("@") else 1 :]])
        return self.enter_package(folder, inside) if folder is not None else []

    def list_inner(self, path: str, module: str) -> list[str]:
        """Return the files that the package around a file names for itself, with `#name` in place of a path."""
        names = self._tree.children
        folder = next((f for f in ancestors_of(path) if "package.json" in names.get(f, ())), None)
        said = self._json(_within(folder, "package.json")).get("imports") if folder is not None else None
        targets = _match_key(said, module) if isinstance(said, dict) else ()
        places = (join_path(folder or "", target) for target in targets if target.startswith("."))
        return [place for place in places if place is not None]

    def enter_package(self, folder: str, inside: str) -> list[str]:
        """Return the files that a package gives out as itself (`inside` is `.`) or below itself (`./name`)."""
        settings = self._json(_within(folder, "package.json"))
        exported = settings.get("exports")
        if isinstance(exported, dict) and any(str(key).startswith(".") for key in exported):
            targets = list(_match_key(exported, inside))
        elif exported is not None and inside == ".":
            targets = list(_leaves(exported))
        elif inside != ".":
            targets = [inside]
        else:
            targets = [str(settings[key]) for key in ("source", "types", "module", "main") if settings.get(key)]
            targets += ["index", "src/index"]
        places = (join_path(folder, target) for target in targets)
        return [place for place in places if place is not None]

    def _packages(self) -> dict[str, str]:
        return self._bases_of("")

    def _find_bases(self, _: str) -> dict[str, str]:
        folders = self._tree.list_named("package.json")[:_MOST_PACKAGES]
        named = ((self._json(_within(folder, "package.json")).get("name"), folder) for folder in folders)
        return {name: folder for name, folder in named if isinstance(name, str) and name}

    def _map(self, settings: str, module: str) -> Iterator[str]:
        base, paths = self._paths_of(settings)
        for key, targets in sorted(paths.items(), key=lambda item: -len(item[0])):
            head, star, tail = key.partition("*")
            if key == "*" or not module.startswith(head) or not module.endswith(tail) or (not star and module != key):
                continue
            middle = module[len(head) : len(module) - len(tail)]
            places = (join_path(base, target.replace("*", middle)) for target in targets)
            yield from (place for place in places if place is not None)
            return

    def _read_paths(self, settings: str) -> tuple[str, Mapping[str, list[str]]]:
        """Return the folder that paths are relative to, and the paths, of the first of the extended files with any."""
        waiting = [settings]
        for _ in range(_MOST_EXTENDED):
            if not waiting:
                break
            current = waiting.pop(0)
            read = self._json(current)
            options = read.get("compilerOptions")
            options = options if isinstance(options, dict) else {}
            paths = options.get("paths")
            if isinstance(paths, dict):
                base = join_path(dirname(current), str(options.get("baseUrl", ".")))
                return (base or ""), {str(k): [str(t) for t in v] for k, v in paths.items() if isinstance(v, list)}
            extends = read.get("extends")
            for other in extends if isinstance(extends, list) else [extends]:
                place = join_path(dirname(current), other) if isinstance(other, str) and other[:1] == "." else None
                waiting += [place if place.endswith(".json") else f"{place}.json"] if place else []
        return "", {}

    def _read_json(self, path: str) -> dict[str, Any]:
        data = self._index.read(path) if path in self._tree.files else None
        text = _NOISE.sub(lambda m: m[1] or "", (data or b"").decode("utf-8", "replace"))
        try:
            found = json.loads(text) if text.strip() else {}
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}


def _within(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def _match_key(exported: Mapping[str, Any], inside: str) -> Iterator[str]:
    if inside in exported:
        yield from _leaves(exported[inside])
        return
    for key, value in sorted(exported.items(), key=lambda item: -len(item[0])):
        head, star, tail = key.partition("*")
        if star and inside.startswith(head) and inside.endswith(tail):
            middle = inside[len(head) : len(inside) - len(tail)]
            yield from (leaf.replace("*", middle) for leaf in _leaves(value))
            return


def _leaves(value: object, depth: int = 0) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)) and depth < 6:
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _leaves(inner, depth + 1)
