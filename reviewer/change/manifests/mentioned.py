"""This module holds the generous reading of manifests: every name that one declares, however it does, and its group.

What is asked here is whether a package is known at all; a name too many does no harm, and one too few does.
"""

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any

from reviewer.change.late import compile_late
from reviewer.change.manifests import read_manifest
from reviewer.change.manifests.dependency import Group
from reviewer.change.packages.shipped_modules import normalise_distribution

Names = dict[str, Group]

_ECOSYSTEMS: tuple[tuple[str, str], ...] = (
    ("python", r"pyproject\.toml|Pipfile|setup\.(?:py|cfg)|tox\.ini|noxfile\.py|pixi\.toml|dodo\.py"),
    ("python", r".*(?:requirements|constraints).*\.(?:txt|in|ya?ml)|(?:.*[-_.])?(?:environment|conda|env).*\.ya?ml"),
    ("python", r"(?:meta|recipe)\.ya?ml|pyproject\..*\.toml"),
    ("npm", r"package\.json|package\.yaml|package\.json5"),
    ("go", r"go\.mod"),
    ("cargo", r"Cargo\.toml"),
)
_ENDS = (
    *(".toml", ".txt", ".in", ".cfg", ".ini", ".yml", ".yaml", ".mod"),
    *("Pipfile", "setup.py", "noxfile.py", "dodo.py", "package.json", "package.json5"),
)
_TABLE = tuple((ecosystem, compile_late(pattern)) for ecosystem, pattern in _ECOSYSTEMS)
_REQUIREMENT_FOLDERS = frozenset({"requirements", "reqs", "requires", "deps"})
_DEPENDING = compile_late(r"depend|requires?\b|packages|extras|deps\b|plugins|feature", re.IGNORECASE)
_QUOTED = compile_late(r"""["']([^"'\n]{1,200})["']""")
_NAME = compile_late(r"[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?")
_LISTED = compile_late(r"""^[\s-]*["']?(?:[\w-]+::)?([A-Za-z0-9][\w.-]*)""", re.MULTILINE)
_GO_REQUIRE = compile_late(
    r"^\s*(?:(?:require|tool|replace)\s+)?([\w.-]+\.[\w.-]+(?:/[\w.~-]+)*)(?:\s|$)", re.MULTILINE
)
_INCLUDED = compile_late(r"""(?:^|[\s"'=])((?:[\w.-]+/)*[\w.-]+\.(?:txt|in))(?=["'\s,]|$)""", re.MULTILINE)
_LOCKED_PYTHON = compile_late(r"""^name = "([^"]+)"|^ {8}"([\w.-]+)": \{""", re.MULTILINE)
_LOCKED_NPM = compile_late(r"""(?:node_modules/|^|[\s"'/])((?:@[\w.-]+/)?[\w.-]+)(?=@|": \{|": \[)""", re.MULTILINE)
PYTHON_LOCKS = ("uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "pylock.toml")
NPM_LOCKS = ("package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock")
_GO_MODULE = compile_late(r"^module\s+\"?([^\s\"]+)", re.MULTILINE)


def find_ecosystem(path: str) -> str:
    """Return the ecosystem whose packages a file declares in any way, or an empty string."""
    folder, _, name = path.rpartition("/")
    if not name.endswith(_ENDS):
        return ""
    found = next((ecosystem for ecosystem, pattern in _TABLE if pattern.fullmatch(name)), "")
    if not found and name.endswith((".txt", ".in")) and folder.rpartition("/")[2] in _REQUIREMENT_FOLDERS:
        return "python"
    return found


def read_names(path: str, data: bytes) -> Names:
    """Return every name that a manifest mentions as a dependency, and its own; empty for one that says nothing.

    A name whose group nobody can tell is `managed`.
    Python's names are normalised, Rust's are as code writes them; Go's are module paths, indirect ones too.
    """
    text = data.decode("utf-8-sig", "replace")
    ecosystem = find_ecosystem(path)
    declared: Names = {}
    for name, found in read_manifest(path, data).items():
        declared[_spell(name) if ecosystem == "cargo" else name] = found.group
    if ecosystem == "npm":
        declared |= dict.fromkeys(_read_peers(text), "runtime")
    for name in _READERS[ecosystem or "python"](PurePosixPath(path).name, text):
        declared.setdefault(name, "managed")
    return declared


def find_includes(path: str, data: bytes) -> list[str]:
    """Return the further files of requirements that a manifest of Python names, from the root of the repository."""
    text = data.decode("utf-8", "replace")
    folder = PurePosixPath(path).parent
    return [str(folder / name) for name in dict.fromkeys(_INCLUDED.findall(text)) if not name.startswith("..")]


def read_locked(path: str, data: bytes) -> frozenset[str]:
    """Return the packages that a lock file of Python or npm fixes, direct or not, by their normalised names."""
    text = data.decode("utf-8", "replace")
    name = PurePosixPath(path).name
    if name in PYTHON_LOCKS:
        return frozenset(normalise_distribution(a or b) for a, b in _LOCKED_PYTHON.findall(text))
    return frozenset(_LOCKED_NPM.findall(text))


def _read_python(name: str, text: str) -> Iterator[str]:
    found: Iterator[str]
    if name.endswith(".toml") or name == "Pipfile":
        found = _walk_table(_parse(tomllib.loads, text))
    elif name.endswith(".py"):
        found = (quoted for quoted in _QUOTED.findall(text))
    else:
        found = iter(_LISTED.findall(text.replace("\\\n", " ")))
    for row in found:
        match = _NAME.match(row.strip())
        if match:
            yield normalise_distribution(match[0])


def _read_npm(name: str, text: str) -> Iterator[str]:
    # Dependencies of every kind, overrides, aliases and the package's own name: all of them are quoted.
    yield from (quoted for quoted in _QUOTED.findall(text) if name.endswith("json") or "/" in quoted)


def _read_go(_: str, text: str) -> Iterator[str]:
    yield from _GO_REQUIRE.findall(text)
    yield from _GO_MODULE.findall(text)


def _read_cargo(_: str, text: str) -> Iterator[str]:
    table = _parse(tomllib.loads, text)
    for row in _walk_table(table):
        yield _spell(row)
    for holder in ("package", "lib"):
        own = table.get(holder)
        if isinstance(own, dict):
            yield _spell(str(own.get("name", "")))


def _spell(crate: str) -> str:
    return crate.replace("-", "_").lower()


def _read_peers(text: str) -> Iterator[str]:
    """A host that is expected to bring a package brings it at run time."""
    table = _parse(json.loads, text)
    for key in ("peerDependencies", "dependencies", "optionalDependencies"):
        rows = table.get(key)
        yield from rows if isinstance(rows, dict) else ()


_READERS: dict[str, Callable[[str, str], Iterator[str]]] = {
    "python": _read_python,
    "npm": _read_npm,
    "go": _read_go,
    "cargo": _read_cargo,
}


def _walk_table(table: dict[str, Any]) -> Iterator[str]:
    """Yield the keys and the strings of everything below a key that speaks of dependencies, and the own names."""
    stack: list[tuple[Any, bool]] = [(table, False)]
    while stack:
        holder, depending = stack.pop()
        if isinstance(holder, dict):
            if depending:
                yield from holder
            stack += [(row, depending or bool(_DEPENDING.search(key))) for key, row in holder.items()]
            yield from (row for key, row in holder.items() if key in ("name", "package") and isinstance(row, str))
        elif isinstance(holder, list):
            stack += [(row, depending) for row in holder]
        elif isinstance(holder, str) and depending:
            yield holder


def _parse(read: Callable[[str], Any], text: str) -> dict[str, Any]:
    try:
        table = read(text)
    except (ValueError, RecursionError):
        return {}
    return table if isinstance(table, dict) else {}
