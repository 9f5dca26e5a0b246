"""This module holds the manifest of a repository's facts: what was told by whom, and what that leaves unknown."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reviewer.model.facts import DEFINITION, Source, Texts


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one source told: from when (0 for all of it) until when, and the tables that it can fill."""

    source: Source
    since: int | None
    until: int | None
    tells: Texts = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the facts of a repository are. `name` is what it was asked by, `names` what it is or was called.

    `unknown` are the metrics that cannot be known from what was told. `generation` and `counts` (rows by table) are
    those of the files; `written` is when they were.
    """

    host: str
    name: str
    written: int
    node: str | None = None
    names: Texts = ()
    default_branch: str | None = None
    coverage: tuple[Coverage, ...] = ()
    unknown: Texts = ()
    generation: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    definition: int = DEFINITION
