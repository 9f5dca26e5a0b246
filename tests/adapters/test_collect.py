"""Collecting from the fake GitHub: all of it, whatever fails, and without a word of the token."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from reviewer.adapters.github.auth import Access
from reviewer.adapters.github.collect.feed import list_repositories, open_feed
from reviewer.adapters.github.collect.wire import Wire
from reviewer.app.collect.github import Collected, Watch, collect_github
from reviewer.errors import ReviewerError
from reviewer.ports import Archive, Refused
from reviewer.ports.collect import Exhausted, Feed, Unreachable
from tests.adapters.archives import MemoryArchive
from tests.forge import failures
from tests.forge.edges import tell_edges
from tests.forge.failures import Failure
from tests.forge.histories import History
from tests.forge.records import Access as Right
from tests.forge.records import Issue, Permission, PullRequest, Rate
from tests.forge.server import Served, serve
from tests.forge.world import World

TOKEN = "github_pat_that-nobody-may-see"  # noqa: S105 - it opens nothing
RIGHTS: dict[Permission, Right] = {"contents": "read", "pull-requests": "read", "issues": "read"}
KINDS = ("repository", "pull", "line_comment", "comment", "issue")
LISTS = ("labels", "assignees", "closingIssuesReferences", "reviews", "commits", "timelineItems")
NOW = 1_780_000_000


class Place:
    """A served history, and the ways into it. Nobody sleeps: `pauses` holds for how long they would have."""

    def __init__(self, served: Served) -> None:
        self.served, self.world = served, served.world
        self.told = History(self.world, "acme/shop")
        self.pauses: list[float] = []
        self.world.token(TOKEN, permissions=RIGHTS)

    def wire(self, **variables: str) -> Wire:
        place = {
            "GITHUB_TOKEN": TOKEN,
            "GITHUB_API_URL": self.served.url,
            "GITHUB_GRAPHQL_URL": f"{self.served.url}/graphql",
            "GITHUB_SERVER_URL": self.served.url,
        }
        access = Access({**place, **variables})
        return Wire(access.connect("acme"), graphql=access.graphql, pause=self.pauses.append)

    def feed(self, largest: int = 5, name: str = "acme/shop") -> Feed:
        return open_feed(self.wire(), name, largest=largest)

    def collect(self, archive: Archive, largest: int = 5) -> Collected:
        watch = Watch(lambda: NOW, lambda *_: None, lambda _again, _seconds: False)
        return collect_github(self.feed(largest), archive, watch, since=None, most=None)

    def fail(self, path: str, failure: Failure, *, nth: int = 1, times: int = 1) -> None:
        self.served.fail("*", path, failure, nth=nth, times=times)


@pytest.fixture
def place() -> Iterator[Place]:
    with serve(World()) as served:
        yield Place(served)
        assert served.breaches == []


@pytest.fixture(scope="module")
def past() -> Iterator[Place]:
    """A place with every edge, which no test changes."""
    with serve(World()) as served:
        place = Place(served)
        tell_edges(place.told)
        yield place
        assert served.breaches == []


def _kept(archive: Archive) -> dict[str, dict[str, object]]:
    return {kind: {record.key: dict(record.data) for record in archive.records(kind)} for kind in KINDS}


def _numbers(archive: Archive) -> set[int]:
    return {record.data["number"] for record in archive.records("pull")}


def _crowd(told: History) -> PullRequest:
    """A pull request whose every list is longer than a page."""
    pull = told.open("A crowd", messages=[f"Commit {number}" for number in range(230)])
    for number in range(120):
        told.review(pull, by="bob", body=f"remark {number}")
        told.ask(pull, of="cleo")
    for number in range(35):
        told.world.label(pull, f"label {number}")
        pull.assignees.append(told.world.account(f"person-{number}"))
        pull.closes.append(told.open_bug(f"bug {number}"))
    return pull


def test_everything_of_a_history_with_every_edge_is_kept(past: Place) -> None:
    archive = MemoryArchive()
    done = past.collect(archive, largest=20)
    kept, repository = _kept(archive), past.told.repository
    places: list[PullRequest | Issue] = [*repository.pulls.values(), *repository.issues.values()]
    comments = [one for where in places for one in where.comments]
    lines = [one for pull in repository.pulls.values() for one in pull.review_comments()]

    assert (done.left, done.missing, done.broken) == ("", {}, 0)
    assert _numbers(archive) == set(repository.pulls)
    assert kept["issue"].keys() == {str(number) for number in repository.issues}
    assert kept["comment"].keys() == {str(one.id) for one in comments}
    assert kept["line_comment"].keys() == {str(one.id) for one in lines}
    for record in archive.records("pull"):
        pull = repository.pulls[record.data["number"]]
        assert len(record.data["reviews"]["nodes"]) == sum(one.state != "PENDING" for one in pull.reviews)
        assert all("pageInfo" not in record.data[name] for name in LISTS)
    assert done.counts["pull"] == len(repository.pulls)


def test_no_list_is_cut_however_long_it_is(place: Place) -> None:
    pull = _crowd(place.told)
    archive = MemoryArchive()
    place.collect(archive)
    (record,) = archive.records("pull")

    assert {name: len(record.data[name]["nodes"]) for name in LISTS} == {
        "labels": 35,
        "assignees": 35,
        "closingIssuesReferences": 35,
        "reviews": 120,
        "commits": 230,
        "timelineItems": 120,
    }
    assert record.data["commits"]["totalCount"] == 230
    assert [one["body"] for one in record.data["reviews"]["nodes"]] == [f"remark {number}" for number in range(120)]
    assert record.key == pull.node_id


def test_ten_thousand_comments_are_read_and_each_once(place: Place) -> None:
    pull = place.told.open("Heated")
    for number in range(10_000):
        if number % 400 > 150:  # a script wrote these in one second
            place.world.set_clock(f"2026-03-02T10:{number // 400:02d}:00Z")
        place.told.say(pull, f"{number}", by="bob")
    archive = MemoryArchive()
    place.collect(archive)
    bodies = [record.data["body"] for record in archive.records("comment")]

    assert sorted(map(int, map(str, bodies))) == list(range(10_000))
    assert len(place.served.requests) < 150


@pytest.mark.parametrize("failure", [failures.dropped_before(), failures.dropped_after()], ids=["before", "after"])
def test_cut_off_at_any_request_it_comes_to_the_same(place: Place, failure: Failure) -> None:
    told = place.told
    old = told.open("Old and open", at="2026-03-01T10:00:00Z")
    for number in range(9):
        told.merge(told.open(f"Number {number}", lines=1), by="bob")
    told.review(told.open("Waiting"), by="bob", remarks=["Why?"])
    _crowd(told)
    for number in range(110):
        told.say(old, f"{number}", at=f"2026-03-02T10:{number % 60:02d}:00Z")
    first = _cut_off_everywhere(place, MemoryArchive(), failure)
    assert first.asked == 10

    told.merge(told.open("Much later", at="2026-05-25T10:00:00Z"))
    old.assignees.append(place.world.account("cleo"))  # of which its time of change tells nothing
    second = _cut_off_everywhere(place, first.archive, failure)
    assert second.asked == 11
    kept = {record.key: record.data for record in second.archive.records("pull")}
    assert kept[old.node_id]["assignees"] == {"nodes": [{"login": "cleo"}]}


def _copy(archive: MemoryArchive) -> MemoryArchive:
    copy = MemoryArchive()
    copy.steps = list(archive.steps)
    return copy


class _Cut(NamedTuple):
    archive: MemoryArchive
    asked: int


def _cut_off_everywhere(place: Place, before: MemoryArchive, failure: Failure) -> _Cut:
    """Collect without a disturbance; then again from the same beginning, cut off at each request, and compare."""
    wanted = _copy(before)
    place.served.heal()
    place.collect(wanted, largest=4)
    count = len(place.served.requests)
    for number in range(1, count + 1):
        archive = _copy(before)
        place.fail(".", failure, nth=number, times=1_000)
        with pytest.raises(Unreachable, match="GitHub cannot be reached"):
            place.collect(archive, largest=4)
        place.served.heal()
        place.collect(archive, largest=4)
        assert _kept(archive) == _kept(wanted)
        assert archive.state()["done"] == wanted.state()["done"]
    return _Cut(wanted, count)


@pytest.mark.parametrize(
    "failure",
    [
        failures.bad_gateway(),
        failures.server_error(),
        failures.dropped_after(),
        failures.malformed(),
        failures.graphql_failed(),
        failures.graphql_partial("PullRequest.reviews"),
        failures.graphql_partial("Repository.pullRequests"),
        failures.huge(2_000_000),
    ],
)
def test_what_fails_now_and_then_is_asked_again(past: Place, failure: Failure) -> None:
    wanted, archive = MemoryArchive(), MemoryArchive()
    past.collect(wanted)
    past.fail("graphql", failure, nth=2, times=2)
    done = past.collect(archive)
    past.served.heal()

    assert _kept(archive) == _kept(wanted)
    assert done.broken == 0


@pytest.mark.parametrize("most", [10, 5, 1])
def test_pages_shrink_until_they_can_be_answered(past: Place, most: int) -> None:
    archive = MemoryArchive()
    past.fail("graphql", failures.too_large(most), times=1_000)
    past.collect(archive, largest=20)
    past.served.heal()

    assert _numbers(archive) == set(past.told.repository.pulls)


def test_pages_grow_again(past: Place) -> None:
    feed, sizes, cursor = past.feed(20), list[int](), ""
    past.fail("graphql", failures.bad_gateway(), times=3)
    while not sizes or cursor:
        page = feed.pulls(cursor)
        sizes.append(len(page.records))
        cursor = page.cursor
    past.served.heal()

    assert sizes == [2, 3, 4, 5, 6, 7, 3]


def test_where_github_is_down_it_says_so_and_keeps_what_it_has(past: Place) -> None:
    archive = MemoryArchive()
    past.fail("graphql", failures.bad_gateway(), nth=3, times=1_000)
    with pytest.raises(Unreachable, match=r"GitHub answered with an error \(502\)") as caught:
        past.collect(archive)
    past.served.heal()

    assert "kept" in caught.value.hint
    assert len(list(archive.records("pull"))) == 10


def test_one_pull_request_that_github_cannot_tell_spoils_no_other(place: Place) -> None:
    pulls = [place.told.open(f"Number {number}") for number in range(1, 10)]
    place.fail("graphql", failures.graphql_partial("PullRequest.reviews", pulls[3].node_id), times=1_000)
    archive = MemoryArchive()
    done = place.collect(archive)

    assert _numbers(archive) == {1, 2, 3, 5, 6, 7, 8, 9}
    assert done.broken == 1
    place.served.heal()
    assert place.collect(archive).broken == 0
    assert _numbers(archive) == set(range(1, 10))


def test_a_list_that_ends_in_the_middle_is_not_kept_as_if_it_were_whole(place: Place) -> None:
    crowd = _crowd(place.told)
    place.told.open("Another")
    archive = MemoryArchive()
    place.fail("graphql", failures.graphql_partial("PullRequest.commits", crowd.node_id), nth=2, times=1_000)
    done = place.collect(archive, largest=20)

    assert done.broken == 1
    assert [record.data["title"] for record in archive.records("pull")] == ["Another"]


def test_a_server_that_does_not_know_a_field_is_told_apart_from_one_that_is_busy(past: Place) -> None:
    feed, pauses = past.feed(), len(past.pauses)
    past.fail("graphql", failures.graphql_refused("Field 'isDraft' doesn't exist on type 'PullRequest'"), times=9)
    with pytest.raises(ReviewerError, match="Field 'isDraft' doesn't exist"):
        feed.pulls("")
    past.served.heal()

    assert len(past.pauses) == pauses


def test_too_many_that_cannot_be_told_are_a_bad_day(place: Place) -> None:
    for number in range(60):
        place.told.open(f"Number {number}")
    place.fail("graphql", failures.graphql_partial("PullRequest.reviews"), times=1_000)

    with pytest.raises(Unreachable, match="GitHub answers with errors only"):
        place.collect(MemoryArchive(), largest=20)


@pytest.mark.parametrize(
    ("path", "failure", "limit"),
    [
        ("graphql", failures.graphql_rate_limited(), (1767607200, 0)),
        ("graphql", failures.secondary_rate_limit(45), (0, 45)),
        ("issues/comments", failures.primary_rate_limit("1780000900"), (1780000900, 0)),
        ("issues/comments", failures.too_many_requests(7), (0, 7)),
        ("issues/comments", failures.refuse(403, "You have exceeded a secondary rate limit"), (0, 60)),
    ],
)
def test_a_limit_is_told_with_its_end(place: Place, path: str, failure: Failure, limit: tuple[int, int]) -> None:
    feed = place.feed()
    place.fail(path, failure)
    with pytest.raises(Exhausted) as caught:
        feed.pulls("") if path == "graphql" else feed.changes("comment", 0, "", "")

    assert (caught.value.at, caught.value.seconds) == limit
    assert place.pauses == []


def test_points_are_counted_and_their_end_is_no_fault(place: Place) -> None:
    for number in range(45):
        place.told.open(f"Number {number}")
    place.world.points = Rate(limit=2, reset_at="2026-06-01T12:00:00Z")
    archive = MemoryArchive()
    done = place.collect(archive, largest=20)

    assert done.left.startswith("the limit of requests is used up; still to be read: pull requests")
    assert done.again == 1780315200
    assert len(list(archive.records("pull"))) == 40
    place.world.points = Rate()
    assert place.collect(archive, largest=20).left == ""
    assert _numbers(archive) == set(range(1, 46))


def test_what_is_spent_is_what_github_says(past: Place) -> None:
    feed, points, requests = past.feed(50), past.world.points.used, past.world.requests.used
    feed.pulls("")
    assert past.world.points.used - points == 3
    assert feed.usage().spent == 1 + 3
    assert feed.usage().left == past.world.points.left
    page = feed.changes("issue", 0, "", "")
    assert past.world.requests.used - requests == 1
    assert feed.changes("issue", 0, "", page.mark).records == ()
    assert (feed.usage().spent, past.world.requests.used - requests) == (1 + 3 + 1, 1)


def test_a_token_that_is_taken_away_leaves_what_was_read(past: Place) -> None:
    archive = MemoryArchive()
    past.fail("graphql|pulls|issues", failures.bad_credentials(), nth=4, times=1_000)
    with pytest.raises(Unreachable, match="GitHub does not know the token, or no more"):
        past.collect(archive)
    past.served.heal()
    assert len(list(archive.records("pull"))) == 15
    past.collect(archive)

    assert _numbers(archive) == set(past.told.repository.pulls)


@pytest.mark.parametrize(
    ("right", "kinds"), [("pull-requests", {"pull", "line_comment"}), ("issues", set()), ("contents", set())]
)
def test_a_right_that_is_missing_is_named(place: Place, right: Permission, kinds: set[str]) -> None:
    tell_edges(place.told)
    place.world.token(TOKEN, permissions={name: access for name, access in RIGHTS.items() if name != right})
    done = place.collect(MemoryArchive())

    assert done.missing == dict.fromkeys(sorted(kinds), f"the token lacks `{right}: read`")


def test_a_repository_that_cannot_be_seen_is_told_with_the_rights_that_are_needed(place: Place) -> None:
    place.world.token(TOKEN, permissions=RIGHTS, repository="acme/other")

    with pytest.raises(ReviewerError, match="no repository 'acme/shop' that this token can see") as caught:
        place.feed()
    assert "`pull-requests`" in caught.value.hint


def test_a_repository_is_found_by_the_name_that_it_had(place: Place) -> None:
    place.world.rename_repository("acme/shop", "acme/store")
    old, new = place.feed(name="acme/shop"), place.feed(name="Acme/Store")

    assert old.name == new.name == "acme/store"
    assert old.id == new.id
    assert place.feed().pulls("") == place.feed(name="acme/store").pulls("")


def test_an_empty_and_an_archived_repository_are_read_like_others(place: Place) -> None:
    archive = MemoryArchive()
    place.told.repository.is_archived = True
    done = place.collect(archive)

    assert done.counts == {"repository": 1}
    assert archive.state()["done"] == {"pull": 0, "line_comment": 0, "comment": 0, "issue": 0}
    (record,) = archive.records("repository")
    assert record.data["archived"] is True
    assert not {"permissions", "temp_clone_token"} & record.data.keys()


def test_an_organisations_living_repositories_are_listed(place: Place) -> None:
    world = place.world
    world.account("tools", "Organization")
    for number in range(120):
        world.add_repository(f"tools/r{number:03d}", Path())
    world.repository("tools/r007").is_archived = True
    world.repository("tools/r008").parent = place.told.repository
    listed = list_repositories(place.wire(), "tools")

    assert len(listed) == 118
    assert not {"tools/r007", "tools/r008"} & set(listed)
    with pytest.raises(ReviewerError, match="no organisation 'nobody'"):
        list_repositories(place.wire(), "nobody")


def test_what_changes_while_pages_are_turned_is_not_lost(place: Place) -> None:
    pull = place.told.open("Busy")
    for number in range(250):
        place.told.say(pull, f"{number}", at=f"2026-03-02T10:{number // 60:02d}:{number % 60:02d}Z")
    place.world.set_clock("2026-03-03T10:00:00Z")

    # The first page moves to the end, and all behind it to another place.
    def edit() -> None:
        for comment in pull.comments[:60]:
            place.world.edit(comment, "edited")

    place.fail("issues/comments", failures.meanwhile(edit), nth=2)
    archive = MemoryArchive()
    place.collect(archive)
    bodies = [record.data["body"] for record in archive.records("comment")]

    assert len(bodies) == 250
    assert bodies.count("edited") == 60


def test_a_comment_that_a_bot_edits_is_kept_as_it_is_now(place: Place) -> None:
    pull = place.told.open("Walked through")
    place.told.say(pull, "Reviewing ...", by="coderabbitai[bot]")
    archive = MemoryArchive()
    place.collect(archive)
    place.world.edit(pull.comments[0], "Actionable comments posted: 3")
    place.collect(archive)

    assert [record.data["body"] for record in archive.records("comment")] == ["Actionable comments posted: 3"]


@pytest.mark.parametrize("kind", ["line_comment", "comment", "issue"])
def test_a_list_without_an_end_is_left(past: Place, kind: str) -> None:
    feed = past.feed()
    past.fail("comments|issues", failures.endless(), times=10_000)

    def read() -> None:
        cursor = "begin"
        while cursor:
            cursor = feed.changes(kind, 0, cursor.removeprefix("begin"), "").cursor

    with pytest.raises(ReviewerError, match="has no end"):
        read()
    past.served.heal()


def test_pages_that_name_themselves_are_not_taken_for_the_last(past: Place) -> None:
    archive = MemoryArchive()
    past.fail("graphql", failures.endless(), nth=2, times=1_000)
    with pytest.raises(Unreachable, match="GitHub's list has no end"):
        past.collect(archive)
    past.served.heal()
    past.collect(archive)

    assert _numbers(archive) == set(past.told.repository.pulls)


@pytest.mark.parametrize(
    "failure",
    [
        failures.refuse(403, f"Resource not accessible: {TOKEN}"),
        failures.refuse(401, f"Bad credentials: {TOKEN}"),
        failures.refuse(451, f"Blocked {TOKEN}"),
        failures.refuse(422, "ghs_0123456789abcdef is of no use"),
    ],
)
def test_a_token_is_in_no_error(past: Place, failure: Failure) -> None:
    feed = past.feed()
    past.fail(".", failure, times=1_000)
    asks: list[Callable[[], object]] = [
        lambda: feed.pulls(""),
        lambda: feed.changes("issue", 0, "", ""),
        past.feed,
        lambda: list_repositories(past.wire(), "acme"),
    ]
    told = [_complaint(ask) for ask in asks]
    past.served.heal()

    assert not any(word in said for said in told for word in (TOKEN, "ghs_0123456789abcdef"))


def _complaint(ask: Callable[[], object]) -> str:
    with pytest.raises((ReviewerError, Refused)) as caught:
        ask()
    fault = caught.value
    return " ".join(map(str, (fault, *fault.args, getattr(fault, "hint", ""), getattr(fault, "why", ""))))
