import os
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer.render.report.csv import render_csv
from reviewer.render.report.json import render_report_json
from reviewer.render.report.markdown import render_report_markdown
from reviewer.render.report.page import render_page
from reviewer.render.report.slack import render_slack

from .reports import EMPTY, SAMPLE, STATES

GOLDEN = Path(__file__).parent / "golden"
FORMS: dict[Path, Callable[[], str]] = {
    GOLDEN / "sample.html": lambda: render_page(SAMPLE),
    GOLDEN / "sample.md": lambda: render_report_markdown(SAMPLE),
    GOLDEN / "sample.slack.json": lambda: render_slack(SAMPLE),
    GOLDEN / "sample.csv": lambda: render_csv(SAMPLE),
    GOLDEN / "sample.json": lambda: render_report_json(SAMPLE),
    GOLDEN / "empty.md": lambda: render_report_markdown(EMPTY),
    GOLDEN / "empty.slack.json": lambda: render_slack(EMPTY),
    GOLDEN / "states.md": lambda: render_report_markdown(STATES),
    GOLDEN / "states.csv": lambda: render_csv(STATES),
}


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_the_file_is_what_is_written(path: Path) -> None:
    now = FORMS[path]()
    if os.environ.get("REVIEWER_UPDATE_GOLDEN") == "1":
        path.parent.mkdir(exist_ok=True)
        path.write_text(now, encoding="utf-8", newline="\n")
    held = path.read_text(encoding="utf-8") if path.exists() else ""
    assert now == held, f"{path.name} is out of date: read the difference, then run with REVIEWER_UPDATE_GOLDEN=1"


def test_no_golden_file_is_left_over() -> None:
    assert set(FORMS) == set(GOLDEN.iterdir())
