import os
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer.render.map.contract import schema
from reviewer.render.map.dot import render_dot
from reviewer.render.map.html import render_html
from reviewer.render.map.json import render_map_json
from reviewer.render.map.mermaid import render_mermaid
from reviewer.render.map.svg import render_svg

from .pictures import EMPTY, HOSTILE, SAMPLE

GOLDEN = Path(__file__).parent / "golden"
ROOT = Path(__file__).parents[4]
FORMS: dict[Path, Callable[[], str]] = {
    GOLDEN / "sample.mmd": lambda: render_mermaid(SAMPLE),
    GOLDEN / "hostile.mmd": lambda: render_mermaid(HOSTILE),
    GOLDEN / "sample.dot": lambda: render_dot(SAMPLE),
    GOLDEN / "hostile.dot": lambda: render_dot(HOSTILE),
    GOLDEN / "sample.json": lambda: render_map_json(SAMPLE),
    GOLDEN / "sample.svg": lambda: render_svg(SAMPLE),
    GOLDEN / "empty.svg": lambda: render_svg(EMPTY),
    GOLDEN / "sample.html": lambda: render_html(SAMPLE),
    GOLDEN / "hostile.html": lambda: render_html(HOSTILE),
    ROOT / "docs" / "map.schema.json": schema,
}


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_the_file_is_what_is_drawn(path: Path) -> None:
    now = FORMS[path]()
    if os.environ.get("REVIEWER_UPDATE_GOLDEN") == "1":
        path.write_text(now, encoding="utf-8", newline="\n")
    held = path.read_text(encoding="utf-8") if path.exists() else ""
    assert now == held, f"{path.name} is out of date: read the difference, then run with REVIEWER_UPDATE_GOLDEN=1"


def test_no_golden_file_is_left_over() -> None:
    assert {path for path in FORMS if path.parent == GOLDEN} == set(GOLDEN.iterdir())
