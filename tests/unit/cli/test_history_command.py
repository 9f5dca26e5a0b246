"""The commands `reviewer history` and `reviewer calibrate`: what is read, what is told, and what stays private."""

import json
from pathlib import Path

import pytest

from .houses import House, build_house

TAX = "def tax(x):\n    return x * {rate}\n"


@pytest.fixture
def house(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> House:
    house = build_house(tmp_path, capsys, {"src/tax.py": TAX.format(rate=1)})
    for rate in (2, 3):
        house.builder.commit({"src/tax.py": TAX.format(rate=rate)}, f"fix: rate {rate}")
    return house


def run(house: House, *arguments: str) -> str:
    ran = house.run(arguments[0], "--repo", str(house.builder.directory), *arguments[1:])
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def test_the_past_is_read_once_and_kept_beside_the_index(house: House) -> None:
    first, second = (json.loads(run(house, "history", "--format", "json")) for _ in range(2))

    assert first["read"] == first["changes"] >= 3
    assert second["read"] == 0
    assert Path(first["place"]) == house.builder.directory / ".git" / "reviewer" / "history.sqlite"


def test_stats_count_fixes(house: House) -> None:
    out = run(house, "history", "--stats")

    assert "2 fixes (2 by a type), 0 reverts" in out
    assert "fixed most:\n      2  src/tax.py" in out


def test_a_file_is_told_with_functions_and_who_knows_it(house: House) -> None:
    out = run(house, "history", str(house.builder.directory / "src" / "tax.py"))

    assert "src/tax.py\n  3 changes, 2 fixes" in out
    assert "  1-2 tax: 3 changes, 2 fixes" in out
    assert "knows the folder: Ada, 3 changes" in out
    assert "@" not in out


def test_a_path_that_is_not_there_is_an_error_with_a_hint(house: House) -> None:
    ran = house.run("history", "--repo", str(house.builder.directory), str(house.builder.directory / "nowhere.py"))

    assert ran.code == 2
    assert "nowhere.py" in ran.err
    assert "Name a file" in ran.err


def test_a_short_past_cannot_be_calibrated(house: House) -> None:
    ran = house.run("calibrate", "--repo", str(house.builder.directory))

    assert ran.code == 2
    assert "too few to compare with" in ran.err


def test_calibration_prints_settings_that_a_check_reads(house: House) -> None:
    for number in range(40):
        lines = "".join(f"x{i} = call({i})\n" for i in range(number))
        house.builder.commit({f"src/part{number}.py": lines}, f"feat: part {number}")
    printed = run(house, "calibrate")
    assert printed == run(house, "calibrate")
    assert json.loads(run(house, "calibrate", "--format", "json"))["points"] is None
    house.builder.commit({"reviewer.toml": printed, "src/tax.py": TAX.format(rate=9)}, "feat: calibrated")
    level = json.loads(run(house, "check", "--base", "HEAD~1", "--head", "HEAD", "--format", "json"))["plan"]["level"]

    assert "[level]\nmedium = " in printed
    assert (level["name"], level["compared"]) == ("low", 0)


def test_without_settings_the_last_changes_are_compared(house: House) -> None:
    for number in range(40):
        house.builder.commit({f"src/part{number}.py": "x = 1\n" * 30}, f"feat: part {number}")
    house.builder.commit({"src/tax.py": TAX.format(rate=9)}, "feat: last")
    found = json.loads(run(house, "check", "--base", "HEAD~1", "--head", "HEAD", "--format", "json"))["plan"]

    assert (found["level"]["name"], found["level"]["compared"]) == ("low", 43)
    assert (found["first"], found["minutes"]) == (1, 1)


def test_a_fix_is_traced_to_what_it_repairs(house: House) -> None:
    culprit = house.builder.run("rev-parse", "HEAD~1")
    out = run(house, "trace", "HEAD")
    rows = json.loads(run(house, "trace", "HEAD", "--format", "json"))

    assert f"  {culprit[:12]} fix: rate 2: it wrote what the fix takes out" in out
    assert [found["commit"] for found in rows["fixes"][0]["culprits"]] == [culprit]


def test_a_machine_that_helped_is_told_and_gives_no_points(house: House) -> None:
    arguments = ("check", "--base", "HEAD~1", "--head", "HEAD", "--format", "json")
    house.builder.commit({"src/tax.py": TAX.format(rate=9)}, "feat: nine")
    plain = json.loads(run(house, *arguments))
    message = "feat: nine\n\nCo-Authored-By: Claude <noreply@anthropic.com>"
    house.builder.run("commit", "--quiet", "--amend", "--message", message)
    marked = json.loads(run(house, *arguments))

    assert marked["attention"] == plain["attention"]
    assert marked["plan"] == plain["plan"]
    assert [note for note in marked["summary"]["notes"] if "Claude" in note] == [
        "by its own word written with Claude: that gives no points"
    ]
