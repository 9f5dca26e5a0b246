"""This module holds what the sources of a repository told of it, and which metrics that leaves unknown."""

from collections.abc import Collection, Mapping
from itertools import chain
from typing import Any, NamedTuple

from reviewer.app.collect.rows.values import read_map, read_number, read_text
from reviewer.model.facts import Source
from reviewer.model.manifest import Coverage, Manifest
from reviewer.ports import Archive


class Metric(NamedTuple):
    """A metric: its name, the tables it cannot do without, the columns that serve it, and tables that do as well."""

    name: str
    needs: tuple[str, ...]
    columns: str
    instead: tuple[str, ...] = ()

    def is_known(self, tables: Collection[str]) -> bool:
        """Tell whether some tables are enough for it."""
        return any(needs and set(needs) <= set(tables) for needs in (self.needs, self.instead))


# `main` stands for a clone: its commits and their lines.
METRICS = (
    Metric(
        "population",
        ("pulls",),
        "pulls: merged, base_ref, provenance; repositories: default_branch",
    ),
    Metric(
        "direct pushes",
        ("main", "pulls"),
        "main: number, how, committed",
    ),
    Metric(
        "review class, zero-review rate",
        ("pulls", "reviews"),
        "reviews: state, state_before, dismissed, submitted, commit, reader, counts; pulls: merged, head; "
        "pull_commits: author_login",
    ),
    Metric(
        "zero-review rate by lines",
        ("pulls", "reviews", "main"),
        "main: number, reviewable_additions, reviewable_deletions",
    ),
    Metric(
        "AI-only and AI-touched rate",
        ("pulls", "reviews", "remarks"),
        "reviews: reader, counts; remarks: reader, counts, created, updated",
    ),
    Metric(
        "stale approvals",
        ("pulls", "reviews"),
        "reviews: commit; pulls: head (by commit; equal patches are not known)",
    ),
    Metric(
        "rubber stamps",
        ("pulls", "reviews", "remarks", "events", "main"),
        "reviews: body, submitted; remarks: review, body; events: review_requested, head_ref_force_pushed; "
        "main: reviewable_additions, reviewable_deletions",
    ),
    Metric(
        "time to first review, review time",
        ("pulls", "reviews", "events"),
        "events: ready_for_review, convert_to_draft, review_requested; reviews: submitted, reader; pulls: "
        "created, merged, closed",
    ),
    Metric(
        "time waiting on reviewers",
        ("pulls", "reviews", "events"),
        "the same, and pull_commits: committed (pushes have no time of their own)",
    ),
    Metric(
        "size",
        ("main",),
        "main: reviewable_additions, reviewable_deletions, files, number",
    ),
    Metric(
        "queue, utilisation",
        ("pulls", "reviews", "events"),
        "pulls: state, is_draft, created, closed, additions, deletions; reviews: submitted, reader",
    ),
    Metric(
        "load, effective reviewers",
        ("pulls", "reviews"),
        "reviews: author, reader, submitted; pulls: additions, deletions",
    ),
    Metric(
        "bugs per developer",
        ("issues", "pulls"),
        "issues: is_bug, created; pulls: author, operators, merged",
    ),
    Metric(
        "fix share",
        ("main",),
        "main: kind, fix_level, number; pulls: kind, fix_level, merged",
        ("pulls",),
    ),
    Metric(
        "induced fixes, fix of fix",
        ("main",),
        "main: kind, fix_level, culprits, blamed, committed, number (lines come from the clone)",
    ),
    Metric(
        "revert rate",
        ("main",),
        "main: reverts, blamed, kind, committed; pulls: reverts, merged",
        ("pulls",),
    ),
    Metric(
        "rework",
        ("main",),
        "main: commit, committed, number (lines come from the clone)",
    ),
    Metric(
        "review debt, certainty gap",
        ("pulls", "reviews", "main"),
        "reviews: submitted, reader; main: commit, number, reviewable_additions (lines come from the clone)",
    ),
    Metric(
        "provenance",
        ("pulls",),
        "provenance: all; pulls: provenance, operators",
    ),
    Metric(
        "provenance of the main line",
        ("main",),
        "provenance: all; main: provenance, is_automation",
    ),
    Metric(
        "truck factor, dark code, effective sources",
        ("main",),
        "main: author, mail, co_authors, provenance, number (lines come from the clone)",
    ),
)
_BY_KIND = {
    "pull": ("pulls", "pull_commits", "reviews", "events"),
    "line_comment": ("remarks",),
    "comment": ("remarks",),
    "issue": ("issues",),
}
# The tables that a whole collect of each fills.
FROM_GITHUB = frozenset(chain.from_iterable(_BY_KIND.values()))
FROM_GIT = frozenset({"main"})


def describe_coverage(
    archives: Mapping[Source, Archive], name: str, host: str, old: Manifest | None, now: int
) -> Manifest:
    """Return the manifest of what will be written now."""
    told = [_describe(source, archive.state()) for source, archive in archives.items()]
    coverage = tuple(part for part in told if part)
    known = {table for part in coverage for table in part.tells}
    unknown = tuple(metric.name for metric in METRICS if not metric.is_known(known))
    home = next((dict(record.data) for record in archives["github"].records("repository")), {})
    names = {*(old.names if old else ()), read_text(home.get("full_name")) or name}
    return Manifest(
        host=host,
        name=name,
        written=now,
        node=read_text(home.get("node_id")) or (old.node if old else None),
        names=tuple(sorted(names)),
        default_branch=read_text(home.get("default_branch")) or (old.default_branch if old else None),
        coverage=coverage,
        unknown=unknown,
    )


def read_since(archive: Archive) -> int | None:
    """Return from when on all pull requests are in the archive of a forge; None where that is unknown."""
    return read_number(archive.state().get("since"))


def _describe(source: Source, state: Mapping[str, Any]) -> Coverage | None:
    if not state:
        return None
    if source == "git":
        return Coverage(source, 0 if state.get("first") == 1 else None, read_number(state.get("when")), tuple(FROM_GIT))
    if source == "import":
        return Coverage(source, None, None, tuple(sorted(map(str, state.get("tables", ())))))
    missing = read_map(state.get("missing"))
    lost = {table for kind in missing for table in _BY_KIND.get(kind, ())}
    tells = FROM_GITHUB - lost
    until = read_number(read_map(state.get("done")).get("pull"))
    return Coverage(source, read_number(state.get("since")), until, tuple(sorted(tells)))
