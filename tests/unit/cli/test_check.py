"""The command `reviewer check` on small real repositories: exit codes, ends, trust, formats and hostile content."""

import json
import subprocess
import sys
from contextlib import redirect_stdout
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from reviewer.cli.main import main
from tests.adapters.repos import create_repository

from .houses import House, build_house, run_outside, write_page

CALLED = "def f(pause):\n    pause()\n"
FORMATS = ["text", "json", "markdown", "sarif"]


@pytest.fixture
def house(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> House:
    """Return a repository whose branch adds one finding."""
    return build_house(tmp_path, capsys, {"src/a.py": "x = 1\n"}, {"src/b.py": CALLED})


def test_a_finding_at_the_threshold_is_exit_one(house: House) -> None:
    ran = house.check()

    assert (ran.code, ran.err) == (1, "")
    assert "src/b.py:2" in ran.out
    assert "debugger-call" in ran.out
    assert "Is this meant to stop?" in ran.out


@pytest.mark.parametrize(
    ("severity", "fail_on", "code"),
    [("high", "high", 1), ("high", "never", 0), ("medium", "high", 0), ("medium", "low", 1), ("low", "medium", 0)],
)
def test_the_exit_code_follows_the_threshold(house: House, severity: str, fail_on: str, code: int) -> None:
    (house.packs / "debugger-call.md").write_text(write_page(severity=severity), encoding="utf-8")

    assert house.check("--fail-on", fail_on).code == code


def test_nothing_to_object_to_is_exit_zero(house: House) -> None:
    ran = house.check("src/a.py")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Nothing to review")


def test_paths_narrow_the_review(house: House) -> None:
    house.builder.commit({"lib/c.py": CALLED})

    assert house.find("src") == [("src/b.py", 2)]
    assert house.find("lib/c.py") == [("lib/c.py", 2)]
    assert len(house.find()) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--base", "no-such-branch"], "no-such-branch"),
        (["--base", "mian"], "did you mean 'main'"),
        (["--head", "no-such-branch"], "no-such-branch"),
        (["--head", "topic", "--staged"], "named head"),
        (["--staged", "--worktree"], "exclude each other"),
        (["--pack", "no/such/folder"], "no rule pages"),
        (["--config", "no-such.toml"], "cannot be read"),
        (["--format", "xml"], "xml"),
        (["--no-such-option"], "--no-such-option"),
        (["--fail-on", "grave"], "grave"),
    ],
)
def test_a_wrong_request_is_exit_two_with_a_hint(house: House, arguments: list[str], said: str) -> None:
    ran = house.check(*arguments)

    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("arguments", [["chek"], ["rules", "lst"], ["rules", "show"], ["-V", "check"]])
def test_a_wrong_command_is_exit_two(house: House, arguments: list[str]) -> None:
    ran = house.run(*arguments)

    assert (ran.code, "Traceback" in ran.err) == (2, False)
    assert ran.err


def test_a_folder_without_a_repository_is_exit_two(house: House, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for place in (tmp_path / "empty", tmp_path / "nowhere"):
        ran = house.run("check", "--repo", str(place))
        assert (ran.code, ran.out) == (2, "")
        assert "Traceback" not in ran.err


def test_no_common_ancestor_is_exit_two(house: House) -> None:
    house.builder.run("switch", "--quiet", "--orphan", "alone")
    house.builder.commit({"z.py": "z\n"})
    ran = house.check("--base", "main")

    assert (ran.code, ran.out) == (2, "")
    assert "ancestor" in ran.err


class _Unwritable(StringIO):
    """A screen with a fault that nothing foresees."""

    def write(self, text: str) -> int:
        raise ZeroDivisionError(text)


def test_a_bug_of_ours_is_exit_three_with_how_to_report_it(house: House) -> None:
    with redirect_stdout(_Unwritable()):
        code = main(["rules", "list", "--pack", str(house.packs)])
    said = house.capsys.readouterr().err

    assert code == 3
    assert "ZeroDivisionError" in said
    assert "this is a bug of reviewer" in said
    assert "Please report" in said


@pytest.mark.parametrize("place", [".", "file/x"])
def test_an_output_that_cannot_be_written_is_exit_two(house: House, tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    assert house.check("--output", str(Path(place) if place == "." else tmp_path / place)).code == 2


def test_paths_are_meant_from_where_the_user_stands(house: House) -> None:
    house.builder.commit({"src/deep/a.py": CALLED, "src/b.py": CALLED})
    deep = house.builder.directory / "src" / "deep"

    assert "src/deep/a.py" in house.check("--repo", str(deep), "a.py").out
    assert "src/b.py" in house.check("--repo", str(deep), "../b.py").out
    assert house.check("--repo", str(deep), "../../../x.py").code == 2


TEN_FAULTS = """\
fail_on = "hihg"
exclude = 3
packz = []
[classes]
tests = ["a"]
[rules]
one = "of"
[rules.two]
severty = "low"
severity = "hgh"
[[waivers]]
rule = "x"
reason = ""
until = "tomorrow"
"""


def test_ten_faults_of_the_settings_are_named_at_once(house: House) -> None:
    house.builder.commit({"reviewer.toml": TEN_FAULTS})
    ran = house.check()

    assert (ran.code, ran.out) == (2, "")
    assert "10 fault(s)" in ran.err
    assert ran.err.count("\n  reviewer.toml: ") == 10


BAD_SETTINGS: list[tuple[str, str, str]] = [
    ("reviewer.toml", "not toml [", "not valid TOML"),
    ("pyproject.toml", "[tool.reviewer]\nx = 1\n", "unknown key 'x'"),
    ("pyproject.toml", "[tool]\nreviewer.x = 1\n", "unknown key 'x'"),
    ("pyproject.toml", "[tool]\nreviewer = 3\n", "fault"),
    ("reviewer.toml", 'rules.no-such-rule = "off"\n', "no such rule"),
    ("reviewer.toml", 'packs = ["nowhere"]\n', "no rule page"),
    ("reviewer.toml", 'packs = ["../packs"]\n', "no rule page"),
    ("reviewer.toml", 'extends = ["nowhere.toml"]\n', "not in the repository"),
    ("reviewer.toml", 'extends = ["../x.toml"]\n', "not in the repository"),
    ("reviewer.toml", 'extends = ["reviewer.toml"]\n', "deep"),
    ("reviewer.toml", 'exclude = ["[z-a]"]\n', "[z-a]"),
    ("reviewer.toml", "rules.debugger-call.options = { limit = 1 }\n", "no option 'limit'"),
]


@pytest.mark.parametrize(("name", "text", "said"), BAD_SETTINGS)
def test_settings_that_cannot_be_followed_are_exit_two(house: House, name: str, text: str, said: str) -> None:
    house.builder.commit({name: text})
    ran = house.check()

    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_settings_that_extend_each_other_without_end_are_exit_two(house: House) -> None:
    names = ["reviewer.toml", "b.toml", "c.toml", "d.toml"]
    fan = {name: f"extends = [{', '.join([repr(below)] * 50)}]\n" for name, below in pairwise(names)}
    house.builder.commit({**fan, "d.toml": ""})
    ran = house.check()

    assert (ran.code, "30 in all" in ran.err) == (2, True)


@pytest.mark.parametrize("text", ["tool = 3\nreviewer = 1\n", "[project]\nname = 'reviewer'\n", "[tool.ruff]\n", ""])
def test_a_pyproject_that_says_nothing_to_us_decides_nothing(house: House, text: str) -> None:
    house.builder.commit({"pyproject.toml": text})

    assert house.find() == [("src/b.py", 2)]


SILENCERS: dict[str, dict[str, str]] = {
    "switched off": {"reviewer.toml": 'rules.debugger-call = "off"\n'},
    "switched off in pyproject": {"pyproject.toml": '[tool.reviewer]\nrules.debugger-call = "off"\n'},
    "excluded": {"reviewer.toml": 'exclude = ["*"]\n'},
    "waived in the settings": {
        "reviewer.toml": '[[waivers]]\nrule = "debugger-call"\npath = "*"\nreason = "because"\n'
    },
    "waived in the code": {"src/b.py": "def f():\n    pause()  # reviewer: allow[debugger-call] because\n"},
    "of another class": {"reviewer.toml": 'classes.vendored = ["*"]\n'},
    "of another class by attribute": {".gitattributes": "* linguist-vendored\n"},
    "of another class by attribute below": {"src/.gitattributes": "*.py linguist-vendored\n"},
    "replaced by extended settings": {
        "reviewer.toml": 'extends = ["more.toml"]\n',
        "more.toml": 'rules.debugger-call = "off"\n',
    },
}


@pytest.mark.parametrize("name", SILENCERS)
def test_a_change_can_be_silenced_by_whom_the_author_trusts_and_not_by_itself(house: House, name: str) -> None:
    house.builder.commit(SILENCERS[name])

    assert house.find() == []
    assert house.find("--config-from", "base") == [("src/b.py", 2)]


def test_settings_of_the_base_hold_whatever_the_change_does_to_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    off = 'packs = ["house"]\nrules.other-call = "off"\nfail-on = "medium"\n'
    base = {
        "reviewer.toml": off,
        "house/debugger-call.md": write_page(severity="medium"),
        "house/other-call.md": write_page("other"),
    }
    change = {"reviewer.toml": None, "house/debugger-call.md": None, "house/other-call.md": None}
    house = build_house(tmp_path, capsys, base, {**change, "b.py": CALLED + "other()\n"})

    assert house.find(pack=False) == []
    assert house.find("--config-from", "base", pack=False) == [("b.py", 2)]
    assert house.find("--config-from", "base", pack=False, rule="other-call") == []
    assert house.check("--config-from", "base", pack=False).code == 1


def test_a_house_pack_of_the_repository_speaks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = {
        "reviewer.toml": 'packs = ["house/"]\n',
        "house/debugger-call.md": write_page(),
        "house/README.md": "# House\n",
    }
    house = build_house(tmp_path, capsys, base, {"b.py": CALLED})

    assert house.find(pack=False) == [("b.py", 2)]


def test_a_pack_that_the_change_adds_is_not_trusted(house: House) -> None:
    page = write_page("f").replace("# A debugger", "# Another")
    house.builder.commit({"reviewer.toml": 'packs = ["house"]\n', "house/other-call.md": page, "src/c.py": "f()\n"})

    assert house.find(rule="other-call") == [("src/c.py", 1)]
    assert house.find("--config-from", "base", rule="other-call") == []


def test_a_pack_may_not_redefine_a_rule(house: House) -> None:
    house.builder.commit({"reviewer.toml": 'packs = ["house"]\n', "house/debugger-call.md": write_page("g")})
    ran = house.check()

    assert (ran.code, ran.out) == (2, "")
    assert "two pages define the rule 'debugger-call'" in ran.err


def test_a_settings_file_can_be_named(house: House, tmp_path: Path) -> None:
    named = tmp_path / "named.toml"
    named.write_text('rules.debugger-call = "off"\n', encoding="utf-8")
    house.builder.commit({"reviewer.toml": "not toml ["})

    assert house.find("--config", str(named)) == []


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_goes_to_a_file_as_it_goes_to_the_screen(house: House, tmp_path: Path, name: str) -> None:
    target = tmp_path / "deep" / "review"
    shown = house.check("--format", name)
    written = house.check("--format", name, "--output", str(target))

    assert shown.out
    assert (shown.code, written.code, written.out) == (1, 1, "")
    assert target.read_bytes().decode() == shown.out
    assert list(target.parent.iterdir()) == [target]


def _work(house: House) -> None:
    house.builder.write({"src/staged.py": CALLED})
    house.builder.run("add", "src/staged.py")
    house.builder.write({"src/loose.py": CALLED})


def test_uncommitted_work_is_part_of_the_change_and_said_to_be(house: House) -> None:
    _work(house)

    assert "uncommitted work" in house.check().out
    assert house.find() == [("src/b.py", 2), ("src/loose.py", 2), ("src/staged.py", 2)]


def test_only_what_is_staged(house: House) -> None:
    _work(house)

    assert house.find("--staged") == [("src/staged.py", 2)]


def test_only_what_is_not_committed(house: House) -> None:
    _work(house)

    assert house.find("--worktree") == [("src/loose.py", 2), ("src/staged.py", 2)]


def test_two_named_ends_leave_uncommitted_work_out(house: House) -> None:
    _work(house)

    assert house.find("--base", "main", "--head", "topic") == [("src/b.py", 2)]


HOSTILE = [
    "\x1b[31mred\x1b[0m.py",
    "new\nline.py",
    "\x07bell.py",
    "a\u202eyp.py",
    "\udcff.py",
    "`$(id)`.py",
    "<b>&.py",
    "-x.py",
]


@pytest.mark.parametrize("name", FORMATS)
def test_no_file_name_can_write_to_the_terminal(house: House, name: str) -> None:
    house.builder.commit({f"src/{path}": CALLED for path in HOSTILE})
    ran = house.check("--format", name, "--all")

    assert ran.code == 1
    assert ran.err == ""
    assert not any(ord(char) < 32 and char != "\n" for char in ran.out)
    assert "\u202e" not in ran.out
    ran.out.encode()


def test_every_hostile_name_is_a_finding(house: House) -> None:
    house.builder.commit({f"src/{path}": CALLED for path in HOSTILE})

    assert len(house.find()) == 1 + len(HOSTILE)


def test_a_hostile_name_in_an_error_is_escaped(house: House) -> None:
    ran = house.check("--base", "\x1b[31mred")

    assert ran.code == 2
    assert "\x1b" not in ran.err


def _skips(house: House, *arguments: str) -> list[dict[str, Any]]:
    ran = house.check("--format", "json", *arguments)
    assert ran.code in (0, 1), ran.err
    skips: list[dict[str, Any]] = json.loads(ran.out)["skips"]
    return skips


BROKEN = ")(}{ ][ %% $$ ?? !! ;; ,,\n" * 100


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"src/c.py": CALLED + BROKEN}, "the python grammar cannot read"),
        ({"src/c.py": "x = 1\n" * 250_001}, "larger than 1 MB"),
        ({"src/c.py": b"x = 1\n\0"}, "binary"),
        ({"src/c.py": "x = 1\n".encode("utf-16")}, "binary"),
    ],
)
def test_what_cannot_be_looked_at_is_said(house: House, files: dict[str, str], said: str) -> None:
    house.builder.commit(files)

    assert [skip["path"] for skip in _skips(house) if said in skip["reason"]] == ["src/c.py"]
    assert house.find() == [("src/b.py", 2)]


def test_a_language_without_a_grammar_is_said(house: House) -> None:
    house.builder.commit({"src/c.dart": "void main() {}\n"})

    assert "src/c.dart" in [skip["path"] for skip in _skips(house)]


def test_links_that_go_round_or_out_are_not_followed(house: House, tmp_path: Path) -> None:
    secret = tmp_path / "secret.py"
    secret.write_text(CALLED, encoding="utf-8")
    for name, target in {"loop.py": "loop.py", "round": ".", "out.py": str(secret), "src.py": "src/b.py"}.items():
        (house.builder.directory / name).symlink_to(target)

    assert house.find() == [("src/b.py", 2)]
    house.builder.commit({})
    assert house.find() == [("src/b.py", 2)]


def test_content_of_every_kind_is_reviewed_without_a_word(house: House) -> None:
    house.builder.commit(
        {
            "src/empty.py": "",
            "src/bytes.py": b"\xff\xfe\x00\x01",
            "src/latin.py": b"# \xe9\nx = 1\n",
            "src/crlf.py": b"def f():\r\n    pause()\r\n",
            "src/bom.py": b"\xef\xbb\xbfpause()\n",
            "src/strange.py": "x = 'a\x0cb\u2028c'\npause()\n",
        }
    )

    assert house.find() == [("src/b.py", 2), ("src/bom.py", 1), ("src/crlf.py", 2), ("src/strange.py", 2)]


@pytest.mark.parametrize("depth", [200, 1_100])
def test_deep_nesting_is_no_bug(house: House, depth: int) -> None:
    house.builder.commit(
        {"src/deep.js": "function f() {\n" * depth + "}\n" * depth, "src/deep.py": f"x = {'(' * depth}1{')' * depth}\n"}
    )
    ran = house.check()

    assert (ran.code, ran.err) == (1, "")


def test_no_change_is_said_and_exit_zero(house: House) -> None:
    ran = house.check("--base", "topic")

    assert (ran.code, ran.err) == (0, "")
    assert "do not differ" in ran.out


def test_the_first_commit_is_reviewed_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    house = build_house(tmp_path, capsys, {"a.py": "x\n"})
    alone = House(create_repository(tmp_path / "first"), house.packs, capsys)
    alone.builder.commit({"b.py": CALLED})

    assert alone.find() == [("b.py", 2)]


def test_as_a_process_it_says_the_same(house: House) -> None:
    ran = run_outside("check", "--pack", str(house.packs), cwd=house.builder.directory)

    assert (ran.returncode, ran.stderr) == (1, b"")
    assert ran.stdout.decode() == house.check().out


@pytest.mark.parametrize("command", ["rules list", "check --all", "--help"])
@pytest.mark.parametrize("reader", ["head -1", "true"])
def test_a_reader_that_closes_the_pipe_is_no_fault(house: House, command: str, reader: str) -> None:
    ran = subprocess.run(
        ["bash", "-c", f'"{sys.executable}" -m reviewer {command} | {reader}; exit ${{PIPESTATUS[0]}}'],
        cwd=house.builder.directory,
        capture_output=True,
        check=False,
    )

    assert (ran.returncode, ran.stderr) == (0, b"")


def test_version_and_help_are_exit_zero(house: House) -> None:
    for arguments in (["--version"], ["-V"], ["--help"], ["-h"], ["check", "--help"], ["rules", "--help"]):
        ran = house.run(*arguments)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out


def test_paths_narrow_what_is_told_and_not_what_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A caller outside of the named folder was mended by the same change: it must not be said to be left alone."""
    before = {"lib/x.py": "def f(a):\n    return a\n", "app/y.py": "from lib.x import f\n\nf(1)\n"}
    after = {"lib/x.py": "def f(a, b):\n    return a + b\n", "app/y.py": "from lib.x import f\n\nf(1, 2)\n"}
    house = build_house(tmp_path, capsys, before, after)

    report = json.loads(house.check("--format", "json", "lib").out)
    assert (report["findings"], report["change"]["files"]) == ([], 1)


def test_a_path_that_is_nowhere_is_an_error(house: House) -> None:
    ran = house.check("nosuchpath")

    assert (ran.code, "There is no file or folder 'nosuchpath'" in ran.err) == (2, True)
