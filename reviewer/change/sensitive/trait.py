"""This module holds a trait: one sensitive thing that one side of a file says."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trait:
    """One thing that a file says. `kind` is the case that reports it, `what` is what a reader is shown.

    `key` is what makes two traits the same on both sides of a change; by default what is shown.
    """

    kind: str
    what: str
    line: int
    key: str = ""

    @property
    def identity(self) -> tuple[str, str]:
        """The kind with the key."""
        return self.kind, self.key or self.what
