"""This module holds the measurement of changes without their tests: whether the rule says so.

    python benchmarks/testmap/strip_tests.py --changes 100 --cache-dir FOLDER [--list] CLONE [CLONE ...]

The changes are those of the first-parent line of HEAD with at least one production function that behaves differently
after them and at least one test that they add or edit: a test case, or a line of a file of tests. Each is checked
twice: as it is, where the rule must be silent, and without its tests, where it must speak.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import partial
from pathlib import Path

from reviewer.adapters.facts import open_facts
from reviewer.adapters.files import find_shipped_rules, read_pack
from reviewer.adapters.git.repository import GitRepository, open_repository
from reviewer.adapters.workers import spread_work
from reviewer.app.checking.surroundings import Facts, RepositorySurroundings
from reviewer.app.sources import make_classifier, read_files
from reviewer.change.changed import ChangedFile
from reviewer.change.diff import parse_change
from reviewer.change.syntax.source import Source
from reviewer.change.testing.pairs import pair_tests
from reviewer.detectors import load_detector
from reviewer.detectors.behaviour_change_no_test import weigh_functions
from reviewer.detectors.untested.touched import find_test_modules
from reviewer.engine.pages.pack import read_rules
from reviewer.engine.run import find_hits
from reviewer.errors import ReviewerError
from reviewer.index.view import View
from reviewer.metrics.estimates.shares import enclose_share
from reviewer.model.change import Hunk
from reviewer.model.rule import Rule
from reviewer.ports import Range

RULE = "behaviour-change-no-test"
SILENT = "silent"


@dataclass(frozen=True)
class Pair:
    """One change: how much of it behaves differently, and by which case the rule speaks with its tests and without."""

    repository: str
    commit: str
    language: str
    lines: int
    is_large: bool
    stripped: str
    left: str
    by_default: bool


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clones", nargs="+", type=Path)
    parser.add_argument("--changes", type=int, default=100)
    parser.add_argument("--cache-dir", type=Path, required=True, help="keep the index of each clone below this folder")
    parser.add_argument("--list", action="store_true", help="list every change too")
    given = parser.parse_args()
    pages = read_pack(find_shipped_rules())
    rule = read_rules({path: text for path, text in pages.items() if Path(path).stem == RULE})[0]
    pairs: list[Pair] = []
    for clone in given.clones:
        pairs += look(clone, rule, given.changes, given.cache_dir)
    sys.stdout.write(make_tables(pairs))
    if given.list:
        sys.stdout.write("\n" + "".join(f"{p}\n" for p in pairs))
    return 0


def look(clone: Path, rule: Rule, changes: int, cache: Path) -> Iterator[Pair]:
    """Yield the changes of a clone that belong to the population."""
    name = (clone.parent.name if clone.name == "repo" else clone.name).replace("+", "/")
    facts = Facts(partial(open_facts, cache / name.replace("/", "+")), spread_work)
    with open_repository(str(clone)) as repository:
        for commit in _list_commits(clone, changes):
            try:
                view = view_of(repository, commit, facts)
            except ReviewerError:
                continue
            weighed = weigh_functions(view)
            if not weighed or not has_tests(view):
                continue
            largest = max(weighed, key=lambda w: w.lines)
            lines = sum(w.lines for w in weighed)
            new = max((w.lines for w in weighed if w.function.is_new), default=0)
            is_large = lines >= int(str(rule.options["lines"])) or new >= int(str(rule.options["new_lines"]))
            bare = strip(view)
            case = _case(rule, bare)
            by_default = case != SILENT and rule.status == "default" and rule.cases[case].status == "default"
            language = largest.function.file.language or ""
            yield Pair(name, commit[:12], language, lines, is_large, case, _case(rule, view), by_default)


def _list_commits(clone: Path, changes: int) -> list[str]:
    command = ["git", "-C", str(clone), "log", "--first-parent", f"--max-count={changes}", "--format=%H", "HEAD"]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.split()


def has_tests(view: View) -> bool:
    """Tell whether a change adds or edits a test."""
    if any(f.file_class == "test" and f.new is not None and f.change.added_lines for f in view.files):
        return True
    pairing = pair_tests(view.files)
    return bool(pairing.added) or any(old.text != new.text for old, new in pairing.pairs)


def strip(view: View) -> View:
    """Return a change without its tests: no test file is touched, and tests in the code are as they were."""
    kept = [_strip_inline(f) for f in view.files if f.file_class not in ("test", "fixture")]
    return View(view.change, tuple(kept), view.around, view.base)


def _strip_inline(file: ChangedFile) -> ChangedFile:
    """Put the modules of tests that Rust keeps in the code back to what they were."""
    if file.new is None or not any(file.touches(s.line, s.end_line) for s in find_test_modules(file.new)):
        return file
    was = [_lines_of(file.old, s.line, s.end_line) for s in find_test_modules(file.old)] if file.old else []
    lines = list(file.new.lines)
    for number, scope in reversed(list(enumerate(find_test_modules(file.new)))):
        lines[scope.line - 1 : scope.end_line] = was[number] if number < len(was) else []
    before = file.old.lines if file.old else []
    matcher = SequenceMatcher(a=before, b=lines, autojunk=False)
    hunks = tuple(
        Hunk(a + (a < b), c + (c < d), tuple(before[a:b]), tuple(lines[c:d]))
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    )
    change = replace(file.change, hunks=hunks)
    data = "\n".join(lines).encode("utf-8", "replace")
    old = Source(file.old.path, file.old.data, file.old.language, file.old.file_class) if file.old else None
    return ChangedFile(change, old, Source(file.new.path, data, file.new.language, file.new.file_class))


def _lines_of(source: Source, first: int, last: int) -> list[str]:
    return source.lines[first - 1 : last]


def _case(rule: Rule, view: View) -> str:
    return next((hit.case for hit in find_hits(rule, view, load_detector)), SILENT)


def view_of(repository: GitRepository, commit: str, facts: Facts) -> View:
    """Return a commit against its first parent."""
    ends = repository.resolve(Range(f"{commit}^", commit))
    change = parse_change(repository.diff(ends.base, ends.head), ends.base, ends.head)
    classify = make_classifier(repository, ends.head, change, {})
    files, _ = read_files(repository, change, classify)
    around = RepositorySurroundings(repository, change, facts, classify, lambda _: None)
    return View(change, files, around, around.index)


def make_tables(pairs: Sequence[Pair]) -> str:
    """Return the shares by repository and by language, of all changes and of the large ones."""
    out = []
    for title, chosen in (("all changes", pairs), ("changes over the rule's size", [p for p in pairs if p.is_large])):
        out += [f"### {title[0].upper()}{title[1:]}", ""]
        out += ["| | changes | stripped: every case | of it `no-test` | stripped: by default | left: every case |"]
        out += ["|---|---|---|---|---|---|"]
        for part in ("repository", "language"):
            for name in sorted({getattr(p, part) for p in chosen}):
                out.append(_row(name, [p for p in chosen if getattr(p, part) == name]))
        out += [_row("all", chosen), ""]
    return "\n".join(out)


def _row(name: str, pairs: Sequence[Pair]) -> str:
    counts = (
        sum(p.stripped != SILENT for p in pairs),
        sum(p.stripped == "no-test" for p in pairs),
        sum(p.by_default for p in pairs),
        sum(p.left != SILENT for p in pairs),
    )
    return f"| {name} | {len(pairs)} | {' | '.join(_share(count, len(pairs)) for count in counts)} |"


def _share(hits: int, of: int) -> str:
    low, high = enclose_share(hits, of)
    return f"{hits}/{of} = {hits / of:.2f} ({low:.2f} to {high:.2f})" if of else "-"


if __name__ == "__main__":
    sys.exit(main())
