"""Words of the page, values of the code: values are data, whatever they look like."""

from dataclasses import replace

import pytest

from reviewer.engine.hit import Hit
from reviewer.engine.wording import fill_message, find_unfilled, word_findings
from reviewer.model.change import Side

from .samples import DETECTED, make_file, make_rule, make_view

FILLED: list[tuple[str, dict[str, str], str]] = [
    ("`{call}` is called", {"call": "f"}, "`f` is called"),
    ("{a}{b}", {"a": "{b}", "b": "{a}"}, "{b}{a}"),
    ("{a}", {"a": "{0} {a.__class__} %s %(a)s $a \\1 \\g<0>"}, "{0} {a.__class__} %s %(a)s $a \\1 \\g<0>"),
    ("{a.__class__} {a!r} {a:>9} {0} {} {{a}}", {"a": "x"}, "{a.__class__} {a!r} {a:>9} {0} {} {x}"),
    ("{unknown} stays", {}, "{unknown} stays"),
    ("{a}", {"a": "one\n  two\t three"}, "one two three"),
    ("{a}", {"a": ""}, ""),
    ("{a}", {"a": "x" * 80}, "x" * 80),
    ("{a}", {"a": "x" * 81}, "x" * 79 + "…"),
    ("{a}", {"a": "x " * 1_000_000}, "x " * 39 + "x…"),
    ("100 % {a} \\n", {"a": "x"}, "100 % x \\n"),
]


@pytest.mark.parametrize(("template", "values", "message"), FILLED)
def test_a_message_is_filled_once_with_data(template: str, values: dict[str, str], message: str) -> None:
    assert fill_message(template, values) == message


def test_fields_without_a_value_are_named() -> None:
    rule = make_rule(DETECTED)

    assert find_unfilled(rule, Hit("a.py", 1, 1, values={"call": "f"})) == ["symbol"]
    assert find_unfilled(rule, Hit("a.py", 1, 1, values={"call": "f", "symbol": "g"})) == []


SIDES: list[tuple[str, Side, int, str]] = [
    ("b.py", "new", 2, "new two"),
    ("b.py", "old", 2, "old two"),
    ("a.py", "old", 2, "old two"),
    ("b.py", "new", 99, ""),
    ("none.py", "new", 1, ""),
    ("none.py", "old", 1, ""),
]


@pytest.mark.parametrize(("path", "side", "line", "code"), SIDES)
def test_the_code_is_the_first_line_on_the_side_of_the_hit(path: str, side: Side, line: int, code: str) -> None:
    view = make_view(make_file("old one\n  old two\n", "new one\n\tnew two\n", "b.py", old_path="a.py"))
    (finding,) = word_findings([(make_rule(DETECTED), Hit(path, line, line, side))], view)

    assert finding.code == code


def test_findings_are_ordered_by_severity_path_and_line_whatever_comes_first() -> None:
    low, high = (replace(make_rule(DETECTED, name), severity=name) for name in ("low", "high"))
    low = replace(low, cases={"": replace(low.cases[""], severity="low")})
    high = replace(high, cases={"": replace(high.cases[""], severity="high")})
    pairs = [(rule, Hit(path, line, line)) for rule in (low, high) for path in ("b", "a") for line in (10, 9)]
    view = make_view()

    expected = [("high", "a", 9), ("high", "a", 10), ("high", "b", 9), ("high", "b", 10)]
    expected += [("low", path, line) for _, path, line in expected]
    for order in (pairs, pairs[::-1]):
        assert [(f.severity, f.path, f.line) for f in word_findings(order, view)] == expected


def test_an_end_before_the_line_is_the_line() -> None:
    (finding,) = word_findings([(make_rule(DETECTED), Hit("a.py", 5, 3))], make_view())

    assert (finding.line, finding.end_line) == (5, 5)
