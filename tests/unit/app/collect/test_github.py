"""The collecting from a forge: nothing is lost and nothing kept twice, wherever it was cut short."""

import contextlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.app.collect.github import Collected, Watch, collect_github
from reviewer.errors import ReviewerError
from reviewer.ports import Archive, Record, Refused
from reviewer.ports.archive import Json
from reviewer.ports.collect import Exhausted
from tests.adapters.archives import MemoryArchive
from tests.unit.app.collect.feeds import MemoryFeed, fill

KINDS = ("pull", "line_comment", "comment", "issue")
DAY = 86_400


class _Killed(BaseException):
    """The process ends."""


def _collect(
    feed: MemoryFeed,
    archive: Archive,
    *,
    since: int | None = None,
    most: int | None = None,
    wait: Callable[[int, int], bool] = lambda _again, _seconds: False,
) -> Collected:
    watch = Watch(lambda: feed.clock, lambda *_: None, wait)
    return collect_github(feed, archive, watch, since=since, most=most)


def _kept(archive: Archive) -> dict[str, list[object]]:
    return {kind: list(archive.records(kind)) for kind in KINDS}


def _kill_at(number: int) -> Callable[[int, str], None]:
    def before(asked: int, _name: str) -> None:
        if asked == number:
            raise _Killed

    return before


def _refuse(name: str, fault: Exception, *, times: int = 1) -> Callable[[int, str], None]:
    left = [times]

    def before(_asked: int, asked_for: str) -> None:
        if asked_for == name and left[0]:
            left[0] -= 1
            raise fault

    return before


def _note(waited: list[tuple[int, int]]) -> Callable[[int, int], bool]:
    def wait(again: int, seconds: int) -> bool:
        waited.append((again, seconds))
        return True

    return wait


def test_the_first_pass_reads_everything() -> None:
    feed, archive = MemoryFeed(), MemoryArchive()
    fill(feed)
    done = _collect(feed, archive)

    assert _kept(archive) == feed.everything()
    assert done.counts == {"repository": 1, "pull": 8, "line_comment": 8, "comment": 8, "issue": 8}
    assert (done.left, done.missing, done.broken) == ("", {}, 0)
    state = archive.state()
    assert state["pass"] is None
    assert state["done"] == {kind: max(one.when for one in feed.things[kind].values()) for kind in KINDS}


def test_where_nothing_happened_nothing_is_written() -> None:
    feed, archive = MemoryFeed(), MemoryArchive()
    fill(feed, 3)
    for _ in range(2):
        _collect(feed, archive)
    before = len(archive.steps)
    feed.asked.clear()
    done = _collect(feed, archive)

    assert done.counts == {}
    assert len(archive.steps) == before


def test_what_is_new_is_read_and_what_is_old_is_not_asked_for() -> None:
    feed, archive = MemoryFeed(), MemoryArchive()
    fill(feed, 30)
    feed.clock += 30 * DAY
    for kind in KINDS:
        feed.put(kind, "31", state="MERGED")
    _collect(feed, archive)
    feed.put("pull", "2", title="edited")
    feed.put("comment", "32", body="new")
    feed.asked.clear()
    done = _collect(feed, archive)

    assert _kept(archive) == feed.everything()
    assert done.counts == {"pull": 1, "comment": 1}
    assert feed.asked == ["pull", "refresh", "line_comment", "comment", "issue"]


@pytest.mark.parametrize("merged_days_ago", [1, 13, 15])
def test_what_was_merged_lately_is_asked_again(merged_days_ago: int) -> None:
    feed, archive = MemoryFeed(), MemoryArchive()
    merged = datetime.fromtimestamp(feed.clock, UTC).isoformat()
    feed.put("pull", "1", state="MERGED", mergedAt=merged)
    _collect(feed, archive)
    feed.clock += merged_days_ago * DAY
    feed.put("pull", "2", state="CLOSED")
    _collect(feed, archive)
    feed.put("pull", "1", reviews="one more", silent=True)
    _collect(feed, archive)

    assert (_kept(archive) == feed.everything()) is (merged_days_ago < 14)


def test_what_is_open_is_asked_again_however_old_it_is() -> None:
    feed, archive = MemoryFeed(), MemoryArchive()
    feed.put("pull", "1", state="OPEN")
    feed.clock += 400 * DAY
    feed.put("pull", "2", state="CLOSED")
    _collect(feed, archive)
    feed.put("pull", "1", reviews="one more", silent=True)
    _collect(feed, archive)

    assert _kept(archive) == feed.everything()


def test_killed_at_any_question_it_comes_to_the_same() -> None:
    whole, wanted = MemoryFeed(), MemoryArchive()
    fill(whole)
    _collect(whole, wanted)
    for number in range(1, len(whole.asked) + 1):
        feed, archive = MemoryFeed(before=_kill_at(number)), MemoryArchive()
        fill(feed)
        with pytest.raises(_Killed):
            _collect(feed, archive)
        _collect(feed, archive)

        assert _kept(archive) == _kept(wanted)
        assert archive.state()["done"] == wanted.state()["done"]


def test_no_page_is_asked_for_twice_after_a_kill() -> None:
    feed, archive = MemoryFeed(before=_kill_at(9)), MemoryArchive()
    fill(feed)
    with pytest.raises(_Killed):
        _collect(feed, archive)
    _collect(feed, archive)
    kept = [record.key for records, _ in archive.steps for record in records if record.kind == "pull"]

    assert sorted(kept) == [str(number) for number in range(1, 9)]


_CHANGES = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 12), st.integers(0, 5 * DAY)), max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(_CHANGES, st.integers(1, 14)), min_size=1, max_size=5), _CHANGES)
def test_whatever_changes_meanwhile_and_wherever_it_is_killed_all_is_there_in_the_end(
    runs: list[tuple[list[tuple[str, int, int]], int]], late: list[tuple[str, int, int]]
) -> None:
    feed, archive = MemoryFeed(), MemoryArchive()
    fill(feed, 7)
    for changes, kill in runs:

        def before(asked: int, _name: str, changes: list[tuple[str, int, int]] = changes, kill: int = kill) -> None:
            # Something changes before each question; then the process ends.
            if changes:
                kind, number, later = changes.pop(0)
                feed.clock += later
                feed.put(kind, str(number), text=feed.clock)
            if asked == kill:
                raise _Killed

        feed.before, feed.asked = before, []
        with contextlib.suppress(_Killed):
            _collect(feed, archive)
    for kind, number, later in late:
        feed.clock += later
        feed.put(kind, str(number), text=feed.clock)
    feed.before = lambda _asked, _name: None
    _collect(feed, archive)

    assert _kept(archive) == feed.everything()


def test_a_budget_ends_it_and_the_next_run_goes_on() -> None:
    feed, archive = MemoryFeed(), MemoryArchive()
    fill(feed)
    ends = []
    for _ in range(40):
        feed.asked.clear()
        ends.append(_collect(feed, archive, most=1).left)
        assert len(feed.asked) == 1
        if not ends[-1]:
            break

    assert ends[0] == (
        "still to be read: pull requests, pull requests that may have changed, comments on lines, comments, issues"
    )
    assert "still to be read: what changed meanwhile" in ends
    assert _kept(archive) == feed.everything()


def test_a_limit_is_waited_for_once_if_somebody_may_wait() -> None:
    feed, archive, waited = MemoryFeed(), MemoryArchive(), list[tuple[int, int]]()
    fill(feed)
    feed.before = _refuse("comment", Exhausted(seconds=60))
    done = _collect(feed, archive, wait=_note(waited))

    assert waited == [(feed.clock + 60, 60)]
    assert done.left == ""
    assert _kept(archive) == feed.everything()


@pytest.mark.parametrize(("may_wait", "times"), [(False, 1), (True, 2)])
def test_a_limit_that_holds_ends_it_and_says_until_when(*, may_wait: bool, times: int) -> None:
    feed, archive = MemoryFeed(), MemoryArchive()
    fill(feed)
    feed.before = _refuse("comment", Exhausted(at=feed.clock + 900), times=times)
    done = _collect(feed, archive, wait=lambda _again, _seconds: may_wait)

    assert done.left == "the limit of requests is used up; still to be read: comments, issues"
    assert done.again == feed.clock + 900
    assert len(list(archive.records("line_comment"))) == 8
    _collect(feed, archive)
    assert _kept(archive) == feed.everything()


def test_a_limit_of_the_past_is_not_asked_without_end() -> None:
    feed, archive, waited = MemoryFeed(), MemoryArchive(), list[tuple[int, int]]()
    fill(feed)
    feed.before = _refuse("pull", Exhausted(at=1), times=100)
    done = _collect(feed, archive, wait=_note(waited))

    assert waited == [(1, 1)]
    assert done.again == 1


@pytest.mark.parametrize("kind", ["pull", "issue"])
def test_what_may_not_be_read_is_said_and_the_rest_is_read(kind: str) -> None:
    feed, archive = MemoryFeed(), MemoryArchive()
    fill(feed)
    feed.before = _refuse(kind, Refused("the token lacks `x: read`"))
    done = _collect(feed, archive)

    assert done.missing == {kind: "the token lacks `x: read`"}
    assert kind not in archive.state()["done"]
    assert {name for name in KINDS if list(archive.records(name))} == set(KINDS) - {kind}
    assert _collect(feed, archive).missing == {}
    assert _kept(archive) == feed.everything()


def test_since_leaves_the_past_out_until_somebody_wants_it() -> None:
    feed, archive = MemoryFeed(), MemoryArchive()
    fill(feed, 4)
    feed.clock += 10 * DAY
    middle = feed.clock
    for number in ("5", "6"):
        feed.put("pull", number, state="MERGED")
        feed.put("comment", number)
    _collect(feed, archive, since=middle)
    assert [one.key for one in archive.records("pull")] == ["5", "6"]
    assert [one.key for one in archive.records("comment")] == ["5", "6"]
    _collect(feed, archive)
    assert archive.state()["since"] == middle
    _collect(feed, archive, since=0)

    assert _kept(archive) == feed.everything()
    assert archive.state()["since"] == 0


def test_a_later_since_leaves_no_hole() -> None:
    feed, archive = MemoryFeed(), MemoryArchive()
    fill(feed, 4)
    _collect(feed, archive)
    feed.clock += 10 * DAY
    feed.put("pull", "5", state="MERGED")
    feed.put("issue", "5")
    feed.clock += 10 * DAY
    _collect(feed, archive, since=feed.clock)

    assert _kept(archive) == feed.everything()
    assert archive.state()["since"] == 0


def test_what_the_forge_failed_to_tell_is_asked_again() -> None:
    feed, archive = MemoryFeed(), MemoryArchive()
    fill(feed)
    feed.lost = {"1", "4"}
    done = _collect(feed, archive)

    assert done.broken == 2
    assert sorted(one.key for one in archive.records("pull")) == ["2", "3", "5", "6", "7", "8"]
    feed.lost, feed.clock = {"4"}, feed.clock + 100 * DAY
    feed.put("pull", "9", state="MERGED")
    assert _collect(feed, archive).broken == 1
    feed.lost = set()
    assert _collect(feed, archive).broken == 0
    assert _kept(archive) == feed.everything()


@pytest.mark.parametrize("clock", [0, 10**11])
def test_a_clock_that_is_wrong_loses_nothing(clock: int) -> None:
    feed, archive = MemoryFeed(), MemoryArchive()
    watch = Watch(lambda: clock, lambda *_: None, lambda _again, _seconds: True)
    fill(feed)
    for number in range(3):
        collect_github(feed, archive, watch, since=None, most=None)
        feed.clock += 10 * DAY
        feed.put("pull", f"{number + 3}", text=number)
        feed.put("issue", f"{number + 9}", text=number)
    collect_github(feed, archive, watch, since=None, most=None)

    assert _kept(archive) == feed.everything()


class _FullArchive(MemoryArchive):
    """An archive on a disk that is full after some steps."""

    room = 4

    def append(self, records: Iterable[Record], state: Json) -> None:
        if len(self.steps) == self.room:
            raise ReviewerError("there is no room on the disk.", "Make room and run it again.")
        super().append(records, state)


def test_a_disk_that_is_full_ends_it_and_what_was_kept_is_whole() -> None:
    feed, archive = MemoryFeed(), _FullArchive()
    fill(feed)
    with pytest.raises(ReviewerError, match="no room on the disk"):
        _collect(feed, archive)
    assert [one.key for one in archive.records("pull")] == [str(number) for number in range(1, 9)]
    archive.room = 1_000
    _collect(feed, archive)

    assert _kept(archive) == feed.everything()


def test_what_is_deleted_stays_as_it_was_last_told() -> None:
    feed, archive = MemoryFeed(), MemoryArchive()
    fill(feed)
    _collect(feed, archive)
    before = _kept(archive)
    for kind in KINDS:
        del feed.things[kind]["3"]
    feed.clock += 100 * DAY
    feed.put("issue", "9")
    _collect(feed, archive)
    after = _kept(archive)

    assert {kind: after[kind] for kind in KINDS if kind != "issue"} == {k: v for k, v in before.items() if k != "issue"}


def test_another_repository_of_the_same_name_is_not_mixed_in() -> None:
    feed, archive = MemoryFeed(), MemoryArchive()
    fill(feed)
    _collect(feed, archive)
    feed.id = "R_2"

    with pytest.raises(ReviewerError, match="what is stored as 'acme/shop' is another repository"):
        _collect(feed, archive)


@pytest.mark.parametrize(
    ("state", "said"),
    [({"version": 99}, "another version of reviewer"), ({"version": 1, "id": "R_1"}, "is not understood")],
)
def test_a_state_that_is_not_ours_is_refused(state: dict[str, object], said: str) -> None:
    feed, archive = MemoryFeed(), MemoryArchive()
    archive.append((), state)

    with pytest.raises(ReviewerError, match=said):
        _collect(feed, archive)
