"""This module holds the script that cuts the official descriptions of GitHub down to what the fake serves.

    python -m tests.forge.cut_slices [directory with the packages' archives]

Without a directory it downloads the three packages by `npm pack` (30 MB), from the registry npm is configured for; node
is needed for that alone. Run it after adding an endpoint to `tests/forge/rest` or an event to `tests/forge/events.py`.
Descriptions, examples and what only documentation needs are dropped; nothing else is changed. Equal packages give equal
bytes.
"""

import gzip
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tests.forge.contract import DATA
from tests.forge.events import EVENTS
from tests.forge.records import Json
from tests.forge.rest import ENDPOINTS

PACKAGES = {
    "openapi": "@octokit/openapi@23.0.2",
    "webhooks": "@octokit/openapi-webhooks@12.1.0",
    "graphql": "@octokit/graphql-schema@15.26.1",
}
_PROSE = {"description", "summary", "example", "examples", "externalDocs", "tags", "deprecated"}
_NAMED = {"properties", "patternProperties", "schemas", "parameters", "responses", "headers", "paths", "webhooks"}


def strip_prose(node: Json, *, named: bool = False) -> Json:
    """Drop what only documentation needs; `named` says that the keys here are names and not keywords."""
    if isinstance(node, list):
        return [strip_prose(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: value if key in ("enum", "default", "const") else strip_prose(value, named=key in _NAMED and not named)
        for key, value in node.items()
        if named or (key not in _PROSE and not key.startswith("x-"))
    }


def find_references(node: Json) -> Iterator[str]:
    """Yield every `$ref` below a node."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from find_references(value)
    elif isinstance(node, list):
        for item in node:
            yield from find_references(item)


def close_over(document: dict[str, Any], roots: Json, always: Iterable[str] = ()) -> dict[str, Any]:
    """Return the components which the roots need, and those which they need in turn."""
    components: dict[str, dict[str, Any]] = {}
    waiting = [*find_references(roots), *always]
    while waiting:
        _, _, kind, name = waiting.pop().split("/")
        if name not in components.setdefault(kind, {}):
            components[kind][name] = document["components"][kind][name]
            waiting += find_references(components[kind][name])
    return components


def cut_rest(document: dict[str, Any]) -> dict[str, Any]:
    """Cut the description of REST down to the endpoints served."""
    document = strip_prose(document)
    paths: dict[str, dict[str, Any]] = {}
    for method, path in ENDPOINTS:
        paths.setdefault(path, {})[method.lower()] = document["paths"][path][method.lower()]
    always = [f"#/components/schemas/{name}" for name in ("basic-error", "validation-error-simple")]
    components = close_over(document, paths, always)
    return {"openapi": document["openapi"], "info": document["info"], "paths": paths, "components": components}


def cut_webhooks(document: dict[str, Any]) -> dict[str, Any]:
    """Cut the description of webhooks down to the bodies of the events built."""
    document = strip_prose(document)
    hooks = {}
    for name in EVENTS:
        body = document["webhooks"][name]["post"]["requestBody"]["content"]["application/json"]["schema"]
        hooks[name] = {"post": {"requestBody": {"content": {"application/json": {"schema": body}}}}}
    components = close_over(document, hooks)
    return {"openapi": document["openapi"], "info": document["info"], "webhooks": hooks, "components": components}


def _read_member(archive: Path, member: str) -> bytes:
    with tarfile.open(archive) as tar:
        found = tar.extractfile(f"package/{member}")
        assert found is not None, member
        return found.read()


def write_packed(path: Path, content: bytes) -> None:
    """Write a gzip file whose bytes depend on the content alone."""
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=packed, mtime=0) as stream:
        stream.write(content)
    path.write_bytes(packed.getvalue())


def _write_json(path: Path, document: dict[str, Any]) -> None:
    write_packed(path, json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode())


def cut_all(archives: dict[str, Path], into: Path) -> None:
    """Write the three files that are kept beside the tests."""
    into.mkdir(parents=True, exist_ok=True)
    description = "generated/api.github.com.json"
    _write_json(into / "rest.json.gz", cut_rest(json.loads(_read_member(archives["openapi"], description))))
    _write_json(into / "webhooks.json.gz", cut_webhooks(json.loads(_read_member(archives["webhooks"], description))))
    write_packed(into / "schema.graphql.gz", _read_member(archives["graphql"], "schema.graphql"))


def find_archives(folder: Path) -> dict[str, Path]:
    """Find the packages' archives in a folder, downloading those that are missing there."""
    found = {}
    for key, package in PACKAGES.items():
        name, _, version = package.lstrip("@").replace("/", "-").rpartition("@")
        found[key] = folder / f"{name}-{version}.tgz"
        if not found[key].exists():
            subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return found


def main(arguments: list[str]) -> None:
    """Cut the slices anew."""
    with tempfile.TemporaryDirectory() as temporary:
        cut_all(find_archives(Path(arguments[0] if arguments else temporary)), DATA)


if __name__ == "__main__":
    main(sys.argv[1:])
