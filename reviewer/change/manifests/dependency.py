"""This module holds a dependency as a manifest declares it, and how two versions of it compare."""

import re
from dataclasses import dataclass
from typing import Literal

Group = Literal["runtime", "dev"]
Source = Literal["", "git", "url", "path", "workspace"]

# In `<3,>=1.2` the lower bound says what is used; a bare number stands for itself.
_LOWER = re.compile(r"(?:^|[\s,|(\[\"'@])(?:\^|~>?=?|>=?|={1,3}|v)?\s*v?(\d+(?:\.\d+|\.[*x])*)")


@dataclass(frozen=True, slots=True)
class Dependency:
    """One declared dependency. `version` is as written; `origin` says where it comes from when not by its name."""

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


def is_major(before: str, after: str, *, zero_counts: bool) -> bool:
    """Tell whether two constraints differ in their first number.

    With `zero_counts` a change of the second number counts below 1.0, as Cargo defines compatibility.
    """
    old, new = name_version(before), name_version(after)
    if not old or not new:
        return False
    if old[0] != new[0]:
        # A year or a date as version says nothing about compatibility.
        return max(old[0], new[0]) < 1000
    return zero_counts and old[0] == 0 and old[1:2] != new[1:2]


def shorten_version(version: str) -> str:
    """Return a version as a reader compares it: without quotes and white space."""
    return " ".join(version.replace('"', "").replace("'", "").split()) or "any version"
