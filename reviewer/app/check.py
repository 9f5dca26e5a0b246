"""This module holds the use case of `reviewer check`: from two revisions to what a senior would object to."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Literal

from reviewer.app.checking.evidence import gather_evidence
from reviewer.app.checking.policy import find_policy, parse_policy, read_repository_packs
from reviewer.app.checking.scope import narrow_change
from reviewer.app.checking.surroundings import Facts, RepositorySurroundings
from reviewer.app.history.reading import DESCRIBED
from reviewer.app.picture.touched import picture_shape
from reviewer.app.sources import find_unsure, make_classifier, read_files
from reviewer.change.changed import ChangedFile
from reviewer.change.diff import parse_change
from reviewer.change.patterns import match_patterns
from reviewer.detectors import load_detector
from reviewer.engine.hit import Load
from reviewer.engine.pages.pack import read_rules
from reviewer.engine.policy.equivalents import silence_equivalents
from reviewer.engine.policy.selection import keep_in_scope, select_rules
from reviewer.engine.policy.waivers import Noted, apply_waivers
from reviewer.engine.run import run_rules, stands_in
from reviewer.engine.wording import word_findings
from reviewer.index.layers import note_empty_layers
from reviewer.index.view import View
from reviewer.model.change import Change, Revision
from reviewer.model.evidence import Coverage, Evidence
from reviewer.model.finding import Finding, Skip, Waiver
from reviewer.model.policy import Policy
from reviewer.model.review import Plan, Review
from reviewer.model.rule import Rule
from reviewer.ports import Ends, Range, Repository
from reviewer.risk.attention.plan import Given, plan_attention
from reviewer.risk.level.card import adapt_card, read_level_card
from reviewer.risk.level.judge import judge_change
from reviewer.risk.level.shape import describe_change

if TYPE_CHECKING:
    from reviewer.app.proof.prove import Proof

# What is known of the lines that ran, with sentences about where it came from.
ReadCoverage = Callable[[View], tuple[Coverage | None, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Request:
    """What to check. `pages` are rule pages by path; `settings` is the name and text of a settings file, if named.

    `read_coverage` is asked for the coverage of the change, where there is one to be read. `proof` says how the tests
    are run, where faults are to be planted.
    """

    wanted: Range
    pages: Mapping[str, str]
    today: date
    paths: tuple[str, ...] = ()
    settings: tuple[str, str] | None = None
    trust: Literal["head", "base"] = "head"
    read_coverage: ReadCoverage | None = None
    proof: "Proof | None" = None


@dataclass(frozen=True, slots=True)
class Checked:
    """A review with the rules that ran and the policy that it was made under."""

    review: Review
    rules: Mapping[str, Rule]
    policy: Policy


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
    policy, rules = _find_rules(repository, request, trusted)

    tell(f"reading {len(change.files)} files")
    view, unread, notes = open_view(repository, request, change, trusted, policy, facts or Facts(), tell)

    scope = narrow_change(change, request.paths, lambda: view.base.paths)
    tell(f"running {len(rules)} rules")
    outcome = run_rules(rules, view, load_detector)
    kept = [h for h in keep_in_scope(outcome.hits, policy.rules, policy.exclude) if scope.holds(h[1].path)]
    hits, silent = silence_equivalents(kept, view.language_of, view.base.read)
    marked, noted = _apply_waivers(word_findings(hits, view), view, policy, request, {r.id: r for r in rules})
    gathered = gather_evidence(view, request.proof, scope.holds, tell)
    told = [file for file in view.files if scope.holds(file.path)]
    skips = _order_skips(unread, find_unsure(view.files), outcome.skips, silent, gathered.skips)
    review = Review(
        change=scope.change,
        languages=tuple(sorted(Counter(f.language for f in told if f.language).items())),
        findings=marked,
        plan=_plan(view, policy, _in_scope(told, policy), marked, gathered.evidence),
        skips=tuple(skip for skip in skips if not skip.path or scope.holds(skip.path)),
        notes=(*ends.notes, *notes(), *gathered.notes),
        waivers=noted,
        evidence=gathered.evidence,
        picture=None if request.paths else picture_shape(view),
    )
    return Checked(review, {rule.id: rule for rule in rules}, policy)


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
    around = RepositorySurroundings(repository, change, facts, classify, tell, now)
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
    return policy, select_rules(read_rules(pages), policy.rules)


def _apply_waivers(
    findings: tuple[Finding, ...], view: View, policy: Policy, request: Request, rules: Mapping[str, Rule]
) -> tuple[tuple[Finding, ...], tuple[Noted, ...]]:
    return apply_waivers(
        findings,
        view,
        policy.waivers,
        today=request.today,
        trust_added=request.trust == "head",
        stands=lambda waiver: _stands(waiver, rules, view, load_detector),
    )


def _stands(waiver: Waiver, rules: Mapping[str, Rule], view: View, load: Load) -> bool:
    rule, file = rules.get(waiver.rule), view.by_path.get(waiver.path)
    if rule is None or file is None or file.new is None:
        return False
    return stands_in(rule, file.new, waiver.line, load)


def _order_skips(*groups: Iterable[Skip]) -> tuple[Skip, ...]:
    skips = {skip for group in groups for skip in group}
    return tuple(sorted(skips, key=lambda skip: (skip.path, skip.rule, skip.reason)))


def _plan(
    view: View,
    policy: Policy,
    files: list[ChangedFile],
    findings: tuple[Finding, ...],
    evidence: tuple[Evidence, ...],
) -> Plan:
    past = view.around.past()
    plan = plan_attention(Given(files, findings, evidence, past, view.base.count_mentions))
    shape = describe_change(view.change, "fix" if view.around.is_fix() else "other")
    if not shape["files"]:
        return plan
    card = adapt_card(read_level_card(), policy.level)
    return replace(plan, level=judge_change(shape, past.newest(DESCRIBED) if past else (), card))


def _in_scope(files: Iterable[ChangedFile], policy: Policy) -> list[ChangedFile]:
    excluded = match_patterns(policy.exclude)
    return [file for file in files if not excluded(file.path)]
