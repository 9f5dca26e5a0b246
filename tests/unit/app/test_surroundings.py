"""What a change says of itself: the pull request first, then its commits; and which text speaks for the whole."""

import pytest

from reviewer.app.checking.surroundings import Facts, RepositorySurroundings
from reviewer.index.view import Surroundings
from reviewer.model.change import Change
from reviewer.ports import Range
from tests.adapters.fakes import FakeRepository

MERGE = "Merge pull request #7 from ada/flows\n\nRoute conversations"


def _surround(messages: tuple[str, ...], told: tuple[str, ...] = ()) -> Surroundings:
    """Surround a change of commits with these messages, newest first."""
    revisions = {name: {"a.py": name.encode()} for name in ("start", *reversed(messages))}
    repository = FakeRepository(revisions)
    ends = repository.resolve(Range(base="start"))
    change = Change(ends.base, ends.head, ())
    return RepositorySurroundings(
        repository, change, Facts(), lambda _path, _data: "production", lambda _: None, told=told
    )


@pytest.mark.parametrize(
    ("messages", "told", "said", "summary"),
    [
        (("Round the tax",), (), ("Round the tax",), "Round the tax"),
        (("second", "first"), (), ("second", "first"), ""),
        (
            ("second", "first"),
            (" Round the tax ", "", "It was cut."),
            ("Round the tax\n\nIt was cut.", "second", "first"),
            "Round the tax\n\nIt was cut.",
        ),
        ((MERGE, "first"), (), (MERGE, "first"), MERGE),
        (("first", MERGE), (), ("first", MERGE), ""),
        (("Merge branch 'main' of here", "first"), (), ("Merge branch 'main' of here", "first"), ""),
    ],
    ids=["one", "several", "pull-request", "merge", "merge-within", "catching-up"],
)
def test_a_change_speaks_of_itself(
    messages: tuple[str, ...], told: tuple[str, ...], said: tuple[str, ...], summary: str
) -> None:
    around = _surround(messages, told)

    assert around.said() == said
    assert around.summary() == summary


def test_a_text_without_end_is_cut() -> None:
    around = _surround(("m" * 30_000, "n"), ("t" * 30_000, "b" * 30_000))

    assert [len(text) for text in around.said()] == [20_000, 20_000, 1]
    assert around.summary() == "t" * 20_000


def test_uncommitted_work_says_nothing() -> None:
    repository = FakeRepository({"start": {"a.py": b"1"}})
    ends = repository.resolve(Range(base="", head="start"))
    around = RepositorySurroundings(
        repository, Change(ends.base, ends.head, ()), Facts(), lambda _path, _data: "production", lambda _: None
    )

    assert (around.said(), around.summary()) == ((), "")
