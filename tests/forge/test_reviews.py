import pytest

from tests.forge.conftest import Client
from tests.forge.demo import SHOP
from tests.forge.git import follow_line
from tests.forge.records import PullRequest
from tests.forge.server import Served

PRICES = "shop/prices.py"
REVIEWS = "/repos/acme/shop/pulls/1/reviews"


@pytest.mark.parametrize(
    ("comment", "last"),
    [
        ({"line": 20}, "+PRICE_20 = 19"),
        ({"line": 17, "side": "RIGHT"}, " PRICE_17 = 17"),
        ({"line": 23}, " PRICE_23 = 23"),
        ({"line": 20, "side": "LEFT"}, "-PRICE_20 = 20"),
        ({"line": 50, "side": "LEFT"}, "-PRICE_50 = 50"),
        ({"line": 21, "start_line": 19}, " PRICE_21 = 21"),
        ({"line": 20, "start_line": 20, "start_side": "LEFT"}, "+PRICE_20 = 19"),
        ({"position": 5}, "+PRICE_20 = 19"),
        ({"path": "shop/gone.py", "line": 1, "side": "LEFT"}, "-x = 1"),
        ({"path": "docs/größe.md", "line": 1}, "+Größe"),
    ],
)
def test_a_line_that_the_difference_shows_can_be_commented_on(
    ask: Client, comment: dict[str, object], last: str
) -> None:
    done = ask("POST", REVIEWS, {"event": "COMMENT", "comments": [{"path": PRICES, "body": "b", **comment}]})

    assert done.status_code == 200
    written = ask("GET", "/repos/acme/shop/pulls/1/comments?per_page=100").json()[-1]
    assert written["pull_request_review_id"] == done.json()["id"]
    assert written["diff_hunk"].split("\n")[-1] == last
    assert written["line"] == comment.get("line", 20)
    assert written["position"] == written["original_position"]


@pytest.mark.parametrize(
    ("comment", "why"),
    [
        ({"line": 16}, "Line could not be resolved"),
        ({"line": 24}, "Line could not be resolved"),
        ({"line": 50, "side": "RIGHT", "path": "docs/größe.md"}, "Line could not be resolved"),
        ({"line": 1, "side": "LEFT", "path": "docs/größe.md"}, "Line could not be resolved"),
        ({"position": 100}, "Line could not be resolved"),
        ({}, "Line could not be resolved"),
        ({"line": 1, "path": "logo.png"}, "Line could not be resolved"),
        ({"line": 1, "path": "shop/new.py"}, "Line could not be resolved"),
        ({"line": 1, "path": "README.md"}, "Path could not be resolved"),
        ({"line": 20, "start_line": 21}, "Start line must precede the end line"),
        ({"line": 50, "start_line": 20}, "Start line must be part of the same hunk as the line"),
    ],
)
def test_one_line_beside_the_difference_refuses_the_whole_review(
    ask: Client, served: Served, pull: PullRequest, comment: dict[str, object], why: str
) -> None:
    before = (len(pull.reviews), len(pull.threads))
    comments = [{"path": PRICES, "body": "b", "line": 20}, {"path": PRICES, "body": "b", **comment}]
    done = ask("POST", REVIEWS, {"event": "COMMENT", "comments": comments})

    assert done.status_code == 422
    assert (done.json()["message"], done.json()["errors"]) == ("Unprocessable Entity", [why])
    assert (len(pull.reviews), len(pull.threads)) == before
    assert served.writes == []


@pytest.mark.parametrize(
    "body",
    [
        {"event": "COMMENT"},
        {"event": "SHOUT", "body": "b"},
        {"event": "COMMENT", "body": "x" * 65537},
        {"event": "COMMENT", "comments": [{"path": PRICES, "line": 20, "body": "x" * 65537}]},
        {"event": "COMMENT", "comments": [{"path": PRICES, "line": 20}]},
        {"event": "COMMENT", "body": "b", "commit_id": "1" * 40},
    ],
)
def test_a_review_that_says_nothing_or_too_much_is_refused(ask: Client, served: Served, body: object) -> None:
    assert ask("POST", REVIEWS, body).status_code == 422
    assert served.writes == []


def test_nobody_approves_of_their_own_work(ask: Client, served: Served) -> None:
    served.world.token("bob", permissions={"pull-requests": "write"}, login="bob")

    assert "your own" in ask("POST", REVIEWS, {"event": "APPROVE"}, "bob").json()["errors"][0]
    assert ask("POST", REVIEWS, {"event": "APPROVE"}).json()["state"] == "APPROVED"


def test_a_review_that_is_not_sent_is_seen_by_its_author_alone(ask: Client, served: Served, pull: PullRequest) -> None:
    served.world.token("bob", permissions={"pull-requests": "write"}, login="bob")
    body = {"comments": [{"path": PRICES, "line": 20, "body": "hidden"}]}
    done = ask("POST", REVIEWS, body, "bob").json()

    assert (done["state"], "submitted_at" in done) == ("PENDING", False)
    assert ask("POST", REVIEWS, body, "bob").status_code == 422
    assert done["id"] not in [one["id"] for one in ask("GET", f"{REVIEWS}?per_page=100").json()]
    assert done["id"] in [one["id"] for one in ask("GET", f"{REVIEWS}?per_page=100", token="bob").json()]  # noqa: S106
    assert "hidden" not in [one.body for one in pull.review_comments()]


def test_a_comment_is_answered_in_its_thread(ask: Client, pull: PullRequest) -> None:
    first = pull.threads[0].comments[0]
    done = ask("POST", f"/repos/acme/shop/pulls/1/comments/{first.id}/replies", {"body": "so be it"})

    assert (done.status_code, done.json()["in_reply_to_id"]) == (201, first.id)
    assert pull.threads[0].comments[-1].body == "so be it"


@pytest.fixture
def chain(pull: PullRequest) -> tuple[PullRequest, str, str]:
    """The branch gets a commit on top: a line before line 20 goes, and line 21 changes."""
    git, old = pull.repository.git, pull.head_sha
    text = git.blob(next(file.blob for file in pull.files if file.path == PRICES)).decode()
    changed = text.replace("PRICE_2 = 2\n", "").replace("PRICE_21 = 21", "PRICE_21 = 0")
    blob = (git.run("hash-object", "-w", "--stdin", feed=changed.encode()) or b"").decode().strip()
    folder = "".join(
        f"100644 blob {blob if one.path == PRICES else one.sha}\t{one.path.rpartition('/')[2]}\n"
        for entry in [git.entry(old, "shop")]
        if entry
        for one in git.entries(entry.sha, "shop")
    )
    shop = (git.run("mktree", feed=folder.encode()) or b"").decode().strip()
    root = (git.run("mktree", feed=f"040000 tree {shop}\tshop\n".encode()) or b"").decode().strip()
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.invalid")
    new = (git.run(*who, "commit-tree", "-p", old, "-m", "more", root) or b"").decode().strip()
    return pull, old, new


def test_a_comment_follows_its_line_until_the_line_goes(
    ask: Client, served: Served, chain: tuple[PullRequest, str, str]
) -> None:
    pull, old, new = chain
    kept = served.world.begin_thread(pull, PRICES, 20, "kept").comments[0]
    lost = served.world.begin_thread(pull, PRICES, 21, "lost").comments[0]
    pull.repository.git.run("update-ref", "refs/heads/discount", new)

    moved = ask("GET", f"/repos/acme/shop/pulls/comments/{kept.id}").json()
    gone = ask("GET", f"/repos/acme/shop/pulls/comments/{lost.id}").json()
    pull.repository.git.run("update-ref", "refs/heads/discount", old)
    assert (moved["line"], moved["original_line"], moved["commit_id"]) == (19, 20, new)
    assert (gone["line"], gone["position"], gone["commit_id"]) == (None, None, old)


def test_lines_are_followed_past_what_came_and_went(chain: tuple[PullRequest, str, str]) -> None:
    pull, old, new = chain

    assert [follow_line(pull.store, PRICES, line, old, new) for line in (1, 2, 3, 20, 21, 22)] == [
        1,
        None,
        2,
        19,
        None,
        21,
    ]
    assert [follow_line(pull.store, PRICES, line, new, old) for line in (1, 2, 19)] == [1, 3, 20]


def test_comments_are_read_in_an_order_and_since_a_moment(ask: Client, served: Served) -> None:
    world = served.world
    pull = world.open_pull_request(SHOP, head="discount")
    first, last = (world.begin_thread(pull, PRICES, 20, text).comments[0] for text in ("first", "last"))
    world.edit(first, "first, edited")
    path = f"/repos/acme/shop/pulls/{pull.number}/comments"

    assert [one["id"] for one in ask("GET", path).json()] == [first.id, last.id]
    assert [one["id"] for one in ask("GET", f"{path}?sort=updated").json()] == [last.id, first.id]
    assert [one["id"] for one in ask("GET", f"{path}?since={first.updated_at}").json()] == [first.id]
    del pull.repository.pulls[pull.number]
