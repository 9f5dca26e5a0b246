"""The command `reviewer provenance`: a range, a commit, a file, a manifest; what is told and what is escaped."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from reviewer.adapters.store import open_store
from reviewer.cli.main import main
from reviewer.model.facts import Provenance
from reviewer.model.manifest import Coverage, Manifest
from tests.adapters.repos import RepositoryBuilder, create_repository

from .houses import House, Ran

CLAUDE = "Co-Authored-By: Claude <noreply@anthropic.com>"
MIT = "Permission is hereby granted, free of charge, to any person obtaining a copy\n"
SETTINGS = """
[provenance]
automation = ["house-ci"]

[[provenance.signatures]]
tool = "the house's own assistant"
where = "trailer"
regex = "^House-AI: yes$"
implies = "ai_assisted"
"""


@pytest.fixture
def shop(tmp_path: Path) -> RepositoryBuilder:
    builder = create_repository(tmp_path / "shop")
    builder.commit({"till.py": "a = 1\nb = 2\n", "LICENSE": MIT, "reviewer.toml": SETTINGS, "AGENTS.md": "Read me.\n"})
    builder.run("checkout", "-q", "-b", "topic")
    builder.commit({"till.py": "a = 1\nb = 3\n"}, f"fix: b\n\n{CLAUDE}")
    builder.commit({"till.py": "a = 1\nb = 3\nc = 4\n"}, "feat: c\n\nHouse-AI: yes")
    builder.commit({"till.py": "a = 1\nb = 3\nc = 4\nd = 5\n"}, "feat: d")
    return builder


@pytest.fixture
def run(shop: RepositoryBuilder, capsys: pytest.CaptureFixture[str]) -> "Run":
    return Run(shop, capsys)


class Run:
    """Runs the command in a repository."""

    def __init__(self, shop: RepositoryBuilder, capsys: pytest.CaptureFixture[str]) -> None:
        self.shop = shop
        self._capsys = capsys

    def __call__(self, *arguments: str) -> Ran:
        house = House(self.shop, self.shop.directory, self._capsys)
        return house.run("provenance", "--repo", str(self.shop.directory), *arguments)


def test_a_range_tells_every_commit_and_what_is_behind_it(run: Run) -> None:
    ran = run("main..topic")

    assert (ran.code, ran.err) == (0, "")
    assert "3 commits lead to" in ran.out
    assert "at least 2 made with a machine." in ran.out
    assert "     2  AI-assisted\n" in ran.out
    assert "     1  human or undeclared\n" in ran.out
    assert f"Claude by the mail of a trailer: {CLAUDE} [observed: chaoss, ccattr, aidev]" in ran.out
    assert "the house's own assistant by a trailer: House-AI: yes [settings, medium]" in ran.out
    assert "The change as a whole: AI-assisted, at least, high confidence." in ran.out
    assert "Written for agents, which says nothing of a commit: AGENTS.md." in ran.out
    assert ran.out.endswith("No sign is no proof: a machine that left none cannot be told from a person.\n")


def test_without_a_range_it_is_what_head_adds(run: Run) -> None:
    assert "3 commits lead to" in run().out


def test_a_commit_is_told_by_itself(run: Run) -> None:
    assert "1 commit is" in run("topic~2").out
    assert "no sign of a machine" in run("topic").out
    assert "The change as a whole" not in run("topic").out


def test_the_same_as_json(run: Run) -> None:
    told = json.loads(run("main..topic", "--format", "json").out)

    assert told["schema"] == "reviewer.provenance/1"
    assert [commit["class"] for commit in told["commits"]] == ["human_or_undeclared", "ai_assisted", "ai_assisted"]
    assert told["change"]["class"] == "ai_assisted"
    assert told["commits"][2]["signals"] == [
        {
            "tool": "claude_code",
            "where": "the mail of a trailer",
            "what": CLAUDE,
            "implies": "ai_assisted",
            "strength": "strong",
            "source": "observed: chaoss, ccattr, aidev",
        }
    ]
    assert told["sources"]["chaoss"].startswith("https://github.com/chaoss/disclosure")
    assert told["hints"] == ["AGENTS.md"]


def test_a_file_tells_who_wrote_which_lines(run: Run) -> None:
    out = run("--file", str(run.shop.directory / "till.py")).out

    assert "4 lines, mixed." in out
    assert "          1-1  " in out
    assert "AI-assisted: fix: b" in out
    assert "human or undeclared: feat: d" in out


def test_a_note_on_lines_goes_before_the_commit(run: Run) -> None:
    head = run.shop.run("rev-parse", "topic~2")
    note = (
        "till.py\n  s_c9883b05a2487d::t_9f8e7d6c5b4a32 2\n---\n"
        '{"schema_version": "authorship/3.0.0", "prompts": {}, '
        '"sessions": {"s_c9883b05a2487d": {"agent_id": {"tool": "codex", "model": "gpt"}}}}'
    )
    run.shop.run("notes", "--ref=ai", "add", "-F", "-", head, feed=note.encode())
    told = json.loads(run("--file", str(run.shop.directory / "till.py"), "--format", "json").out)
    line = next(part for part in told["lines"] if part["first"] == 2)

    assert (line["class"], line["noted"], line["tool"]) == ("ai_authored", "ai", "codex")
    assert "codex by a note on lines: lines by a machine: 1, mixed: 0, by a person: 0" in run("topic~2").out


def test_an_agent_trace_in_the_tree_is_read(run: Run) -> None:
    head = run.shop.run("rev-parse", "topic~2")
    talk = {"contributor": {"type": "mixed", "model_id": "m"}, "ranges": [{"start_line": 2, "end_line": 2}]}
    record = {
        "vcs": {"type": "git", "revision": head},
        "tool": {"name": "cursor"},
        "files": [{"path": "till.py", "conversations": [talk]}],
    }
    run.shop.commit({".agent-trace/traces.jsonl": json.dumps(record) + "\n"})
    told = json.loads(run("--file", str(run.shop.directory / "till.py"), "--format", "json").out)
    line = next(part for part in told["lines"] if part["first"] == 2)

    assert (line["class"], line["noted"], line["tool"]) == ("mixed", "mixed", "cursor")


def test_a_manifest_has_a_record_for_every_file_and_commit(run: Run, tmp_path: Path) -> None:
    place = tmp_path / "manifest.jsonl"
    run.shop.commit({"logo.bin": b"\0\1\2", "empty.py": "", "x/y.py": "# SPDX-License-Identifier: ISC\n"}, "more")
    ran = run("--export", str(place))
    records = [json.loads(line) for line in place.read_text(encoding="utf-8").splitlines()]
    files = {record["path"]: record for record in records if record["kind"] == "file"}
    till = files["till.py"]

    assert (ran.code, ran.out) == (0, "")
    assert records[0] == {
        "kind": "manifest",
        "schema": "reviewer.manifest/1",
        "revision": run.shop.run("rev-parse", "HEAD"),
    }
    assert sum(record["kind"] == "commit" for record in records) == 5
    assert (till["class"], till["lines_by_class"]) == ("mixed", {"ai_assisted": 2, "human_or_undeclared": 2})
    assert till["sha256"] == sha256((run.shop.directory / "till.py").read_bytes()).hexdigest()
    assert till["blob"] == run.shop.run("rev-parse", "HEAD:till.py")
    assert (till["licence"], till["licence_from"]) == ("MIT", "licence file")
    assert (files["x/y.py"]["licence"], files["x/y.py"]["licence_from"]) == ("ISC", "SPDX line")
    assert (files["logo.bin"]["class"], files["logo.bin"]["unread"]) == ("unread", "binary")
    assert [signal["tool"] for signal in till["evidence"]] == ["claude_code", "the house's own assistant"]
    assert records[-1]["files_unread"] == {"binary": 1, "empty": 1}
    assert records[-1]["lines_undecidable"] == records[-1]["lines_by_class"]["human_or_undeclared"]
    assert "undecidable:" in ran.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["manifest.jsonl", "shop"]


def test_equal_repositories_give_equal_manifests(run: Run, tmp_path: Path) -> None:
    run("--export", str(tmp_path / "one"))
    run("--export", str(tmp_path / "two"))

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["no-such-branch"], "no-such-branch"),
        (["--file", "gone.py"], "'gone.py' cannot be read"),
        (["--file", "a", "--export", "b"], "exclude each other"),
        (["--export", "no/such/folder/x"], "cannot be written"),
        (["main..gone"], "gone"),
    ],
)
def test_what_cannot_be_said_is_an_error(run: Run, arguments: list[str], said: str) -> None:
    ran = run(*arguments) if "--file" not in arguments else run(*_in(run, arguments))

    assert ran.code == 2
    assert said in ran.err


def _in(run: Run, arguments: list[str]) -> list[str]:
    return [str(run.shop.directory / value) if value.endswith(".py") else value for value in arguments]


def test_hostile_words_are_escaped(run: Run) -> None:
    run.shop.commit(
        {"x.py": "1\n"}, f"evil \x1b[31m\u202esubject\n\nHouse-AI: yes\n{CLAUDE}\u202e <noreply@anthropic.com>"
    )
    out = run("main..topic").out

    assert "\x1b" not in out
    assert "\u202e" not in out


def test_settings_with_a_wrong_row_are_refused(run: Run) -> None:
    run.shop.commit({"reviewer.toml": SETTINGS.replace("^House-AI: yes$", "(a+)+")})
    ran = run("topic")

    assert ran.code == 2
    assert "it repeats a group" in ran.err


def test_a_change_cannot_talk_itself_out_of_what_it_is(run: Run) -> None:
    run.shop.commit({"reviewer.toml": '[provenance]\nautomation = ["ada"]\n'})

    assert "the house's own assistant by a trailer" in run("main..topic").out


def test_a_collected_pull_request_is_told_from_the_facts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sign = {
        "tool": "devin",
        "where": "the account",
        "what": "devin[bot] \x1b[31m",
        "implies": "x",
        "source": "the list",
    }
    rows = [
        Provenance(
            subject=subject,
            number=12,
            commit=commit,
            provenance=cls,
            confidence="high",
            at_least=True,
            declared=None,
            share_known=True,
            tools=("devin",),
            evidence=json.dumps([sign]),
        )
        for subject, commit, cls in (("commit", "a" * 40, "ai_assisted"), ("pull", None, "fully_synthetic"))
    ]
    manifest = Manifest("github.com", "shop/till", 1_764_000_100, coverage=(Coverage("github", 0, 1, ("pulls",)),))
    open_store(tmp_path).repository("shop/till").write(rows, manifest)

    assert main(["provenance", "--pull", "Shop/Till#12", "--store", str(tmp_path)]) == 0
    told = capsys.readouterr().out
    assert told.startswith(
        "The pull request: at least fully synthetic, high confidence\n    devin by the account: devin"
    )
    assert "aaaaaaaaaaaa: at least AI-assisted" in told
    assert "\x1b" not in told
    assert main(["provenance", "--pull", "shop/till#12", "--store", str(tmp_path), "--format", "json"]) == 0
    assert [row["subject"] for row in json.loads(capsys.readouterr().out)["verdicts"]] == ["pull", "commit"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--pull", "12"], "names no pull request"),
        (["--pull", "shop/none#12"], "there are no facts of 'shop/none'"),
        (["--pull", "shop/till#12", "--file", "a.py"], "exclude each other"),
    ],
)
def test_a_pull_request_that_is_not_there_is_named(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["provenance", *arguments, "--store", str(tmp_path)]) == 2
    assert said in capsys.readouterr().err
