"""This module holds what every repository must do, real or fake."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from reviewer.adapters.git.repository import open_repository
from reviewer.change.diff import parse_change
from reviewer.errors import ReviewerError
from reviewer.model.change import Change, Revision
from reviewer.ports import Origin, Range, Repository
from tests.adapters.fakes import FakeRepository
from tests.adapters.repos import create_repository

Revisions = Mapping[str, Mapping[str, bytes]]
Make = Callable[[Revisions], Repository]


def _make_real(directory: Path) -> Make:
    def make(revisions: Revisions) -> Repository:
        builder = create_repository(directory / "real")
        before: Mapping[str, bytes] = {}
        for name, files in revisions.items():
            builder.commit({**dict.fromkeys(before.keys() - files.keys()), **files}, name)
            builder.run("tag", name)
            before = files
        return open_repository(str(builder.directory))

    return make


@pytest.fixture(params=["fake", "real"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    """Return a function that turns named revisions, oldest first, into a repository."""
    return FakeRepository if request.param == "fake" else _make_real(tmp_path)


def _change(repository: Repository, base: str, head: str) -> Change:
    ends = repository.resolve(Range(base=base, head=head))
    return parse_change(repository.diff(ends.base, ends.head), ends.base, ends.head)


def test_resolve_names_both_ends(make: Make) -> None:
    ends = make({"one": {"a": b"1\n"}, "two": {"a": b"2\n"}}).resolve(Range(base="one", head="two"))

    assert (ends.base.name, ends.head.name) == ("one", "two")
    assert ends.base.commit != ends.head.commit
    assert ends.base.tree != ends.head.tree


@pytest.mark.parametrize("name", ["nowhere", "--output=x", "-x"])
def test_an_unknown_revision_is_one_error_with_a_hint(make: Make, name: str) -> None:
    with pytest.raises(ReviewerError, match="revision") as caught:
        make({"one": {"a": b"1\n"}}).resolve(Range(base=name, head="one"))

    assert caught.value.hint


def test_without_names_the_last_step_is_shown(make: Make) -> None:
    repository = make({"one": {"a": b"1\n"}, "two": {"a": b"2\n"}})
    ends = repository.resolve(Range())

    assert ends.notes
    assert [file.path for file in parse_change(repository.diff(ends.base, ends.head), ends.base, ends.head).files] == [
        "a"
    ]


def test_the_first_revision_is_compared_with_nothing(make: Make) -> None:
    repository = make({"one": {"a": b"1\n"}})
    ends = repository.resolve(Range())
    change = parse_change(repository.diff(ends.base, ends.head), ends.base, ends.head)

    assert (ends.base.name, ends.base.commit) == ("the empty tree", "")
    assert [(file.status, file.path) for file in change.files] == [("added", "a")]


def test_diff_shows_every_kind_of_change(make: Make) -> None:
    long = b"".join(b"line %d\n" % i for i in range(20))
    repository = make(
        {
            "one": {"edited": b"a\nb\nc\n", "gone": b"x\n", "moved/old": long, "same": b"same\n", "data": b"\0one"},
            "two": {
                "edited": b"a\nB\nB2\nc\nd\n",
                "new": b"n\n",
                "moved/new": long,
                "same": b"same\n",
                "data": b"\0two",
            },
        }
    )
    files = {file.path: file for file in _change(repository, "one", "two").files}

    assert {path: file.status for path, file in files.items()} == {
        "data": "modified",
        "edited": "modified",
        "gone": "deleted",
        "moved/new": "renamed",
        "new": "added",
    }
    assert files["edited"].added_lines == {2: "B", 3: "B2", 5: "d"}
    assert files["edited"].deleted_lines == {2: "b"}
    assert files["gone"].deleted_lines == {1: "x"}
    assert files["moved/new"].old_path == "moved/old"
    assert files["data"].content == "binary"


def test_a_missing_last_newline_is_no_line(make: Make) -> None:
    repository = make({"one": {"a": b"1\n2"}, "two": {"a": b"1\n2\n3"}})
    (file,) = _change(repository, "one", "two").files

    assert file.added_lines == {2: "2", 3: "3"}


def test_an_empty_change_has_no_diff(make: Make) -> None:
    repository = make({"one": {"a": b"1\n"}})
    ends = repository.resolve(Range(base="one", head="one"))

    assert repository.diff(ends.base, ends.head) == b""


@pytest.mark.parametrize(
    "path", ["*.py", "src/[a].py", "-x", ":(top)", "naïve.py", "a b", 'q"uote', "tab\tbed", "\udcff"]
)
def test_a_path_may_be_any_bytes(make: Make, path: str) -> None:
    repository = make({"one": {"zero.py": b"0\n"}, "two": {"zero.py": b"0\n", path: b"1\n"}})
    (file,) = _change(repository, "one", "two").files

    assert (file.path, file.added_lines) == (path, {1: "1"})
    assert repository.read([file.new_blob]) == {file.new_blob: b"1\n"}


def test_read_gives_contents_or_reasons(make: Make) -> None:
    repository = make(
        {"one": {"small": b"x\r\n\0y", "empty": b"", "limit": b"l" * 1_000_000, "large": b"x" * 1_000_001}}
    )
    entries = {entry.path: entry.blob for entry in repository.tree(repository.resolve(Range()).head)}
    absent = "1" * 40

    assert repository.read([*entries.values(), absent, entries["small"]]) == {
        entries["small"]: b"x\r\n\0y",
        entries["empty"]: b"",
        entries["limit"]: b"l" * 1_000_000,
        entries["large"]: "larger than 1 MB",
        absent: "missing from this clone",
    }
    assert repository.read([]) == {}


def test_read_takes_a_path_in_a_tree(make: Make) -> None:
    repository = make({"one": {"pyproject.toml": b"[tool]\n", "src/a b.py": b"1\n"}})
    tree = repository.resolve(Range()).head.tree
    names = [f"{tree}:{path}" for path in ("pyproject.toml", "src/a b.py", "reviewer.toml", "two words.toml")]

    assert list(repository.read(names).values()) == [
        b"[tool]\n",
        b"1\n",
        "missing from this clone",
        "missing from this clone",
    ]


def test_read_takes_many_large_blobs_at_once(make: Make) -> None:
    files = {f"f{i:03}": b"%d" % i * 10_000 for i in range(200)}
    repository = make({"one": files})
    found = repository.read(entry.blob for entry in repository.tree(repository.resolve(Range()).head))

    assert sorted(found.values(), key=str) == sorted(files.values(), key=str)


def test_tree_lists_every_file_by_path(make: Make) -> None:
    repository = make({"one": {"b/c": b"1\n", "b.c": b"2\n", "a": b"3\n", "ü": b"4\n"}})
    entries = repository.tree(repository.resolve(Range()).head)

    assert [(entry.path, entry.mode) for entry in entries] == [(p, 0o100644) for p in ("a", "b.c", "b/c", "ü")]


def test_subjects_are_told_newest_first(make: Make) -> None:
    repository = make({name: {"a": name.encode()} for name in ("one", "two", "three")})
    ends = repository.resolve(Range(base="one", head="three"))

    assert repository.messages(ends.base, ends.head, 10) == ("three", "two")
    assert repository.messages(ends.base, ends.head, 1) == ("three",)
    assert repository.messages(Revision("nothing", ends.base.tree), ends.head, 10) == ()


def test_recent_sizes_count_added_lines_newest_first(make: Make) -> None:
    repository = make(
        {
            "one": {"a": b"1\n"},
            "two": {"a": b"1\n2\n3\n", "change x": b"1\n"},
            "three": {"change x": b"1\n"},
            "four": {"change x": b"2\n", "data": b"\0"},
        }
    )
    head = repository.resolve(Range(base="one", head="four")).head

    assert [sum(s.values()) for s in repository.recent_sizes(head, 10)] == [1, 0, 3, 1]
    assert [sum(s.values()) for s in repository.recent_sizes(head, 2)] == [1, 0]


def test_a_commit_is_found_by_its_id_or_the_beginning_of_it(make: Make) -> None:
    repository = make({"one": {"a": b"1\n"}, "two": {"a": b"2\n"}})
    ends = repository.resolve(Range(base="one", head="two"))
    found, same = repository.commit(ends.head.commit), repository.commit(ends.head.commit[:12])
    first = repository.commit(ends.base.commit)

    assert found is not None
    assert found == same
    assert (found.revision.commit, found.revision.tree) == (ends.head.commit, ends.head.tree)
    assert (found.parents, found.when, found.message) == ((ends.base.commit,), 1_700_000_120, "two")
    assert first is not None
    assert (first.parents, first.when) == ((), 1_700_000_060)


@pytest.mark.parametrize("name", ["", "1" * 40, "f" * 64, "HEAD", "two", "--help", "a\nb", "../x", "abc"])
def test_what_is_no_commit_is_not_found(make: Make, name: str) -> None:
    repository = make({"one": {"a": b"1\n"}, "two": {"a": b"2\n"}})
    (entry,) = repository.tree(repository.resolve(Range()).head)

    assert repository.commit(name) is None
    assert repository.commit(entry.blob) is None


def test_blame_says_who_wrote_lines_last(make: Make) -> None:
    repository = make(
        {
            "one": {"a.py": b"1\n2\n3\n", "b.py": b"x\n"},
            "two": {"a.py": b"0\n1\n2\n3\n", "b.py": b"x\n"},
            "three": {"a.py": b"0\n1\n  2\nthree\n", "b.py": b"x\ny\n"},
            "four": {"b.py": b"x\n"},
        }
    )
    ends = [repository.resolve(Range(base="one", head=name)).head.commit for name in ("one", "two", "three")]
    two, three = ends[1:]
    found = repository.blame(
        {(three, "a.py"): [1, 3, 4], (three, "b.py"): [2, 1], (three, "c.py"): [1], (two, "a.py"): [4]}
    )

    assert found == {
        (three, "a.py"): {
            1: Origin(two, 1_700_000_120, "a.py", 1),
            3: Origin(ends[0], 1_700_000_060, "a.py", 2),
            4: Origin(three, 1_700_000_180, "a.py", 4),
        },
        (three, "b.py"): {1: Origin(ends[0], 1_700_000_060, "b.py", 1), 2: Origin(three, 1_700_000_180, "b.py", 2)},
        (three, "c.py"): "missing from this clone",
        (two, "a.py"): {4: Origin(ends[0], 1_700_000_060, "a.py", 3)},
    }
    assert repository.blame({}) == {}


def test_the_log_is_the_past_of_a_revision(make: Make) -> None:
    repository = make(
        {
            "one": {"a.py": b"1\n2\n3\n", "notes": b"-\n"},
            "two": {"a.py": b"1\n2\n3\n", "notes": b"--\n"},
            "three": {"a.py": b"1\nTWO\n3\n", "b.py": b"new\n", "notes": b"--\n"},
        }
    )
    ids = [repository.resolve(Range(base=name, head=name)).head.commit for name in ("one", "two", "three")]
    logged = list(repository.log(ids[2], "", ("*.py",), 1))

    assert list(repository.main_line(ids[2])) == ids[::-1]
    assert [(change.commit, change.message) for change in logged] == [(ids[2], "three"), (ids[0], "one")]
    assert [(t.path, t.stretches) for t in logged[0].touches] == [("a.py", ((2, 1, 2, 1),)), ("b.py", ((0, 0, 1, 1),))]
    assert [bool(change.diff) for change in logged] == [True, False]
    assert [change.commit for change in repository.log(ids[2], ids[1], ("*.py",), 0)] == [ids[2]]
    assert list(repository.inner(ids[2], "")) == []
    assert repository.real_names(ids[2], ["Ada <a>"]) == {"Ada <a>": "Ada <a>"}
