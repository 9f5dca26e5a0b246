"""The recipes run end to end on a fake GitHub: what each event leads to, what is written, and what never is."""

import json
from pathlib import Path

import pytest

from tests.action.runner import JobRun
from tests.action.scene import AFTER, BEFORE, SHOP, Scene, read_recipe
from tests.forge.events import Payload

STEP = "OWNER/reviewer@SHA"
OWN = read_recipe("pull-request")
GATED = read_recipe("pull-request", "fail-on: high", "override-label: reviewed by hand")
REVIEW, POST, ANSWERS = (read_recipe(name) for name in ("fork-review", "fork-post", "answers"))


def _with(text: str, line: str) -> str:
    """Return a recipe whose step has one more input."""
    start = "        with:\n          pull-request:"
    assert start in text
    return text.replace(start, start.replace("with:\n", f"with:\n          {line}\n"))


def _outcomes(job: JobRun) -> dict[str, str]:
    return {step.name: step.outcome for step in job.steps}


def test_a_pull_request_gets_a_comment_a_note_a_check_run_and_alerts(scene: Scene) -> None:
    pull = scene.propose()
    job = scene.succeed(OWN, scene.say().pull_request("opened", pull))

    outputs = job.find(STEP).outputs
    assert (outputs["reviewed"], outputs["findings"], outputs["gate"]) == ("true", "2", "off")
    assert outputs["level"] in ("low", "medium", "high")
    assert "guard-removed" in Path(outputs["sarif"]).read_text(encoding="utf-8")
    assert "guard-removed" in job.summary
    assert [comment.body.count("guard-removed") for comment in pull.comments] == [1]
    assert [(note.path, note.line, note.side) for note in pull.review_comments()] == [("test_refunds.py", 6, "RIGHT")]
    check, sarif = scene.repository.checks[0], scene.repository.sarifs[0]
    assert (check.head_sha, check.fields["conclusion"]) == (pull.head_sha, "neutral")
    assert (sarif.commit, sarif.ref) == (pull.head_sha, f"refs/pull/{pull.number}/head")


def test_a_run_that_finds_nothing_new_writes_nothing(scene: Scene) -> None:
    pull = scene.propose()
    say = scene.say()
    scene.succeed(OWN, say.pull_request("opened", pull))
    scene.served.heal()
    for payload in (say.pull_request("reopened", pull), say.pull_request("edited", pull, old_title="Old")):
        assert scene.succeed(OWN, payload).find(STEP).outputs["findings"] == "2"

    assert [asked for asked in scene.served.writes if "sarif" not in asked.path] == []


def test_what_was_mended_is_said_to_be_gone(scene: Scene) -> None:
    pull = scene.propose()
    scene.succeed(OWN, scene.say().pull_request("opened", pull))
    before = pull.head_sha
    scene.branch(BEFORE | {"notes.txt": "Mended.\n"})
    job = scene.succeed(OWN, scene.say().pull_request("synchronize", pull, before=before))

    assert job.find(STEP).outputs["findings"] == "0"
    assert len(pull.comments) == 1
    assert "guard-removed" not in pull.comments[0].body
    (note,) = pull.review_comments()
    assert "gone" in note.body
    # The recipe leaves `contents: write` out, so the conversation stays open.
    assert not note.thread.is_resolved
    assert scene.repository.checks[-1].fields["conclusion"] == "success"


def test_a_token_that_may_push_resolves_the_conversation(scene: Scene) -> None:
    text = OWN.replace("contents: read", "contents: write")
    pull = scene.propose()
    scene.succeed(text, scene.say().pull_request("opened", pull))
    scene.branch(BEFORE | {"notes.txt": "Mended.\n"})
    scene.succeed(text, scene.say().pull_request("synchronize", pull))

    assert [note.thread.is_resolved for note in pull.review_comments()] == [True]


def test_a_forced_push_and_a_new_base_are_reviewed_anew(scene: Scene) -> None:
    scene.branch(BEFORE, name="release")
    pull = scene.propose()
    scene.succeed(OWN, scene.say().pull_request("opened", pull))
    before = pull.head_sha
    scene.shop.run("branch", "--force", "change", "main")
    scene.branch({"refunds.py": AFTER["refunds.py"]})
    forced = scene.succeed(OWN, scene.say().pull_request("synchronize", pull, before=before))
    pull.base_ref = "release"
    moved = scene.succeed(OWN, scene.say().pull_request("edited", pull, old_base="main"))

    assert [job.find(STEP).outputs["findings"] for job in (forced, moved)] == ["1", "1"]
    assert len(pull.comments) == 1
    assert len({check.head_sha for check in scene.repository.checks}) == 2


def test_a_draft_is_reviewed_when_it_is_ready(scene: Scene) -> None:
    pull = scene.propose(draft=True)
    draft = scene.succeed(OWN, scene.say().pull_request("opened", pull))
    assert draft.find(STEP).outputs["reviewed"] == "false"
    assert draft.find("Keep what is known of the repository").outcome == "skipped"
    assert scene.served.writes == []

    scene.world.mark_draft(pull, draft=False)
    scene.succeed(OWN, scene.say().pull_request("ready_for_review", pull))
    assert len(pull.comments) == 1


def test_a_gate_stops_a_pull_request_until_the_label_lets_it_pass(scene: Scene) -> None:
    pull = scene.propose()
    stopped = scene.run(GATED, scene.say().pull_request("opened", pull))
    assert stopped
    assert stopped.conclusion == "failure"
    assert stopped.find(STEP).outputs["gate"] == "failed"
    assert _outcomes(stopped)["Keep the packages"] == "success"
    assert scene.repository.checks[-1].fields["conclusion"] == "failure"

    scene.world.label(pull, "reviewed by hand", by="ada")
    label = scene.repository.labels["reviewed by hand"]
    passed = scene.succeed(GATED, scene.say().pull_request("labeled", pull, label=label))
    assert passed.find(STEP).outputs["gate"] == "overridden"
    assert "set by ada" in passed.summary
    assert scene.repository.checks[-1].fields["conclusion"] == "neutral"


def test_an_answer_in_the_conversation_is_taken_note_of_at_once(scene: Scene) -> None:
    pull = scene.propose()
    scene.run(GATED, scene.say().pull_request("opened", pull))
    ids = [
        line.rpartition("`")[0].rpartition("`")[2] for line in pull.comments[0].body.splitlines() if "**High**" in line
    ]
    assert len(ids) == 2
    other = scene.run(ANSWERS, scene.say().comment(scene.world.comment(pull, "What does /reviewer say?", by="ada")))
    assert other
    assert other.conclusion == "skipped"
    for name in ids:
        comment = scene.world.comment(pull, f"/reviewer dismiss {name} paid is checked by the gateway", by="ada")
        job = scene.succeed(ANSWERS, scene.say().comment(comment))

    assert _outcomes(job) == {
        STEP: "success",
        "Look at the machine": "success",
        "Restore the packages": "skipped",
        "Install the packages": "success",
        "Restore what is known of the repository": "skipped",
        "Restore what the second reader was answered": "skipped",
        "Review": "success",
        "Keep the packages": "skipped",
        "Keep what is known of the repository": "skipped",
        "Keep what the second reader was answered": "skipped",
    }
    assert list(job.workspace.iterdir()) == []
    assert "paid is checked by the gateway" in pull.comments[0].body
    assert scene.repository.checks[-1].fields["conclusion"] == "neutral"


def test_an_answer_at_a_line_is_taken_note_of_unless_the_token_can_only_read(scene: Scene) -> None:
    pull = scene.propose()
    scene.succeed(OWN, scene.say().pull_request("opened", pull))
    reply = scene.world.reply(pull.threads[0], "/reviewer dismiss it is flaky", by="ada")
    scene.succeed(ANSWERS, scene.say().line_comment(reply))
    assert "it is flaky" in pull.comments[0].body

    theirs = scene.propose(fork=True)
    thread = scene.world.begin_thread(theirs, "refunds.py", 2, "Why?", by="ada")
    job = scene.run(ANSWERS, scene.say().line_comment(scene.world.reply(thread, "/reviewer dismiss this", by="ada")))
    assert job
    assert job.conclusion == "skipped"


def test_a_fork_gets_its_review_in_the_summary_of_recipe_one(scene: Scene) -> None:
    pull = scene.propose(fork=True)
    job = scene.succeed(OWN, scene.say("eve").pull_request("opened", pull))

    assert "guard-removed" in job.summary
    assert (pull.comments, scene.repository.checks, scene.repository.sarifs) == ([], [], [])
    assert job.notes != []


def _review_fork(scene: Scene) -> tuple[JobRun, Payload]:
    """Run the first half on a pull request from a fork, and return the event that starts the second."""
    pull = scene.propose(fork=True)
    job = scene.succeed(REVIEW, scene.say("eve").pull_request("opened", pull))
    assert scene.served.writes == []
    return job, scene.end_run(pull, job.occasion.run_id)


def test_two_halves_post_the_review_of_a_fork(scene: Scene) -> None:
    review, ended = _review_fork(scene)
    installed = len(scene.installs)
    job = scene.succeed(POST, ended)

    pull = scene.repository.pulls[1]
    assert set(review.permissions.values()) == {"read"}
    assert [comment.body.count("guard-removed") for comment in pull.comments] == [1]
    assert [note.path for note in pull.review_comments()] == ["test_refunds.py"]
    assert [check.head_sha for check in scene.repository.checks] == [pull.head_sha]
    assert len(scene.repository.sarifs) == 1
    # Nothing of the fork and nothing of a cache came into the job that can write.
    assert list(job.workspace.iterdir()) == []
    assert _outcomes(job)["Restore the packages"] == "skipped"
    assert len(scene.installs) == installed + 1


def test_a_gate_that_failed_is_posted_too_and_a_run_that_was_cancelled_is_not(scene: Scene) -> None:
    text = REVIEW.replace("mode: review", "mode: review\n          fail-on: high")
    pull = scene.propose(fork=True)
    failed = scene.run(text, scene.say("eve").pull_request("opened", pull))
    assert failed
    assert failed.conclusion == "failure"
    cancelled = scene.run(POST, scene.end_run(pull, "1", "cancelled"))
    assert cancelled
    assert cancelled.conclusion == "skipped"

    scene.succeed(POST, scene.end_run(pull, "1", "failure"))
    assert len(pull.comments) == 1


def test_a_draft_of_a_fork_leaves_nothing_to_post(scene: Scene) -> None:
    pull = scene.propose(fork=True, draft=True)
    scene.succeed(REVIEW, scene.say("eve").pull_request("opened", pull))
    job = scene.succeed(POST, scene.end_run(pull, "1"))

    assert [step.outcome for step in job.steps] == ["failure", "skipped"]


def test_a_forged_bundle_is_refused(scene: Scene) -> None:
    _, ended = _review_fork(scene)
    scene.branch({"other.py": "x = 1\n"}, name="other")
    scene.world.open_pull_request(SHOP, head="other")
    (path,) = (scene.root / "artifacts").rglob("review.json")
    honest = json.loads(path.read_bytes())
    forged: list[tuple[str, object, str]] = [
        ("repository", "acme/bank", "not made by the run"),
        ("head", "0" * 40, "not made by the run"),
        ("number", 2, "comes from another repository"),
        ("number", 77, "Not Found"),
        ("schema", "x", "does not fit its schema"),
    ]
    for name, value, why in forged:
        path.write_text(json.dumps(honest | {name: value}), encoding="utf-8")
        job = scene.run(POST, ended)
        assert job
        assert (job.conclusion, why in job.log) == ("failure", True), job.log

    assert scene.served.writes == []


def test_a_merge_group_gets_a_check_run(scene: Scene) -> None:
    head, base = scene.branch(AFTER), scene.shop.run("rev-parse", "main")
    scene.shop.run("update-ref", f"refs/heads/gh-readonly-queue/main/pr-1-{base}", head)
    job = scene.succeed(GATED.replace("high", "never"), scene.say().merge_group(head, base))

    assert job.find(STEP).outputs["findings"] == "2"
    assert [check.head_sha for check in scene.repository.checks] == [head]


def test_a_push_keeps_what_is_known_for_pull_requests_and_enters_the_ledger(scene: Scene) -> None:
    before = scene.shop.run("rev-parse", "main")
    after = scene.shop.commit({"prices.py": "PRICE = 1\n"}, "Fewer prices (#4)")
    pushed = scene.succeed(OWN, scene.say().push("refs/heads/main", before, after))
    bundle = Path(pushed.find(STEP).outputs["bundle"])
    assert sorted(path.name for path in bundle.iterdir()) == ["ledger.json", "review.json", "review.sarif"]
    assert json.loads((bundle / "ledger.json").read_text(encoding="utf-8"))["pulls"][0]["number"] == 4

    pull = scene.propose()
    first = scene.succeed(OWN, scene.say().pull_request("opened", pull))
    assert first.find("Restore the packages").outputs["cache-hit"] == "true"
    assert _outcomes(first)["Install the packages"] == "skipped"
    assert first.find("Restore what is known of the repository").outputs["cache-matched-key"].endswith(after)
    assert _outcomes(first)["Keep what is known of the repository"] == "skipped"
    assert "restored" in first.summary
    assert len(scene.installs) == 1

    later = scene.shop.commit({"prices.py": "PRICE = 2\n"}, "Other prices")
    again = scene.succeed(OWN, scene.say().push("refs/heads/main", after, later))
    assert again.find("Restore what is known of the repository").outputs["cache-matched-key"].endswith(after)
    assert _outcomes(again)["Keep what is known of the repository"] == "success"


def test_somebody_can_ask_for_a_review_by_number(scene: Scene) -> None:
    pull = scene.propose(fork=True)
    scene.say().pull_request("opened", pull)
    scene.runner.server.remotes.merge(SHOP, pull.number, pull.base_sha, "eve/shop", "change")
    job = scene.succeed(OWN, scene.say().dispatch({"pull-request": "1"}))

    assert job.find("actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1").outputs["commit"] == pull.head_sha
    assert len(pull.comments) == 1


def test_pull_request_target_is_refused(scene: Scene) -> None:
    pull = scene.propose(fork=True)
    event, body = scene.say("eve").pull_request("opened", pull)
    job = scene.run(OWN.replace("  pull_request:\n", "  pull_request_target:\n"), Payload(f"{event}_target", body))

    assert job
    assert job.conclusion == "failure"
    assert "`pull_request_target` is refused" in job.log
    assert scene.served.writes == []


def test_nothing_in_the_checkout_is_imported(scene: Scene) -> None:
    mark = scene.root / "mark"
    spy = f"open({str(mark)!r}, 'a').write(__file__)\n"
    names = ("reviewer", "pip", "github", "hashlib", "typer", "sitecustomize", "usercustomize", "encodings")
    files = {f"{name}/__init__.py": spy for name in names} | {f"{name}.py": spy for name in ("json", "platform", "re")}
    config = {".python-version": "2.7.18\n", "pip.conf": "[global]\nindex-url = https://index.example\n"}
    scene.branch(files | config | {"setup.cfg": "[install]\nprefix = /nowhere\n"})
    pull = scene.world.open_pull_request(SHOP, head="change")
    job = scene.succeed(OWN, scene.say().pull_request("opened", pull))

    assert (job.workspace / "reviewer" / "__init__.py").is_file()
    assert job.find(STEP).outputs["reviewed"] == "true"
    assert not mark.exists()


def test_the_token_is_in_nothing_that_is_left_behind(scene: Scene) -> None:
    pull = scene.propose()
    job = scene.succeed(OWN, scene.say().pull_request("opened", pull))

    left = [path for path in (*job.folder.rglob("*"), *(scene.root / "caches").rglob("*")) if path.is_file()]
    assert len(left) > 5
    assert [path for path in left if job.token.encode() in path.read_bytes()] == []
    assert job.token not in job.log
    # pip is asked for exactly what is pinned.
    assert "--require-hashes --no-deps --only-binary :all: --target" in scene.installs[0]


@pytest.mark.parametrize(
    ("inputs", "why"),
    [
        ("python: /bin/false", "'/bin/false' is not Python 3.11 or newer. Put a step with actions/setup-python before"),
        ("python: no-python", "'no-python' is not Python 3.11 or newer"),
        ("inline: many", "`inline` is 'many': it should be a number"),
        ("mode: reviews", "`mode` is 'reviews': it should be one of all, review, post"),
        ("repository-dir: elsewhere", "elsewhere"),
    ],
)
def test_what_is_wrong_with_the_inputs_is_said(scene: Scene, inputs: str, why: str) -> None:
    pull = scene.propose()
    text = _with(OWN, inputs)
    job = scene.run(text, scene.say().pull_request("opened", pull))

    assert job
    assert job.conclusion == "failure"
    assert why in job.log
    assert "Traceback" not in job.log


def test_packages_that_cannot_be_installed_end_the_run(scene: Scene) -> None:
    tool = scene.root / "python-without-pip"
    tool.write_text('#!/bin/bash\n[[ "$*" == *"-m pip"* ]] && exit 1\nexec python3 "$@"\n', encoding="utf-8")
    tool.chmod(0o755)
    pull = scene.propose()
    job = scene.run(_with(OWN, f"python: {tool}"), scene.say().pull_request("opened", pull))

    assert job
    assert job.conclusion == "failure"
    assert "The packages could not be installed" in job.log
    assert _outcomes(job)["Review"] == "skipped"
    assert scene.runner.server.caches.entries == []


def test_without_a_cache_nothing_is_kept(scene: Scene) -> None:
    pull = scene.propose()
    text = _with(OWN, "cache: false")
    job = scene.succeed(text, scene.say().pull_request("opened", pull))

    assert job.find(STEP).outputs["reviewed"] == "true"
    assert scene.runner.server.caches.entries == []
