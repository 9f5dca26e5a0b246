"""This package holds the manifests of package managers: which file is one, and what it declares."""

import re
from collections.abc import Callable
from pathlib import PurePosixPath

from reviewer.change.fileclass import classify_path
from reviewer.change.late import compile_late
from reviewer.change.manifests.dependency import Dependency
from reviewer.change.manifests.listed import (
    read_composer,
    read_gemfile,
    read_go_mod,
    read_gradle,
    read_pom,
    read_projects,
    read_requirements,
    read_setup_cfg,
    read_swift,
)
from reviewer.change.manifests.tabled import read_cargo, read_catalog, read_package_json, read_pyproject

Reader = Callable[[str], list[Dependency]]

# Name of the manifest, its package manager, its reader, and the names of the lock files that follow from it.
_FORMATS: tuple[tuple[str, str, Reader, tuple[str, ...]], ...] = (
    (r"pyproject\.toml", "python", read_pyproject, ("uv.lock", "poetry.lock", "pdm.lock")),
    (r"(.*[-_.])?requirements([-_.].*)?\.(txt|in)", "python", read_requirements, ()),
    (r"setup\.cfg", "python", read_setup_cfg, ()),
    (
        r"package\.json",
        "npm",
        read_package_json,
        ("package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb"),
    ),
    (r"go\.mod", "go", read_go_mod, ("go.sum",)),
    (r"Cargo\.toml", "cargo", read_cargo, ("Cargo.lock",)),
    (r"pom\.xml", "maven", read_pom, ()),
    (r"build\.gradle(\.kts)?", "maven", read_gradle, ("gradle.lockfile",)),
    (r"libs\.versions\.toml", "maven", read_catalog, ()),
    (r"Gemfile", "ruby", read_gemfile, ("Gemfile.lock",)),
    (r"composer\.json", "php", read_composer, ("composer.lock",)),
    (r"(.*\.csproj|Directory\.Packages\.props)", "nuget", read_projects, ("packages.lock.json",)),
    (r"Package\.swift", "swift", read_swift, ("Package.resolved",)),
)
_TABLE = tuple((compile_late(name), manager, reader) for name, manager, reader, _ in _FORMATS)
LOCK_FILES = {lock: manager for _, manager, _, locks in _FORMATS for lock in locks}
_ELSEWHERE = ("fixture", "test", "example", "vendored", "generated")
_DEV_PLACE = compile_late(r"dev|test|lint|doc|ci|type|bench|build", re.IGNORECASE)


def find_manager(path: str) -> str:
    """Return the package manager that a manifest belongs to, or an empty string for another file.

    Manifests of fixtures, tests, examples and vendored code declare nothing that the project takes on.
    """
    name = PurePosixPath(path).name
    if classify_path(str(PurePosixPath(path).parent / "place")) in _ELSEWHERE:
        return ""
    return next((manager for pattern, manager, _ in _TABLE if pattern.fullmatch(name)), "")


def read_manifest(path: str, data: bytes) -> dict[str, Dependency]:
    """Return what a manifest declares by name; nothing for a broken or unknown one.

    A name that is declared more than once counts by its runtime declaration, or else by the first one.
    """
    name = PurePosixPath(path).name
    reader = next((reader for pattern, _, reader in _TABLE if pattern.fullmatch(name)), None)
    if reader is None:
        return {}
    declared: dict[str, Dependency] = {}
    for dependency in reader(data.decode("utf-8-sig", "replace")):
        kept = declared.get(dependency.name)
        if kept is None or (kept.group != "runtime" and dependency.group == "runtime"):
            declared[dependency.name] = dependency
    if is_dev_file(path):
        return {n: Dependency(n, d.version, "dev", d.source, d.origin) for n, d in declared.items()}
    return declared


def is_dev_file(path: str) -> bool:
    """Tell whether a whole requirements file serves development only, by its name or its folder."""
    place = PurePosixPath(path)
    if not place.name.endswith((".txt", ".in")):
        return classify_path(str(place.parent / "place")) == "docs"
    parent = place.parent.name
    return bool(_DEV_PLACE.search(place.name.replace("requirements", ""))) or bool(_DEV_PLACE.match(parent))
