"""This module holds how the past of a repository is read from GitHub into the archive, and goes on where it stopped."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from reviewer.app.collect.known import Known, scan_archive
from reviewer.app.collect.progress import Progress, parse_progress, write_progress
from reviewer.errors import ReviewerError
from reviewer.ports import Archive, Record, Refused
from reviewer.ports.collect import Exhausted, Feed, Page, Usage

_FRESH = 14 * 86_400
_AT_ONCE = 20
_OFTEN = 10
_STEPS = {
    "pull": "pull requests",
    "refresh": "pull requests that may have changed",
    "line_comment": "comments on lines",
    "comment": "comments",
    "issue": "issues",
}


@dataclass(frozen=True, slots=True)
class Watch:
    """Who looks on: `clock` tells the second since 1970, `tell` hears of each page (what, done, of how many, usage).

    `wait` is asked to wait until such a second, for so many seconds, and says whether it did.
    """

    clock: Callable[[], int]
    tell: Callable[[str, int, int, Usage], None]
    wait: Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class Collected:
    """What came of it: how many records of each kind were kept, and what is left, if anything, until when to wait.

    `missing` says by kind why it could not be read; `broken` counts the pull requests that the forge failed to tell.
    """

    name: str
    counts: Mapping[str, int]
    left: str = ""
    again: int = 0
    missing: Mapping[str, str] = field(default_factory=dict)
    broken: int = 0


class _Stopped(Exception):  # noqa: N818 - an end that was asked for
    """The collecting ends here; `again` is when to come again, 0 for whenever."""

    def __init__(self, why: str = "", again: int = 0) -> None:
        super().__init__(why)
        self.why = why
        self.again = again


def collect_github(feed: Feed, archive: Archive, watch: Watch, *, since: int | None, most: int | None) -> Collected:
    """Read what is new on the forge into the archive, a page at a time, each with how far it has come.

    A pass that was cut short is ended first; then what changed meanwhile is read. No new page is asked for once `most`
    points are spent. Raises `ReviewerError` where nothing more can be asked: what was read before is kept.
    """
    progress = parse_progress(archive.state())
    if progress.id not in ("", feed.id):
        raise ReviewerError(
            f"what is stored as '{progress.name}' is another repository, which had this name before.",
            "Move its folder away and run it again.",
        )
    work = _Work(feed, archive, watch, replace(progress, id=feed.id, name=feed.name), most)
    end = _Stopped()
    try:
        work.keep_repository()
        if progress.run.step:
            work.run_pass()
            work.heed_budget("what changed meanwhile")
        work.progress = work.progress.begin(watch.clock(), since)
        work.run_pass()
    except _Stopped as stopped:
        work.keep_place()
        end = stopped
    done = work.progress
    return Collected(feed.name, work.counts, end.why, end.again, done.missing, len(done.broken))


class _Work:
    """The collecting of one repository."""

    def __init__(self, feed: Feed, archive: Archive, watch: Watch, progress: Progress, most: int | None) -> None:
        self.progress = progress
        self.counts: Counter[str] = Counter()
        self._feed, self._archive, self._watch, self._most = feed, archive, watch, most
        self._kept, self._idle = progress, 0
        self._known: dict[str, Known] = {}
        self._shown = 0

    def keep_repository(self) -> None:
        """Keep what the forge says of the repository, if it says something new."""
        record = self._feed.repository()
        if [dict(known.data) for known in self._archive.records("repository")] != [record.data]:
            self._keep((record,))

    def run_pass(self) -> None:
        """Go on with the pass under way until it is whole."""
        self._known.clear()
        while self.progress.run.step:
            step = self.progress.run.step
            page, self.progress = self._read_page()
            self._keep(page.records)
            self._shown += len(page.records)
            self._watch.tell(_STEPS[step], self._shown, page.total, self._feed.usage())
            if self.progress.run.step != step:
                self._shown = 0
            if self.progress.run.step:
                self.heed_budget(self._name_rest())

    def heed_budget(self, rest: str) -> None:
        """Stop where the budget is spent, and say what that leaves."""
        if self._most is not None and self._feed.usage().spent >= self._most:
            raise _Stopped(f"still to be read: {rest}")

    def keep_place(self) -> None:
        """Keep how far we are."""
        if self.progress != self._kept:
            self._append(())

    def _read_page(self) -> tuple[Page, Progress]:
        """Read the next page, and how far we are then; wait for the forge at most once."""
        try:
            return self._read_step()
        except Exhausted as limit:
            again = limit.at or self._watch.clock() + limit.seconds
            # A clock that goes wrong must not make us ask without a pause.
            if not self._watch.wait(again, max(1, again - self._watch.clock())):
                raise self._give_up(again) from None
        try:
            return self._read_step()
        except Exhausted as limit:
            raise self._give_up(limit.at or self._watch.clock() + limit.seconds) from None

    def _give_up(self, again: int) -> _Stopped:
        return _Stopped(f"the limit of requests is used up; still to be read: {self._name_rest()}", again)

    def _name_rest(self) -> str:
        return ", ".join(list(_STEPS.values())[list(_STEPS).index(self.progress.run.step) :])

    def _read_step(self) -> tuple[Page, Progress]:
        step, cursor = self.progress.run.step, self.progress.run.cursor
        try:
            if step == "pull":
                return self._read_pulls(cursor)
            if step == "refresh":
                return self._read_stale(cursor)
            return self._read_changes(step, cursor)
        except Refused as refused:
            missing = {**self.progress.missing, "pull" if step == "refresh" else step: refused.why}
            return Page(), replace(self.progress, missing=missing).turn("")

    def _read_pulls(self, cursor: str) -> tuple[Page, Progress]:
        progress, cut = self.progress, self.progress.cut("pull")
        page = self._feed.pulls(cursor)
        new = tuple(record for record in page.records if record.when >= cut)
        if not cursor and new:
            # What changes from now on comes before this page, where this pass does not look again.
            progress = progress.see("pull", max(record.when for record in new))
        progress = replace(progress, broken=tuple(sorted({*progress.broken, *page.broken})))
        is_last = len(new) < len(page.records)
        page = replace(page, records=self._drop_known("pull", new), total=0 if cut else page.total)
        return page, progress.turn("" if is_last else page.cursor)

    def _read_stale(self, cursor: str) -> tuple[Page, Progress]:
        progress = self.progress
        is_missing = "pull" in progress.missing
        stale = () if is_missing else sorted({*self._recall("pull").stale, *progress.broken})
        waiting = [key for key in stale if key > cursor]
        asked, rest = waiting[:_AT_ONCE], waiting[_AT_ONCE:]
        page = self._feed.pulls_named(asked) if asked else Page()
        broken = {*(key for key in progress.broken if key not in asked), *page.broken}
        progress = replace(progress, broken=tuple(sorted(broken)))
        return replace(page, records=self._drop_known("pull", page.records)), progress.turn(asked[-1] if rest else "")

    def _read_changes(self, kind: str, cursor: str) -> tuple[Page, Progress]:
        progress, cut = self.progress, self.progress.cut(kind)
        page = self._feed.changes(kind, cut, cursor, "" if cursor else progress.mark(kind))
        if page.records:
            progress = progress.see(kind, max(record.when for record in page.records))
        if page.mark:
            progress = replace(progress, marks={**progress.marks, kind: (cut, page.mark)})
        return replace(page, records=self._drop_known(kind, page.records)), progress.turn(page.cursor)

    def _drop_known(self, kind: str, records: tuple[Record, ...]) -> tuple[Record, ...]:
        return self._recall(kind).drop(records) if records else ()

    def _recall(self, kind: str) -> Known:
        """Return what was known of a kind when the pass began; the first pass knows nothing."""
        if self.progress.since is None:
            return Known()
        if kind not in self._known:
            fresh = self.progress.run.began - _FRESH
            self._known[kind] = scan_archive(self._archive, kind, self.progress.cut(kind), fresh)
        return self._known[kind]

    def _keep(self, records: tuple[Record, ...]) -> None:
        """Keep records and how far we are. Without records that is kept now and then, for it is soon done again."""
        run = self.progress.run
        self._idle += 1
        if records or self._idle == _OFTEN or (not run.step and self.progress != replace(self._kept, run=run)):
            self._append(records)

    def _append(self, records: tuple[Record, ...]) -> None:
        self._archive.append(records, write_progress(self.progress))
        self._kept, self._idle = self.progress, 0
        self.counts.update(record.kind for record in records)
