"""Waivers: who may accept a finding, with what reason, until when, and which of them need a word."""

import time
from collections.abc import Sequence
from datetime import date

import pytest

from reviewer.engine.policy.waivers import Noted, apply_waivers, find_waivers
from reviewer.engine.run import run_rules
from reviewer.engine.wording import word_findings
from reviewer.model.finding import Finding, Waiver
from reviewer.model.policy import FileWaiver
from tests.unit.engine.samples import load_nothing, make_file, make_rule, make_source, make_view

TODAY = date(2026, 3, 1)
CALL = "breakpoint()"


def _read(line: str) -> list[tuple[str, str, str]]:
    source = make_source("a.py", f"first\n{line}\n")
    assert source is not None
    waivers = list(find_waivers(source))
    assert all((w.path, w.line) == ("a.py", 2) for w in waivers)
    return [(w.rule, w.reason, w.until) for w in waivers]


WRITTEN: list[tuple[str, list[tuple[str, str, str]]]] = [
    ("f()  # reviewer: allow[a-rule] known and fine", [("a-rule", "known and fine", "")]),
    ("#reviewer:allow[a-rule] fine", [("a-rule", "fine", "")]),
    ("f();  // reviewer: allow[a-rule] fine", [("a-rule", "fine", "")]),
    ("f();  /* reviewer: allow[a-rule] fine */", [("a-rule", "fine", "")]),
    ("<b>  <!-- reviewer: allow[a-rule] fine -->", [("a-rule", "fine", "")]),
    ("-- reviewer: allow[a-rule] fine", [("a-rule", "fine", "")]),
    ("# reviewer: allow[a-rule, b-rule] fine", [("a-rule", "fine", ""), ("b-rule", "fine", "")]),
    ("# reviewer: allow[a-rule,,] fine", [("a-rule", "fine", "")]),
    ("# reviewer: allow[a-rule] fine (until 2026-03-01)", [("a-rule", "fine", "2026-03-01")]),
    ("/* reviewer: allow[a-rule] fine (until 2026-03-01) */", [("a-rule", "fine", "2026-03-01")]),
    ("# reviewer: allow[a-rule] fine (until soon)", [("a-rule", "fine (until soon)", "")]),
    ("# reviewer: allow[a-rule]", [("a-rule", "", "")]),
    ("# reviewer: allow[a-rule](until 2026-03-01)", [("a-rule", "", "2026-03-01")]),
    ("# noqa # reviewer: allow[a-rule] fine", [("a-rule", "fine", "")]),
    ("# reviewer: allow[] fine", []),
    ("# reviewer: allow[a.rule] fine", []),
    ("# reviewer: allow a-rule fine", []),
    ("reviewer: allow[a-rule] no comment", []),
    ("# the reviewer: allow[a-rule] fine", []),
]


@pytest.mark.parametrize(("line", "waivers"), WRITTEN)
def test_a_waiver_is_read_from_a_comment(line: str, waivers: list[tuple[str, str, str]]) -> None:
    assert _read(line) == waivers


@pytest.mark.parametrize(
    "line",
    [
        "# reviewer: allow[a-rule] " + " " * 50_000 + "x",
        "#" + " " * 50_000 + "reviewer: no",
        "# reviewer: " * 5_000,
        "# reviewer: allow[" + "a" * 50_000,
        "#" * 50_000 + "reviewer:",
        "# reviewer: allow[a] " + "(until 2026-01-01) " * 5_000 + "x",
    ],
)
def test_a_hostile_line_costs_no_time(line: str) -> None:
    started = time.process_time()
    _read(line)

    assert time.process_time() - started < 3


def _apply(
    old: str | None,
    new: str,
    *entries: FileWaiver,
    trust_added: bool = True,
    stands: bool = False,
    path: str = "a.py",
) -> tuple[Sequence[Finding], Sequence[Noted]]:
    view = make_view(make_file(old, new, path))
    findings = word_findings(run_rules([make_rule()], view, load_nothing).hits, view)
    return apply_waivers(findings, view, entries, today=TODAY, trust_added=trust_added, stands=lambda _: stands)


def _reasons(findings: Sequence[Finding]) -> list[str]:
    return [f.waived.reason if f.waived else "" for f in findings]


def _states(noted: Sequence[Noted]) -> list[str]:
    return [state for state, _ in noted]


def _allow(rest: str = " fine", rule: str = "debugger-call") -> str:
    return f"# reviewer: allow[{rule}]{rest}"


INLINE: list[tuple[str, str, list[str], list[str]]] = [
    ("on the line", f"{CALL}  {_allow()}\n", ["fine"], ["added"]),
    ("on the line above", f"{_allow()}\n{CALL}\n", ["fine"], ["added"]),
    ("two lines above", f"{_allow()}\n\n{CALL}\n", [""], ["added", "unused"]),
    ("on the line below", f"{CALL}\n{_allow()}\n", [""], ["added", "unused"]),
    ("behind other code above", f"x = 1  {_allow()}\n{CALL}\n", [""], ["added", "unused"]),
    ("of another rule", f"{CALL}  {_allow(rule='other')}\n", [""], ["added", "unused"]),
    ("without a reason", f"{CALL}  {_allow('')}\n", [""], ["added", "reasonless"]),
    ("on its last day", f"{CALL}  {_allow(' fine (until 2026-03-01)')}\n", ["fine"], ["added"]),
    ("past its day", f"{CALL}  {_allow(' fine (until 2026-02-28)')}\n", [""], ["added", "expired"]),
    ("on no day of the calendar", f"{CALL}  {_allow(' fine (until 2026-02-30)')}\n", [""], ["added", "expired"]),
    ("for one of two", f"{CALL}\n{CALL}  {_allow()}\n", ["", "fine"], ["added"]),
    (
        "twice, the first of them past its day",
        f"{_allow(' old (until 2026-01-01)')}\n{CALL}  {_allow()}\n",
        ["fine"],
        ["added", "expired", "added"],
    ),
]


@pytest.mark.parametrize(("new", "reasons", "states"), [row[1:] for row in INLINE], ids=[row[0] for row in INLINE])
def test_a_waiver_in_the_code(new: str, reasons: list[str], states: list[str]) -> None:
    findings, noted = _apply(None, new)

    assert (_reasons(findings), _states(noted)) == (reasons, states)


def test_a_change_cannot_waive_its_own_findings_where_it_is_not_trusted() -> None:
    findings, noted = _apply(None, f"{CALL}  {_allow()}\n", trust_added=False)

    assert (_reasons(findings), _states(noted)) == ([""], ["added"])


def test_a_waiver_of_the_base_holds_where_the_change_is_not_trusted() -> None:
    findings, noted = _apply(f"{_allow()}\nx\n", f"{_allow()}\n{CALL}\n", trust_added=False)

    assert (_reasons(findings), _states(noted)) == (["fine"], [])


@pytest.mark.parametrize(("stands", "states"), [(True, []), (False, ["unused"])])
def test_a_waiver_of_a_finding_that_stands_is_in_use(stands: bool, states: list[str]) -> None:  # noqa: FBT001 - a column
    _, noted = _apply(f"{CALL}  {_allow()}\n", f"{CALL}  {_allow()}\nx = 1\n", stands=stands)

    assert _states(noted) == states


def _entry(scope: str = "*.py", *, symbol: str = "", rule: str = "debugger-call", until: str = "") -> FileWaiver:
    return FileWaiver(Waiver(rule, "agreed", until, "reviewer.toml", 0, scope), symbol)


IN_F = f"def f():\n    {CALL}\n"
ENTRIES: list[tuple[str, FileWaiver, str, list[str]]] = [
    ("a pattern", _entry(), "agreed", []),
    ("a folder", _entry("src/"), "agreed", []),
    ("another folder", _entry("lib/"), "", []),
    ("the symbol", _entry(symbol="f"), "agreed", []),
    ("another symbol", _entry(symbol="g"), "", []),
    ("another rule", _entry(rule="other"), "", []),
    ("past its day", _entry(until="2026-02-28"), "", ["expired"]),
    ("on its last day", _entry(until="2026-03-01"), "agreed", []),
]


@pytest.mark.parametrize(("entry", "reason", "states"), [row[1:] for row in ENTRIES], ids=[row[0] for row in ENTRIES])
def test_a_waiver_in_the_settings(entry: FileWaiver, reason: str, states: list[str]) -> None:
    findings, noted = _apply(None, IN_F, entry, path="src/a.py")

    assert (_reasons(findings), _states(noted)) == ([reason], states)


def test_the_settings_hold_where_a_comment_does_not() -> None:
    findings, _ = _apply(None, f"{CALL}  {_allow()}\n", _entry(), trust_added=False)

    assert _reasons(findings) == ["agreed"]


def test_a_deleted_file_has_no_waivers() -> None:
    view = make_view(make_file(f"{CALL}  {_allow()}\n", None))

    assert apply_waivers([], view, [], today=TODAY, trust_added=True, stands=lambda _: False) == ((), ())
