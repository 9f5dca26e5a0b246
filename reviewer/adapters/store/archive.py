"""This module holds the archive of a forge's answers as a folder of segments: see `Archive`."""

import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from pathlib import Path

from reviewer.adapters.store.disk import DRAFT, Disk, remove_drafts, telling, write_whole
from reviewer.adapters.store.segment import Block, decode_record, encode_segment, read_block, read_index
from reviewer.errors import ReviewerError
from reviewer.ports import Archive, Record
from reviewer.ports.archive import Json

_NAME = re.compile(r"(\d{8})\.jsonl\.gz")
_MOST_HELD = 64


class SegmentArchive(Archive):
    """An archive in a folder. Each `append` is one file, which is there with all its records and its state, or not.

    Of a kind the keys are held in memory, never the records.
    """

    def __init__(self, folder: Path, disk: Disk) -> None:
        self._folder = folder
        self._disk = disk
        # Who appends holds the lock, so nobody else adds one.
        self._newest: int | None = None

    def state(self) -> Json:
        """Return what the last `append` said of how far it had come; empty at the beginning."""
        paths = self._list()
        return read_index(paths[-1]).state if paths else {}

    def append(self, records: Iterable[Record], state: Json) -> None:
        """Keep records, and how far the collecting has come with them: both or neither, whatever happens meanwhile."""
        with telling(self._folder):
            if self._newest is None:
                self._disk.make_folder(self._folder)
                remove_drafts(self._disk, self._folder)
                self._newest = len(self._list())
            number, self._newest = self._newest + 1, None
            write_whole(self._disk, self._folder / f"{number:08d}.jsonl.gz", encode_segment(records, state))
            self._newest = number

    def records(self, kind: str) -> Iterator[Record]:
        """Yield the records of a kind, each in the form that was appended last, ordered by key."""
        places: dict[str, tuple[Block, int]] = {}
        for path in self._list():
            for block, entries in read_index(path).blocks:
                places.update({key: (block, line) for line, (found, key) in enumerate(entries) if found == kind})
        held: OrderedDict[Block, list[bytes]] = OrderedDict()
        for key in sorted(places):
            block, line = places[key]
            if block not in held:
                held[block] = read_block(block)
                if len(held) > _MOST_HELD:
                    held.popitem(last=False)
            held.move_to_end(block)
            yield decode_record(held[block][line])

    def _list(self) -> list[Path]:
        """Return the segments, oldest first. Raises `ReviewerError` for what is none, and where one is missing."""
        if not self._folder.is_dir():
            return []
        paths = sorted(path for path in self._folder.iterdir() if not path.name.endswith(DRAFT))
        for number, path in enumerate(paths, 1):
            match = _NAME.fullmatch(path.name)
            if match is None:
                raise ReviewerError(f"'{path}' is no segment of the archive.", "Move it out of this folder.")
            if int(match[1]) != number:
                raise ReviewerError(
                    f"'{self._folder}' lacks its segment {number:08d}.",
                    "Bring it back from a copy. Without one, remove the folder and collect anew.",
                )
        return paths
