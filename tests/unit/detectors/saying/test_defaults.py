"""Settings whose literal value a change replaces, and whether a text speaks of them."""

import pytest

from reviewer.detectors.saying.defaults import Switched, find_switched, is_mentioned
from tests.unit.engine.samples import make_file


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("MAX_TURNS = 20", "MAX_TURNS = 50", ("MAX_TURNS", "20", "50")),
        ("def f(a, limit: int = 20):", "def f(a, limit: int = 100):", ("limit", "20", "100")),
        ("  timeoutMs: 5000,", "  timeoutMs: 9000,", ("timeoutMs", "5000", "9000")),
        ("const startTimeout = 5", "const startTimeout = 15", ("startTimeout", "5", "15")),
        ('  model: "small",', '  model: "large",', ("model", '"small"', '"large"')),
        ("maxBytes=20 * 1024", "maxBytes=10 * 1024", ("maxBytes", "20 * 1024", "10 * 1024")),
        ("verify=True", "verify=False", ("verify", "True", "False")),
        ("model = 'a'", 'model = "a"', None),
        ("limit = 20", "limit = read()", None),
        ("limit = 20", "other_limit = 30", None),
        ("run(a, limit=20)", "run(b, limit=30)", None),
        ("api_version = 2", "api_version = 3", None),
        ("count = 2", "count = 3", None),
    ],
)
def test_a_literal_is_replaced_and_nothing_else(old: str, new: str, found: tuple[str, str, str] | None) -> None:
    switched = list(find_switched(make_file(f"{old}\n", f"{new}\n", path="src/shop.ts")))

    assert [(s.name, s.old, s.new) for s in switched] == ([found] if found else [])


@pytest.mark.parametrize(
    ("text", "is_said"),
    [
        ("Raises the timeout", True),
        ("Waits 15000 ms", True),
        ("It was 5000", True),
        ("Starts the worker sooner", False),
        ("", False),
    ],
)
def test_a_setting_is_mentioned_by_its_purpose_or_its_value(text: str, is_said: bool) -> None:  # noqa: FBT001
    assert is_mentioned(Switched("a.go", 1, "startTimeoutDefault", "5000", "15000"), text) is is_said
