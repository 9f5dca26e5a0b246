"""This module holds how rows are told who wrote them and who read them: see `reviewer.history.provenance`."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from reviewer.app.collect.rows.main import Attested
from reviewer.history.provenance import Table, classify_commit, classify_pull, read_table
from reviewer.history.provenance.people import list_writers
from reviewer.history.provenance.reviews import judge_review
from reviewer.model.facts import MainCommit, Provenance, Pull, PullCommit, Remark, Review
from reviewer.model.provenance import Account, CommitText, PullText, ReviewText, Verdict

_MOST_SIGNALS = 50


@dataclass(frozen=True, slots=True)
class _Writers:
    """What the judging of a review asks of its pull request."""

    pull: PullText
    operators: tuple[str, ...]
    logins: frozenset[str]


class Judge:
    """Who wrote and who read. Of each pull request its people are held, so that what comes later can be judged."""

    def __init__(self, table: Table | None = None) -> None:
        self._table = table or read_table()
        self._pulls: dict[int, _Writers] = {}
        self._remarks: Mapping[int, int] = {}

    def judge_pull(
        self, pull: Pull, commits: Sequence[PullCommit], reviews: Sequence[Review], remarks: Mapping[int, int]
    ) -> tuple[Pull, list[Review], list[Provenance]]:
        """Return a pull request and its reviews with who wrote and read them, and the rows that say why.

        `remarks` counts the comments on lines by review.
        """
        text = _tell_pull(pull, commits)
        told = [_tell_review(review, remarks) for review in reviews]
        verdict = classify_pull(text, told, self._table)
        logins = list_writers(text)
        self._pulls[pull.number] = _Writers(PullText(pull.number, author=text.author), verdict.operators, logins)
        rows = [_build_row("pull", pull.number, pull.merge_commit, verdict)]
        for commit, part in zip(commits, text.commits, strict=True):
            made = classify_commit(part, self._table, alone=False)
            rows.append(_build_row("commit", pull.number, commit.commit, made))
        judged = [self._judge(review, said) for review, said in zip(reviews, told, strict=True)]
        return replace(pull, provenance=verdict.cls, operators=verdict.operators), judged, rows

    def judge_review(self, review: Review, remarks: Mapping[int, int]) -> Review:
        """Return a review of a pull request that was judged before with who read it."""
        return self._judge(review, _tell_review(review, remarks))

    def judge_remark(self, remark: Remark) -> Remark:
        """Return a comment with who wrote it."""
        account = _tell_account(remark.author, remark.author_kind, remark.author_id)
        told = ReviewText(account, body=remark.body or "", when=remark.created or 0, inline_comments=1)
        if remark.kind != "line":
            told = replace(told, inline_comments=0)
        writers = self._find(remark.number)
        verdict = judge_review(told, writers.pull, writers.operators, writers.logins, self._table)
        return replace(remark, reader=verdict.reader, counts=verdict.counts)

    def judge_main(
        self, row: MainCommit, pull: Pull | None, said: Sequence[Attested]
    ) -> Iterator[MainCommit | Provenance]:
        """Yield a commit of the main line with who wrote it, and the row that says why.

        It is whoever wrote the pull request that it is all of; or else the commits that it brought, or itself. `said`
        holds what it says of itself, and behind that what they say.
        """
        if pull and pull.provenance:
            yield replace(row, provenance=pull.provenance, is_automation=pull.provenance == "automation")
            return
        if len(said) > 1:
            commits = tuple(text for text, _ in said[1:])
            verdict = classify_pull(PullText(row.number or 0, commits=commits), (), self._table)
        else:
            text, lines = said[0]
            verdict = classify_commit(text, self._table, lines=lines)
        yield replace(row, provenance=verdict.cls, is_automation=verdict.cls == "automation")
        yield _build_row("main", row.number, row.commit, verdict)

    def _judge(self, review: Review, told: ReviewText) -> Review:
        writers = self._find(review.number)
        verdict = judge_review(told, writers.pull, writers.operators, writers.logins, self._table)
        return replace(review, reader=verdict.reader, counts=verdict.counts, why_not=verdict.why or None)

    def _find(self, number: int) -> _Writers:
        return self._pulls.get(number) or _Writers(PullText(number), (), frozenset())


def _tell_pull(pull: Pull, commits: Sequence[PullCommit]) -> PullText:
    return PullText(
        number=pull.number,
        title=pull.title,
        body=pull.body or "",
        branch=pull.head_ref or "",
        labels=pull.labels,
        author=_tell_account(pull.author, pull.author_kind, pull.author_id),
        assignees=tuple(Account(login) for login in pull.assignees),
        commits=tuple(_tell_commit(commit) for commit in commits),
        merged=pull.merged or 0,
    )


def _tell_commit(commit: PullCommit) -> CommitText:
    return CommitText(
        oid=commit.commit,
        message=commit.message,
        author_name=commit.author_name or "",
        author_mail=commit.author_mail or "",
        author_login=commit.author_login or "",
        committer_name=commit.committer_name or "",
        committer_mail=commit.committer_mail or "",
        when=commit.authored or 0,
    )


def _tell_review(review: Review, remarks: Mapping[int, int]) -> ReviewText:
    return ReviewText(
        author=_tell_account(review.author, review.author_kind, None),
        state=review.state.upper(),
        body=review.body or "",
        when=review.submitted or 0,
        commit=review.commit or "",
        inline_comments=remarks.get(review.review, 0) if review.review is not None else 0,
    )


def _tell_account(login: str | None, kind: str | None, number: int | None) -> Account:
    return Account(login or "", "bot" if kind == "bot" else "user" if kind == "user" else "", number)


def _build_row(subject: str, number: int | None, commit: str | None, verdict: Verdict) -> Provenance:
    signals = verdict.signals[:_MOST_SIGNALS]
    return Provenance(
        subject=subject,
        number=number,
        commit=commit,
        provenance=verdict.cls,
        confidence=verdict.confidence,
        at_least=verdict.is_lower_bound,
        declared=verdict.declared or None,
        share_known=verdict.is_share_known,
        tools=tuple(sorted({signal.tool for signal in signals if signal.tool})),
        evidence=json.dumps([asdict(signal) for signal in signals]),
    )
