"""This module holds the way to the facts of a whole revision: which files have any, and reading those not yet seen."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import ceil
from pathlib import PurePosixPath

from reviewer.change.fileclass import classify_file, classify_path
from reviewer.change.syntax.languages import recognise_language
from reviewer.index.facts import Blob, collect_segment
from reviewer.index.memory import MemoryStore
from reviewer.index.revision import RevisionIndex
from reviewer.ports import FactStore, Segment, TreeEntry

# Blobs are read and given to a worker by so many at least, and in so many chunks at most: enough to make a process
# worth it, few segments to look into later, and progress to be seen.
_CHUNK, _MOST_CHUNKS = 200, 32
_REGULAR = (0o100644, 0o100755, 0o100664)
# Plain text in which a program names its own parts.
_TEXT = re.compile(
    r"\.(ya?ml|json[c5]?|toml|ini|cfg|conf|properties|env|xml|html?|vue|svelte|astro|jinja2?|j2|tmpl|tpl|erb|ejs|hbs|"
    r"twig|sql|graphql|gql|proto|gradle|cmake|mk|tf|dart|exs?|lua|groovy|ps1|pyx|pxd|mm?|fs|clj|hs|jl|nim|pl|r|zig|vb|"
    r"csproj|bzl|service|plist|mdx|po)$",
    re.IGNORECASE,
)
_NAMES = frozenset({"Makefile", "Dockerfile", "Procfile", "CODEOWNERS", "Jenkinsfile", "justfile"})
_UNREAD = frozenset({"vendored", "generated", "fixture"})

Collect = Callable[[list[Blob]], Segment]
Spread = Callable[[Collect, Iterable[list[Blob]]], Iterable[Segment]]
Read = Callable[[Iterable[str]], Mapping[str, bytes | str]]


def is_indexed(path: str) -> bool:
    """Tell whether a file has facts: programs and the plain text around them, written by people and in use."""
    if recognise_language(path) is None and not _TEXT.search(path) and PurePosixPath(path).name not in _NAMES:
        return False
    return classify_path(path) not in _UNREAD


def ensure_facts(
    tree: str,
    entries: Sequence[TreeEntry],
    store: FactStore,
    *,
    read: Read,
    spread: Spread = map,
    tell: Callable[[int, int], None] = lambda done, total: None,  # noqa: ARG005 - the shape of a listener
) -> int:
    """Bring the facts of every file of a tree into the store, and return how many blobs were read.

    `spread` runs the pure part, in other processes if it likes; `tell` hears how many blobs of how many are done.
    """

    def list_wanted() -> Iterator[tuple[str, str]]:
        return (
            (e.blob, recognise_language(e.path) or "") for e in entries if e.mode in _REGULAR and is_indexed(e.path)
        )

    total = 0
    while (missing := store.missing(tree, list_wanted)) or not store.finish(tree):
        done = 0
        for segment in spread(collect_segment, _read_chunks(missing, read)):
            store.add(segment)
            done += len(segment.blobs)
            tell(done, len(missing))
        total += len(missing)
    return total


def index_files(files: Mapping[str, bytes]) -> RevisionIndex:
    """Return the index of some files that are at hand, by path."""
    known = dict(files)

    def fill() -> FactStore:
        store = MemoryStore()
        entries = [TreeEntry(path, 0o100644, path) for path in sorted(known)]
        ensure_facts("", entries, store, read=lambda names: {name: known[name] for name in names})
        return store

    return RevisionIndex(
        lambda: {p: p for p in known}, fill, read=lambda paths: {p: known.get(p) for p in paths}, classify=classify_file
    )


def _read_chunks(missing: list[tuple[str, str]], read: Read) -> Iterator[list[Blob]]:
    size = max(_CHUNK, ceil(len(missing) / _MOST_CHUNKS))
    for at in range(0, len(missing), size):
        chunk = missing[at : at + size]
        contents = read([oid for oid, _ in chunk])
        # What cannot be read has no facts, and is not asked for again.
        yield [
            Blob(oid, language, data if isinstance(data := contents[oid], bytes) else b"") for oid, language in chunk
        ]
