"""The past of a repository is read once, goes on where it was, and tells of files and functions."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from reviewer.adapters.git.repository import open_repository
from reviewer.app.history.reading import ensure_history, tell_change
from reviewer.app.history.story import Story, tell_history
from reviewer.errors import ReviewerError
from reviewer.history.memory import MemoryHistory
from reviewer.history.past import History
from reviewer.ports import HistoryStore, Range, Repository
from tests.adapters.fakes import FakeRepository
from tests.adapters.repos import create_repository

DAY = 86_400
NOW = 1_700_000_000 + 20 * DAY
TAX = b"def tax(x):\n    return x * 2\n\n\ndef net(x):\n    return x\n"
REVISIONS: Mapping[str, Mapping[str, bytes]] = {
    "feat: tax": {"tax.py": TAX, "notes.md": b"-\n"},
    "fix: net": {"tax.py": TAX.replace(b"return x\n", b"return x - tax(x)\n"), "notes.md": b"-\n"},
    "docs: more": {"tax.py": TAX.replace(b"return x\n", b"return x - tax(x)\n"), "notes.md": b"--\n"},
}


def hear_nothing(done: int, total: int) -> None:
    """Nobody looks on."""
    del done, total


def tell(repository: Repository, store: HistoryStore, *paths: str, head: str = "", counted: bool = False) -> Story:
    head = head or list(REVISIONS)[-1]
    return tell_history(repository, store, head=head, paths=paths, now=NOW, counted=counted, tell=hear_nothing)


def test_the_past_is_read_once() -> None:
    repository, store = FakeRepository(REVISIONS), MemoryHistory()
    first, second = tell(repository, store), tell(repository, store)

    assert (first.changes, first.read, first.whole) == (2, 2, True)
    assert (second.changes, second.read) == (2, 0)


def test_reading_goes_on_where_it_was() -> None:
    repository, store = FakeRepository(REVISIONS), MemoryHistory()
    before = tell(repository, store, head="feat: tax")
    after = tell(repository, store)

    assert (before.changes, before.read) == (1, 1)
    assert (after.changes, after.read) == (2, 1)


def test_a_file_is_told_with_its_functions() -> None:
    story = tell(FakeRepository(REVISIONS), MemoryHistory(), "tax.py", counted=True)
    file = story.files[0]

    assert (file.history.changes, file.history.fixes, file.history.recent_fixes) == (2, 1, 1)
    assert [(f.symbol, f.history.changes, f.history.fixes, f.born) for f in file.functions] == [
        ("tax", 1, 0, True),
        ("net", 2, 1, True),
    ]
    assert [(person.contact, person.changes) for person in file.familiar] == [("Ada <ada@example.invalid>", 2)]
    assert story.tally is not None
    assert story.tally.kinds == {"fix": 1, "other": 1}
    assert story.tally.fixed_most == (("tax.py", 1),)


@pytest.mark.parametrize(("path", "head"), [("nowhere.py", ""), ("tax.py", "nowhere")])
def test_what_is_not_there_is_said(path: str, head: str) -> None:
    with pytest.raises(ReviewerError):
        tell(FakeRepository(REVISIONS), MemoryHistory(), path, head=head)


def test_names_of_one_person_are_joined_by_the_mailmap(tmp_path: Path) -> None:
    builder = create_repository(tmp_path / "house")
    builder.commit({"a.py": "1\n", ".mailmap": "Ada Lovelace <lovelace@example.invalid> <ada@example.invalid>\n"})
    with open_repository(str(builder.directory)) as repository:
        story = tell(repository, MemoryHistory(), "a.py", head="HEAD")

    assert [person.contact for person in story.files[0].familiar] == ["Ada Lovelace <lovelace@example.invalid>"]


def test_a_merge_is_a_fix_when_its_commits_are(tmp_path: Path) -> None:
    builder = create_repository(tmp_path / "house")
    builder.commit({"a.py": "1\n"}, "start")
    builder.run("checkout", "--quiet", "-b", "side")
    builder.commit({"b.py": "1\n"}, "fix: b")
    builder.run("checkout", "--quiet", "main")
    builder.run("merge", "--quiet", "--no-ff", "-m", "Merge branch 'side'", "side")
    store = MemoryHistory()
    with open_repository(str(builder.directory)) as repository:
        head = repository.resolve(Range(base="HEAD", head="HEAD")).head.commit
        history = History(store, ensure_history(repository, store, head, hear_nothing), NOW)

    assert [(change.subject, change.kind) for change in history.newest(5)] == [
        ("Merge branch 'side'", "fix"),
        ("start", "other"),
    ]


def test_a_shallow_clone_says_that_there_is_more(tmp_path: Path) -> None:
    builder = create_repository(tmp_path / "house")
    for number in range(4):
        builder.commit({"a.py": f"{number}\n"}, f"change {number}")
    clone = builder.clone(tmp_path / "shallow", "--depth=2")
    store = MemoryHistory()
    with open_repository(str(clone.directory)) as repository:
        story = tell(repository, store, head="HEAD")
        again = tell(repository, store, head="HEAD")

    assert (story.changes, story.whole) == (1, False)
    assert (again.changes, again.read, again.whole) == (1, 0, False)
    clone.run("fetch", "--quiet", "--unshallow")
    with open_repository(str(clone.directory)) as repository:
        whole = tell(repository, store, head="HEAD")
    assert (whole.changes, whole.whole) == (4, True)


def test_a_gap_in_what_is_kept_is_filled() -> None:
    repository, store = FakeRepository(REVISIONS), MemoryHistory()
    oldest, middle, _ = (repository.resolve(Range(base=n, head=n)).head.commit for n in REVISIONS)
    logged = next(iter(repository.log(middle, oldest, ("*.py",), 0)))
    store.add(middle, [(tell_change(logged, None), logged.touches)], oldest)
    story = tell(repository, store)

    assert (story.changes, story.whole) == (2, True)
