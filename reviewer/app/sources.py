"""This module holds how both sides of a change are read from the repository, and what could not be read."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import PurePosixPath

from reviewer.change.attributes import parse_attributes
from reviewer.change.changed import ChangedFile
from reviewer.change.fileclass import Attribute, classify_file
from reviewer.change.patterns import match_patterns
from reviewer.change.syntax.languages import UNREAD, recognise_language
from reviewer.change.syntax.source import Source
from reviewer.change.syntax.trees import Trees
from reviewer.model.change import Change, FileChange, FileClass, Revision, Side
from reviewer.model.finding import Skip
from reviewer.ports import Repository

_UNSURE = 0.9
_NO_BLOB = frozenset("0")

Classify = Callable[[str, bytes], FileClass]


def read_files(
    repository: Repository, change: Change, classify: Classify
) -> tuple[tuple[ChangedFile, ...], tuple[Skip, ...]]:
    """Read both sides of every changed text file; what cannot be read is a skip.

    Git takes a large file for a binary one: where the name promises a program, that is a skip too.
    """
    contents = repository.read(dict.fromkeys(blob for file in change.files for blob in _blobs(file)))
    files, skips = [], []
    for file in change.files:
        trees = Trees(file)
        old = _read_side(file, "old", contents, classify, trees)
        new = _read_side(file, "new", contents, classify, trees)
        sides = [side if isinstance(side, Source) else None for side in (old, new)]
        files.append(ChangedFile(file, sides[0], sides[1]))
        skips += [Skip(file.path, "*", reason) for reason in dict.fromkeys(s for s in (old, new) if isinstance(s, str))]
    return tuple(files), tuple(skips)


def find_unsure(files: Iterable[ChangedFile]) -> tuple[Skip, ...]:
    """Name the files that no grammar reads, or only in part: findings in them may be missing."""
    skips = []
    for file in files:
        if file.new is None:
            continue
        suffix = PurePosixPath(file.path).suffix.lower()
        if file.new.language is None and suffix in UNREAD:
            skips.append(Skip(file.path, "*", f"no grammar for {UNREAD[suffix]}"))
        elif file.new.confidence < _UNSURE:
            share = round(100 * (1 - file.new.confidence))
            skips.append(Skip(file.path, "*", f"the {file.new.language} grammar cannot read {share} % of the file"))
    return tuple(skips)


def make_classifier(
    repository: Repository, revision: Revision, change: Change, classes: Mapping[FileClass, tuple[str, ...]]
) -> Classify:
    """Return how files are classified: by the settings, by `.gitattributes` of a revision, by path and text."""
    said = [(file_class, match_patterns(patterns)) for file_class, patterns in sorted(classes.items())]
    attribute = _read_attributes(repository, revision, change)

    def decide(path: str) -> FileClass | None:
        return next((file_class for file_class, matches in said if matches(path)), None) or attribute(path)

    return lambda path, data: classify_file(path, data, decide)


def _read_attributes(repository: Repository, revision: Revision, change: Change) -> Attribute:
    folders = {
        str(parent)
        for file in change.files
        for side in (file.old_path, file.new_path)
        if side
        for parent in PurePosixPath(side).parents
    }
    names = {f"{revision.tree}:{_join(folder)}": _join(folder) for folder in sorted(folders) if "\n" not in folder}
    found = repository.read(names) if names else {}
    return parse_attributes({names[name]: data for name, data in found.items() if isinstance(data, bytes)})


def _join(folder: str) -> str:
    return ".gitattributes" if folder == "." else f"{folder}/.gitattributes"


def _blobs(file: FileChange) -> list[str]:
    wanted = file.content == "text" or (file.content == "binary" and recognise_language(file.path) is not None)
    blobs = (file.old_blob, file.new_blob) if wanted else ()
    return [blob for blob in blobs if set(blob) != _NO_BLOB]


def _read_side(
    file: FileChange, side: Side, contents: Mapping[str, bytes | str], classify: Classify, trees: Trees
) -> Source | str | None:
    path, blob = (file.old_path, file.old_blob) if side == "old" else (file.new_path, file.new_blob)
    if path is None or blob not in contents:
        return None
    data = contents[blob]
    if isinstance(data, str):
        return data
    if file.content == "binary":
        return "binary, whatever its name says"
    focus = file.touched_old if side == "old" else file.touched_new
    language = recognise_language(path, data.split(b"\n", 1)[0])
    return Source(path, data, language, classify(path, data), focus, partial(trees.parse, side))
