"""The recipe with a second reader runs on a fake GitHub, with a model on this machine."""

from collections.abc import Iterator

import pytest

from tests.action.runner import JobRun
from tests.action.scene import SHOP, Scene, read_recipe
from tests.endpoint.said import call, script
from tests.endpoint.server import KEY, MODEL, Endpoint, serve_model

STEP = "OWNER/reviewer@SHA"
INSTALL = "Install the packages"
RESTORE, KEEP = (f"{what} what the second reader was answered" for what in ("Restore", "Keep"))
QUOTE = {"path": "refunds.py", "line": 2, "side": "old", "text": "    if amount > order.paid:"}
ASKED = "Which `amount` may be paid back now?"
SUBMITTED = {"area": "limits", "text": ASKED, "quotes": [QUOTE]}


@pytest.fixture
def model() -> Iterator[Endpoint]:
    said = call("submit_review", opinions=[], questions=[SUBMITTED], explanations=[])
    with serve_model(script(said)) as served:
        yield served
        assert served.breaches == []


@pytest.fixture
def recipe(scene: Scene, model: Endpoint) -> str:
    """Return the recipe with the endpoint of this machine; its secret is set."""
    scene.runner.server.secrets["OPENAI_API_KEY"] = KEY
    line = "# openai-base-url: https://host.example/v1\n"
    text = read_recipe("second-reader").replace(line, f"openai-base-url: {model.base_url}\n")
    text = text.replace("model: NAME", f"model: {MODEL}")
    assert (MODEL in text, model.base_url in text) == (True, True)
    return text


def _outcome(job: JobRun, name: str) -> str:
    return job.find(name).outcome


def test_a_pull_request_is_read_second_and_once_a_commit(scene: Scene, model: Endpoint, recipe: str) -> None:
    pull = scene.propose()
    first = scene.succeed(recipe, scene.say().pull_request("opened", pull))
    plain = scene.succeed(read_recipe("pull-request"), scene.say().pull_request("reopened", pull))
    scene.world.label(pull, "later", by="ada")
    label = scene.repository.labels["later"]
    second = scene.succeed(recipe, scene.say().pull_request("labeled", pull, label=label))

    assert ASKED in first.summary
    assert [ASKED in comment.body for comment in pull.comments] == [True]
    assert (_outcome(first, RESTORE), _outcome(first, KEEP)) == ("success", "success")
    assert (_outcome(plain, RESTORE), _outcome(plain, KEEP)) == ("skipped", "skipped")
    assert (_outcome(second, RESTORE), _outcome(second, KEEP)) == ("success", "skipped")
    assert "1 request from the cache: no cost" in second.summary
    assert len(model.requests) == 1
    names = ("level", "findings", "gate", "reviewed")
    outputs = [{name: job.find(STEP).outputs[name] for name in names} for job in (first, plain, second)]
    assert outputs[0] == outputs[1] == outputs[2]
    assert "asked" not in first.find(STEP).outputs
    # One check run was enough for all three: a second reader is not in it.
    assert len(scene.repository.checks) == 1


def test_its_packages_are_installed_only_where_it_is_wanted(scene: Scene, recipe: str) -> None:
    pull = scene.propose()
    scene.succeed(read_recipe("pull-request"), scene.say().pull_request("opened", pull))
    read = scene.succeed(recipe, scene.say().pull_request("reopened", pull))
    again = scene.succeed(recipe, scene.say().pull_request("reopened", pull))

    assert _outcome(read, INSTALL) == "success"
    assert _outcome(again, INSTALL) == "skipped"
    plain, reading = (line.partition("--target ")[2].split()[1:] for line in scene.installs)
    assert plain == ["--requirement=requirements/action.txt"]
    assert reading == [*plain, "--requirement=requirements/second-reader.txt"]
    assert "--require-hashes --no-deps --only-binary :all:" in scene.installs[1]


def test_a_push_keeps_the_packages_and_asks_nothing(scene: Scene, model: Endpoint, recipe: str) -> None:
    before = scene.shop.run("rev-parse", "main")
    after = scene.shop.commit({"prices.py": "PRICE = 1\n"}, "Fewer prices")
    pushed = scene.succeed(recipe, scene.say().push("refs/heads/main", before, after))
    assert model.asked == []
    assert (_outcome(pushed, RESTORE), _outcome(pushed, KEEP)) == ("skipped", "skipped")

    job = scene.succeed(recipe, scene.say().pull_request("opened", scene.propose()))
    assert _outcome(job, INSTALL) == "skipped"
    assert len(model.requests) == 1


def test_a_fork_has_no_key_and_its_review_says_so(scene: Scene, model: Endpoint, recipe: str) -> None:
    pull = scene.propose(fork=True)
    job = scene.succeed(recipe, scene.say("eve").pull_request("opened", pull))

    assert "there is no key, since GitHub gives no secret to a run for a pull request from a fork" in job.summary
    assert "guard-removed" in job.summary
    assert model.asked == []
    assert (_outcome(job, RESTORE), _outcome(job, KEEP)) == ("skipped", "skipped")


def test_somebody_may_have_a_fork_read_by_its_number(scene: Scene, model: Endpoint, recipe: str) -> None:
    pull = scene.propose(fork=True)
    scene.runner.server.remotes.merge(SHOP, pull.number, pull.base_sha, "eve/shop", "change")
    job = scene.succeed(recipe, scene.say().dispatch({"pull-request": "1"}))

    assert len(model.requests) == 1
    assert [ASKED in comment.body for comment in pull.comments] == [True]
    assert (_outcome(job, RESTORE), _outcome(job, KEEP)) == ("skipped", "skipped")


def test_the_half_of_a_fork_asks_no_model(scene: Scene, model: Endpoint) -> None:
    given = f"mode: review\n          second-reader: true\n          openai-base-url: {model.base_url}"
    text = read_recipe("fork-review").replace("mode: review", given)
    scene.succeed(text, scene.say("eve").pull_request("opened", scene.propose(fork=True)))

    assert model.asked == []
    assert "second-reader.txt" not in scene.installs[0]


def test_the_key_is_in_nothing_that_is_left_behind(scene: Scene, model: Endpoint, recipe: str) -> None:
    pull = scene.propose()
    job = scene.succeed(recipe, scene.say().pull_request("opened", pull))

    assert model.asked[0].headers["authorization"] == f"Bearer {KEY}"
    places = (*job.folder.rglob("*"), *(scene.root / "caches").rglob("*"))
    left = [path for path in places if path.is_file() and not path.is_symlink()]
    assert any(path.name == "second-reader.sqlite" for path in left)
    assert [path for path in left if KEY.encode() in path.read_bytes()] == []
    written = [asked for asked in scene.served.requests if KEY in str(asked)]
    assert written == []
    assert KEY not in f"{job.log}{job.summary}{job.outputs}{[comment.body for comment in pull.comments]}"


def test_where_the_endpoint_is_gone_the_job_is_as_without(scene: Scene, recipe: str) -> None:
    text = recipe.replace("budget: 100k, 120s", "budget: 60s").replace(
        "openai-base-url: ", "openai-base-url: http://localhost:1/v1 # "
    )
    pull = scene.propose()
    job = scene.succeed(text, scene.say().pull_request("opened", pull))

    assert "did not read the change: " in job.summary
    assert job.find(STEP).outputs["findings"] == "2"
    assert _outcome(job, KEEP) == "skipped"
