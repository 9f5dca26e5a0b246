"""This module holds work that is done in other processes."""

from pathlib import Path

from reviewer.adapters.history.store import FILE, open_history
from reviewer.adapters.workers import spread_work, start_beside
from tests.adapters.repos import create_repository


def test_spread_work_comes_back_in_order() -> None:
    assert list(spread_work(abs, range(-20, 0))) == list(range(20, 0, -1))


def test_what_was_started_beside_is_there_when_it_was_waited_for(tmp_path: Path) -> None:
    builder = create_repository(tmp_path / "repo")
    head = builder.commit({"a.py": "x = 1\n"})
    wait = start_beside(["history", "--repo", str(builder.directory), "--cache-dir", str(tmp_path / "kept")])
    wait()

    assert (tmp_path / "kept" / FILE).exists()
    assert open_history(tmp_path / "kept")[0].holds(head)


def test_what_fails_beside_is_not_told(tmp_path: Path) -> None:
    start_beside(["history", "--repo", str(tmp_path / "nowhere")])()
