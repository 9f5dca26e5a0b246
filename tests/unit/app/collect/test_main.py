"""The main line as git alone knows it, and with the pull requests that GitHub told of."""

import json
from pathlib import Path

import pytest

from reviewer.adapters.git.repository import open_repository
from reviewer.app.collect.facts import write_facts
from reviewer.app.collect.git import Gathered, collect_git
from reviewer.errors import ReviewerError
from reviewer.model.facts import MainCommit
from tests.adapters.repos import RepositoryBuilder, create_repository
from tests.unit.app.collect.kept import MemoryKept
from tests.unit.app.collect.records import make_commit, make_pull, wrap

STATE = {"version": 1, "since": 0, "done": {"pull": 1_900_000_000}, "missing": {}}


@pytest.fixture
def builder(tmp_path: Path) -> RepositoryBuilder:
    """A repository with one commit."""
    found = create_repository(tmp_path / "till")
    found.commit({"till.py": "a\n"}, "Begin")
    return found


def _gather(builder: RepositoryBuilder, kept: MemoryKept, head: str = "main") -> Gathered:
    with open_repository(str(builder.directory)) as repository:
        return collect_git(repository, kept, head=head, tell=lambda _done, _total: None)


def _rows(builder: RepositoryBuilder, kept: MemoryKept | None = None) -> list[MainCommit]:
    kept = kept or MemoryKept()
    _gather(builder, kept)
    write_facts(kept, now=5)
    return kept.tables["main"]


def _told(rows: list[MainCommit]) -> list[tuple[str, int | None, str | None]]:
    return [(row.subject, row.number, row.how) for row in rows]


def _merge(builder: RepositoryBuilder, branch: str, message: str) -> str:
    builder.run("merge", "--quiet", "--no-ff", "--message", message, branch)
    return builder.run("rev-parse", "HEAD")


def test_what_git_alone_tells_of_a_main_line(builder: RepositoryBuilder) -> None:
    builder.run("checkout", "--quiet", "-b", "topic")
    builder.commit({"a.py": "1\n2\n"}, "Add a")
    builder.commit({"a.py": "1\n3\n"}, "Fix a crash")
    builder.run("checkout", "--quiet", "main")
    merge = _merge(builder, "topic", "Merge pull request #3 from ada/topic\n\nAdd a")
    squash = builder.commit({"b.py": "1\n"}, "Add b (#4)\n\nCo-authored-by: Bea <bea@shop.example>")
    builder.commit({"b.py": "2\n"}, f'Revert "Add b (#4)"\n\nThis reverts commit {squash}.')
    builder.commit({"b.py": "3\n"}, "fix(till): count from one")
    rows = _rows(builder)

    assert _told(rows) == [
        ("Begin", None, "direct?"),
        ("Merge pull request #3 from ada/topic", 3, "merge"),
        ("Add b (#4)", 4, "squash"),
        ('Revert "Add b (#4)"', None, "direct?"),
        ("fix(till): count from one", None, "direct?"),
    ]
    assert [row.place for row in rows] == [1, 2, 3, 4, 5]
    assert (rows[1].commit, rows[1].merged_commits, rows[1].files) == (merge, 2, 1)
    assert (rows[1].additions, rows[1].deletions) == (2, 0)
    assert (rows[2].author, rows[2].mail, rows[2].co_authors) == (
        "Ada",
        "ada@example.invalid",
        ("Bea <bea@shop.example>",),
    )
    assert (rows[3].kind, rows[3].reverts, rows[3].blamed) == ("revert", (squash,), (4,))
    assert (rows[4].kind, rows[4].fix_level) == ("fix", "conventional")
    assert {row.provenance for row in rows} == {"human_or_undeclared"}


def test_lines_that_nobody_reads_are_counted_apart(builder: RepositoryBuilder) -> None:
    builder.commit(
        {
            "till.py": "a\nb\n",
            "package-lock.json": "1\n2\n3\n",
            "vendor/x.js": "1\n",
            "tests/__snapshots__/till.snap": "1\n2\n",
        }
    )
    builder.run("mv", "till.py", "desk.py")
    builder.commit({})
    rows = _rows(builder)

    assert [(row.additions, row.reviewable_additions, row.files) for row in rows[1:]] == [(7, 1, 4), (0, 0, 1)]


def test_a_commit_that_changes_nothing_has_its_place_too(builder: RepositoryBuilder) -> None:
    builder.commit({}, "Nothing")
    builder.commit({"a.py": "1\n"}, "Something")
    rows = _rows(builder)

    assert [(row.subject, row.place, row.additions, row.files) for row in rows] == [
        ("Begin", 1, 1, 1),
        ("Nothing", 2, 0, 0),
        ("Something", 3, 1, 1),
    ]


def test_people_are_called_by_the_mailmap(builder: RepositoryBuilder) -> None:
    builder.commit({".mailmap": "Ada Lovelace <ada@shop.example> <ada@example.invalid>\n"})
    rows = _rows(builder)

    assert {(row.author, row.mail) for row in rows} == {("Ada Lovelace", "ada@shop.example")}


def test_commits_of_one_number_in_a_row_may_have_been_rebased(builder: RepositoryBuilder) -> None:
    builder.commit({"a.py": "1\n"}, "Add a (#4)")
    builder.commit({"a.py": "2\n"}, "Test a (#4)")
    builder.commit({"a.py": "3\n"}, "Add more (#5)")

    assert [how for _, _, how in _told(_rows(builder))] == ["direct?", "rebase?", "rebase?", "squash"]


def test_a_merge_of_fixes_without_words_of_its_own_is_a_fix(builder: RepositoryBuilder) -> None:
    builder.run("checkout", "--quiet", "-b", "topic")
    builder.commit({"a.py": "1\n"}, "Fix a crash")
    builder.run("checkout", "--quiet", "main")
    builder.commit({"b.py": "1\n"})
    _merge(builder, "topic", "Merge branch 'topic'")
    row = _rows(builder)[-1]

    assert (row.kind, row.fix_level, row.number, row.how) == ("fix", "words", None, "merge")


def test_an_agent_in_the_commits_of_a_merge_is_seen(builder: RepositoryBuilder) -> None:
    builder.run("checkout", "--quiet", "-b", "topic")
    builder.write({"a.py": "1\n"})
    builder.run("add", "--all")
    builder.run("commit", "--quiet", "--author", "Claude <noreply@anthropic.com>", "--message", "Add a")
    builder.run("checkout", "--quiet", "main")
    _merge(builder, "topic", "Merge pull request #3 from ada/topic\n\nAdd a")
    kept = MemoryKept()
    rows = _rows(builder, kept)

    assert [row.provenance for row in rows] == ["human_or_undeclared", "ai_authored"]
    assert [(row.subject, row.number, row.commit) for row in kept.tables["provenance"]] == [
        ("main", None, rows[0].commit),
        ("main", 3, rows[1].commit),
    ]


# --- with what GitHub told


def test_github_tells_what_git_has_to_guess(builder: RepositoryBuilder) -> None:
    kept = MemoryKept()
    squash = builder.commit({"a.py": "1\n"}, "Any title at all")
    rebased = [builder.commit({"a.py": f"{n}\n"}, f"Step {n}") for n in (2, 3)]
    single = builder.commit({"a.py": "4\n"}, "One commit")
    builder.commit({"a.py": "5\n"}, "See issue (#77)")
    builder.commit({"a.py": "6\n"}, "Pushed")
    steps = [make_commit("x1", "Step 1 is in main"), make_commit("x2", "Step 2\n\nbody"), make_commit("x3", "Step 3")]
    pulls = [
        make_pull(4, title="Fix rounding", mergeCommit={"oid": squash}, headRefName="fix/rounding"),
        make_pull(5, mergeCommit={"oid": rebased[-1]}, commits={"totalCount": 3, "nodes": steps}),
        make_pull(6, mergeCommit={"oid": single}, commits={"totalCount": 1, "nodes": [make_commit("y", "One commit")]}),
    ]
    kept.archive("github").append(wrap("pull", *pulls), STATE)
    rows = _rows(builder, kept)

    assert _told(rows) == [
        ("Begin", None, "direct"),
        ("Any title at all", 4, "squash"),
        ("Step 2", 5, "rebase"),
        ("Step 3", 5, "rebase"),
        ("One commit", 6, "rebase"),
        ("See issue (#77)", None, "direct"),
        ("Pushed", None, "direct"),
    ]
    assert [(row.kind, row.fix_level) for row in rows if row.number == 4] == [("fix", "label")]


def test_what_was_merged_before_the_collecting_began_stays_a_guess(builder: RepositoryBuilder) -> None:
    kept = MemoryKept()
    builder.commit({"a.py": "1\n"}, "Add a (#4)")
    kept.archive("github").append(wrap("pull", make_pull(9)), {**STATE, "since": 1_800_000_000})

    assert _told(_rows(builder, kept)) == [("Begin", None, "direct?"), ("Add a (#4)", 4, "squash")]


def test_a_squash_is_what_its_pull_request_is(builder: RepositoryBuilder) -> None:
    kept = MemoryKept()
    squash = builder.commit({"a.py": "1\n"}, "Add a (#4)")
    agent = make_commit("c", "Add a\n\nCo-Authored-By: Claude <noreply@anthropic.com>")
    pull = make_pull(4, mergeCommit={"oid": squash}, commits={"totalCount": 1, "nodes": [agent]})
    kept.archive("github").append(wrap("pull", pull), STATE)

    assert [row.provenance for row in _rows(builder, kept)] == ["human_or_undeclared", "ai_assisted"]


# --- again, and elsewhere


def test_only_what_is_new_is_read_again(builder: RepositoryBuilder) -> None:
    kept = MemoryKept()
    assert _gather(builder, kept).read == 1
    assert _gather(builder, kept).read == 0
    builder.commit({"a.py": "1\n"}, "Add a (#4)")
    told = _gather(builder, kept)

    assert (told.read, told.commits, told.whole) == (1, 2, True)
    assert [row.subject for row in _rows(builder, kept)] == ["Begin", "Add a (#4)"]


def test_a_history_that_was_written_anew_replaces_the_old_one(builder: RepositoryBuilder) -> None:
    kept = MemoryKept()
    for n in range(3):
        builder.commit({"a.py": f"{n}\n"}, f"Old {n}")
    assert len(_rows(builder, kept)) == 4
    builder.run("reset", "--quiet", "--hard", "HEAD~3")
    builder.commit({"a.py": "new\n"}, "New")

    assert [row.subject for row in _rows(builder, kept)] == ["Begin", "New"]


def test_what_a_merge_brought_in_the_old_history_is_not_in_the_new_one(builder: RepositoryBuilder) -> None:
    kept = MemoryKept()
    builder.run("checkout", "--quiet", "-b", "topic")
    builder.commit({"a.py": "1\n"}, "Add a\n\nCo-Authored-By: Claude <noreply@anthropic.com>")
    builder.run("checkout", "--quiet", "main")
    _merge(builder, "topic", "Merge branch 'topic'")
    assert [(row.provenance, row.merged_commits) for row in _rows(builder, kept)][1] == ("ai_assisted", 1)
    builder.run("reset", "--quiet", "--hard", "HEAD~1")
    builder.commit({"a.py": "new\n"}, "New")

    assert [(row.provenance, row.merged_commits, row.co_authors) for row in _rows(builder, kept)][1] == (
        "human_or_undeclared",
        0,
        (),
    )


def test_a_commit_belongs_to_the_oldest_merge_that_brought_it_and_later_runs_add_to_that(
    builder: RepositoryBuilder,
) -> None:
    kept = MemoryKept()
    builder.run("checkout", "--quiet", "-b", "one")
    builder.commit({"a.py": "1\n"}, "One")
    builder.run("checkout", "--quiet", "-b", "two")
    builder.commit({"b.py": "1\n"}, "Two")
    builder.run("checkout", "--quiet", "main")
    _merge(builder, "one", "Merge branch 'one'")
    first = _rows(builder, kept)
    _merge(builder, "two", "Merge branch 'two'")
    later = _rows(builder, kept)

    assert [row.merged_commits for row in first] == [0, 1]
    assert [row.merged_commits for row in later] == [0, 1, 1]
    assert later == _rows(builder)


def test_notes_on_lines_tell_who_wrote_a_commit(builder: RepositoryBuilder) -> None:
    commit = builder.commit({"a.py": "1\n2\n"}, "Add a")
    metadata = {
        "schema_version": "authorship/3.0.0",
        "base_commit_sha": commit,
        "prompts": {"a1b2c3d4e5f6a7b8": {"agent_id": {"tool": "cursor", "id": "x", "model": "gpt-5"}}},
    }
    note = f"a.py\n  a1b2c3d4e5f6a7b8 1-2\n---\n{json.dumps(metadata)}"
    builder.run("notes", "--ref", "refs/notes/ai", "add", "--message", note, commit)

    assert [row.provenance for row in _rows(builder)] == ["human_or_undeclared", "ai_authored"]


def test_a_shallow_clone_says_that_it_is_not_whole(builder: RepositoryBuilder, tmp_path: Path) -> None:
    kept = MemoryKept()
    for n in range(4):
        builder.commit({"a.py": f"{n}\n"}, f"Change {n}")
    shallow = builder.clone(tmp_path / "shallow", "--depth=3")
    told = _gather(shallow, kept, "HEAD")

    assert (told.commits, told.whole) == (2, False)
    assert [(row.place, row.subject) for row in _rows(shallow, kept)] == [(1, "Change 2"), (2, "Change 3")]
    assert kept.manifest() is not None
    shallow.run("fetch", "--quiet", "--unshallow")
    assert [row.subject for row in _rows(shallow, kept)] == ["Begin", *(f"Change {n}" for n in range(4))]


def test_a_clone_without_contents_names_files_and_counts_nothing(builder: RepositoryBuilder, tmp_path: Path) -> None:
    builder.run("config", "uploadpack.allowFilter", "true")
    builder.commit({"a.py": "1\n"}, "Add a (#4)")
    bare = builder.clone(tmp_path / "bare", "--filter=blob:none", "--no-checkout", "--bare")
    rows = _rows(bare)

    assert [(row.subject, row.number, row.files, row.additions, row.reviewable_additions) for row in rows] == [
        ("Begin", None, 1, None, None),
        ("Add a (#4)", 4, 1, None, None),
    ]


def test_git_alone_says_which_metrics_it_cannot_know(builder: RepositoryBuilder) -> None:
    kept = MemoryKept()
    _gather(builder, kept)
    manifest = write_facts(kept, now=5)

    assert {"review class, zero-review rate", "bugs per developer", "rubber stamps"} <= set(manifest.unknown)
    assert not {"fix share", "revert rate", "rework", "size"} & set(manifest.unknown)


def test_a_revision_that_is_no_commit_is_told(builder: RepositoryBuilder) -> None:
    with pytest.raises(ReviewerError):
        _gather(builder, MemoryKept(), "nowhere")
