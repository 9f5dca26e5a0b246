"""This module holds one repository in the store: its archives, its facts, its manifest and its lock."""

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from reviewer.adapters.store.archive import SegmentArchive
from reviewer.adapters.store.disk import DRAFT, Disk, remove_drafts, telling, write_whole
from reviewer.adapters.store.lock import hold_lock
from reviewer.adapters.store.manifest import FILE, encode_manifest, read_manifest
from reviewer.adapters.store.tables import write_tables
from reviewer.model.facts import TABLES, Row, Source
from reviewer.model.manifest import Manifest

LOCK = "lock"
DEFAULT_HOST = "github.com"


class StoredRepository:
    """A repository in the store. Nothing is written before something is kept; reading needs no lock."""

    def __init__(self, folder: Path, host: str, name: str, disk: Disk) -> None:
        self.folder = folder
        self.host = host
        self.name = name
        self._disk = disk

    @property
    def label(self) -> str:
        """What it is called among others: its name, behind its host where that is not GitHub's own."""
        return self.name if self.host == DEFAULT_HOST else f"{self.host}/{self.name}"

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the lock of everything that writes. Raises `ReviewerError` when another process does."""
        with telling(self.folder):
            self._disk.make_folder(self.folder)
        with hold_lock(self.folder / LOCK):
            yield

    def archive(self, source: Source) -> SegmentArchive:
        """Return the archive of what a source told."""
        return SegmentArchive(self.folder / "raw" / source, self._disk)

    def manifest(self) -> Manifest | None:
        """Return what the facts are; None where there are none yet."""
        return read_manifest(self.folder / FILE)

    def tables(self, manifest: Manifest) -> dict[str, Path]:
        """Return the Parquet file of each table."""
        return {table: self._generation(manifest.generation) / f"{table}.parquet" for table in TABLES}

    def write(self, rows: Iterable[Row], manifest: Manifest) -> Manifest:
        """Write all facts anew: whole or not at all. Who reads the facts of before goes on reading them.

        Returns the manifest with the generation and the counts of what was written.
        """
        facts = self.folder / "facts"
        old = self.manifest()
        with telling(self.folder):
            self._disk.make_folder(facts)
            remove_drafts(self._disk, facts)
            number = self._newest_number() + 1
            draft = self._generation(number).with_name(f"{number:08d}{DRAFT}")
            self._disk.make_folder(draft)
            counts = write_tables(self._disk, draft, rows)
            self._disk.rename(draft, self._generation(number))
            self._disk.sync(facts)
            written = replace(manifest, generation=number, counts=counts)
            write_whole(self._disk, self.folder / FILE, [encode_manifest(written)])
            kept = {self._generation(number), self._generation(old.generation if old else number)}
            for path in sorted(set(facts.iterdir()) - kept):
                self._disk.remove(path)
        return written

    def _newest_number(self) -> int:
        """Return the number of the newest generation, also of one that no manifest names since a run was ended."""
        found = [int(path.name) for path in (self.folder / "facts").iterdir() if path.name.isdigit()]
        return max(found, default=0)

    def _generation(self, number: int) -> Path:
        return self.folder / "facts" / f"{number:08d}"
