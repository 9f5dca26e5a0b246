"""This module holds how the life of a synthetic change is told as facts, as a forge and a clone would tell it."""

import hashlib
from collections.abc import Iterator
from typing import Any

from reviewer.metrics.demo.life import Life
from reviewer.model.facts import Event, MainCommit, Provenance, Pull, PullCommit, Remark, Review, Row, Time

_AGENT = "patch-agent"
_MACHINE = "review-agent"
_CHECKS = "static-checks"
_WORDS = {"fix": "Repair what went wrong", "revert": "Take back a change", "other": "Change how it works"}
_PRAISE = ("LGTM", "", "Looks good to me", "👍")
_READING = "What happens here when the list is empty, and does a test show it?"


def tell(life: Life, place: int) -> Iterator[Row]:
    """Yield every fact of a change; `place` is that of its commit on the main line."""
    yield _tell_pull(life)
    yield from _tell_commits(life)
    yield from _tell_reviews(life)
    yield from _tell_events(life)
    yield _tell_provenance(life)
    if life.is_merged:
        yield tell_main(place, life.ended, life.lines, number=life.number, kind=life.kind, provenance=_classify(life))


def tell_main(
    place: int, when: int, lines: int, *, number: int | None = None, kind: str = "other", provenance: str | None = None
) -> MainCommit:
    """Return a commit of the main line; without a number it was pushed directly."""
    removed = lines // 4
    return MainCommit(
        place=place,
        commit=_hash("merge" if number else "direct", number or place),
        committed=Time(when),
        author="A developer",
        mail=None,
        co_authors=(),
        subject=_WORDS[kind],
        number=number,
        how="squash" if number else "direct",
        merged_commits=None,
        kind=kind,
        fix_level="label" if kind == "fix" else None,
        files=1 + lines // 60,
        additions=lines - removed,
        deletions=removed,
        reviewable_additions=lines - removed,
        reviewable_deletions=removed,
        provenance=provenance or "human_or_undeclared",
    )


def tell_bump(number: int, when: int) -> Iterator[Row]:
    """Yield a change that automation wrote and merged by itself; it belongs to no population."""
    yield _pull(
        number, author="bump-bot", author_kind="bot", created=when, ended=when + 600, lines=8, provenance="automation"
    )


def _classify(life: Life) -> str:
    if not life.is_ai:
        return "human_or_undeclared"
    return "fully_synthetic" if life.is_synthetic else "ai_authored"


def _tell_pull(life: Life) -> Pull:
    named = (life.names,) if life.names is not None else ()
    return _pull(
        life.number,
        author=_AGENT if life.is_ai else life.author,
        author_kind="bot" if life.is_ai else "user",
        created=life.created,
        ended=life.ended,
        lines=life.lines,
        title=_WORDS[life.kind],
        merged=Time(life.ended) if life.is_merged else None,
        state="merged" if life.is_merged else "closed",
        kind=life.kind,
        fix_level="label" if life.kind == "fix" else None,
        reverts=named if life.kind == "revert" else (),
        blamed=named,
        provenance=_classify(life),
        operators=(life.author,) if life.is_ai else (),
    )


def _pull(number: int, *, author: str, author_kind: str, created: int, ended: int, lines: int, **more: object) -> Pull:
    told: dict[str, Any] = {
        "node": f"PR_{number}",
        "title": "Newer dependency",
        "body": None,
        "state": "merged",
        "is_draft": False,
        "author_id": None,
        "updated": Time(ended),
        "closed": Time(ended),
        "merged": Time(ended),
        "merged_by": None,
        "merged_by_kind": None,
        "merge_commit": _hash("merge", number),
        "head_ref": f"change-{number}",
        "head": _hash("head", number),
        "base_ref": "main",
        "base": None,
        "from_fork": False,
        "labels": (),
        "assignees": (),
        "closes": (),
        "review_decision": None,
        "auto_merge_by": None,
        "commits_total": 1,
        **more,
    }
    return Pull(
        number=number,
        author=author,
        author_kind=author_kind,
        created=Time(created),
        additions=lines - lines // 4,
        deletions=lines // 4,
        files=1 + lines // 60,
        **told,
    )


def _tell_commits(life: Life) -> Iterator[PullCommit]:
    pushes = [("head", life.created)]
    if life.review == "human_stale" and life.read is not None:
        pushes = [("early", life.created), ("head", life.read + 60)]
    for place, (name, when) in enumerate(pushes, 1):
        yield PullCommit(
            number=life.number,
            place=place,
            commit=_hash(name, life.number),
            authored=Time(when),
            committed=Time(when),
            author_name=None,
            author_mail=None,
            author_login=None,
            committer_name=None,
            committer_mail=None,
            message=_WORDS[life.kind],
        )


def _tell_reviews(life: Life) -> Iterator[Review | Remark]:
    if life.is_touched:
        yield _review(life, 1, _MACHINE, "ai_reviewer", life.created + 300, "Two remarks on this change.")
    if life.review == "automation_only":
        yield _review(life, 2, _CHECKS, "automation", life.created + 200, "Nothing found.")
    if life.review == "operator_only":
        yield _review(life, 3, life.author, "operator", life.ended - 1, "Does what I asked for, as far as I see.")
    if life.read is not None:
        said = "commented" if life.review == "human_comment" else "approved"
        body = _PRAISE[life.number % len(_PRAISE)] if life.is_silent else _READING
        yield _review(life, 4, life.reader, "human", life.read, body, said)
        if not life.is_silent:
            yield _remark(life)
    if life.repaid is not None:
        yield _review(life, 5, life.reader, "human", life.repaid, _READING)


def _review(life: Life, place: int, author: str, reader: str, when: int, body: str, state: str = "commented") -> Review:
    return Review(
        number=life.number,
        review=life.number * 10 + place,
        node=None,
        state=state,
        state_before=None,
        dismissed=None,
        dismissed_by=None,
        submitted=Time(when),
        author=author,
        author_kind="bot" if author in (_MACHINE, _CHECKS) else "user",
        association="member",
        can_push=True,
        commit=_hash("early" if life.review == "human_stale" else "head", life.number),
        body=body,
        reader=reader,
    )


def _remark(life: Life) -> Remark:
    return Remark(
        number=life.number,
        remark=life.number,
        kind="line",
        review=life.number * 10 + 4,
        author=life.reader,
        author_kind="user",
        author_id=None,
        association="member",
        created=Time(life.read or 0),
        updated=None,
        body=_READING,
        path="shop/till.py",
        line=None,
        commit=None,
        original_commit=None,
        answers=None,
        app=None,
        reader="human",
    )


def _tell_events(life: Life) -> Iterator[Event]:
    told = [("ready_for_review", life.ready)] if life.ready > life.created else []
    if life.is_quick and life.read is not None:
        told.append(("review_requested", max(life.ready, life.read - life.lines * 3_600 // 3_000)))
    for place, (kind, when) in enumerate(told, 1):
        yield Event(
            number=life.number,
            place=place,
            kind=kind,
            happened=Time(when),
            actor=None,
            whom=None,
            whom_kind=None,
            review=None,
            before=None,
            after=None,
        )


def _tell_provenance(life: Life) -> Provenance:
    return Provenance(
        subject="pull",
        number=life.number,
        commit=_hash("merge", life.number),
        provenance=_classify(life),
        confidence="high" if life.is_ai else "low",
        at_least=True,
        declared="ai" if life.is_declared else None,
        share_known=True,
        tools=(_AGENT,) if life.is_ai else (),
        evidence="[]",
    )


def _hash(kind: str, number: int) -> str:
    return hashlib.sha256(f"{kind} {number}".encode()).hexdigest()[:40]
