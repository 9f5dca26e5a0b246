import os
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer.render.builds.gitlab import render_gitlab
from reviewer.render.builds.junit import render_junit
from reviewer.render.contract import schema
from reviewer.render.forge.annotations import list_annotations
from reviewer.render.forge.commands import render_commands
from reviewer.render.forge.comment import render_clean_comment, render_comment
from reviewer.render.forge.lines import render_gone, render_line_comment
from reviewer.render.forge.summary import render_summary
from reviewer.render.json import render_json
from reviewer.render.markdown import render_markdown
from reviewer.render.sarif import render_sarif
from reviewer.render.text import render_text

from .hostile import LINKS
from .sample import EMPTY, HOSTILE, PULL, RULES, SAMPLE, SCREEN

GOLDEN = Path(__file__).parent / "golden"
ROOT = Path(__file__).parents[3]
NOTES = ("No check run: the token lacks `checks: write`.",)
FORMS: dict[Path, Callable[[], str]] = {
    GOLDEN / "sample.txt": lambda: render_text(SAMPLE),
    GOLDEN / "sample-all.txt": lambda: render_text(SAMPLE, show_all=True),
    # The escape character is shown as ^[, so that the file can be read in a terminal.
    GOLDEN / "sample-screen.txt": lambda: render_text(SAMPLE, terminal=SCREEN).replace("\x1b", "^["),
    GOLDEN / "empty.txt": lambda: render_text(EMPTY),
    GOLDEN / "hostile.txt": lambda: render_text(HOSTILE),
    GOLDEN / "sample.md": lambda: render_markdown(SAMPLE),
    GOLDEN / "sample-all.md": lambda: render_markdown(SAMPLE, show_all=True),
    GOLDEN / "empty.md": lambda: render_markdown(EMPTY),
    GOLDEN / "hostile.md": lambda: render_markdown(HOSTILE),
    GOLDEN / "sample.json": lambda: render_json(SAMPLE),
    GOLDEN / "hostile.json": lambda: render_json(HOSTILE),
    GOLDEN / "sample.sarif": lambda: render_sarif(SAMPLE, RULES, "0.1.0"),
    GOLDEN / "hostile.sarif": lambda: render_sarif(HOSTILE, RULES, "0.1.0"),
    GOLDEN / "sample.gitlab.json": lambda: render_gitlab(SAMPLE),
    GOLDEN / "hostile.gitlab.json": lambda: render_gitlab(HOSTILE),
    GOLDEN / "sample.junit.xml": lambda: render_junit(SAMPLE, RULES),
    GOLDEN / "hostile.junit.xml": lambda: render_junit(HOSTILE, RULES),
    GOLDEN / "comment.md": lambda: render_comment(PULL, LINKS, state="eJwDAA", notes=NOTES),
    GOLDEN / "clean-comment.md": lambda: render_clean_comment(EMPTY, state="eJwDAA"),
    GOLDEN / "line-comment.md": lambda: render_line_comment(PULL.findings[0], LINKS),
    GOLDEN / "line-comment-gone.md": lambda: render_gone(render_line_comment(PULL.findings[0], LINKS), "c" * 40),
    GOLDEN / "summary.md": lambda: render_summary(PULL, LINKS, (("review", 2.13), ("index", "kept")), NOTES),
    GOLDEN / "commands.txt": lambda: render_commands(list_annotations(PULL, frozenset({PULL.findings[0].fingerprint}))),
    ROOT / "docs" / "check.schema.json": schema,
}


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_the_file_is_what_is_rendered(path: Path) -> None:
    now = FORMS[path]()
    if os.environ.get("REVIEWER_UPDATE_GOLDEN") == "1":
        path.write_text(now, encoding="utf-8", newline="\n")
    held = path.read_text(encoding="utf-8") if path.exists() else ""
    assert now == held, f"{path.name} is out of date: read the difference, then run with REVIEWER_UPDATE_GOLDEN=1"


def test_no_golden_file_is_left_over() -> None:
    assert {path for path in FORMS if path.parent == GOLDEN} == set(GOLDEN.iterdir())
