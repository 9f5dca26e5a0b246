"""This module holds the comparison of what manifests declare before and after a change."""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from reviewer.change.changed import ChangedFile
from reviewer.change.fileclass import classify_path
from reviewer.change.late import compile_late
from reviewer.change.manifests import LOCK_FILES, find_manager, read_manifest
from reviewer.change.manifests.dependency import Dependency, is_major, shorten_version
from reviewer.change.manifests.listed import read_go_indirect
from reviewer.change.manifests.tabled import read_install_scripts
from reviewer.detectors.sensitive.traits import list_names
from reviewer.engine.hit import Hit, Options
from reviewer.index.view import View

Declared = Mapping[str, Dependency]
# From this number on names are shown without their versions.
_MANY = 3
_GO_MAJOR = compile_late(r"[/.]v\d+$")
_OWN = ("path", "workspace")
_FOREIGN = ("git", "url")
_FIXED_PLACES = ("fixture", "test", "example", "vendored")


def find_dependencies(view: View, options: Options) -> Iterator[Hit]:  # noqa: ARG001 - the shape of the parts
    """Yield what manifests add, bump, move to another source or drop, and lock files that change by themselves."""
    for file in view.files:
        manager = find_manager(file.path)
        if manager and file.new is not None:
            after = read_manifest(file.path, file.new.data)
            before = read_manifest(file.old.path, file.old.data) if file.old is not None else {}
            # A manifest that cannot be read says nothing about what it used to declare.
            if after or file.old is None:
                yield from _compare(view, file, before, after, manager)
            yield from _find_install_scripts(file)
    yield from _find_lonely_locks(view)


def _compare(view: View, file: ChangedFile, before: Declared, after: Declared, manager: str) -> Iterator[Hit]:
    cases: dict[str, dict[str, str]] = {}
    known: set[str] | None = None
    for name, now in after.items():
        was = before.get(name) or (_find_other_major(before, name) if manager == "go" else None)
        if was is None and known is None:
            known = _find_known(view, file, manager)
        if was is None and now.group == "managed" and _is_declared(view, file, name, manager):
            continue
        case, shown = _judge(was, now, known or set())
        if case:
            cases.setdefault(case, {})[name] = shown
    for case, names in cases.items():
        line = _find_line(file, next(iter(names)))
        bare = len(names) >= _MANY and case in ("dependency-added", "dependency-dev")
        values = {"what": list_names(names if bare else names.values()), "count": str(len(names))}
        yield Hit(file.path, line, line, case=case, values=values, key=f"{file.path} {sorted(names)}")


def _find_other_major(before: Declared, name: str) -> Dependency | None:
    """In Go another major version is another module path."""
    bare = _GO_MAJOR.sub("", name)
    return next((d for other, d in before.items() if _GO_MAJOR.sub("", other) == bare), None)


def _judge(was: Dependency | None, now: Dependency, known: set[str]) -> tuple[str, str]:
    """Return the case that a dependency belongs to, and how it is shown; an empty case for nothing to say."""
    shown = " ".join([now.name, *([shorten_version(now.version)] if now.version else [])])
    if was is None or (was.group == "dev" and now.group == "runtime"):
        if now.source in _OWN or (was is None and now.name in known) or (was and was.group == "managed"):
            return "", ""
        if now.source in _FOREIGN:
            return "dependency-source", f"{now.name} {now.origin}"
        return ("dependency-dev" if now.group == "dev" else "dependency-added"), shown
    if now.source != "workspace" and (now.source, now.origin) != (was.source, was.origin):
        if now.source and now.source != was.source:
            return "dependency-source", f"{now.name} {now.origin}"
        return "dependency-bumped", shown
    if now.version == was.version or "workspace" in (now.source, was.source):
        return "", ""
    moved = f"{now.name} {shorten_version(was.version)} -> {shorten_version(now.version)}"
    is_big = is_major(was.version, now.version)
    return ("dependency-major" if is_big and now.group != "dev" else "dependency-bumped"), moved


def _find_known(view: View, file: ChangedFile, manager: str) -> set[str]:
    """Return what manifests above this one and other manifests of the change declare in the base revision."""
    known: set[str] = set()
    for other in view.files:
        if other is not file and other.old is not None and find_manager(other.old.path) == manager:
            known |= set(read_manifest(other.old.path, other.old.data))
    if manager == "go" and file.old is not None:
        known |= read_go_indirect(file.old.data.decode("utf-8", "replace"))
    place = PurePosixPath(file.path)
    for parent in list(place.parents)[1:]:
        data = view.base.read(str(parent / place.name))
        if data:
            known |= set(read_manifest(place.name, data))
    return known


def _is_declared(view: View, file: ChangedFile, name: str, manager: str) -> bool:
    """Tell whether another manifest of the change says how a managed dependency is used, and is reported itself."""
    others = [f for f in view.files if f is not file and f.new is not None and find_manager(f.path) == manager]
    declared = [read_manifest(f.path, f.new.data).get(name) for f in others if f.new is not None]
    return any(d is not None and d.source not in _OWN and d.group != "managed" for d in declared)


def _find_line(file: ChangedFile, name: str) -> int:
    """Return the added line that declares a dependency: one that starts with its name, one that holds it, or any."""
    wanted = _plain(name.rsplit(":", 1)[-1])
    added = sorted(file.change.added_lines.items())
    starting = [line for line, text in added if _plain(text).lstrip(" \t\"'<-").startswith(wanted)]
    holding = [line for line, text in added if wanted in _plain(text)]
    return next(iter([*starting, *holding, *(line for line, _ in added)]), 1)


def _plain(text: str) -> str:
    return re.sub(r"[-_.]+", "-", text).lower()


def _find_install_scripts(file: ChangedFile) -> Iterator[Hit]:
    if file.new is None or not file.path.endswith("package.json"):
        return
    before = read_install_scripts(file.old.data.decode("utf-8", "replace")) if file.old is not None else {}
    for name, command in read_install_scripts(file.new.data.decode("utf-8", "replace")).items():
        if before.get(name) != command:
            line = _find_line(file, f'"{name}"')
            values = {"name": name, "what": command}
            yield Hit(file.path, line, line, case="install-script", values=values, key=f"{name} {command}")


def _find_lonely_locks(view: View) -> Iterator[Hit]:
    changed = {find_manager(file.path) for file in view.files}
    if any(PurePosixPath(file.path).name == "pnpm-workspace.yaml" for file in view.files):
        changed.add("npm")
    for file in view.files:
        place = PurePosixPath(file.path)
        manager = LOCK_FILES.get(place.name, "")
        if not manager or manager in changed or file.change.status != "modified":
            continue
        if classify_path(str(place.parent / "place")) not in _FIXED_PLACES:
            line = min(file.change.added_lines, default=1)
            yield Hit(file.path, line, line, case="lock-alone", values={"what": place.name}, key=file.path)
