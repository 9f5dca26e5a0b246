"""The run of rules over a change: a rule that raises is a skip, and the others still speak."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest

from reviewer.change.changed import ChangedFile
from reviewer.change.syntax.source import Source
from reviewer.engine.hit import Detector, Hit, Options, number_in
from reviewer.engine.run import run_rules, scan_source, stands_in
from reviewer.errors import ReviewerError
from reviewer.index.view import View
from reviewer.model.finding import Skip
from reviewer.model.rule import Rule

from .samples import DETECTED, PAGE, load_from, load_nothing, make_file, make_rule, make_source, make_view, offer

VIEW = make_view(make_file(None, "def f():\n    breakpoint()\n"))


def _raise(_view: View, _options: Options) -> Iterable[Hit]:
    raise ZeroDivisionError("nothing to divide by")


def _raise_late(view: View, _options: Options) -> Iterator[Hit]:
    yield Hit(view.files[0].path, 1, 1)
    raise KeyError("late")


def _nest(view: View, options: Options) -> Iterable[Hit]:
    return _nest(view, options)


def _limited(_view: View, options: Options) -> Iterator[Hit]:
    yield Hit("src/shop.py", int(number_in(options, "line")), 1)


DETECTORS = {
    "raises": Detector("change", _raise),
    "raises_late": Detector("change", _raise_late),
    "nests": Detector("change", _nest),
    "limited": Detector("change", _limited),
    "unknown_case": offer([Hit("src/shop.py", 1, 1, case="no-such-case")]),
    "speaks": offer([Hit("src/shop.py", 1, 1)]),
}


def _rule(detector: str) -> Rule:
    return replace(make_rule(DETECTED, detector.replace("_", "-")), detector=detector)


@pytest.mark.parametrize(
    ("detector", "reason"),
    [
        ("raises", "the rule raised ZeroDivisionError: nothing to divide by"),
        ("raises_late", "the rule raised KeyError: 'late'"),
        ("nests", "the rule raised RecursionError: "),
        ("unknown_case", "the rule raised KeyError: 'no-such-case'"),
    ],
)
def test_a_rule_that_always_raises_is_a_skip_and_the_others_still_speak(detector: str, reason: str) -> None:
    rules = [_rule("speaks"), _rule(detector), make_rule()]
    outcome = run_rules(rules, VIEW, load_from(DETECTORS))

    assert [rule.id for rule, _ in outcome.hits] == ["speaks", "debugger-call"]
    (skip,) = outcome.skips
    assert (skip.path, skip.rule) == ("", detector.replace("_", "-"))
    assert skip.reason.startswith(reason)


def test_a_setting_that_a_rule_cannot_use_is_the_users_to_correct() -> None:
    rule = replace(_rule("limited"), options={"line": "first"})

    with pytest.raises(ReviewerError, match="'line' must be a number"):
        run_rules([rule], VIEW, load_from(DETECTORS))


def test_a_query_speaks_of_what_the_change_added() -> None:
    files = [
        make_file("breakpoint()\n", "breakpoint()\nx = 1\n", "a.py"),
        make_file("x\n", "x\nbreakpoint()\n", "b.py"),
    ]
    outcome = run_rules([make_rule()], make_view(*files), load_nothing)

    assert [(hit.path, hit.line, hit.values["call"]) for _, hit in outcome.hits] == [("b.py", 2, "breakpoint")]
    assert outcome.skips == ()


FILES: list[tuple[str, ChangedFile, int]] = [
    ("another language", make_file(None, "breakpoint();\n", "a.js"), 0),
    ("a test", make_file(None, "breakpoint()\n", "tests/a.py", file_class="test"), 0),
    ("a script", make_file(None, "breakpoint()\n", "a.py", file_class="script"), 1),
    ("mostly syntax errors", make_file(None, "breakpoint()\n" + ")(}{ ][ %% $$ ?? !! ;; ,,\n" * 50, "a.py"), 0),
    ("no grammar", make_file(None, "breakpoint()\n", "a.xyz"), 0),
]


@pytest.mark.parametrize(("file", "hits"), [row[1:] for row in FILES], ids=[row[0] for row in FILES])
def test_a_rule_looks_only_at_files_that_fit(file: ChangedFile, hits: int) -> None:
    assert len(run_rules([make_rule()], make_view(file), load_nothing).hits) == hits


def _note(found: list[str]) -> Detector:
    def find(file: ChangedFile, _options: Options) -> Iterator[Hit]:
        found.append(file.path)
        yield Hit(file.path, 1, 1)

    return Detector("file", find)


def test_a_detector_of_files_is_given_each_file_that_fits() -> None:
    seen: list[str] = []
    files = [
        make_file(None, "x\n", "b.py"),
        make_file("x\n", None, "a.py"),
        make_file(None, "x", "t.py", file_class="test"),
    ]
    run_rules([_rule("noted")], make_view(*files), load_from({"noted": _note(seen)}))

    assert seen == ["a.py", "b.py"]


@pytest.mark.parametrize(
    ("status", "case_status", "count"),
    [("default", "default", 1), ("default", "opt-in", 0), ("preview", "preview", 0), ("opt-in", "default", 1)],
)
def test_a_case_that_is_not_on_is_not_shown_beside_a_rule_that_is(status: str, case_status: str, count: int) -> None:
    page = DETECTED.replace(
        "```\n\nIt", f'status = "{status}"\n[cases.x]\nmessage = "x"\nstatus = "{case_status}"\n```\n\nIt'
    )
    detectors = {"sample": offer([Hit("src/shop.py", 1, 1, case="x")])}

    assert len(run_rules([make_rule(page)], VIEW, load_from(detectors)).hits) == count


def _source(text: str) -> Source:
    source = make_source("a.py", text)
    assert source is not None
    return source


def test_scanning_finds_inherited_hits_too() -> None:
    assert len(list(scan_source(make_rule(), _source("breakpoint()\nx\nbreakpoint()\n"), load_nothing))) == 2


@pytest.mark.parametrize(("line", "stands"), [(1, False), (2, True), (3, True), (4, False)])
def test_a_rule_stands_on_a_line_or_the_next(line: int, stands: bool) -> None:  # noqa: FBT001 - a table's column
    assert stands_in(make_rule(PAGE), _source("a\nb\nbreakpoint()\nc\n"), line, load_nothing) == stands


@pytest.mark.parametrize("detector", ["raises", "speaks"])
def test_a_rule_that_compares_is_given_the_benefit(detector: str) -> None:
    assert stands_in(_rule(detector), _source("x\n"), 1, load_from(DETECTORS))


def test_a_skip_names_the_rule_and_no_path() -> None:
    outcome = run_rules([_rule("raises")], VIEW, load_from(DETECTORS))

    assert outcome.skips == (Skip("", "raises", "the rule raised ZeroDivisionError: nothing to divide by"),)
