"""The commands `reviewer rules list | show | test | new`."""

import json
from pathlib import Path

import pytest

from .houses import House, build_house, write_page


@pytest.fixture
def house(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> House:
    """Return a house pack with one rule."""
    return build_house(tmp_path, capsys, {"a.py": "x\n"})


def test_every_rule_is_listed_by_name(house: House) -> None:
    ran = house.run("rules", "list", "--pack", str(house.packs))
    names = [line.split()[0] for line in ran.out.splitlines()]

    assert (ran.code, ran.err) == (0, "")
    assert names == sorted(names)
    assert "debugger-call" in names
    assert len(names) > 1
    assert ran.out.count("A debugger is called") == 1


def test_the_list_as_json(house: House) -> None:
    ran = house.run("rules", "list", "--pack", str(house.packs), "--format", "json")
    (rule,) = [row for row in json.loads(ran.out) if row["id"] == "debugger-call"]

    assert ran.code == 0
    assert (rule["pack"], rule["title"], rule["severity"]) == ("house", "A debugger is called", "high")
    assert rule["languages"] == ["python"]


def test_a_page_is_shown_as_it_is(house: House) -> None:
    ran = house.run("rules", "show", "debugger-call", "--pack", str(house.packs))

    assert (ran.code, ran.out, ran.err) == (0, write_page(), "")


@pytest.mark.parametrize("rule", ["debuger-call", "../debugger-call", "", "\x1b[31m"])
def test_a_page_that_is_not_there_is_exit_two(house: House, rule: str) -> None:
    ran = house.run("rules", "show", rule, "--pack", str(house.packs))

    assert (ran.code, ran.out) == (2, "")
    assert "\x1b" not in ran.err
    assert ("did you mean 'debugger-call'" in ran.err) == ("call" in rule)


def test_the_examples_of_a_pack_are_run(house: House) -> None:
    ran = house.run("rules", "test", str(house.packs))

    assert (ran.code, ran.out, ran.err) == (0, "1 rules, 2 examples, 0 failures\n", "")


def test_one_page_can_be_run(house: House) -> None:
    assert house.run("rules", "test", str(house.packs / "debugger-call.md")).code == 0


def test_every_failure_names_its_page_and_line(house: House) -> None:
    page = house.packs / "debugger-call.md"
    page.write_text(write_page().replace("run()", "pause()"), encoding="utf-8")
    ran = house.run("rules", "test", str(house.packs))

    assert ran.code == 1
    assert ran.out == f"{page}:29: Noisy: src/shop/orders.py:1 (new)\n1 rules, 2 examples, 1 failures\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# Title\n", "no ```toml block"),
        (write_page().replace("severity", "severty"), "did you mean 'severity'?"),
        (write_page().replace("# finding", "# finding").replace("```python\nrun", "```cobol\nrun"), "cobol"),
        (b"\xff\xfe", "not UTF-8"),
        ("x" * 1_000_001, "larger than 1 MB"),
    ],
)
def test_a_page_that_cannot_be_read_is_exit_two(house: House, text: str | bytes, said: str) -> None:
    (house.packs / "debugger-call.md").write_bytes(text if isinstance(text, bytes) else text.encode())
    ran = house.run("rules", "test", str(house.packs))

    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_a_pack_without_pages_is_exit_two(house: House, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()

    assert house.run("rules", "test", str(tmp_path / name)).code == 2


def test_a_pack_with_a_link_that_goes_round_is_read_once(house: House) -> None:
    (house.packs / "round").symlink_to(house.packs)

    assert house.run("rules", "test", str(house.packs)).out.startswith("1 rules")


def test_a_new_page_passes_its_own_examples(house: House, tmp_path: Path) -> None:
    pack = tmp_path / "new" / "pack"
    ran = house.run("rules", "new", "my-own-rule", "--pack", str(pack))

    assert (ran.code, ran.out) == (0, f"{pack / 'my-own-rule.md'}\n")
    assert house.run("rules", "test", str(pack)).out == "1 rules, 2 examples, 0 failures\n"


@pytest.mark.parametrize(
    "name", ["My-Rule", "my_rule", "../my-rule", "my--rule", "-x", "9-lives", "", "identical-branches", "my-rule.md"]
)
def test_a_name_that_is_not_fit_is_exit_two_and_writes_nothing(house: House, tmp_path: Path, name: str) -> None:
    pack = tmp_path / "pack"

    assert house.run("rules", "new", "--pack", str(pack), "--", name).code == 2
    assert not pack.exists()


def test_a_page_that_is_there_is_not_written_over(house: House) -> None:
    assert house.run("rules", "new", "debugger-call", "--pack", str(house.packs)).code == 2
    assert (house.packs / "debugger-call.md").read_text(encoding="utf-8") == write_page()
