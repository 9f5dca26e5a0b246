"""The command `reviewer index`: what is read, what is kept, and what the check then finds ready."""

import json
from pathlib import Path

import pytest

from .houses import House, build_house

SLUG = "def slug(text):\n    return text.strip().lower().replace(' ', '-') + 'elephant'\n"
CART = "class Cart:\n    LIMIT = 5000\n\n    def total(self):\n        return slug(self.name)\n"


@pytest.fixture
def house(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> House:
    files = {"pkg/text.py": SLUG, "pkg/cart.py": CART, "app.yaml": "a: b\n", "vendor/x.py": SLUG, "README.md": "# Hi\n"}
    return build_house(tmp_path, capsys, files)


def index(house: House, *arguments: str) -> dict[str, object]:
    ran = house.run("index", "--repo", str(house.builder.directory), "--format", "json", *arguments)
    assert (ran.code, ran.err) == (0, "")
    loaded: dict[str, object] = json.loads(ran.out)
    return loaded


def test_files_are_read_once(house: House) -> None:
    assert (index(house)["files"], index(house)["read"]) == (3, 0)

    house.builder.commit({"pkg/more.py": "def more():\n    return 1\n"})

    assert (index(house)["files"], index(house)["read"]) == (4, 0)


def test_the_index_lies_where_it_was_told_to(house: House, tmp_path: Path) -> None:
    place = index(house, "--cache-dir", str(tmp_path / "cache"))["place"]

    assert place == str(tmp_path / "cache" / "facts.sqlite")
    assert not (house.builder.directory / ".git" / "reviewer").exists()


def test_stats_say_what_is_in_it(house: House) -> None:
    told = index(house, "--stats")["languages"]

    assert told == {
        "python": {"files": 2, "functions": 2, "classes": 1, "constants": 1, "bodies": 1, "repeated": 0},
        "plain text": {"files": 1, "functions": 0, "classes": 0, "constants": 0, "bodies": 0, "repeated": 0},
    }
    ran = house.run("index", "--repo", str(house.builder.directory), "--stats")
    assert ran.out.startswith("3 files of HEAD are indexed, 0 were read now.\nThe index is ")
    assert "plain text" in ran.out


def test_a_place_that_cannot_be_written_is_said_once(house: House, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"in the way")

    ran = house.run("index", "--repo", str(house.builder.directory), "--cache-dir", str(tmp_path / "file"))

    assert ran.code == 0
    assert ran.err.count("cannot be kept") == 1


def test_an_unknown_revision_is_an_error_with_a_hint(house: House) -> None:
    ran = house.run("index", "no-such-branch", "--repo", str(house.builder.directory))

    assert ran.code == 2
    assert "no-such-branch" in ran.err
