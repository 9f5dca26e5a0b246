"""Every rule page keeps what its examples promise."""

from pathlib import Path

import pytest

from reviewer.adapters.files import find_shipped_rules, read_pack
from reviewer.detectors import load_detector
from reviewer.engine.pages.harness import examine_page
from reviewer.engine.pages.pack import read_pages
from reviewer.engine.pages.page import Page

PAGES = read_pages(read_pack(find_shipped_rules()))


# One rule with thirty-odd cases, and one whose construct has a name of its own in every test framework.
LONG_PAGES = {
    "undefined-or-unbound-name": 305,
    "reinvented-helper": 350,
    "unused-new-symbol": 315,
    "sensitive-path": 350,
    "test-disabled": 320,
}


@pytest.mark.parametrize("page", PAGES, ids=[page.rule.id for page in PAGES])
def test_the_examples_of_a_rule_are_kept(page: Page) -> None:
    failures = examine_page(page, load_detector)

    assert [f"{Path(f.page).name}:{f.line}: {f.verdict}: {f.text}" for f in failures] == []


def test_a_page_can_be_read_at_one_sitting() -> None:
    lines = {p.rule.id: Path(p.rule.origin).read_text(encoding="utf-8").count("\n") for p in PAGES}

    assert {name: count for name, count in lines.items() if count > LONG_PAGES.get(name, 300)} == {}
