"""A report is written whole or not at all, and never takes the place of what is no file."""

import os
import threading
from pathlib import Path

import pytest

from reviewer.adapters.files import write_text
from reviewer.errors import ReviewerError


def test_a_file_is_replaced_and_no_draft_stays(tmp_path: Path) -> None:
    (tmp_path / "out.txt").write_text("old")
    write_text(tmp_path / "out.txt", "new")

    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"out.txt": "new"}


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    heard: list[str] = []
    reader = threading.Thread(target=lambda: heard.append(pipe.read_text()))
    reader.start()
    write_text(pipe, "said")
    reader.join()

    assert heard == ["said"]
    assert pipe.is_fifo()


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "link.txt"
    link.symlink_to("real/out.txt")
    write_text(link, "said")

    assert link.is_symlink()
    assert (tmp_path / "real" / "out.txt").read_text() == "said"


@pytest.mark.parametrize("name", ["folder", "file/below"])
def test_a_place_that_cannot_be_written_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("x")

    with pytest.raises(ReviewerError, match=r"is a folder|cannot be written"):
        write_text(tmp_path / name, "text")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "folder"]
