"""This module holds what an import leads to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Status = Literal["found", "missing", "external", "unknown"]
NameStatus = Literal["found", "missing", "unknown"]


@dataclass(frozen=True, slots=True)
class Resolution:
    """What an import leads to.

    `path` is the file or folder that was found, or for a missing one the place where it should be, without a suffix.
    `names` says of every imported name whether what was found offers it. `external` is a third party's or the
    standard library's; `unknown` says that the repository alone does not tell. `certain` tells that nothing but what
    was found can be meant, in the repository or outside of it.
    """

    status: Status
    path: str = ""
    names: Mapping[str, NameStatus] = field(default_factory=dict)
    certain: bool = False


EXTERNAL = Resolution("external")
UNKNOWN = Resolution("unknown")
