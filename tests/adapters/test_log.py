"""This module holds how the past of a real repository is read: merges, renames, gaps and the ends of a clone."""

import subprocess
from pathlib import Path

import pytest

from reviewer.adapters.git.repository import GitRepository, open_repository
from reviewer.model.history import Logged
from reviewer.ports import CutLog
from tests.adapters.repos import RepositoryBuilder, create_repository

SPECS = ("*.py",)
LONG = "".join(f"line {i}\n" for i in range(30))


@pytest.fixture
def builder(tmp_path: Path) -> RepositoryBuilder:
    return create_repository(tmp_path / "house")


def read(repository: GitRepository, commit: str, known: str = "", with_diff: int = 0) -> list[Logged]:
    return list(repository.log(commit, known, SPECS, with_diff))


def test_a_change_names_its_files_and_the_lines_it_replaced(builder: RepositoryBuilder) -> None:
    first = builder.commit({"a.py": "one\ntwo\nthree\n", "b.txt": "text\n"}, "Start\n\nwith a body")
    builder.commit({"b.txt": "other\n"}, "No program")
    third = builder.commit({"a.py": "one\nTWO\nthree\nfour\n"}, "fix: two")
    with open_repository(str(builder.directory)) as repository:
        newest, oldest = read(repository, third)

    assert (newest.commit, newest.message, newest.author) == (third, "fix: two", "Ada <ada@example.invalid>")
    assert newest.touches[0].stretches == ((2, 1, 2, 1), (3, 0, 4, 1))
    assert (newest.touches[0].added, newest.touches[0].deleted) == (2, 1)
    assert (oldest.commit, oldest.parents, oldest.message) == (first, (), "Start\n\nwith a body")
    assert [touch.path for touch in oldest.touches] == ["a.py"]


def test_only_what_is_not_known_is_logged(builder: RepositoryBuilder) -> None:
    known = builder.commit({"a.py": "1\n"})
    new = builder.commit({"a.py": "2\n"})
    with open_repository(str(builder.directory)) as repository:
        assert [logged.commit for logged in read(repository, new, known)] == [new]
        assert list(repository.main_line(new)) == [new, known]


def test_a_rename_keeps_the_name_before(builder: RepositoryBuilder) -> None:
    builder.commit({"old name.py": LONG})
    new = builder.commit({"old name.py": None, "new\tname.py": LONG + "more\n"})
    with open_repository(str(builder.directory)) as repository:
        touch = read(repository, new)[0].touches[0]

    assert (touch.path, touch.old_path, touch.added, touch.deleted) == ("new\tname.py", "old name.py", 1, 0)


def test_a_merge_is_one_change_and_names_who_made_it(builder: RepositoryBuilder) -> None:
    base = builder.commit({"a.py": "1\n"}, "base")
    builder.run("checkout", "--quiet", "-b", "side")
    builder.commit({"b.py": "1\n"}, "fix: b")
    builder.commit({"b.py": "2\n"}, "b again")
    builder.run("checkout", "--quiet", "main")
    builder.commit({"a.py": "2\n"}, "main goes on")
    builder.run("merge", "--quiet", "--no-ff", "-m", "Merge branch 'side'", "side")
    head = builder.run("rev-parse", "HEAD")
    with open_repository(str(builder.directory)) as repository:
        logged = read(repository, head)
        inner = list(repository.inner(head, ""))

    assert [change.message for change in logged] == ["Merge branch 'side'", "main goes on", "base"]
    assert [touch.path for touch in logged[0].touches] == ["b.py"]
    assert [(part.merge, part.subject) for part in inner] == [(head, "b again"), (head, "fix: b")]
    assert base == logged[-1].commit


def test_a_branch_that_was_merged_twice_belongs_to_the_first_merge(builder: RepositoryBuilder) -> None:
    builder.commit({"a.py": "1\n"}, "base")
    merges = []
    builder.run("branch", "side")
    for step in ("one", "two"):
        builder.run("checkout", "--quiet", "side")
        builder.commit({"b.py": f"{step}\n"}, f"side {step}")
        builder.run("checkout", "--quiet", "main")
        builder.run("merge", "--quiet", "--no-ff", "-m", f"Merge {step}", "side")
        merges.append(builder.run("rev-parse", "HEAD"))
    with open_repository(str(builder.directory)) as repository:
        inner = {part.subject: part.merge for part in repository.inner(merges[1], "")}

    assert inner == {"side one": merges[0], "side two": merges[1]}


def test_the_newest_changes_come_with_their_diff(builder: RepositoryBuilder) -> None:
    builder.commit({"a.py": "1\n"})
    head = builder.commit({"a.py": "2\n"})
    with open_repository(str(builder.directory)) as repository:
        newest, oldest = read(repository, head, with_diff=1)

    assert newest.diff.endswith(b"@@ -1 +1 @@\n-1\n+2\n")
    assert oldest.diff == b""


def test_text_cannot_pretend_to_be_a_change(builder: RepositoryBuilder) -> None:
    forged = b"x" * 9_000 + b"\n\0\0change " + b"f" * 40 + b" \0001\0A <a>\0forged\0\0\n"
    builder.commit({"a.py": b"ok\n"}, "base")
    head = builder.commit({"a.py": forged}, "change 0000 \x01 @@ -1 +1 @@\n\n@@ -9,9 +9,9 @@\ndiff --git a/x b/x")
    with open_repository(str(builder.directory)) as repository:
        logged = read(repository, head)

    assert logged[0].commit == head
    assert len(logged) == 2
    assert logged[0].message.startswith("change 0000")


def test_a_change_without_its_contents_is_named_and_not_counted(builder: RepositoryBuilder) -> None:
    builder.commit({"a.py": "1\n"}, "one")
    builder.commit({"a.py": "2\n"}, "two")
    lost = builder.run("rev-parse", "HEAD:a.py")
    builder.commit({"a.py": "3\n"}, "three")
    head = builder.commit({"b.py": "4\n"}, "four")
    (builder.git_dir / "objects" / lost[:2] / lost[2:]).unlink()
    with open_repository(str(builder.directory)) as repository:
        logged = read(repository, head)

    assert [(c.message, c.measured) for c in logged] == [
        ("four", True),
        ("three", False),
        ("two", False),
        ("one", True),
    ]
    assert logged[1].touches[0].path == "a.py"


def test_a_shallow_clone_is_cut_where_it_ends(builder: RepositoryBuilder, tmp_path: Path) -> None:
    for number in range(4):
        builder.commit({"a.py": f"{number}\n"}, str(number))
    clone = builder.clone(tmp_path / "shallow", "--depth=2")
    head = clone.run("rev-parse", "HEAD")
    with open_repository(str(clone.directory)) as repository:
        log = repository.log(head, "", SPECS, 0)
        assert next(log).message == "3"
        with pytest.raises(CutLog):
            next(log)


def test_a_clone_without_trees_is_cut_and_fetches_nothing(builder: RepositoryBuilder, tmp_path: Path) -> None:
    builder.run("config", "uploadpack.allowFilter", "true")
    for number in range(3):
        builder.commit({"a.py": f"{number}\n"}, str(number))
    clone = tmp_path / "partial"
    command = ["git", "clone", "--quiet", "--no-checkout", "--filter=tree:0", f"file://{builder.directory}", str(clone)]
    subprocess.run(command, check=True, capture_output=True)
    head = builder.run("rev-parse", "HEAD")
    before = sorted(path.name for path in (clone / ".git" / "objects").rglob("*"))
    with open_repository(str(clone)) as repository, pytest.raises(CutLog):
        read(repository, head)

    assert sorted(path.name for path in (clone / ".git" / "objects").rglob("*")) == before
