"""This module holds the detector of many rewritten snapshots beside which nobody changed an assertion."""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from reviewer.change.changed import ChangedFile
from reviewer.change.testing.assertions import find_assertions
from reviewer.change.testing.cases import find_tests
from reviewer.detectors.testing.snapshots import Rewrite, find_rewrites, is_snapshot, is_snapshot_check
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.index.view import View
from reviewer.model.finding import Related

_NAMED = 3
_SHORTEST_STEM = 5


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield one hit for a change that rewrites many snapshots in different ways and hardly edits an assertion."""
    inputs = _find_inputs(view.files)
    files = [f for f in view.files if not any(stem in _flatten(f.path.rpartition("/")[2]) for stem in inputs)]
    rewrites = [rewrite for file in files for rewrite in find_rewrites(file)]
    edits = {edit for rewrite in rewrites for edit in rewrite.edits if edit != ("", "")}
    # One edit everywhere (a version, a header) is read once.
    lines = sum(rewrite.lines for rewrite in rewrites)
    if min(len(rewrites), len(edits)) < number_in(options, "least") or lines < number_in(options, "lines"):
        return
    assertions = _count_assertions(view.files)
    if assertions <= number_in(options, "assertions"):
        yield _report(rewrites, len(edits), assertions)


def _find_inputs(files: Iterable[ChangedFile]) -> list[str]:
    """Return the names of the changed files that tests are fed with: a result that is named for one follows from it."""
    fed = [
        f for f in files if f.file_class in ("test", "fixture") and f.new and not f.new.language and not is_snapshot(f)
    ]
    stems = {_flatten(PurePosixPath(file.path).stem) for file in fed}
    return sorted(stem for stem in stems if len(stem) >= _SHORTEST_STEM)


def _flatten(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _report(rewrites: list[Rewrite], edits: int, assertions: int) -> Hit:
    largest = sorted(rewrites, key=lambda r: (-r.lines, r.path, r.line))
    first = largest[0]
    values = {
        "count": str(len(rewrites)),
        "lines": f"{sum(r.lines for r in rewrites):,}",
        "edits": str(edits),
        "assertions": "1 assertion" if assertions else "no assertion",
    }
    related = tuple(
        Related(r.path, r.line, r.line, r.name, f"rewritten too: {r.lines} lines") for r in largest[1 : 1 + _NAMED]
    )
    return Hit(first.path, first.line, first.line, values=values, related=related, key="snapshot-churn")


def _count_assertions(files: Iterable[ChangedFile]) -> int:
    """Count the assertions that the change wrote or edited by hand; a new test stands for one."""
    return sum(_count_edited(file) for file in files if file.new is not None)


def _count_edited(file: ChangedFile) -> int:
    new = file.new
    if new is None or new.root is None or not (file.file_class == "test" or find_tests(new)):
        return 0
    known_tests = {t.name for t in find_tests(file.old)} if file.old is not None else set()
    fresh = sum(t.name not in known_tests for t in find_tests(new))
    known = {a.text for a in find_assertions(file.old, file.old.root)} if file.old is not None else set()
    added = file.change.added_lines
    return fresh + sum(
        a.text not in known
        and a.strength != "implicit"
        and not is_snapshot_check(a.text)
        and any(line in added for line in range(a.line, a.node.end_point[0] + 2))
        for a in find_assertions(new, new.root)
    )
