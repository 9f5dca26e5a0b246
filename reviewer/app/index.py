"""This module holds the use case of `reviewer index`: the facts of a revision, brought into the store ahead of time."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from reviewer.app.checking.surroundings import Facts
from reviewer.change.syntax.languages import recognise_language
from reviewer.index.build import ensure_facts, is_indexed
from reviewer.index.facts import decode_units
from reviewer.ports import Range, Repository


@dataclass(frozen=True, slots=True)
class Counts:
    """What the index knows in one language; `bodies` are functions large enough to be recognised again."""

    files: int
    functions: int
    classes: int
    constants: int
    bodies: int
    repeated: int


@dataclass(frozen=True, slots=True)
class Indexed:
    """What was indexed: `files` of a revision have facts, `read` of them were read by this run."""

    revision: str
    files: int
    read: int
    languages: dict[str, Counts]


def index_revision(
    repository: Repository, facts: Facts, *, head: str, tell: Callable[[int, int], None], counted: bool
) -> Indexed:
    """Bring the facts of a revision into the store; `counted` asks for what is in them as well."""
    revision = repository.resolve(Range(base=head, head=head)).head
    entries = repository.tree(revision)
    read = ensure_facts(revision.tree, entries, facts.store, read=repository.read, spread=facts.spread, tell=tell)
    indexed = {entry.path: entry.blob for entry in entries if is_indexed(entry.path)}
    languages = _count(indexed, facts) if counted else {}
    return Indexed(revision.name, len(indexed), read, languages)


def _count(blobs: dict[str, str], facts: Facts) -> dict[str, Counts]:
    files: Counter[str] = Counter()
    roles: Counter[tuple[str, str]] = Counter()
    shapes: dict[str, Counter[int]] = {}
    for path, blob in sorted(blobs.items()):
        language = recognise_language(path) or ""
        files[language or "plain text"] += 1
        for unit in decode_units(facts.store.outline(blob, language) or b"[]"):
            roles[language, unit.role] += 1
            if unit.shape:
                shapes.setdefault(language, Counter())[unit.shape] += 1
    return {
        language: Counts(
            files=count,
            functions=roles[language, "function"],
            classes=roles[language, "class"],
            constants=roles[language, "constant"],
            bodies=sum(shapes.get(language, {}).values()),
            repeated=sum(n for n in shapes.get(language, {}).values() if n > 1),
        )
        for language, count in sorted(files.items(), key=lambda item: (-item[1], item[0]))
    }
