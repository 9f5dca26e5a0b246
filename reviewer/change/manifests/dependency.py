"""This module holds a dependency as a manifest declares it, and how two versions of it compare."""

import re
from dataclasses import dataclass
from typing import Literal

from reviewer.change.late import compile_late

Group = Literal["runtime", "dev", "managed"]
Source = Literal["", "git", "url", "path", "workspace"]

# In `<3,>=1.2` the lower bound says what is used; a bare number stands for itself.
_LOWER = compile_late(r"(?:^|[\s,|(\[\"'@])(?:\^|~>?=?|>=?|={1,3}|v)?\s*v?(\d+(?:\.\d+|\.[*x])*)")


@dataclass(frozen=True, slots=True)
class Dependency:
    """One declared dependency. `version` is as written; `origin` says where it comes from when not by its name.

    The group `managed` holds versions that are fixed for whoever declares the dependency elsewhere.
    """

    name: str
    version: str = ""
    group: Group = "runtime"
    source: Source = ""
    origin: str = ""


def name_version(version: str) -> tuple[int, ...]:
    """Return the numbers of the lower bound of a version constraint; empty when it names none."""
    for part in [*(p for p in re.split(r"[,|]| (?=[<>])", version) if "<" not in p and "!" not in p), version]:
        found = _LOWER.search(part.strip())
        if found:
            return tuple(int(n) for n in found[1].split(".") if n.isdecimal())
    return ()


def is_major(before: str, after: str) -> bool:
    """Tell whether two constraints differ in their first number; a year as version says nothing of compatibility."""
    old, new = name_version(before), name_version(after)
    return bool(old and new) and old[0] != new[0] and max(old[0], new[0]) < 1000


def shorten_version(version: str) -> str:
    """Return a version as a reader compares it: without quotes and white space."""
    return " ".join(version.replace('"', "").replace("'", "").split()) or "any version"
