"""This module holds the comparison of what the two sides of sensitive files say, for what needs no code around it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from reviewer.change.changed import ChangedFile
from reviewer.change.sensitive.migrations import is_migration, is_versioned, spell_migration
from reviewer.change.sensitive.reading import read_traits
from reviewer.change.sensitive.trait import Trait
from reviewer.change.sensitive.workflows import is_pinned
from reviewer.change.syntax.source import Source
from reviewer.engine.hit import Hit, Options
from reviewer.index.view import View
from reviewer.model.finding import Related

# Kinds that say something when they are new, and those that say something when they are gone.
_NEW = (
    "permission",
    "permission-minor",
    "trigger",
    "self-hosted",
    "secret",
    "download-run",
    "publish",
    "agent-allowed",
    "agent-hook",
    "agent-server",
    "agent-loosened",
    "data-dropped",
    "schema-changed",
    "container-opened",
    "network-opened",
    "rights-opened",
    "loosened",
)
# Kinds that are new to a repository and not to each of its files.
_SHARED = frozenset({"action", "download-run", "publish"})
# Kinds that may leave one file and arrive in another of the same change.
_MOVING = frozenset({"loosened", "permission", "permission-minor"})
# Kinds whose text is a sentence and not code.
_SENTENCES = frozenset({"data-dropped", "schema-changed"})
_GONE = ("agent-denied", "owner-rule")
_ROOM = 76


def find_traits(view: View, options: Options) -> Iterator[Hit]:  # noqa: ARG001 - the shape of the parts
    """Yield what files newly grant, open or drop, and which of their refusals are gone.

    What several files say in the same words is said once, with the other places beside it.
    """
    same: dict[tuple[str, str], list[Hit]] = {}
    for hit in _compare_files(view):
        same.setdefault((hit.case, hit.values["what"]), []).append(hit)
    for first, *others in same.values():
        places = tuple(
            Related(h.path, h.line, h.end_line, h.symbol, "the same here") for h in others if h.side == "new"
        )
        yield replace(first, related=places)


def list_names(names: Iterable[str], *, mark: str = "`") -> str:
    """Return the first five names that fit into a message, in backticks, and how many more there are."""
    unique = list(dict.fromkeys(names))
    shown: list[str] = []
    for name in unique[:5]:
        if shown and len(", ".join([*shown, name])) > _ROOM - 14:
            break
        shown.append(mark + (name if len(name) < _ROOM - 14 else name[: _ROOM - 15] + "…") + mark)
    more = len(unique) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _read(source: Source | None) -> list[Trait]:
    return list(read_traits(source)) if source is not None else []


def _compare_files(view: View) -> Iterator[Hit]:
    elsewhere = _read_elsewhere(view)
    for file in view.files:
        before = _read(file.old if file.change.status != "copied" else None)
        after = _read(file.new)
        if file.new is not None:
            new = _find_new(after, [*before, *elsewhere])
            for kind in _NEW:
                yield from _merge(file.path, kind, [t for t in new if t.kind == kind], side=file.new)
            yield from _compare_actions(file, [*before, *elsewhere], new)
            yield from _compare_images(file, before, after)
        if file.old is not None and file.change.status != "copied":
            gone = _find_new(before, after)
            for kind in _GONE:
                yield from _merge(file.old.path, kind, [t for t in gone if t.kind == kind], side=file.old, old=True)
    yield from _find_edited_migrations(view)


def _read_elsewhere(view: View) -> list[Trait]:
    """Return what old sides say for the whole repository, what deleted files said, and what left the others."""
    found: list[Trait] = []
    for file in view.files:
        left = Counter(t.identity for t in _read(file.new))
        for trait in _read(file.old) if file.change.status != "copied" else ():
            left[trait.identity] -= 1
            if file.new is None or trait.kind in _SHARED or (trait.kind in _MOVING and left[trait.identity] < 0):
                found.append(trait)
    return found


def _find_new(after: list[Trait], before: list[Trait]) -> list[Trait]:
    """Return the traits of one side that the other lacks; what only moved to another key is not new."""
    known = Counter(t.identity for t in before)
    candidates = []
    for trait in after:
        if known[trait.identity] > 0 or _is_covered(trait, known):
            known[trait.identity] -= 1
        else:
            candidates.append(trait)
    left = {t.identity for t in after}
    moved = Counter((t.kind, t.what) for t in before if t.identity not in left)
    new = []
    for trait in candidates:
        if moved[trait.kind, trait.what] > 0 and not trait.key.startswith("* "):
            moved[trait.kind, trait.what] -= 1
        else:
            new.append(trait)
    return new


def _is_covered(trait: Trait, known: Counter[tuple[str, str]]) -> bool:
    """A right of a whole workflow is a right of each of its jobs; an action or a secret may be used more often."""
    if trait.kind.startswith("permission"):
        scope = trait.key.rpartition(" ")[2]
        return any(kind == trait.kind and key.rpartition(" ")[2] in (scope, "write-all") for kind, key in +known)
    return trait.kind != "loosened" and trait.identity in known


def _merge(path: str, kind: str, traits: list[Trait], *, side: Source, old: bool = False) -> Iterator[Hit]:
    if traits:
        names = list_names((t.what for t in traits), mark="" if kind in _SENTENCES else "`")
        line = traits[0].line
        yield Hit(
            path,
            line,
            line,
            side="old" if old else "new",
            symbol=side.symbol_at(line),
            case=kind,
            values={"what": names, "count": str(len(traits))},
            key=names,
        )


def _compare_actions(file: ChangedFile, before: list[Trait], new: list[Trait]) -> Iterator[Hit]:
    """Tell a foreign action that is new from one whose reference changed, and a commit from what can be moved."""
    known = dict(t.what.split("@", 1) for t in before if t.kind == "action")
    cases: dict[str, list[Trait]] = {}
    for trait in new:
        if trait.kind == "action":
            name, reference = trait.what.split("@", 1)
            if name not in known:
                cases.setdefault("action-pinned" if is_pinned(reference) else "action-added", []).append(trait)
            elif is_pinned(known[name]) and not is_pinned(reference):
                cases.setdefault("action-unpinned", []).append(trait)
    for case, traits in cases.items():
        if file.new is not None:
            shown = [Trait(case, _shorten_commit(t.what), t.line) for t in traits]
            yield from _merge(file.path, case, shown, side=file.new)


def _shorten_commit(action: str) -> str:
    name, reference = action.split("@", 1)
    return f"{name}@{reference[:7]}" if is_pinned(reference) else action


def _compare_images(file: ChangedFile, before: list[Trait], after: list[Trait]) -> Iterator[Hit]:
    old = [t.what for t in before if t.kind == "base-image"]
    names = {_name_image(what) for what in old}
    fresh = [t for t in after if t.kind == "base-image" and _name_image(t.what) not in names]
    if old and fresh:
        values = {"before": list_names(old), "what": list_names(t.what for t in fresh)}
        yield Hit(file.path, fresh[0].line, fresh[0].line, case="base-image", values=values)
    was = next((t for t in before if t.kind == "image-user" and t.key == "user"), None)
    is_now = next((t for t in after if t.kind == "image-user"), None)
    if was and is_now and is_now.key == "root":
        values = {"before": was.what, "what": is_now.what}
        yield Hit(file.path, is_now.line, is_now.line, case="image-root", values=values)
    elif was and is_now is None and file.old is not None:
        yield Hit(file.old.path, was.line, was.line, side="old", case="image-user-gone", values={"what": was.what})


def _name_image(reference: str) -> str:
    return reference.split("@", maxsplit=1)[0].rsplit("/", 1)[-1].split(":", maxsplit=1)[0]


def _find_edited_migrations(view: View) -> Iterator[Hit]:
    """A migration with a number has run somewhere: editing it changes nothing there."""
    edited = [file for file in view.files if _is_edited_migration(file)]
    if edited:
        first, names = edited[0], list_names(PurePosixPath(file.path).name for file in edited)
        line = min(first.change.added_lines, default=1)
        yield Hit(first.path, line, line, case="migration-edited", values={"what": names}, key=first.path)


def _is_edited_migration(file: ChangedFile) -> bool:
    old, new = file.old, file.new
    if old is None or new is None or not is_migration(new) or not is_versioned(file.path):
        return False
    return file.change.status == "modified" and spell_migration(old) != spell_migration(new)
