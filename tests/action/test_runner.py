"""The runner does what GitHub's runner is documented to do, and refuses what it does not know."""

import os

import pytest

from tests.action.commands import Note, StepError, parse_pairs
from tests.action.conftest import DATA, Stage
from tests.action.definitions import parse_action, parse_workflow
from tests.action.expressions import Evaluator, WorkflowError
from tests.action.occasions import starts

STEPS = (DATA / "steps.yml").read_text(encoding="utf-8")
SMALL = (DATA / "small" / "action.yml").read_text(encoding="utf-8")
CHECKOUT = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1"
UPLOAD = "actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f"
DOWNLOAD = "actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c"


def _job(*steps: str, on: str = "[push, pull_request, workflow_run]", permissions: str = "contents: read") -> str:
    lines = "".join(f"      - {step}\n" for step in steps)
    head = f"name: w\non: {on}\njobs:\n  j:\n    runs-on: x\n    permissions: {{{permissions}}}\n    steps:\n"
    return head + lines


def test_outputs_go_from_step_to_action_to_job(stage: Stage) -> None:
    job = stage.run(STEPS, stage.push())["one"]

    assert job.outputs == {"said": "a } ada outer token:contents=write"}
    assert job.find("Say").outputs == {"said": "a } ada outer token:contents=write"}


def test_a_failure_skips_what_does_not_ask_for_it(stage: Stage) -> None:
    job = stage.run(STEPS, stage.push())["one"]

    assert job.conclusion == "failure"
    outcomes = {step.name: step.outcome for step in job.steps[-6:]}
    assert outcomes == {
        "may fail": "failure",
        "sees it": "success",
        "fails": "failure",
        "skipped": "skipped",
        "after a failure": "success",
        "always": "success",
    }
    assert job.find("sees it").log == "done\n"
    assert "not reached" not in job.log
    assert Note("error", "half 100%\ndone") in job.notes
    assert job.summary == "# A title\n"


def test_a_step_passes_names_and_tools_on(stage: Stage) -> None:
    assert stage.run(STEPS, stage.push())["one"].find("take over").log == "own tool\nbefore a=1\nb\n"


def test_a_step_sees_nothing_of_this_machine(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OF_THIS_MACHINE", "1")
    job = stage.run(STEPS, stage.push())["one"]

    text = (job.temp / "environment").read_text(encoding="utf-8")
    names = {line.partition("=")[0] for line in text.splitlines()}
    own = {name for name in names if not name.startswith(("GITHUB_", "RUNNER_"))}
    assert own - {"_", "PWD", "SHLVL"} == {"CI", "FAIL", "HOME", "OUTER", "PATH", "TOKEN", "WORD"}
    assert os.environ["HOME"] not in text.splitlines()


def test_an_action_that_failed_still_gives_its_outputs(stage: Stage) -> None:
    with_ = "with: {word: w, fail: true}"
    job = stage.run(
        _job(f"{{id: a, uses: OWNER/reviewer@SHA, {with_}}}", "if: always()\n        run: echo"), stage.push()
    )

    assert job["j"].find("OWNER/reviewer@SHA").outcome == "failure"
    assert job["j"].steps[0].outputs["said"].startswith("w ")
    assert [step.outcome for step in job["j"].steps] == ["failure", "failure", "skipped", "skipped", "success"]


def test_a_cache_is_found_by_key_then_by_prefix_and_never_across_pull_requests(stage: Stage) -> None:
    text = _job("{id: a, uses: OWNER/reviewer@SHA, with: {word: w}}")
    seen = []
    occasions = [
        stage.propose(run_id="1"),
        stage.propose(run_id="2"),
        stage.push(run_id="3"),
        stage.push(run_id="4"),
        stage.propose(fork=True, run_id="5"),
    ]
    for occasion in occasions:
        job = stage.run(text, occasion)["j"]
        matched = job.find("Look for it").outputs["cache-matched-key"]
        seen.append((matched, job.steps[0].outputs["kept"], job.find("Keep it").outcome))

    merge, pushed = occasions[0].sha, occasions[2].sha
    assert seen == [
        ("", "", "success"),
        (f"kept-{merge}", "true", "skipped"),
        ("", "", "success"),
        (f"kept-{pushed}", "true", "skipped"),
        (f"kept-{merge}", "false", "success"),
    ]


def test_an_artifact_of_another_run_needs_a_token_that_may_read_it(stage: Stage) -> None:
    stage.run(
        _job("run: mkdir out; echo x > out/x; echo h > out/.hidden", f"{{uses: {UPLOAD}, with: {{path: out}}}}"),
        stage.push(),
    )
    fetch = f"{{uses: {DOWNLOAD}, with: {{name: artifact, path: in, run-id: 1, github-token: t}}}}"
    may = stage.run(_job(fetch, "run: ls -A in", permissions="actions: read"), stage.push(run_id="2"))["j"]
    may_not = stage.run(_job(fetch, permissions="contents: read"), stage.push(run_id="3"))["j"]

    assert may.log == "x\n"
    assert may_not.notes == [Note("error", "the token may not read artifacts of other runs")]


def test_a_token_for_a_fork_can_only_read(stage: Stage) -> None:
    permissions = "contents: read, checks: write"
    own = stage.run(_job("run: echo", permissions=permissions), stage.propose())["j"]
    fork = stage.run(_job("run: echo", permissions=permissions), stage.propose(fork=True, run_id="2"))["j"]

    assert own.permissions == {"contents": "read", "checks": "write"}
    assert fork.permissions == {"contents": "read", "checks": "read"}
    assert fork.token.endswith("contents=read,checks=read")


def test_a_run_for_a_fork_has_no_secret(stage: Stage) -> None:
    stage.runner.server.secrets["WORD"] = "kept"
    step = "{run: 'echo \"[$SAID]\"', env: {SAID: '${{ secrets.WORD }}'}}"
    own = stage.run(_job(step), stage.propose())["j"]
    fork = stage.run(_job(step), stage.propose(fork=True, run_id="2"))["j"]

    assert (own.log, fork.log) == ("[kept]\n", "[]\n")


def test_a_checkout_has_the_test_merge_and_the_history(stage: Stage) -> None:
    step = f"{{uses: {CHECKOUT}, with: {{fetch-depth: 0, persist-credentials: false}}}}"
    text = _job(step, "run: git log --format=%s; ls; git config --list --local")
    job = stage.run(text, stage.propose(fork=True))["j"]

    merge = f"Merge {stage.fork.run('rev-parse', 'change')} into {stage.shop.run('rev-parse', 'main')}"
    lines = job.steps[-1].log.splitlines()
    assert sorted(lines[:6]) == sorted([merge, "change of fork", "second", "first", "a.py", "b.py"])
    assert "extraheader" not in job.log


def test_a_plain_checkout_is_shallow_and_keeps_the_token(stage: Stage) -> None:
    job = stage.run(_job(f"uses: {CHECKOUT}", "run: git log --format=%s; git config --list --local"), stage.push())["j"]

    assert job.steps[-1].log.startswith("second\n")
    assert "first" not in job.log
    assert "extraheader" in job.log


@pytest.mark.parametrize(
    ("trigger", "expected"),
    [
        ("push", True),
        ("[pull_request]", False),
        ("{push: {branches: [main]}}", True),
        ("{push: {branches: ['release-*']}}", False),
    ],
)
def test_an_event_starts_the_workflows_that_wait_for_it(stage: Stage, trigger: str, *, expected: bool) -> None:
    assert starts(parse_workflow(_job("run: echo", on=trigger)), stage.push()) is expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (_job("uses: other/action@v1"), "no stand-in for other/action@v1"),
        (_job(f"{{uses: {CHECKOUT}, with: {{depth: 1}}}}"), "no input depth"),
        (_job("uses: OWNER/reviewer@SHA"), "needs the input word"),
        (_job("{run: x, retry: 3}"), "does not know: retry"),
        (_job("{run: x, uses: y}"), "either `run` or `uses`"),
        (_job("run: echo ${{ hashFiles('x') }}"), "Unrecognized function"),
        (_job("{run: x, if: 'runners.os'}"), "Unrecognized named-value"),
        (_job("{run: x, if: '${{ true }} && false'}"), "one expression or none"),
        (_job("run: x").replace("runs-on", "if: runner.os\n    runs-on"), "Unrecognized named-value"),
        (_job("run: x").replace("    permissions: {contents: read}\n", ""), "names no permissions"),
    ],
)
def test_what_the_runner_does_not_know_is_refused(stage: Stage, text: str, why: str) -> None:
    with pytest.raises(WorkflowError, match=why):
        stage.run(text, stage.push())


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("using: composite", "using: node24", "only composite"),
        ("shell: bash", "shell: pwsh", "only bash"),
        ("      shell: bash\n", "", "names its shell"),
        ("value:", "default: x\n    value:", "does not know: default"),
    ],
)
def test_an_action_that_cannot_be_run_is_refused(old: str, new: str, why: str) -> None:
    with pytest.raises(WorkflowError, match=why):
        parse_action(SMALL.replace(old, new, 1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("a=b=c\n", {"a": "b=c"}),
        ("a=1<<2\n", {"a": "1<<2"}),
        ("a<<X\n1\n\n2\nX\nb=\n", {"a": "1\n\n2", "b": ""}),
    ],
)
def test_names_and_values_are_read(text: str, expected: dict[str, str]) -> None:
    assert parse_pairs(text) == expected


@pytest.mark.parametrize("text", ["word\n", "=1\n", "a<<X\n1\n"])
def test_other_lines_fail_the_step(text: str) -> None:
    with pytest.raises(StepError):
        parse_pairs(text)


@pytest.mark.parametrize(
    ("condition", "failed", "expected"),
    [
        ("success()", False, True),
        ("true", True, False),
        ("always()", True, True),
        ("${{ !cancelled() && x.y == '1' }}", True, True),
        ("x.z || 'always()'", True, False),
        ("x.z", False, False),
        ("contains(x.y, '1') && x['Y'] == 1", False, True),
    ],
)
def test_a_condition_asks_for_success_unless_it_asks_for_something_else(
    evaluator: Evaluator, condition: str, *, failed: bool, expected: bool
) -> None:
    assert evaluator.holds(condition, {"x": {"y": "1"}}, failed=failed) is expected
