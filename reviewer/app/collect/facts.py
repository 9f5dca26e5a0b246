"""This module holds the use case of writing facts: the raw records of all sources become rows, in one pass."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any, Protocol

from reviewer.app.collect.brought import COMMIT, CONTACT, gather_texts
from reviewer.app.collect.coverage import describe_coverage, read_since
from reviewer.app.collect.rows.imported import restore_rows
from reviewer.app.collect.rows.judging import Judge
from reviewer.app.collect.rows.main import Brought, build_main, build_merged, finish_main
from reviewer.app.collect.rows.pulls import (
    build_commits,
    build_events,
    build_pull,
    build_review,
    build_reviews,
    finish_pull,
)
from reviewer.app.collect.rows.rest import (
    build_issue,
    build_line_remark,
    build_remark,
    find_number,
    finish_issue,
    translate_pull,
    translate_review,
)
from reviewer.app.collect.rows.values import read_number
from reviewer.model.facts import SOURCES, Issue, MainCommit, Pull, Remark, Review, Row, Source
from reviewer.model.manifest import Manifest
from reviewer.model.provenance import CommitText
from reviewer.ports import Archive, Record

Json = Mapping[str, Any]
# What GitHub told is believed before what was imported.
_FORGES: tuple[Source, ...] = ("github", "import")
_BUILD_REMARK = {"line_comment": build_line_remark, "comment": build_remark}


class Filling(Archive, Protocol):
    """An archive that takes records as they come, so that many of them need not be held to be kept at once."""

    def append(self, records: Iterable[Record], state: Json) -> None:
        """Keep records and state: both or neither."""


class Kept(Protocol):
    """A repository in the store."""

    host: str
    name: str

    def archive(self, source: Source) -> Filling:
        """Return the archive of what a source told."""

    def manifest(self) -> Manifest | None:
        """Return what the facts are; None where there are none yet."""

    def write(self, rows: Iterable[Row], manifest: Manifest) -> Manifest:
        """Write all facts anew, whole or not at all; return the manifest with generation and counts."""


def write_facts(kept: Kept, now: int, judge: Judge | None = None) -> Manifest:
    """Make all facts anew of what the archives hold. The lock of the repository is to be held.

    What is held in memory grows with the number of pull requests and commits, not with their texts.
    """
    archives = {source: kept.archive(source) for source in SOURCES}
    manifest = describe_coverage(archives, kept.name, kept.host, kept.manifest(), now)
    return kept.write(_Building(archives, judge or Judge(), manifest.default_branch).rows(), manifest)


class _Building:
    """One pass over the archives: what is told twice is taken from the first that tells it."""

    def __init__(self, archives: Mapping[Source, Archive], judge: Judge, branch: str | None) -> None:
        self._archives = archives
        self._judge = judge
        self._branch = branch
        self._bugs: set[int] = set()
        self._reviewed: set[int] = set()
        self._merged: list[Pull] = []
        self._subjects: dict[int, tuple[str, ...]] = {}

    def rows(self) -> Iterator[Row]:
        """Yield every row of every table."""
        yield from self._tell_issues()
        remarks = self._count_remarks()
        yield from self._tell_pulls(remarks)
        yield from self._tell_reviews(remarks)
        yield from self._tell_remarks()
        yield from self._tell_main()

    def _read(self, kind: str) -> Iterator[Json]:
        for source in _FORGES:
            yield from (record.data for record in self._archives[source].records(kind))

    def _tell_issues(self) -> Iterator[Issue]:
        seen: set[int] = set()
        built = (build_issue(item) for item in self._read("issue"))
        for issue in chain(built, map(finish_issue, restore_rows(Issue, self._read("row.issues")))):
            if issue and issue.number not in seen:
                seen.add(issue.number)
                if issue.is_bug:
                    self._bugs.add(issue.number)
                yield issue

    def _count_remarks(self) -> Counter[int]:
        """Return how many comments on lines each review has."""
        reviews = (read_number(item.get("pull_request_review_id")) for item in self._read("line_comment"))
        return Counter(review for review in reviews if review is not None)

    def _tell_pulls(self, remarks: Mapping[int, int]) -> Iterator[Row]:
        seen: set[int] = set()
        nodes = chain(self._read("pull"), map(translate_pull, self._read("rest_pull")))
        for node in nodes:
            number = read_number(node.get("number"))
            if number is not None and number not in seen:
                seen.add(number)
                yield from self._tell_pull(build_pull(node, self._bugs), node, remarks)
        for pull in restore_rows(Pull, self._read("row.pulls")):
            if pull.number not in seen:
                seen.add(pull.number)
                yield from self._tell_pull(finish_pull(pull, self._bugs), {}, remarks)

    def _tell_pull(self, pull: Pull, node: Json, remarks: Mapping[int, int]) -> Iterator[Row]:
        commits = list(build_commits(node))
        told = list(build_reviews(node))
        judged, reviews, reasons = self._judge.judge_pull(pull, commits, told, remarks)
        yield judged
        yield from commits
        yield from reviews
        yield from build_events(node)
        yield from reasons
        self._reviewed.update({pull.number} if reviews else ())
        if pull.merged is not None:
            self._merged.append(replace(judged, body=None))
            self._subjects[pull.number] = tuple(commit.message.partition("\n")[0].strip() for commit in commits)

    def _tell_reviews(self, remarks: Mapping[int, int]) -> Iterator[Review]:
        """Yield the reviews that were told apart from their pull requests, where these told none."""
        items = self._read("rest_review")
        lists = (build_review(find_number(item.get("pull_request_url")), translate_review(item), {}) for item in items)
        seen: set[tuple[int, int | None]] = set()
        for review in chain(lists, restore_rows(Review, self._read("row.reviews"))):
            name = (review.number, review.review) if review else (0, None)
            if review and review.number not in self._reviewed and name not in seen:
                seen.add(name)
                yield self._judge.judge_review(review, remarks)

    def _tell_remarks(self) -> Iterator[Remark]:
        # The forge numbers the two kinds apart.
        seen: set[tuple[str, int]] = set()
        built = (build(item) for kind, build in _BUILD_REMARK.items() for item in self._read(kind))
        for remark in chain(built, restore_rows(Remark, self._read("row.remarks"))):
            if remark and (remark.kind, remark.remark) not in seen:
                seen.add((remark.kind, remark.remark))
                yield self._judge.judge_remark(remark)

    def _tell_main(self) -> Iterator[Row]:
        git, judge = self._archives["git"], self._judge.judge_main
        brought = Brought(self._merged, self._subjects, read_since(self._archives["github"]))
        first, last = (read_number(git.state().get(key)) for key in ("first", "commits"))
        if first is not None and last is not None:

            def read() -> Iterator[Json]:
                return (record.data for record in git.records(COMMIT) if first <= int(record.key) <= last)

            names = {record.key: str(record.data.get("name")) for record in git.records(CONTACT)}
            texts = gather_texts(git, range(first, last + 1))
            for row, said in build_main(read, texts, names, brought, self._bugs):
                yield from judge(row, brought.whole(row), said)
            return
        is_told = False
        for row in restore_rows(MainCommit, self._read("row.main")):
            is_told = True
            own = CommitText(row.commit, row.subject, row.author or "", row.mail or "")
            yield from judge(finish_main(row, brought, self._bugs), brought.whole(row), [(own, ())])
        if not is_told:
            yield from build_merged(self._merged, self._branch)
