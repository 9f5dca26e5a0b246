"""This module holds how far the collecting of a repository has come, as the archive keeps it.

    {"version": 1, "id": NODE_ID, "name": "owner/name",
     "since": 0,                        # what changed at this second or later is here; null before any whole pass
     "done": {"pull": 1767..., ...},    # by kind that was read to its end: the last change seen, 0 for none
     "marks": {"issue": [SINCE, ETAG]}, # by kind: what was asked last, and GitHub's word for its answer
     "missing": {"issue": "the token lacks ..."},   # by kind: why the last pass could not read it
     "broken": ["PR_..."],              # pull requests that GitHub failed to tell; the next pass asks again
     "pass": null or {"began": ..., "since": ..., "step": "comment", "cursor": "...", "last": {"pull": ...}}}

`done` moves when a pass is whole, so that whatever changed during a pass is read again by the next one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from reviewer.errors import ReviewerError

VERSION = 1
# In this order; `refresh` reads pull requests again that may have changed in silence.
STEPS = ("pull", "refresh", "line_comment", "comment", "issue")
_DAY = 86_400
OVERLAP = 2 * _DAY


@dataclass(frozen=True, slots=True)
class Pass:
    """A pass: when it began, since when it reads, at which step it is, where in it, and the last change seen by kind.

    Without a step none is under way.
    """

    began: int = 0
    since: int = 0
    step: str = ""
    cursor: str = ""
    last: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the collecting has come; see the module."""

    id: str = ""
    name: str = ""
    since: int | None = None
    done: Mapping[str, int] = field(default_factory=dict)
    marks: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    broken: tuple[str, ...] = ()
    run: Pass = Pass()

    def begin(self, now: int, since: int | None) -> "Progress":
        """Begin a pass. It never reads less than is here already, or there would be a hole."""
        wanted = (self.since or 0) if since is None else since
        first = wanted if self.since is None else min(wanted, self.since)
        return replace(self, run=Pass(now, first, STEPS[0]), missing={})

    def cut(self, kind: str) -> int:
        """Return the moment from which the pass under way reads a kind."""
        if self.since is None or kind not in self.done or self.run.since < self.since:
            return self.run.since
        return max(self.run.since, self.done[kind] - OVERLAP)

    def mark(self, kind: str) -> str:
        """Return the forge's word for what it answered last, if the same is asked now."""
        since, mark = self.marks.get(kind, (-1, ""))
        return mark if since == self.cut(kind) else ""

    def see(self, kind: str, when: int) -> "Progress":
        """Note the last change of a kind."""
        last = {**self.run.last, kind: max(when, self.run.last.get(kind, 0))}
        return replace(self, run=replace(self.run, last=last))

    def turn(self, cursor: str) -> "Progress":
        """Go to the next page, or to the next step where there is none; after the last step the pass is whole."""
        if cursor:
            return replace(self, run=replace(self.run, cursor=cursor))
        rest = STEPS[STEPS.index(self.run.step) + 1 :]
        return replace(self, run=replace(self.run, step=rest[0], cursor="")) if rest else self._finish(self.run)

    def _finish(self, run: Pass) -> "Progress":
        read = {
            kind: max(run.last.get(kind, 0), self.done.get(kind, 0))
            for kind in STEPS
            if kind != "refresh" and kind not in self.missing
        }
        return replace(self, since=run.since, done={**self.done, **read}, run=Pass())


def parse_progress(state: Mapping[str, Any]) -> Progress:
    """Read what the archive kept. Raises `ReviewerError` where a newer reviewer wrote it, or nobody that we know."""
    if not state:
        return Progress()
    if state.get("version") != VERSION:
        raise ReviewerError(
            "the archive was written by another version of reviewer.", "Use that version, or another --store."
        )
    try:
        run = state["pass"]
        return Progress(
            id=state["id"],
            name=state["name"],
            since=state["since"],
            done=dict(state["done"]),
            marks={kind: (since, mark) for kind, (since, mark) in state["marks"].items()},
            missing=dict(state["missing"]),
            broken=tuple(state["broken"]),
            run=Pass(**run) if run else Pass(),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise ReviewerError(
            "the archive's state is not understood.", "Move its folder away and collect again."
        ) from None


def write_progress(progress: Progress) -> dict[str, Any]:
    """Write it for the archive."""
    run = progress.run
    under_way = {
        "began": run.began,
        "since": run.since,
        "step": run.step,
        "cursor": run.cursor,
        "last": dict(run.last),
    }
    return {
        "version": VERSION,
        "id": progress.id,
        "name": progress.name,
        "since": progress.since,
        "done": dict(progress.done),
        "marks": {kind: list(mark) for kind, mark in progress.marks.items()},
        "missing": dict(progress.missing),
        "broken": list(progress.broken),
        "pass": under_way if run.step else None,
    }
