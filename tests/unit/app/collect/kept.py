"""This module holds a repository of the store in memory, for tests of what fills and reads one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from reviewer.model.facts import TABLES, Row, Source
from reviewer.model.manifest import Manifest
from tests.adapters.archives import MemoryArchive


class MemoryKept:
    """A repository whose facts are lists of rows by table."""

    def __init__(self, name: str = "shop/till", host: str = "github.com") -> None:
        self.host = host
        self.name = name
        self.tables: dict[str, list[Any]] = {}
        self._archives: dict[Source, MemoryArchive] = defaultdict(MemoryArchive)
        self._manifest: Manifest | None = None

    def archive(self, source: Source) -> MemoryArchive:
        """Return the archive of a source."""
        return self._archives[source]

    def manifest(self) -> Manifest | None:
        """Return what was written last."""
        return self._manifest

    def write(self, rows: Iterable[Row], manifest: Manifest) -> Manifest:
        """Keep all rows."""
        names = {kind: table for table, kind in TABLES.items()}
        self.tables = {table: [] for table in TABLES}
        for row in rows:
            self.tables[names[type(row)]].append(row)
        counts = {table: len(found) for table, found in self.tables.items()}
        self._manifest = replace(manifest, counts=counts, generation=1)
        return self._manifest
