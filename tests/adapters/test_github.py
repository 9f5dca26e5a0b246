"""This module holds what GitHub alone does: pages, limits, permissions, and everything that can go wrong."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reviewer.adapters.github.forge import open_forge
from reviewer.errors import ReviewerError
from reviewer.model.forge import Annotation, CheckRun, LineComment
from reviewer.ports import Forge, Refused
from tests.adapters.repos import create_repository
from tests.adapters.test_forge_contract import RIGHTS
from tests.forge import failures
from tests.forge.server import Served, serve
from tests.forge.world import World

TOKEN = "secret-token-of-the-job"  # noqa: S105 - not one
NOTE = Annotation("src/refunds.py", 2, 2, "warning", "guard-removed", "Something is so.")


class Place:
    """A served world with one pull request."""

    def __init__(self, served: Served, folder: Path) -> None:
        builder = create_repository(folder)
        builder.commit({"src/refunds.py": "one\ntwo\n", "w.yml": "on: push\n"})
        builder.run("checkout", "-q", "-b", "topic")
        self.head = builder.commit({"src/refunds.py": "one\n2\n"})
        self.served, self.world = served, served.world
        self.repository = self.world.add_repository("shop/shop", builder.git_dir, roles={"ann": "write"})
        self.pull = self.world.open_pull_request("shop/shop", head="topic", by="ann")

    def open(self, *, without: str = "", token: str = TOKEN, api: str = "", name: str = "shop/shop") -> Forge:
        rights = {name: access for name, access in RIGHTS.items() if name != without}
        if without:
            rights[without] = "read"
        self.world.token(TOKEN, permissions=rights)  # type: ignore[arg-type]
        base = self.served.url + api
        return open_forge(name, token, api=base, graphql=f"{self.served.url}{'/api' if api else ''}/graphql")

    def check(self, notes: int = 1, key: str = "k") -> CheckRun:
        return CheckRun("reviewer", self.head, key, "neutral", "1 finding", "text", (NOTE,) * notes)

    def line(self) -> LineComment:
        return LineComment("src/refunds.py", 2, "new", "a finding")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with serve(World()) as served:
        yield Place(served, tmp_path / "repo")
        assert served.breaches == []


def _refusal(ask: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        ask()
    assert TOKEN not in caught.value.why
    assert "\n" not in caught.value.why
    return caught.value.why


def test_however_long_the_talk_is_it_is_read_to_its_end(place: Place) -> None:
    for i in range(130):
        place.world.comment(place.pull, f"remark {i}", by="sam")
    for i in range(60):
        thread = place.world.begin_thread(place.pull, "src/refunds.py", 2, f"thread {i}", by="sam")
    for i in range(70):
        place.world.reply(thread, f"reply {i}", by="eve")
    for i in range(120):
        place.world.label(place.pull, f"label {i}", by="ann")
    talk = place.open().talk(place.pull.number)

    assert [r.body for r in talk.remarks] == [f"remark {i}" for i in range(130)]
    assert [t.remarks[0].body for t in talk.threads] == [f"thread {i}" for i in range(60)]
    assert [r.body for r in talk.threads[-1].remarks[1:]] == [f"reply {i}" for i in range(70)]
    assert [(event.label, event.by) for event in talk.labellings] == [(f"label {i}", "ann") for i in range(120)]


def test_whoever_is_gone_is_still_somebody(place: Place) -> None:
    place.world.comment(place.pull, "a word", by=None)

    assert [r.author for r in place.open().talk(place.pull.number).remarks] == ["ghost"]


def test_a_pull_request_of_a_fork_that_is_gone_has_no_source(place: Place, tmp_path: Path) -> None:
    fork = create_repository(tmp_path / "fork")
    fork.run("fetch", "-q", str(tmp_path / "repo"), "topic:topic")
    place.world.add_repository("eve/shop", fork.git_dir, parent="shop/shop")
    pull = place.world.open_pull_request("shop/shop", head="topic", source="eve/shop", by="eve")
    before = place.open().pull_request(pull.number)
    place.world.delete_repository("eve/shop")
    after = place.open().pull_request(pull.number)

    assert (before.source, before.is_from_fork) == ("eve/shop", True)
    assert (after.source, after.is_from_fork) == ("", True)


def test_many_annotations_go_in_pages(place: Place) -> None:
    place.open().write_check(place.check(notes=120))
    run = place.repository.checks[-1]

    assert len(run.annotations) == 120
    assert len([asked for asked in place.served.writes if "check-runs" in asked.path]) == 3


def test_an_equal_check_run_is_not_written_again(place: Place) -> None:
    forge = place.open()
    forge.write_check(place.check())
    forge.write_check(place.check())
    forge.write_check(place.check(key="other"))

    assert len(place.repository.checks) == 2


def test_the_contents_of_a_file_are_compared_by_their_id(place: Place) -> None:
    forge = place.open()
    base = place.pull.base_sha

    assert forge.blob("w.yml", base) == forge.blob("w.yml", place.head) != ""
    assert forge.blob("src/refunds.py", base) != forge.blob("src/refunds.py", place.head)
    assert forge.blob("no such file.yml", base) == ""


def test_labels_that_are_not_there_are_left_alone(place: Place) -> None:
    place.world.label(place.pull, "review: low")
    place.open().write_labels(place.pull.number, ["review: high"], ["review: low"])

    assert [label.name for label in place.pull.labels] == ["review: high"]


@pytest.mark.parametrize(
    ("without", "act"),
    [
        ("pull-requests", lambda forge, place: forge.write_lines(place.pull.number, place.head, [place.line()])),
        ("checks", lambda forge, place: forge.write_check(place.check())),
        ("security-events", lambda forge, place: forge.upload_sarif(place.head, "refs/pull/1/head", "{}")),
        ("contents", lambda forge, place: forge.close_thread(place.pull.threads[0].node_id)),
    ],
    ids=["pull-requests", "checks", "security-events", "contents"],
)
def test_a_missing_permission_is_named(without: str, act: Callable[[Forge, Place], object], place: Place) -> None:
    place.world.begin_thread(place.pull, "src/refunds.py", 2, "text", by="sam")
    forge = place.open(without=without)

    assert _refusal(lambda: act(forge, place)) == f"the token lacks `{without}: write`"
    assert place.served.writes == []


def test_code_scanning_that_is_off_is_told(place: Place) -> None:
    place.repository.code_scanning = False

    assert "403" in _refusal(lambda: place.open().upload_sarif(place.head, "refs/pull/1/head", "{}"))


def test_a_line_outside_of_the_difference_is_refused(place: Place) -> None:
    far = replace(place.line(), line=900)

    assert "422" in _refusal(lambda: place.open().write_lines(place.pull.number, place.head, [far]))


def test_without_a_token_nothing_is_asked(place: Place) -> None:
    with pytest.raises(ReviewerError, match="no token"):
        place.open(token="")


def test_a_server_of_ones_own_is_asked_where_it_says(place: Place) -> None:
    forge = place.open(api="/api/v3")
    forge.write_comment(place.pull.number, "text")

    assert [r.body for r in forge.talk(place.pull.number).remarks] == ["text"]
    assert {asked.path.split("/")[1] for asked in place.served.requests} == {"api"}


FAILURES = {
    "a bad token": (failures.bad_credentials(), "does not know the token"),
    "a fork": (failures.read_only(), "the token lacks `pull-requests: "),
    "not found": (failures.not_found(), "404"),
    "a conflict": (failures.conflict(), "409"),
    "not taken": (failures.unprocessable(), "422"),
    "half an answer": (failures.malformed(), "not understood"),
    "the end of the hour": (failures.primary_rate_limit("4102444800"), "limit of requests"),
}


@pytest.mark.parametrize("name", FAILURES)
@pytest.mark.parametrize("verb", ["GET", "POST"])
def test_a_failure_is_told_in_one_sentence(name: str, verb: str, place: Place) -> None:
    failure, said = FAILURES[name]
    place.served.fail(verb, "/repos/.*", failure, times=99)
    forge, number = place.open(), place.pull.number
    ask = {"GET": lambda: forge.pull_request(number), "POST": lambda: forge.write_comment(number, "text")}[verb]

    assert said in _refusal(ask)


PASSING = {
    "a server error": failures.server_error(),
    "a bad gateway": failures.bad_gateway(),
    "a lost connection": failures.dropped_before(),
    "too many requests": failures.too_many_requests(0),
    "too much at once": failures.secondary_rate_limit(0),
}


@pytest.mark.parametrize("name", PASSING)
def test_what_passes_is_asked_again(name: str, place: Place) -> None:
    place.served.fail("GET", "/repos/.*", PASSING[name])

    assert place.open().pull_request(place.pull.number).head == place.head


@pytest.mark.parametrize("name", ["too many requests", "too much at once"])
def test_a_write_that_was_not_done_is_sent_again(name: str, place: Place) -> None:
    place.served.fail("POST", "/repos/.*", PASSING[name])
    place.open().write_comment(place.pull.number, "text")

    assert [comment.body for comment in place.pull.comments] == ["text"]


@pytest.mark.parametrize(
    ("failure", "written"),
    [
        (failures.server_error(), 0),
        (failures.bad_gateway(), 0),
        (failures.dropped_before(), 0),
        (failures.dropped_after(), 1),
        (failures.malformed(), 1),
    ],
    ids=["server error", "bad gateway", "dropped before", "dropped after", "malformed"],
)
def test_a_write_that_may_have_been_done_is_not_sent_again(
    failure: failures.Failure, written: int, place: Place
) -> None:
    place.served.fail("POST", "/repos/.*", failure)
    _refusal(lambda: place.open().write_comment(place.pull.number, "text"))

    assert len(place.pull.comments) == written


def test_a_question_in_graphql_is_asked_again(place: Place) -> None:
    place.served.fail("POST", "/graphql", failures.bad_gateway())

    assert place.open().talk(place.pull.number).we == "github-actions[bot]"


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (failures.graphql_failed(), "Something went wrong"),
        (failures.graphql_rate_limited(), "limit of requests"),
        (failures.graphql_partial("PullRequest.comments"), "GitHub said"),
        (failures.malformed(), "not understood"),
        (failures.endless(), ""),
    ],
    ids=["failed", "limited", "half", "malformed", "endless"],
)
def test_half_a_talk_is_none(failure: failures.Failure, said: str, place: Place) -> None:
    place.world.comment(place.pull, "text", by="sam")
    place.served.fail("POST", "/graphql", failure, times=99)
    forge = place.open()
    if said:
        assert said in _refusal(lambda: forge.talk(place.pull.number))
    else:
        assert len(forge.talk(place.pull.number).remarks) < 500


def test_a_server_that_is_gone_is_asked_once(place: Place) -> None:
    place.served.fail("*", ".*", failures.dropped_before(), times=99)
    forge = place.open()
    _refusal(lambda: forge.pull_request(place.pull.number))
    asked = len(place.served.requests)

    assert _refusal(lambda: forge.write_comment(place.pull.number, "text")) == "GitHub cannot be reached"
    assert len(place.served.requests) == asked


def test_one_lost_write_is_not_the_end(place: Place) -> None:
    place.served.fail("POST", "/repos/.*", failures.dropped_before())
    forge = place.open()
    _refusal(lambda: forge.write_check(place.check()))

    assert forge.write_comment(place.pull.number, "text") > 0
