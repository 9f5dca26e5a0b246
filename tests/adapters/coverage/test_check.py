"""`reviewer check` with coverage: what is found, given, stale or foreign, and what it says about it."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from reviewer.adapters.coverage.disk import find_reports
from reviewer.cli.main import main
from tests.adapters.repos import RepositoryBuilder, create_repository

from . import reports
from .reports import Ran, run_coverage

BEFORE = reports.PRICE.replace("amount > 1000", "amount > 2000").replace("amount += item", "amount += 2 * item")
LCOV = "SF:shop/price.py\nDA:2,1\nDA:5,1\nDA:7,0\nend_of_record\n"


class House:
    """A small repository whose last commit changes two lines of `shop/price.py`, and the command on it."""

    def __init__(self, directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.builder: RepositoryBuilder = create_repository(directory)
        self._capsys = capsys
        self.builder.commit(
            {"shop/price.py": BEFORE, ".gitignore": "coverage*\n.coverage*\nlcov.info\ncover.out\nbuild/\n"}
        )
        self.builder.commit({"shop/price.py": reports.PRICE})
        self.age(-100, "shop/price.py")

    def age(self, seconds: int, path: str) -> None:
        """Set the time of a file, so many seconds from now."""
        place = self.builder.directory / path
        now = self.builder.directory.stat().st_mtime + seconds
        os.utime(place, (now, now))

    def write(self, files: Mapping[str, str | bytes], *, age: int = 0) -> None:
        """Write files that are not committed."""
        self.builder.write(files)
        for path in files:
            self.age(age, path)

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Run the check; return exit code, output and errors."""
        self._capsys.readouterr()
        code = main(["check", "--repo", str(self.builder.directory), "--format", "json", *arguments])
        out, err = self._capsys.readouterr()
        return code, out, err

    def notes(self, *arguments: str) -> list[str]:
        """Return what the review says about coverage."""
        code, out, err = self.run(*arguments)
        assert code in (0, 1), err
        return [note for note in json.loads(out)["summary"]["notes"] if "coverage" in note]


@pytest.fixture
def house(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> House:
    return House(tmp_path / "repo", capsys)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    return run_coverage(tmp_path_factory.mktemp("ci") / "work")


def test_without_a_report_nothing_is_said(house: House) -> None:
    assert house.notes() == []


@pytest.mark.parametrize(
    ("name", "format_"),
    [
        ("coverage.xml", "Cobertura"),
        (".coverage", "coverage.py data"),
        ("coverage.json", "coverage.py JSON"),
        ("coverage.lcov", "LCOV"),
    ],
)
def test_a_report_of_another_machine_is_found_and_said(house: House, ran: Ran, name: str, format_: str) -> None:
    if name == "coverage.xml":
        house.age(-1_000_000_000, "shop/price.py")  # the report tells by itself when it was written
    house.write({name: ran.files[name]})

    assert house.notes() == [f"coverage from {name} ({format_}): 2 of 2 changed lines ran"]
    assert house.notes("--no-coverage") == []


def test_parts_of_a_run_that_nobody_combined_are_one_report(house: House, ran: Ran) -> None:
    house.write({".coverage.host.1": ran.files[".coverage"], ".coverage.host.2": ran.files[".coverage"]})

    assert house.notes() == ["coverage from .coverage.host.1 and 1 more (coverage.py data): 2 of 2 changed lines ran"]


def test_a_report_is_given(house: House, tmp_path: Path) -> None:
    place = tmp_path / "from-ci"
    place.write_text(LCOV.replace("shop/", "/builds/7/shop/"), encoding="utf-8")

    assert house.notes("--coverage", str(place)) == [f"coverage from {place} (LCOV): 1 of 2 changed lines ran"]


def test_reports_that_were_given_add_up(house: House, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text(LCOV, encoding="utf-8")
    two.write_text("mode: set\nexample.com/m/other.go:1.1,2.2 1 1\nshop/price.py:7.1,8.2 1 1\n", encoding="utf-8")

    lost = "1 of its 2 files cannot be told in the repository"
    assert house.notes("--coverage", str(one), "--coverage", str(two)) == [
        f"coverage from {one} (LCOV): 1 of 2 changed lines ran",
        f"coverage from {two} (Go cover profile): 1 of 1 changed lines ran; {lost}",
    ]


def test_a_report_older_than_the_file_is_left_out(house: House) -> None:
    house.write({"lcov.info": LCOV}, age=-500)
    late = "it was written after the report"

    assert house.notes() == [
        f"coverage from lcov.info (LCOV): it measured no changed line; not used for shop/price.py: {late}"
    ]


def test_the_age_of_a_report_is_trusted_where_the_user_named_it_for_a_commit(house: House) -> None:
    house.write({"lcov.info": LCOV}, age=-500)
    place = str(house.builder.directory / "lcov.info")

    assert house.notes("--coverage", place) == [f"coverage from {place} (LCOV): 1 of 2 changed lines ran"]

    house.write({"shop/price.py": reports.PRICE.replace("1000", "3000")})
    assert "it was written after the report" in house.notes("--coverage", place)[0]


def test_a_report_about_other_code_than_the_head_is_left_out(house: House) -> None:
    house.write({"lcov.info": LCOV, "shop/price.py": BEFORE}, age=-100)

    assert "the working tree holds another version of it" in house.notes("--head", "HEAD", "--base", "HEAD~1")[0]


def test_lines_past_the_end_are_of_another_version(house: House) -> None:
    house.write({"lcov.info": LCOV.replace("DA:7,0", "DA:700,0")})

    assert "not used for shop/price.py: it measured line 700 of what has 15 lines" in house.notes()[0]


def test_a_committed_report_is_not_used(house: House) -> None:
    house.builder.write({"coverage.xml": reports.COBERTURA})
    house.builder.run("add", "--force", "coverage.xml")
    house.builder.commit({}, "report")
    house.builder.commit({"shop/price.py": BEFORE})

    assert house.notes() == ["coverage in coverage.xml is not used: it is committed, so its age is not known"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\x00\x01", "it is no coverage report of a known format"),
        (b"<coverage line-rate='1'><sources>", "it is not valid XML"),
        (b"SF:other/z.py\nDA:1,1\nend_of_record\n", "it names 1 file such as other/z.py"),
        (b"mode: set\n", "it names no file"),
    ],
)
def test_what_is_no_report_of_this_code_is_an_error_when_given_and_a_note_when_found(
    house: House, data: bytes, said: str
) -> None:
    house.write({"cover.out": data})
    code, out, err = house.run("--coverage", str(house.builder.directory / "cover.out"))

    assert (code, out) == (2, "")
    assert said in err
    assert "--coverage" in err
    (note,) = house.notes()
    assert note.startswith("coverage in cover.out is not used: ")
    assert said in note


@pytest.mark.parametrize("name", ["nowhere.xml", "", "."])
def test_a_report_that_is_not_there_is_an_error(house: House, name: str) -> None:
    code, _, err = house.run("--coverage", str(house.builder.directory / name))

    assert code == 2
    assert "cannot be used: it " in err


def test_a_report_of_other_files_says_so(house: House) -> None:
    house.builder.commit({"shop/cart.py": "a = 1\n"})
    house.builder.commit({"shop/cart.py": "a = 2\n"})
    house.write({"lcov.info": LCOV})

    assert house.notes() == ["coverage in lcov.info is not used: it names none of the changed files"]


def test_both_options_exclude_each_other(house: House) -> None:
    assert house.run("--coverage", "x", "--no-coverage")[0] == 2


def test_reports_of_several_parts_are_used_together(house: House) -> None:
    house.builder.commit({"web/src/price.js": "x\n", "web/package.json": "{}\n"})
    house.builder.commit({"web/src/price.js": reports.SCRIPT, "shop/price.py": BEFORE})
    for path in ("web/src/price.js", "shop/price.py"):
        house.age(-100, path)
    house.write({"lcov.info": LCOV}, age=1)
    house.write({"web/coverage/lcov.info": reports.NYC_LCOV})

    assert house.notes() == [
        "coverage from lcov.info (LCOV): 1 of 2 changed lines ran",
        "coverage from web/coverage/lcov.info (LCOV): 6 of 7 changed lines ran",
    ]


def test_go_and_gradle_are_found_by_their_own_names(house: House) -> None:
    price = "package price\n\nfunc Total(n int) int {\n\tif n > 3 {\n\t\treturn 3\n\t}\n\treturn n\n}\n"
    java = "package com.acme.shop;\n\nclass Price {\n  int total(int n) {\n    if (n > 3)\n      return 3;\n"
    java += "    return n;\n  }\n}\n"
    house.builder.commit({"core/go.mod": "module example.com/shop // the shop\n"})
    house.builder.commit({"core/price/price.go": price, "jvm/src/main/java/com/acme/shop/Price.java": java})
    for path in ("core/price/price.go", "jvm/src/main/java/com/acme/shop/Price.java"):
        house.age(-1_000_000_000, path)
    go = "mode: set\nexample.com/shop/price/price.go:3.23,4.11 1 1\nexample.com/shop/price/price.go:4.11,6.3 1 0\n"
    house.write({"core/cover.out": go}, age=1)
    house.write({"jvm/build/reports/jacoco/test/jacocoTestReport.xml": reports.JACOCO})

    assert house.notes() == [
        "coverage from core/cover.out (Go cover profile): 2 of 3 changed lines ran",
        "coverage from jvm/build/reports/jacoco/test/jacocoTestReport.xml (JaCoCo): 2 of 3 changed lines ran",
    ]


def test_links_pipes_and_large_files_are_not_found(tmp_path: Path) -> None:
    outside, root = tmp_path / "outside", tmp_path / "root"
    outside.mkdir()
    root.mkdir()
    (outside / "lcov.info").write_text(LCOV, encoding="utf-8")
    (root / "coverage").symlink_to(outside)
    (root / "coverage.xml").symlink_to(outside / "lcov.info")
    (root / "web").symlink_to(outside)
    os.mkfifo(root / "lcov.info")
    with (root / "coverage.json").open("wb") as large:
        large.truncate(30_000_000)

    assert find_reports(root, ["", "web", "../outside", "nowhere"]) == ()
