"""This module holds the readers of manifests in TOML and JSON: pyproject, Cargo, Gradle catalogs, package.json."""

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

from reviewer.change.late import compile_late
from reviewer.change.manifests.dependency import Dependency, Group, Source

_REQUIREMENT = compile_late(r"\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(?:@\s*(\S+)|\(?([^;#()]*)\)?)?")
_NPM_FOREIGN: tuple[tuple[str, Source], ...] = (
    ("workspace:", "workspace"),
    ("file:", "path"),
    ("link:", "path"),
    ("portal:", "path"),
    ("git", "git"),
    ("http:", "url"),
    ("https:", "url"),
)
_SHORTHAND = compile_late(r"[\w.-]+/[\w.-]+(#.*)?")
INSTALL_SCRIPTS = ("preinstall", "install", "postinstall")


def read_pyproject(text: str) -> list[Dependency]:
    """Read PEP 621 dependencies and extras, PEP 735 groups, uv's and poetry's tables."""
    table = _parse_toml(text)
    project = _table(table, "project")
    found = [parse_requirement(line) for line in _texts(project.get("dependencies"))]
    for extra, lines in _table(project, "optional-dependencies").items():
        group: Group = "dev" if _is_dev(extra) else "runtime"
        found += [parse_requirement(line, group) for line in _texts(lines)]
    for lines in _table(table, "dependency-groups").values():
        found += [parse_requirement(line, "dev") for line in _texts(lines)]
    tool = _table(table, "tool")
    found += [parse_requirement(line, "dev") for line in _texts(_table(tool, "uv").get("dev-dependencies"))]
    found += _read_poetry(_table(tool, "poetry"))
    sources = {_normalise(name): row for name, row in _table(_table(tool, "uv"), "sources").items()}
    own = _normalise(str(project.get("name", "")))
    return [_apply_source(d, sources.get(d.name)) for d in found if d.name not in ("", own)]


def read_cargo(text: str) -> list[Dependency]:
    """Read a Cargo manifest: dependencies of the package, its targets and its workspace."""
    table = _parse_toml(text)
    places = [table, *_tables(_table(table, "target"))]
    found = [_read_row(n, row, "managed") for n, row in _table(_table(table, "workspace"), "dependencies").items()]
    for place in places:
        for key in ("dependencies", "build-dependencies", "dev-dependencies"):
            group: Group = "dev" if key.startswith("dev") else "runtime"
            found += [_read_row(name, row, group) for name, row in _table(place, key).items()]
    return found


def read_catalog(text: str) -> list[Dependency]:
    """Read the libraries of a Gradle version catalog, by group and name."""
    table = _parse_toml(text)
    versions = _table(table, "versions")
    found = []
    for row in _table(table, "libraries").values():
        if isinstance(row, str):
            module, _, version = row.rpartition(":")
        elif isinstance(row, dict):
            module = str(row.get("module") or f"{row.get('group', '')}:{row.get('name', '')}")
            version = _catalog_version(row, versions)
        else:
            continue
        found.append(Dependency(module, version, "managed"))
    return [d for d in found if d.name.strip(":")]


def read_package_json(text: str) -> list[Dependency]:
    """Read the dependency tables of a package.json."""
    table = _parse_json(text)
    scope, slash, _ = str(table.get("name", "")).partition("/")
    found: list[Dependency] = []
    for key in ("dependencies", "optionalDependencies", "peerDependencies", "devDependencies"):
        # What a package expects of its host is not installed by it.
        group: Group = "dev" if key in ("devDependencies", "peerDependencies") else "runtime"
        found += [_read_npm(name, spec, group) for name, spec in _table(table, key).items() if isinstance(spec, str)]
    # A package of the project's own scope is a neighbour, not a third party.
    return [d for d in found if not (slash and d.name.startswith(f"{scope}/"))]


def read_install_scripts(text: str) -> dict[str, str]:
    """Return the scripts of a package.json that run on the machine of whoever installs it."""
    scripts = _table(_parse_json(text), "scripts")
    return {name: str(scripts[name]) for name in INSTALL_SCRIPTS if name in scripts}


def parse_requirement(line: str, group: Group = "runtime") -> Dependency:
    """Parse one requirement as PEP 508 writes it; the name is empty for another line."""
    found = _REQUIREMENT.match(line)
    if found is None:
        return Dependency("")
    name, origin, version = _normalise(found[1]), found[2] or "", (found[3] or "").strip()
    if origin:
        source: Source = "git" if origin.startswith("git+") else "path" if origin.startswith("file:") else "url"
        return Dependency(name, "", group, source, origin)
    return Dependency(name, version, group)


def _read_poetry(table: dict[str, Any]) -> Iterator[Dependency]:
    groups: list[tuple[dict[str, Any], Group]] = [
        (_table(table, "dependencies"), "runtime"),
        (_table(table, "dev-dependencies"), "dev"),
    ]
    for name, row in _table(table, "group").items():
        if isinstance(row, dict):
            groups.append((_table(row, "dependencies"), "runtime" if name == "main" else "dev"))
    for rows, group in groups:
        yield from (_read_row(_normalise(name), row, group) for name, row in rows.items() if name != "python")


def _read_row(name: str, row: object, group: Group) -> Dependency:
    """Read a version, or a table with a version and a source, as Cargo and poetry write them."""
    if isinstance(row, list):
        row = row[0] if row else ""
    if not isinstance(row, dict):
        return Dependency(name, str(row), group)
    return _apply_source(Dependency(str(row.get("package") or name), str(row.get("version", "")), group), row)


def _apply_source(dependency: Dependency, row: object) -> Dependency:
    row = row[0] if isinstance(row, list) and row else row
    if not isinstance(row, dict):
        return dependency
    sources: tuple[Source, ...] = ("workspace", "git", "url", "path")
    for source in sources:
        if row.get(source):
            return Dependency(dependency.name, dependency.version, dependency.group, source, str(row[source]))
    return dependency


def _read_npm(name: str, spec: str, group: Group) -> Dependency:
    for prefix, source in _NPM_FOREIGN:
        if spec.startswith(prefix):
            return Dependency(name, "", group, source, spec)
    if _SHORTHAND.fullmatch(spec):
        return Dependency(name, "", group, "git", spec)
    return Dependency(name, spec, group)


def _catalog_version(row: dict[str, Any], versions: dict[str, Any]) -> str:
    version = row.get("version", "")
    if isinstance(version, dict):
        version = versions.get(str(version.get("ref", "")), version.get("require", ""))
    return version if isinstance(version, str) else ""


def _is_dev(extra: str) -> bool:
    return bool(re.match(r"(dev|test|tests|testing|lint|docs?|typing|ci|all-dev)$", extra, re.IGNORECASE))


def _normalise(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _parse_toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def _parse_json(text: str) -> dict[str, Any]:
    try:
        table = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return table if isinstance(table, dict) else {}


def _table(holder: dict[str, Any], key: str) -> dict[str, Any]:
    found = holder.get(key)
    return found if isinstance(found, dict) else {}


def _tables(holder: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for row in holder.values() if isinstance(row, dict)]


def _texts(found: object) -> list[str]:
    return [row for row in found if isinstance(row, str)] if isinstance(found, list) else []
