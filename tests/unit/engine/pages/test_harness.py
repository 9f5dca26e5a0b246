"""The test of rule pages: Missing, Noisy and Broken, each with its line in the page."""

from collections.abc import Iterator

import pytest

from reviewer.change.syntax.source import Source
from reviewer.engine.hit import Detector, Hit, Options
from reviewer.engine.pages.harness import Verdict, examine_page
from reviewer.engine.pages.page import parse_page
from tests.unit.engine.samples import DETECTED, PAGE, find_calls, load_from, load_nothing

QUERY = PAGE.replace("in `{symbol}`", "here")
GOOD = "\n## Flagged\n\n```python\nbreakpoint()  # finding\n```\n\n## Not flagged\n\n```python\nx\n```\n"


def _examine(text: str) -> list[tuple[Verdict, int, str]]:
    page = parse_page(text, rule_id="debugger-call", pack="house", origin="house/debugger-call.md")
    failures = examine_page(page, load_nothing)
    assert all((f.rule, f.page) == ("debugger-call", "house/debugger-call.md") for f in failures)
    return [(f.verdict, f.line, f.text) for f in failures]


CASES: list[tuple[str, str, list[tuple[Verdict, int, str]]]] = [
    ("as promised", GOOD, []),
    ("missing", GOOD.replace("breakpoint()", "pause()"), [("Missing", 21, "src/shop/orders.py:1 (new)")]),
    ("noisy", GOOD.replace("x\n", "y\nbreakpoint()\n"), [("Noisy", 27, "src/shop/orders.py:2 (new)")]),
    (
        "elsewhere",
        GOOD.replace("breakpoint()  # finding", "x  # finding\nbreakpoint()"),
        [("Missing", 21, "src/shop/orders.py:1 (new)"), ("Noisy", 21, "src/shop/orders.py:2 (new)")],
    ),
    (
        "another case",
        GOOD.replace("# finding", "# finding worse"),
        [
            ("Missing", 21, "src/shop/orders.py:1 (new) worse"),
            ("Noisy", 21, "src/shop/orders.py:1 (new)"),
        ],
    ),
    (
        "not marked",
        GOOD.replace("  # finding", ""),
        [
            ("Broken", 21, "the example marks no line with '# finding'"),
            ("Noisy", 21, "src/shop/orders.py:1 (new)"),
        ],
    ),
    (
        "marked below Not flagged",
        GOOD.replace("x\n", "breakpoint()  # finding\n"),
        [
            ("Broken", 27, "the example marks a finding that must not be flagged"),
        ],
    ),
    (
        "one side only",
        GOOD[: GOOD.index("## Not")],
        [("Broken", 1, "the page needs an example under '## Not flagged'")],
    ),
    (
        "no example",
        "",
        [
            ("Broken", 1, "the page needs an example under '## Flagged'"),
            ("Broken", 1, "the page needs an example under '## Not flagged'"),
        ],
    ),
    (
        "inherited",
        GOOD.replace("```python\nx\n", "```diff python\n breakpoint()\n+x\n"),
        [],
    ),
    (
        "on the old side",
        GOOD.replace("```python\nbreakpoint()", "```diff python\n+x\n-breakpoint()"),
        [
            ("Missing", 21, "src/shop/orders.py:1 (old)"),
        ],
    ),
]


@pytest.mark.parametrize(("examples", "failures"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_every_difference_between_page_and_rule_is_named(
    examples: str, failures: list[tuple[Verdict, int, str]]
) -> None:
    assert _examine(QUERY + examples) == failures


def test_a_field_that_no_hit_fills_is_broken() -> None:
    assert _examine(PAGE + GOOD) == [("Broken", 21, "no hit fills the field {symbol} of the message")]


def test_a_query_that_is_not_valid_is_broken() -> None:
    assert [verdict for verdict, _, _ in _examine(QUERY.replace("(call f", "(nothing f") + GOOD)] == ["Broken"] * 2


def _limit(source: Source, options: Options) -> Iterator[Hit]:
    hits = list(find_calls("f")(source))
    return iter(hits if len(hits) > int(str(options["limit"])) else [])


def test_the_options_of_an_example_are_laid_over_those_of_the_page() -> None:
    page = DETECTED.replace("```\n\nIt", "[options]\nlimit = 1\n```\n\nIt").replace(
        "`{call}` is called in `{symbol}`", "x"
    )
    page += "\n## Flagged\n\n### One\n\n```toml\nlimit = 0\n```\n\n```python\nf()  # finding\n```\n"
    page += "\n## Not flagged\n\n```python\nf()\n```\n"
    parsed = parse_page(page, rule_id="debugger-call", pack="house", origin="house/debugger-call.md")

    assert examine_page(parsed, load_from({"sample": Detector("source", _limit)})) == []
