"""This module holds the reader of deptrac.yaml: layers of PHP by folders, and the rule set between them."""

from collections.abc import Iterator, Mapping, Sequence
from posixpath import dirname
from re import Pattern

from reviewer.change.late import compile_late
from reviewer.change.settings import read_settings
from reviewer.index.graph import Edge
from reviewer.index.layers.contract import Contract, quote, speak_of_tests
from reviewer.index.layers.path_regex import compile_path_regex, search
from reviewer.index.revision import Index

_LAYER = compile_late(r"(?:(?:deptrac|parameters)\.)?layers(\[\d+\])\.(name|collectors\[\d+\]\.(\w+))$")
_ALLOWED = compile_late(r"(?:(?:deptrac|parameters)\.)?ruleset\.([^.\[\]]+)$")
_SKIPPED = compile_late(r"(?:(?:deptrac|parameters)\.)?skip_violations\.(.+)$")
# Collectors of later versions and of the first ones call the pattern of a folder differently.
_VALUES = frozenset({"value", "regex"})
_MOST_LAYERS = 200


def read_deptrac(_: Index, path: str, data: bytes) -> Iterator[Contract]:
    """Yield the contract of a settings file whose layers are collected by folders alone."""
    lines = data.decode("utf-8", "replace").split("\n")
    names: dict[str, str] = {}
    kinds: dict[str, list[str]] = {}
    patterns: dict[str, list[str]] = {}
    allowed: dict[str, list[str]] = {}
    skipped: set[str] = set()
    for setting in read_settings("deptrac.yaml", lines):
        layer, ruled, skip = (p.match(setting.path) for p in (_LAYER, _ALLOWED, _SKIPPED))
        if layer and layer[2] == "name":
            names[layer[1]] = setting.value
        elif layer and layer[3] == "type":
            kinds.setdefault(layer[1], []).append(setting.value)
        elif layer:
            patterns.setdefault(layer[1], []).append(setting.value if layer[3] in _VALUES else "(")
        elif ruled:
            allowed.setdefault(ruled[1].strip("'\""), []).append(setting.value)
        elif skip:
            skipped.add(skip[1].rpartition("\\")[2])
    layers = _compile(names, kinds, patterns)
    if layers and allowed:
        judge = _Rules(layers, allowed, dirname(path), skipped)
        yield Contract("deptrac", path, judge.find_breach, speak_of_tests(names.values()))


def _compile(
    names: Mapping[str, str], kinds: Mapping[str, Sequence[str]], patterns: Mapping[str, Sequence[str]]
) -> dict[str, list[Pattern[str]]]:
    """Return the patterns by layer; none at all where one layer is collected in another way."""
    layers: dict[str, list[Pattern[str]]] = {}
    for key, name in list(names.items())[:_MOST_LAYERS]:
        compiled = [compile_path_regex(text) for text in patterns.get(key, ())]
        known = [pattern for pattern in compiled if pattern is not None]
        if set(kinds.get(key, ())) != {"directory"} or not known or len(known) != len(compiled):
            return {}
        layers[name] = known
    return layers


class _Rules:
    def __init__(
        self,
        layers: Mapping[str, Sequence[Pattern[str]]],
        allowed: Mapping[str, Sequence[str]],
        folder: str,
        skipped: set[str],
    ) -> None:
        self._layers, self._allowed = layers, allowed
        self._start = f"{folder}/" if folder else ""
        self._skipped = skipped

    def find_breach(self, edge: Edge) -> str:
        """Return why a file's layer may not know another's; a file of several layers is not judged."""
        here, there = self._find(edge.source), self._find(edge.target)
        name = edge.source.rpartition("/")[2].partition(".")[0]
        if not here or not there or here == there or name in self._skipped or here not in self._allowed:
            return ""
        if there in self._reach(here):
            return ""
        return f"the layer {quote(here)} may not know {quote(there)} by its rule set"

    def _find(self, path: str) -> str:
        if not path.endswith(".php") or not path.startswith(self._start):
            return ""
        inside = path.removeprefix(self._start)
        found = [name for name, patterns in self._layers.items() if any(search(p, inside) for p in patterns)]
        return found[0] if len(found) == 1 else ""

    def _reach(self, layer: str) -> set[str]:
        """Return the layers that one may know; `+` passes on what another one may."""
        reached, waiting, seen = set[str](), [layer], {layer}
        while waiting:
            for name in self._allowed.get(waiting.pop(), ()):
                plain = name.lstrip("+")
                reached.add(plain)
                if name != plain and plain not in seen:
                    seen.add(plain)
                    waiting.append(plain)
        return reached
