"""This module holds the use case of `reviewer check`: from two revisions to what a senior would object to."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Literal

from reviewer.app.checking.evidence import gather_evidence
from reviewer.app.checking.grounds import Grounds, find_by_rules, order_skips
from reviewer.app.checking.planning import plan_reading
from reviewer.app.checking.policy import find_policy, parse_policy, read_repository_packs
from reviewer.app.checking.scope import narrow_change
from reviewer.app.checking.surroundings import Facts, RepositorySurroundings
from reviewer.app.picture.touched import picture_shape
from reviewer.app.sources import find_unsure, make_classifier, read_files
from reviewer.change.diff import parse_change
from reviewer.engine.pages.pack import read_rules
from reviewer.engine.policy.selection import select_rules
from reviewer.index.layers import note_empty_layers
from reviewer.index.view import View
from reviewer.model.change import Change, Revision
from reviewer.model.evidence import Coverage
from reviewer.model.finding import Skip
from reviewer.model.policy import Policy
from reviewer.model.review import Review
from reviewer.model.rule import Rule
from reviewer.ports import Ends, Range, Repository

if TYPE_CHECKING:
    from reviewer.app.proof.prove import Proof

# What is known of the lines that ran, with sentences about where it came from.
ReadCoverage = Callable[[View], tuple[Coverage | None, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Request:
    """What to check. `pages` are rule pages by path; `settings` is the name and text of a settings file, if named.

    `read_coverage` is asked for the coverage of the change, where there is one to be read. `proof` says how the tests
    are run, where faults are to be planted. `said` is what a pull request says of the change, its title first.
    """

    wanted: Range
    pages: Mapping[str, str]
    today: date
    paths: tuple[str, ...] = ()
    settings: tuple[str, str] | None = None
    trust: Literal["head", "base"] = "head"
    read_coverage: ReadCoverage | None = None
    proof: "Proof | None" = None
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """A review with the rules that ran and what it stands on."""

    review: Review
    rules: Mapping[str, Rule]
    grounds: Grounds

    @property
    def policy(self) -> Policy:
        """What the repository decided about its reviews."""
        return self.grounds.policy


def check_change(
    repository: Repository,
    request: Request,
    tell: Callable[[str], None] = lambda _: None,
    facts: Facts | None = None,
) -> Checked:
    """Review one change. Raises `ReviewerError` when no review can be made.

    `tell` hears which step is under way; `facts` of the repository are kept there, or for this run only.
    """
    tell("finding the change")
    ends = repository.resolve(request.wanted)
    change = parse_change(repository.diff(ends.base, ends.head), ends.base, ends.head)
    trusted = _choose_trusted(ends, request)
    policy, known = _find_rules(repository, request, trusted)
    rules = select_rules(known, policy.rules)

    tell(f"reading {len(change.files)} files")
    view, unread, notes = open_view(repository, request, change, trusted, policy, facts or Facts(), tell)

    scope = narrow_change(change, request.paths, lambda: view.base.paths)
    grounds = Grounds(view, policy, known, scope, request.today, request.trust == "head")
    tell(f"running {len(rules)} rules")
    found = find_by_rules(grounds, rules)
    gathered = gather_evidence(view, request.proof, scope.holds, tell)
    told = [file for file in view.files if scope.holds(file.path)]
    skips = order_skips(unread, find_unsure(view.files), found.skips, gathered.skips)
    review = Review(
        change=scope.change,
        languages=tuple(sorted(Counter(f.language for f in told if f.language).items())),
        findings=found.findings,
        plan=plan_reading(grounds, found.findings, gathered.evidence),
        skips=tuple(skip for skip in skips if not skip.path or scope.holds(skip.path)),
        notes=(*ends.notes, *notes(), *gathered.notes),
        waivers=found.waivers,
        evidence=gathered.evidence,
        picture=None if request.paths else picture_shape(view),
    )
    return Checked(review, {rule.id: rule for rule in rules}, grounds)


def open_view(
    repository: Repository,
    request: Request,
    change: Change,
    trusted: Revision,
    policy: Policy,
    facts: Facts,
    tell: Callable[[str], None],
) -> tuple[View, tuple[Skip, ...], Callable[[], tuple[str, ...]]]:
    """Return the change in its repository, what could not be read, and what is to be said of both in the end."""
    classify = make_classifier(repository, trusted, change, policy.classes)
    files, unread = read_files(repository, change, classify)
    now = int(datetime.combine(request.today, time.max, UTC).timestamp())
    around = RepositorySurroundings(repository, change, facts, classify, tell, now, told=request.said)
    whole = View(change, files, around, around.index, trusts_base=request.trust == "base")
    view, covered = _read_coverage(whole, request, tell)
    return view, unread, lambda: (*around.notes, *note_empty_layers(view.bound), *covered)


def _read_coverage(view: View, request: Request, tell: Callable[[str], None]) -> tuple[View, tuple[str, ...]]:
    if request.read_coverage is None:
        return view, ()
    tell("reading coverage")
    coverage, notes = request.read_coverage(view)
    return (replace(view, coverage=coverage) if coverage else view), notes


def _choose_trusted(ends: Ends, request: Request) -> Revision:
    """Where a change left the base is its author's choice; what holds now stands at the tip."""
    return (ends.tip or ends.base) if request.trust == "base" else ends.head


def _find_rules(repository: Repository, request: Request, trusted: Revision) -> tuple[Policy, tuple[Rule, ...]]:
    if request.settings is None:
        policy = find_policy(repository, trusted)
    else:
        name, text = request.settings
        policy = parse_policy(repository, trusted, text, name)
    pages = {**request.pages, **read_repository_packs(repository, trusted, policy.packs)}
    return policy, read_rules(pages)
