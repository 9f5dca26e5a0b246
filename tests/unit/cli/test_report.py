"""`reviewer report`: what it writes where, of which week, and that nobody is named."""

import csv
import io
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.adapters.store import open_store
from reviewer.app.report import find_last_week
from reviewer.cli.main import main
from reviewer.cli.wiring.places import locate_in
from reviewer.metrics.demo import simulate_team
from reviewer.model.facts import Row
from tests.adapters.repos import create_repository
from tests.endpoint.behaviours import BEHAVIOURS
from tests.endpoint.said import call, script
from tests.endpoint.server import KEY, MODEL, serve_model

ENDINGS = ("html", "md", "json", "csv", "slack.json")
WEEK = "2026-W46"
SAMPLE = Path(__file__).parents[3] / "examples" / "weekly-report"


@pytest.fixture(scope="module")
def team() -> tuple[Row, ...]:
    """The facts of the demo's team, over half a year."""
    return simulate_team(week=WEEK, weeks=30).rows


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with that team."""
    folder = tmp_path_factory.mktemp("store")
    made = simulate_team(week=WEEK, weeks=30)
    open_store(folder).repository(made.manifest.name).write(made.rows, made.manifest)
    return folder


def _run(store: Path, *arguments: str) -> int:
    return main(["report", "--store", str(store), "--week", WEEK, *arguments])


def _list_logins(rows: tuple[Row, ...]) -> Iterator[str]:
    for row in rows:
        for column in ("author", "merged_by", "actor", "login", "reviewer", "mail"):
            value = getattr(row, column, None)
            if isinstance(value, str) and len(value) > 3:
                yield value


def test_a_page_goes_into_a_file(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert _run(store) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == f"review-debt-{WEEK}.html"
    assert second.endswith(".")
    page = (tmp_path / first).read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>\n")
    assert len(page.encode()) < 150_000


@pytest.mark.parametrize(
    ("form", "begins"), [("md", "## Review debt"), ("csv", "week,team,"), ("json", "{"), ("slack", "{")]
)
def test_one_text_goes_to_the_output(form: str, begins: str, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(store, "--format", form) == 0
    assert capsys.readouterr().out.startswith(begins)


def test_several_forms_go_into_a_folder(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    forms = [word for form in ("html", "md", "json", "csv", "slack", "md") for word in ("--format", form)]

    assert _run(store, *forms, "--output", str(tmp_path / "new"), "--team", "shop") == 0
    assert len(capsys.readouterr().out.splitlines()) == 6
    assert {path.name for path in (tmp_path / "new").iterdir()} == {f"review-debt-{WEEK}.{end}" for end in ENDINGS}
    assert json.loads((tmp_path / "new" / f"review-debt-{WEEK}.json").read_text(encoding="utf-8"))["team"] == "shop"


def test_no_login_is_in_any_form(
    store: Path, team: tuple[Row, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    logins = set(_list_logins(team))
    senior = min(login for login in logins if login.startswith("developer"))
    forms = [word for form in ("html", "md", "json", "csv", "slack") for word in ("--format", form)]

    assert _run(store, *forms, "--output", str(tmp_path), "--senior", senior) == 0
    texts = capsys.readouterr().out + "".join(path.read_text(encoding="utf-8") for path in tmp_path.iterdir())
    assert len(logins) >= 5
    assert [login for login in sorted(logins) if re.search(rf"(?<![\w-]){re.escape(login)}(?![\w-])", texts)] == []


def test_equal_facts_give_equal_bytes(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = []
    for _ in range(2):
        assert _run(store, "--format", "json") == 0
        texts.append(capsys.readouterr().out)

    assert texts[0] == texts[1]


def test_a_past_week_can_be_reported(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--store", str(store), "--week", "2026-W40", "--format", "csv"]) == 0

    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["week"] for row in rows} == {"2026-W40"}
    assert [row for row in rows if row["state"] == "known" and not row["value"]] == []


def test_the_demo_needs_no_store(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))

    assert main(["report", "--demo", "--output", str(tmp_path)]) == 0
    assert capsys.readouterr().out.splitlines()[0] == str(tmp_path / f"review-debt-{WEEK}.html")
    assert not (tmp_path / "data").exists()


def test_the_sample_in_the_examples_is_the_report_of_the_demo(tmp_path: Path) -> None:
    target = SAMPLE if os.environ.get("REVIEWER_UPDATE_GOLDEN") == "1" else tmp_path
    forms = [word for form in ("html", "md", "slack") for word in ("--format", form)]

    assert main(["report", "--demo", *forms, "--output", str(target)]) == 0
    for ending in ("html", "md", "slack.json"):
        name = f"review-debt-{WEEK}.{ending}"
        held = (SAMPLE / name).read_text(encoding="utf-8")
        assert held == (target / name).read_text(encoding="utf-8"), f"{name}: run with REVIEWER_UPDATE_GOLDEN=1"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--store", "{empty}"], "reviewer collect"),
        (["--store", "{store}", "--repo", "acme/other"], "reviewer collect acme/other"),
        (["--store", "{store}", "--week", "2026-W54"], "2026-W46"),
        (["--store", "{store}", "--zone", "Mars/Olympus"], "Europe/Berlin"),
        (["--store", "{store}", "--output", "{file}", "--week", WEEK], "cannot be written"),
    ],
)
def test_what_is_wrong_comes_with_what_to_do(
    arguments: list[str], says: str, store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "file"
    file.touch()
    filled = [one.format(empty=tmp_path / "none", store=store, file=file) for one in arguments]

    assert main(["report", *filled]) == 2
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(
    ("now", "zone", "week"),
    [
        (1_794_787_200, "UTC", "2026-W46"),  # Monday, midnight
        (1_794_787_199, "UTC", "2026-W45"),
        (1_794_783_600, "Europe/Berlin", "2026-W46"),  # an hour earlier it is Monday there
        (1_794_783_599, "Europe/Berlin", "2026-W45"),
        (1_794_787_200, "America/New_York", "2026-W45"),
        (1_798_761_600, "UTC", "2026-W52"),  # 1 January 2027 is in week 53
    ],
)
def test_the_last_whole_week_is_one_of_the_zone(now: int, zone: str, week: str) -> None:
    assert find_last_week(now, zone) == week


def test_a_clone_tells_in_which_directories_commits_added_lines(tmp_path: Path) -> None:
    builder = create_repository(tmp_path / "shop")
    first = builder.commit({"a/b/c/d.py": "1\n2\n3\n", "top.py": "1\n", "package-lock.json": "{}\n"})
    builder.run("checkout", "--quiet", "-b", "side")
    builder.commit({"a/b/x.py": "1\n2\n"})
    builder.run("checkout", "--quiet", "main")
    builder.commit({"other\té.py": "1\n"})
    builder.run("merge", "--quiet", "--no-ff", "--message", "Merge", "side")
    merge = builder.run("rev-parse", "HEAD").strip()
    other = create_repository(tmp_path / "other")
    other.commit({"z/z.py": "1\n"})
    locate = locate_in((str(other.directory), str(builder.directory), str(builder.directory)))

    assert locate("acme/shop", [first]) == {"a/b/c": 3, ".": 1}
    assert locate("acme/shop", [merge]) == {"a/b": 2}
    assert locate("acme/shop", ["0" * 40, "--output=x", "HEAD", first[:10]]) == {}


def test_a_model_writes_a_paragraph_of_which_the_numbers_hold(
    store: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    good = {"text": "Zero-review rate is 21 %.", "metrics": ["zero_review"]}
    bad = {"text": "Zero-review rate is 99 %.", "metrics": ["zero_review"]}
    capsys.readouterr()
    assert _run(store, "--format", "json") == 0
    alone = json.loads(capsys.readouterr().out)
    shown = next(measure for measure in alone["measures"] if measure["id"] == "zero_review")
    good["text"] = f"Zero-review rate is {round(100 * shown['value'])} %."
    with serve_model(script(call("submit_narrative", sentences=[good, bad]))) as served:
        monkeypatch.setenv("OPENAI_BASE_URL", served.base_url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        codes = [_run(store, "--format", "json", "--second-reader", "--model", MODEL) for _ in range(2)]
        first, again = (json.loads(text) for text in _split_json(capsys.readouterr().out))

    assert codes == [0, 0]
    assert served.breaches == []
    assert len(served.requests) == 1
    told = json.dumps(served.requests)
    assert [login for login in _list_logins(simulate_team(week=WEEK, weeks=30).rows) if login in told] == []
    assert first["narrative"]["sentences"] == again["narrative"]["sentences"] == [good["text"]]
    assert [row["sentences"] for row in first["narrative"]["dropped"]] == [1]
    assert first | {"narrative": None, "made": None} == alone | {"narrative": None, "made": None}


@pytest.mark.parametrize("name", ["silent", "half an answer", "refusal", "loops for ever", "10 MB"])
def test_without_a_paragraph_the_report_is_whole(
    name: str, store: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    capsys.readouterr()
    _run(store, "--format", "csv")
    alone = capsys.readouterr().out
    with serve_model(BEHAVIOURS[name]()) as served:
        monkeypatch.setenv("OPENAI_BASE_URL", served.base_url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        options = ("--second-reader", "--model", MODEL, "--budget", "1s")
        assert [_run(store, "--format", form, *options) for form in ("md", "csv")] == [0, 0]
    written = capsys.readouterr().out

    assert written.endswith(alone)
    assert "A language model was asked, and nothing is shown" in written


def test_a_dry_run_shows_the_table_and_sends_nothing(
    store: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    capsys.readouterr()

    assert _run(store, "--second-reader", "--model", "some-model", "--dry-run") == 0

    where, _, body = capsys.readouterr().out.partition("\n")
    assert where == "POST https://api.openai.com/v1/chat/completions"
    assert "Zero-review rate" in json.loads(body)["messages"][1]["content"]


def _split_json(text: str) -> Iterator[str]:
    """Yield the JSON objects that stand one after the other."""
    decoder = json.JSONDecoder()
    while text := text.strip():
        _, end = decoder.raw_decode(text)
        yield text[:end]
        text = text[end:]
