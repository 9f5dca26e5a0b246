"""This module holds how the manifest of a repository's facts is written and read, and brought forward from old ones."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from reviewer.errors import ReviewerError
from reviewer.model.facts import SCHEMA, SOURCES, TABLES
from reviewer.model.manifest import Coverage, Manifest

FILE = "manifest.json"
# How the manifest of an older schema becomes that of the next one, by the name of the older; there is no older one yet.
MIGRATIONS: Mapping[str, Callable[[dict[str, Any]], dict[str, Any]]] = {}


def encode_manifest(manifest: Manifest) -> bytes:
    """Return the text of a manifest."""
    told = {"schema": SCHEMA, **asdict(manifest), "counts": dict(manifest.counts)}
    return (json.dumps(told, indent=2) + "\n").encode()


def read_manifest(
    path: Path, migrations: Mapping[str, Callable[[dict[str, Any]], dict[str, Any]]] = MIGRATIONS
) -> Manifest | None:
    """Read a manifest; None where there is none. Raises `ReviewerError` for a broken one, or a later version's."""
    try:
        told = json.loads(path.read_bytes())
        schema, seen = str(told["schema"]), set()
        while schema in migrations and schema not in seen:
            seen.add(schema)
            told = migrations[schema](told)
            schema = str(told["schema"])
        return _decode(path, told, schema)
    except FileNotFoundError:
        return None
    except OSError as fault:
        raise ReviewerError(f"'{path}' cannot be read: {fault.strerror}.", "Check its rights.") from None
    except (ValueError, KeyError, TypeError) as fault:
        raise ReviewerError(
            f"'{path}' is no manifest of facts ({type(fault).__name__}: {str(fault)[:200]}).",
            "Remove it and run `reviewer facts rebuild --repo OWNER/REPO`: what was collected is still there.",
        ) from None


def _decode(path: Path, told: dict[str, Any], schema: str) -> Manifest:
    if schema != SCHEMA:
        raise ReviewerError(
            f"'{path}' is of the form '{schema[:40]}', and this version reads '{SCHEMA}'.",
            "Use the version of reviewer that wrote it, or a later one.",
        )
    coverage = tuple(
        Coverage(SOURCES[SOURCES.index(row["source"])], row["since"], row["until"], tuple(row["tells"]))
        for row in told["coverage"]
    )
    return Manifest(
        host=str(told["host"]),
        name=str(told["name"]),
        written=int(told["written"]),
        node=told["node"],
        names=tuple(told["names"]),
        default_branch=told["default_branch"],
        coverage=coverage,
        unknown=tuple(told["unknown"]),
        generation=int(told["generation"]),
        counts={table: int(told["counts"][table]) for table in TABLES},
        definition=int(told["definition"]),
    )
