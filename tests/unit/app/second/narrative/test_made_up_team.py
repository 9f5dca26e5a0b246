"""What models might write about the made-up team, from the facts of it to the forms of its report."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reviewer.adapters.store import connect, open_store
from reviewer.app.second.narrative import write_narrative
from reviewer.metrics import Request, build_report
from reviewer.metrics.demo import simulate_team
from reviewer.model.report import Report
from reviewer.render.report.json import render_report_json
from reviewer.render.report.markdown import render_report_markdown
from reviewer.render.report.page import render_page
from reviewer.render.report.shown import list_shown
from reviewer.render.report.slack import render_slack

from .tables import Scripted, count_seconds, submit

ANSWERS = tomllib.loads(Path(__file__).with_name("answers.toml").read_text(encoding="utf-8"))["answer"]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = tmp_path_factory.mktemp("store")
    made = simulate_team(week="2026-W46")
    store = open_store(folder).repository(made.manifest.name)
    with store.lock():
        store.write(made.rows, made.manifest)
    with connect([store]) as database:

        def ask(sql: str, values: Mapping[str, object]) -> list[dict[str, Any]]:
            answer = database.execute(sql, dict(values) or None)
            names = [str(column[0]) for column in answer.description or ()]
            return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

        return build_report(ask, Request("The shop", "2026-W46"))


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer["about"])
def test_only_what_holds_is_kept_and_shown(answer: dict[str, Any], report: Report) -> None:
    said = [sentence["text"] for sentence in answer["sentences"]]
    endpoint = Scripted([submit(json.dumps({"sentences": answer["sentences"]}))])

    made = write_narrative(report, endpoint, 60, table=list_shown(report), now=count_seconds(1))

    assert made.sentences == tuple(said[at] for at in answer["kept"])
    assert dict(made.dropped) == answer.get("dropped", {})
    whole = replace(report, narrative=made)
    forms = (render_page(whole), render_report_markdown(whole), render_report_json(whole), render_slack(whole))
    for at, text in enumerate(said):
        # A stretch without signs that some form writes otherwise.
        words = max(text.replace("+", ".").replace("%", ".").replace("-", ".").split("."), key=len)
        assert all((words in form) == (at in answer["kept"]) for form in forms), words
