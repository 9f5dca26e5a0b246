"""This module holds a step of the action, from the event to what stands on the pull request afterwards."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.render.forge.comment import find_state
from tests.forge import failures
from tests.forge.server import serve
from tests.forge.world import World
from tests.unit.cli.houses import write_page
from tests.unit.cli.pulls import CLEAN, JOB, Scene


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    with serve(World()) as served:
        yield Scene(served, tmp_path, monkeypatch)
        assert served.breaches == []


def test_a_pull_request_gets_everything_once(scene: Scene) -> None:
    assert scene.run(label="review: ") == 0
    written = len(scene.served.writes)

    assert "pause" in scene.comments[0]
    assert f"{scene.served.url}/shop/shop/blob/{scene.pull.head_sha}/src/shop.py#L5" in scene.comments[0]
    assert len(scene.threads) == 1
    assert scene.checks == [(scene.pull.head_sha, "neutral")]
    assert len(scene.repository.sarifs) == 1
    assert [label.name[:8] for label in scene.pull.labels] == ["review: "]
    assert scene.outputs["reviewed"] == "true"
    assert scene.outputs["findings"] == "1"
    assert scene.outputs["gate"] == "off"
    assert "pause" in scene.summary
    assert scene.run(label="review: ") == 0
    assert len(scene.comments) == len(scene.threads) == len(scene.checks) == 1
    # Only code scanning takes the same again, and replaces it by itself.
    assert len(scene.served.writes) == written + 1


def test_a_mended_finding_is_gone_and_may_come_back(scene: Scene) -> None:
    scene.run()
    first = scene.threads[0]
    scene.push(CLEAN)
    scene.run()

    assert len(scene.comments) == 1
    assert "Nothing to object to" in scene.comments[0]
    assert "Gone as of" in scene.threads[0]
    assert not scene.pull.threads[0].is_resolved
    assert "`contents: write`" in scene.summary
    assert "`contents: write`" not in scene.comments[0]
    scene.push("def sell():\n    pause()\n    return 3\n")
    scene.run()
    assert scene.threads == [first]


def test_with_the_right_to_push_conversations_are_resolved(scene: Scene) -> None:
    scene.token = scene.world.token("strong", permissions={**JOB, "contents": "write"})
    scene.run()
    scene.push(CLEAN)
    scene.run()
    assert scene.pull.threads[0].is_resolved

    scene.push("def sell():\n    pause()\n    return 3\n")
    scene.run()
    assert not scene.pull.threads[0].is_resolved


@pytest.mark.parametrize("way", ["command", "reply", "resolved", "thumbs-down"])
def test_an_answered_finding_stays_answered(way: str, scene: Scene) -> None:
    assert scene.run(fail_on="high") == 1
    assert scene.outputs["gate"] == "failed"
    thread = scene.pull.threads[0]
    if way == "command":
        scene.world.comment(scene.pull, f"/reviewer dismiss {scene.id_of_finding()} it is meant so", by="sam")
    elif way == "reply":
        scene.world.reply(thread, "/reviewer dismiss it is meant so", by="sam")
    else:
        scene.world.reply(thread, "it is meant so", by="sam")
        if way == "resolved":
            scene.world.resolve(thread, by="sam")
        else:
            scene.world.react(thread.comments[0], "-1", by="sam")
    assert scene.run(fail_on="high") == 0
    assert scene.outputs["gate"] == "passed"
    assert "1 finding accepted" in scene.comments[0] or "sam: it is meant so" in scene.comments[0]

    scene.pull.comments[:] = [c for c in scene.pull.comments if find_state(c.body) is not None]
    scene.pull.threads.clear()
    scene.push("def sell():\n    pause()\n    return 5\n")
    assert scene.run(fail_on="high") == 0
    assert scene.threads == []
    assert scene.outputs["findings"] == "0"


def test_the_word_of_a_reader_dismisses_nothing(scene: Scene) -> None:
    scene.run()
    scene.world.comment(scene.pull, f"/reviewer dismiss {scene.id_of_finding()} trust me", by="eve")
    scene.run()

    assert "people who may not write to this repository" in scene.comments[0]
    assert scene.outputs["findings"] == "1"


def test_an_answer_is_taken_note_of_at_once(scene: Scene) -> None:
    scene.run(fail_on="high")
    body = f"/reviewer dismiss {scene.id_of_finding()} it is meant so"
    scene.world.comment(scene.pull, body, by="sam")

    assert scene.run("issue_comment", scene.said(body), mode="post") == 0
    assert "it is meant so" in scene.comments[0]
    assert [reaction.content for reaction in scene.pull.comments[-1].reactions] == ["+1"]
    assert scene.checks == [(scene.pull.head_sha, "failure"), (scene.pull.head_sha, "neutral")]
    before = scene.comments[0]
    scene.run("issue_comment", scene.said(body), mode="post")
    assert scene.comments[0] == before
    again = f"/reviewer restore {scene.id_of_finding()}"
    scene.world.comment(scene.pull, again, by="ann")
    scene.run("issue_comment", scene.said(again), mode="post")
    assert [conclusion for _, conclusion in scene.checks] == ["failure", "neutral", "failure"]
    assert scene.run(fail_on="high") == 1


def test_a_label_opens_the_gate_and_leaves_a_trace(scene: Scene) -> None:
    scene.world.label(scene.pull, "reviewed by hand", by="eve")
    assert scene.run(fail_on="high", override_label="reviewed by hand") == 1

    scene.world.unlabel(scene.pull, "reviewed by hand")
    scene.world.label(scene.pull, "reviewed by hand", by="sam")
    assert scene.run(fail_on="high", override_label="reviewed by hand") == 0
    assert scene.outputs["gate"] == "overridden"
    assert "set by sam at " in scene.comments[0]
    assert "1 finding would stop it" in scene.comments[0]
    assert scene.checks[-1][1] == "neutral"


def test_a_rule_can_be_the_gate(scene: Scene) -> None:
    assert scene.run(fail_on="pause") == 1
    assert scene.run(fail_on="new-hub") == 0
    assert scene.run(fail_on="no-such-rule") == 2


def test_somebody_elses_comment_is_not_ours(scene: Scene) -> None:
    scene.run()
    stolen = scene.comments[0]
    scene.pull.comments.clear()
    scene.world.comment(scene.pull, stolen, by="eve")
    scene.run()

    assert [comment.author.login for comment in scene.pull.comments if comment.author] == ["eve", "github-actions[bot]"]
    assert scene.pull.comments[0].body == stolen


def test_nothing_to_say_is_one_line_or_nothing(scene: Scene) -> None:
    scene.push(CLEAN)
    scene.run(when_clean="silent")
    assert scene.comments == []

    scene.run()
    visible = [line for line in scene.comments[0].splitlines() if line and not line.startswith("<!--")]
    assert len(visible) == 1
    assert visible[0].startswith("Nothing to object to in 1 file")


def test_to_resolve_what_came_back_before_it_did_is_no_answer(scene: Scene) -> None:
    bad = "def sell():\n    pause()\n    return 3\n"
    scene.run(fail_on="high")
    scene.push(CLEAN)
    scene.run(fail_on="high")
    scene.world.resolve(scene.pull.threads[0], by="ann")
    scene.push(bad)

    assert scene.run(fail_on="high") == 1
    assert scene.run(fail_on="high") == 1
    assert "Gone as of" in scene.threads[0]
    scene.world.resolve(scene.pull.threads[0], by="ann", closed=False)
    assert scene.run(fail_on="high") == 1
    assert "Gone as of" not in scene.threads[0]
    scene.world.resolve(scene.pull.threads[0], by="ann")
    assert scene.run(fail_on="high") == 0


def test_what_could_not_be_written_on_a_line_is_tried_again(scene: Scene) -> None:
    scene.served.fail("POST", ".*/reviews", failures.server_error())
    scene.run()
    assert scene.threads == []
    assert "No comments on lines" in scene.comments[0]

    scene.run()
    assert len(scene.threads) == 1


def test_a_change_that_asks_for_little_gets_a_line_with_its_level(scene: Scene) -> None:
    lines = "".join(f"    if {i} > x:\n        print({i})\n" for i in range(12))
    scene.push(f"def sell(x=1):\n{lines}    return 1\n")
    scene.run()
    visible = [line for line in scene.comments[0].splitlines() if line and not line.startswith("<!--")]

    assert len(visible) == 1
    assert re.search(r"Level: medium, about \d+ minutes? to read\.", visible[0])


def test_what_is_switched_off_is_not_posted(scene: Scene) -> None:
    scene.run(comment="false", check="false", sarif="false", inline="0")

    assert scene.served.writes == []
    assert scene.outputs["findings"] == "1"


def test_without_rights_the_run_still_tells(scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    scene.token = scene.world.token("fork", permissions={"contents": "read", "pull-requests": "read"})

    assert scene.run() == 0
    log = capsys.readouterr().out
    assert scene.served.writes == []
    assert "::warning file=src/shop.py,line=5" in log
    assert "the token lacks `checks: write`" in scene.summary
    assert "pause" in scene.summary


def test_a_draft_waits(scene: Scene) -> None:
    assert scene.run(payload=scene.opened(draft=True)) == 0
    assert scene.outputs["reviewed"] == "false"
    assert scene.served.requests == []

    assert scene.run(payload=scene.opened(draft=True), fail_on="high") == 1
    assert scene.served.writes == []

    scene.run(payload=scene.opened(draft=True), drafts="true")
    assert scene.outputs["reviewed"] == "true"
    assert len(scene.comments) == 1


def test_an_older_run_does_not_write_over_a_newer_one(scene: Scene) -> None:
    payload = scene.opened()
    scene.push(CLEAN)

    assert scene.run(payload=payload) == 0
    assert scene.served.writes == []
    assert "has moved on" in scene.summary


def test_a_closed_pull_request_is_left_alone(scene: Scene) -> None:
    scene.world.close(scene.pull)
    scene.run()

    assert scene.served.writes == []
    assert "is closed" in scene.summary


def test_two_runs_post_what_a_run_without_rights_found(scene: Scene) -> None:
    strong = scene.token
    scene.token = scene.world.token("fork", permissions={"contents": "read", "pull-requests": "read"})
    assert scene.run(mode="review", fail_on="high") == 1
    assert scene.served.writes == []
    assert Path(scene.outputs["bundle"], "review.json").is_file()

    scene.token = strong
    assert scene.run("workflow_run", scene.finished(), mode="post", fail_on="high") == 0
    assert len(scene.comments) == len(scene.threads) == 1
    assert scene.checks == [(scene.pull.head_sha, "failure")]


def test_a_bundle_of_another_change_is_refused(scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    scene.run(mode="review")
    payload = scene.finished()
    payload["workflow_run"]["head_sha"] = scene.pull.base_sha

    assert scene.run("workflow_run", payload, mode="post") == 2
    assert scene.run("workflow_run", scene.finished("eve/shop"), mode="post") == 2
    said = capsys.readouterr().err
    assert "was not made by the run" in said
    assert "comes from another repository" in said
    assert scene.served.writes == []


def test_a_bundle_may_name_no_other_pull_request(scene: Scene) -> None:
    scene.work.run("branch", "other", "main")
    scene.work.run("checkout", "-q", "other")
    scene.push("def sell():\n    return 7\n")
    other = scene.world.open_pull_request("shop/shop", head="other", by="ann")
    scene.run(mode="review")
    bundle = scene.folder / "bundle" / "review.json"
    bundle.write_text(
        bundle.read_text(encoding="utf-8").replace(f'"number":{scene.pull.number},', f'"number":{other.number},', 1),
        encoding="utf-8",
    )

    assert scene.run("workflow_run", scene.finished(), mode="post") == 0
    assert scene.served.writes == []


def test_a_bundle_for_another_base_is_not_posted(scene: Scene) -> None:
    scene.work.run("branch", "shadow", "main")
    scene.run(mode="review")
    scene.pull.base_ref = "shadow"

    assert scene.run("workflow_run", scene.finished(), mode="post") == 0
    assert scene.served.writes == []


def test_a_commit_has_a_check_run_for_each_branch_it_may_go_to(scene: Scene) -> None:
    scene.work.run("branch", "shadow", "topic")
    scene.run(fail_on="high")
    scene.pull.base_ref = "shadow"
    scene.run(fail_on="high")

    assert [run.fields["name"] for run in scene.repository.checks] == ["reviewer", "reviewer (shadow)"]


def test_what_holds_now_is_asked_of_the_tip_of_the_base(scene: Scene) -> None:
    scene.push(CLEAN, **{"src/clock.py": "def pause():\n    return halt()\n\n\ndef halt():\n    return None\n"})
    scene.work.run("checkout", "-q", "main")
    scene.work.commit({"house/halt.md": write_page("halt")})
    scene.work.run("checkout", "-q", "topic")
    scene.run()

    assert scene.outputs["findings"] == "1"


def test_a_bot_of_the_name_of_a_person_has_no_word(scene: Scene) -> None:
    scene.run()
    scene.world.comment(scene.pull, f"/reviewer dismiss {scene.id_of_finding()} trust me", by="sam[bot]")
    scene.run()

    assert scene.outputs["findings"] == "1"


def test_a_second_comment_of_ours_takes_the_answers_from_the_first(scene: Scene) -> None:
    scene.run()
    scene.world.comment(scene.pull, f"/reviewer dismiss {scene.id_of_finding()} we know", by="sam")
    scene.run()
    ours = scene.comments[0]
    scene.pull.comments[:] = [comment for comment in scene.pull.comments if find_state(comment.body) is not None]
    scene.world.comment(scene.pull, ours, by="github-actions[bot]")
    scene.run()

    assert scene.outputs["findings"] == "1"


def test_the_log_of_a_job_takes_no_command_from_an_error(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    scene.run(mode="review")
    bundle = scene.folder / "bundle" / "review.json"
    forged = json.loads(bundle.read_text(encoding="utf-8"))
    forged["review"]["findings"][0]["path"] = "/a\n::set-output name=gate::passed\n##[add-path]x"
    bundle.write_text(json.dumps(forged), encoding="utf-8")
    capsys.readouterr()

    assert scene.run("workflow_run", scene.finished(), mode="post") == 2
    said = capsys.readouterr()
    lines = [line.strip() for line in (said.out + said.err).splitlines()]
    assert [line for line in lines if line.startswith("::")] == [line for line in lines if line.startswith("::error ")]
    assert "##[" not in said.out + said.err


def test_a_change_of_the_workflow_makes_its_review_worthless(scene: Scene) -> None:
    scene.push("def sell():\n    pause()\n    return 1\n", **{".github/workflows/reviewer.yml": "on: [pull_request]\n"})
    scene.run(mode="review")
    scene.run("workflow_run", scene.finished(), mode="post", fail_on="high")

    assert "it may say anything" in scene.comments[0]
    assert scene.checks == [(scene.pull.head_sha, "failure")]
    assert scene.threads == []
    assert scene.repository.sarifs == []

    bundle = scene.folder / "bundle" / "review.json"
    forged = json.loads(bundle.read_text(encoding="utf-8"))
    forged["review"]["findings"] = []
    bundle.write_text(json.dumps(forged), encoding="utf-8")
    scene.run("workflow_run", scene.finished(), mode="post", fail_on="high")
    assert scene.checks[-1] == (scene.pull.head_sha, "action_required")
    assert scene.outputs["gate"] == "doubtful"


def test_a_merge_group_gets_a_check_run_and_a_gate(scene: Scene) -> None:
    queue = f"refs/heads/gh-readonly-queue/main/pr-{scene.pull.number}-{scene.pull.base_sha}"
    group = {"base_sha": scene.pull.base_sha, "head_sha": scene.pull.head_sha, "head_ref": queue}

    assert scene.run("merge_group", {"merge_group": group}, fail_on="high") == 1
    assert scene.comments == scene.threads == []
    assert scene.checks == [(scene.pull.head_sha, "failure")]

    scene.run(fail_on="high")
    scene.world.resolve(scene.pull.threads[0], by="sam")
    before = list(scene.comments)
    assert scene.run("merge_group", {"merge_group": group}, fail_on="high") == 0
    assert scene.comments == before


def test_a_push_to_the_default_branch_feeds_the_ledger(scene: Scene) -> None:
    scene.run()
    scene.world.comment(scene.pull, f"/reviewer dismiss {scene.id_of_finding()} it is meant so", by="sam")
    scene.run()
    before = scene.pull.base_sha
    scene.work.run("checkout", "-q", "main")
    scene.work.run("merge", "-q", "--squash", "topic")
    after = scene.work.commit({}, f"Sell slower (#{scene.pull.number})")
    written = len(scene.served.writes)
    payload = {
        "ref": "refs/heads/main",
        "before": before,
        "after": after,
        "deleted": False,
        "repository": {"default_branch": "main"},
    }
    assert scene.run("push", payload, fail_on="high") == 0
    entry = json.loads((scene.folder / "bundle" / "ledger.json").read_text(encoding="utf-8"))

    assert len(scene.served.writes) == written
    assert entry["findings"] == {"pause": 1}
    assert [pull["dismissed"][0]["reason"] for pull in entry["pulls"]] == ["it is meant so"]
    assert "sam" not in json.dumps(entry)


def test_after_a_forced_push_to_the_default_branch_the_last_commit_is_looked_at(scene: Scene) -> None:
    payload = {
        "ref": "refs/heads/main",
        "before": "1" * 40,
        "after": scene.pull.head_sha,
        "deleted": False,
        "repository": {"default_branch": "main"},
    }

    assert scene.run("push", payload) == 0
    assert scene.outputs["findings"] == "1"


def test_a_pull_request_can_be_named_by_hand(scene: Scene) -> None:
    assert scene.run("workflow_dispatch", {"inputs": {}}, pull_request=str(scene.pull.number)) == 0
    assert len(scene.comments) == 1
    assert scene.run("workflow_dispatch", {"inputs": {}}, pull_request="99") == 2


@pytest.mark.parametrize(
    ("event", "inputs", "said"),
    [
        ("pull_request_target", {}, "`pull_request_target` is refused"),
        ("pull_request", {"mode": "post"}, "`mode: post` has nothing to post"),
        ("pull_request", {"mode": "al"}, "did you mean 'all'"),
        ("pull_request", {"inline": "many", "check": "yes"}, "`check` is 'yes'"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    event: str, inputs: dict[str, str], said: str, scene: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    assert scene.run(event, None, **inputs) == 2
    assert said in capsys.readouterr().err
    assert scene.served.writes == []


def test_a_commit_that_is_not_checked_out_is_named(scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    payload = scene.opened()
    payload["pull_request"]["head"]["sha"] = "1" * 40

    assert scene.run(payload=payload) == 2
    assert "`fetch-depth: 0`" in capsys.readouterr().err


def test_a_failing_github_leaves_the_review_whole(scene: Scene) -> None:
    scene.served.fail("*", ".*", failures.bad_gateway(), times=99)

    assert scene.run(fail_on="high") == 1
    assert "pause" in scene.summary
    assert "GitHub answers with errors only" in scene.summary


def test_a_memory_that_somebody_broke_is_begun_anew(scene: Scene) -> None:
    scene.run()
    comment = scene.pull.comments[0]
    scene.world.edit(comment, comment.body.replace("reviewer:state ", "reviewer:state AAAA"))

    assert scene.run() == 0
    assert len(scene.comments) == len(scene.threads) == 1
