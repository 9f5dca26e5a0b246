"""This module holds who made a pull request."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from reviewer.change.late import compile_late
from reviewer.history.provenance.bots import find_bot, quotes_others
from reviewer.history.provenance.commits import build_verdict, classify_commit, find_deciding, is_ai, judge_rest
from reviewer.history.provenance.people import find_operators, list_commits, list_writers
from reviewer.history.provenance.reviews import judge_review
from reviewer.history.provenance.signals import (
    find_account_signals,
    find_branch_signals,
    find_text_signals,
    find_word_signals,
    sort_signals,
)
from reviewer.history.provenance.signatures.table import Table, read_table
from reviewer.model.provenance import CommitText, PullText, ReviewText, Signal, Verdict

_MOST_SIGNALS = 50
_MERGE = ("Merge branch ", "Merge remote-tracking branch ", "Merge pull request ")
_MERGED = compile_late(r"Merge pull request #\d{1,9} from [^\s/]{1,100}/(\S{1,300})")
_MACHINES = frozenset({"ai_authored", "automation", "unknown_bot"})


def classify_pull(pull: PullText, reviews: Sequence[ReviewText] = (), table: Table | None = None) -> Verdict:
    """Say who made a pull request: by its own commits, its account, body, branch, labels and events.

    `reviews` decide whether an independent person read it before it was merged; without one, and without a commit by
    a person, what an agent wrote is fully synthetic. Of one that is not merged this is not known yet.
    """
    table = table or read_table()
    told = list(_find_pull_signals(pull, table))
    verdicts = [classify_commit(commit, table, alone=False) for commit in list_commits(pull)]
    if not verdicts and pull.merge_commit is not None:
        verdicts = [classify_commit(pull.merge_commit, table)]
    signals = sort_signals([*told, *(signal for verdict in verdicts for signal in _keep_ai(verdict))])[:_MOST_SIGNALS]
    if not is_ai(signals):
        return judge_rest(signals, *find_bot(pull.author, table))
    authored = bool(find_deciding(told, ("ai_authored",))) or _mostly_authored(verdicts)
    operators = find_operators(pull, table)
    if authored:
        alone = _is_unread(pull, verdicts, reviews, operators, table)
        return replace(build_verdict("fully_synthetic" if alone else "ai_authored", signals), operators=operators)
    mixed = any(verdict.cls == "mixed" for verdict in verdicts)
    return replace(
        build_verdict("mixed" if mixed else "ai_assisted", signals, is_share_known=not mixed), operators=operators
    )


def _find_pull_signals(pull: PullText, table: Table) -> Iterator[Signal]:
    yield from find_account_signals(pull.author, table)
    if not quotes_others(pull.author, table):
        yield from find_text_signals(pull.body, table, "pull_body", "body", called="the body")
    yield from find_branch_signals(pull.branch or _read_branch(pull.merge_commit), table)
    yield from find_word_signals(pull.labels, "label", table, "a label")
    yield from find_word_signals((event.kind for event in pull.events), "event", table, "an event")


def _read_branch(merge: CommitText | None) -> str:
    """Return the branch that a merge names, where nobody asked the forge."""
    found = _MERGED.match(merge.message) if merge else None
    return found[1] if found else ""


def _keep_ai(verdict: Verdict) -> Iterable[Signal]:
    return (signal for signal in verdict.signals if signal.implies not in ("automation", "unknown_bot"))


def _mostly_authored(verdicts: Sequence[Verdict]) -> bool:
    counts = Counter(verdict.cls for verdict in verdicts)
    return counts["ai_authored"] * 2 > len(verdicts)


def _is_unread(
    pull: PullText, verdicts: Sequence[Verdict], reviews: Sequence[ReviewText], operators: Sequence[str], table: Table
) -> bool:
    """Tell whether no person had a hand in a merged pull request: none wrote a commit of it, none else read it."""
    if not pull.merged or not verdicts:
        return False
    made = zip(list_commits(pull) or (pull.merge_commit,), verdicts, strict=True)
    if any(verdict.cls not in _MACHINES and not _is_merge(commit) for commit, verdict in made):
        return False
    writers = list_writers(pull)
    before = (review for review in reviews if 0 < review.when <= pull.merged)
    return not any(judge_review(review, pull, operators, writers, table).is_independent for review in before)


def _is_merge(commit: CommitText | None) -> bool:
    return commit is not None and commit.message.startswith(_MERGE)
