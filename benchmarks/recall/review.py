"""This module holds what `reviewer check` says of planted commits, by default and with every case switched on."""

from collections.abc import Mapping, Sequence
from datetime import date

from planting import Ground
from seeds import Original, Seed

from reviewer.adapters.files import find_shipped_rules, read_pack
from reviewer.adapters.git.repository import GitRepository, open_repository
from reviewer.app.check import Request, check_change
from reviewer.app.checking.surroundings import Facts
from reviewer.engine.pages.pack import read_rules
from reviewer.model.finding import Finding
from reviewer.ports import Range

RULES = ("duplicate-function", "reinvented-helper", "clone-in-diff")
_MARKS = {"python": "# checked"}


def find_pages() -> dict[str, str]:
    """Return the pages of the rules on duplicates, those that exist."""
    return {path: text for path, text in read_pack(find_shipped_rules()).items() if path.endswith(_NAMES)}


_NAMES = tuple(f"{rule}.md" for rule in RULES)


def switch_all_on(pages: Mapping[str, str]) -> str:
    """Return settings in which every rule and every case of these pages speaks."""
    lines = []
    for rule in read_rules(pages):
        cases = ", ".join(f'"{name}"' for name, case in rule.cases.items() if name and case.status != "default")
        lines += [f"[rules.{rule.id}]", 'status = "on"', f"cases = [{cases}]"]
    return "\n".join(lines) + "\n"


class Checker:
    """The duplicate rules over the planted commits of one repository, whose facts are collected once."""

    def __init__(self, ground: Ground, pages: Mapping[str, str], settings: str, facts: Facts) -> None:
        self._ground = ground
        self._pages = pages
        self._settings = ("reviewer.toml", settings)
        self._facts = facts

    def run(self, seeds: Sequence[Seed]) -> dict[str, list[Finding]]:
        """Return the findings of every seed's commit, by the seed's id; the id `untouched` has those of no copy."""
        found = {}
        with open_repository(str(self._ground.git_dir)) as repository:
            found["untouched"] = self._check(repository, self._ground.commit(_touch(self._ground, seeds)))
            for seed in seeds:
                found[seed.id] = self._check(repository, self._ground.plant(seed))
        return found

    def _check(self, repository: GitRepository, commit: str) -> list[Finding]:
        wanted = Range(self._ground.revision, commit)
        request = Request(wanted, self._pages, date(2026, 11, 20), settings=self._settings)
        checked = check_change(repository, request, facts=self._facts)
        broken = [skip for skip in checked.review.skips if "raised" in skip.reason]
        if broken:
            raise RuntimeError(f"{broken[0].rule}: {broken[0].reason}")
        return list(checked.review.findings)


def is_found(findings: Sequence[Finding], seed: Seed) -> bool:
    """Tell whether a finding stands on a line of the planted function."""
    place = seed.place
    return any(f.path == place.path and f.line <= place.last and place.first <= f.end_line for f in findings)


def is_named(findings: Sequence[Finding], seed: Seed) -> bool:
    """Tell whether a finding on the planted function names the original and its path."""
    own = [f for f in findings if is_found([f], seed)]
    return seed.original is not None and any(_names(f, seed.original) for f in own)


def _names(finding: Finding, original: Original) -> bool:
    name = original.symbol.rpartition(".")[2]
    if any(r.path == original.path and (r.symbol.endswith(name) or name in r.message) for r in finding.related):
        return True
    return original.path in finding.message and name in finding.message


def _touch(ground: Ground, seeds: Sequence[Seed]) -> dict[str, bytes]:
    """A comment at the end of every file that a function is copied from or put into: nothing is added."""
    paths = {s.place.path for s in seeds if s.place.after} | {s.original.path for s in seeds if s.original}
    mark = _MARKS.get(seeds[0].language, "// checked").encode()
    texts = {path: ground.read(path) for path in sorted(paths)}
    return {path: data.rstrip(b"\n") + b"\n" + mark + b"\n" for path, data in texts.items() if data is not None}
