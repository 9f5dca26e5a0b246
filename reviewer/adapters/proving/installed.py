"""This module holds links from a copy to what is installed beside the code and is in no revision."""

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

_MODULES = "node_modules"
_ENVIRONMENTS = (".venv", "venv")
_MANIFEST = "package.json"
_MOST = 200
_MOST_FOLDERS = 20_000


def link_installed(root: Path, copy: Path, folder: str = "") -> None:
    """Link virtual environments, and the packages in `node_modules`, where the copy has none of its own.

    They are meant to be read: what tools write beside the packages (`node_modules/.cache`) stays in the copy. A package
    that is itself a link into the working tree is linked to its place in the copy.
    """
    for around in dict.fromkeys(("", folder)):
        for name in _ENVIRONMENTS:
            _link(root / around / name, copy / around / name)
    for place in islice(_find_packages(copy), _MOST):
        _link_modules(root / place / _MODULES, copy / place / _MODULES, root, copy)


def _find_packages(copy: Path) -> Iterator[Path]:
    for at, (folder, folders, files) in enumerate(os.walk(copy)):
        if at >= _MOST_FOLDERS:
            return
        folders[:] = sorted(f for f in folders if f not in (_MODULES, *_ENVIRONMENTS))
        if _MANIFEST in files:
            yield Path(folder).relative_to(copy)


def _link_modules(source: Path, target: Path, root: Path, copy: Path) -> None:
    if not source.is_dir() or os.path.lexists(target):
        return
    target.mkdir()
    for entry in sorted(source.iterdir()):
        if entry.name.startswith("@") and not entry.is_symlink():
            (target / entry.name).mkdir()
            for inner in sorted(entry.iterdir()):
                _link(_find_in_copy(inner, root, copy), target / entry.name / inner.name)
        elif not entry.name.startswith(".") or entry.name in (".bin", ".pnpm", ".package-lock.json", ".modules.yaml"):
            _link(_find_in_copy(entry, root, copy), target / entry.name)


def _find_in_copy(entry: Path, root: Path, copy: Path) -> Path:
    """Return the place in the copy that a package of the same repository stands for, or the entry itself."""
    real = entry.resolve()
    if not entry.is_symlink() or not real.is_relative_to(root):
        return entry
    inside = real.relative_to(root)
    return copy / inside if _MODULES not in inside.parts and (copy / inside).exists() else entry


def _link(source: Path, target: Path) -> None:
    if source.exists() and target.parent.is_dir() and not os.path.lexists(target):
        target.symlink_to(source)
