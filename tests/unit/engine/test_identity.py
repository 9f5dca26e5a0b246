"""Fingerprints: the same finding keeps its own through shifts and moves, another one has another."""

import re
from collections.abc import Callable

import pytest

from reviewer.change.changed import ChangedFile
from reviewer.engine.identity import fingerprint_hits
from reviewer.engine.run import run_rules
from reviewer.engine.wording import word_findings

from .samples import PAGE, load_nothing, make_file, make_rule, make_view

BODY = "class A:\n    def f(self):\n        breakpoint()\n"
QUERY = PAGE.replace("in `{symbol}`", "here")


def _prints(*files: ChangedFile, page: str = QUERY, rule_id: str = "debugger-call") -> list[str]:
    view = make_view(*files)
    return [f.fingerprint for f in word_findings(run_rules([make_rule(page, rule_id)], view, load_nothing).hits, view)]


def _only(text: str, path: str = "a.py", page: str = QUERY, rule_id: str = "debugger-call") -> str:
    (fingerprint,) = _prints(make_file(None, text, path), page=page, rule_id=rule_id)
    return fingerprint


SAME: list[tuple[str, Callable[[], str]]] = [
    ("lines shift", lambda: _only("# one\n\n\n" + BODY)),
    ("the file moves", lambda: _only(BODY, "deep/down/b.py")),
    ("the class is renamed", lambda: _only(BODY.replace("class A", "class B"))),
    ("the line is laid out anew", lambda: _only(BODY.replace("breakpoint()", "breakpoint( )"))),
    ("the message is worded anew", lambda: _only(BODY, page=QUERY.replace("is called", "was called"))),
    ("the severity is another", lambda: _only(BODY, page=QUERY.replace('"medium"', '"high"'))),
    ("lines end with CRLF", lambda: _only(BODY.replace("\n", "\r\n"))),
]
OTHER: list[tuple[str, Callable[[], str]]] = [
    ("the code is another", lambda: _only(BODY.replace("breakpoint()", "breakpoint(1)"))),
    ("the function is another", lambda: _only(BODY.replace("def f", "def g"))),
    ("the rule is another", lambda: _only(BODY, rule_id="other-rule")),
]


@pytest.mark.parametrize("make", [row[1] for row in SAME], ids=[row[0] for row in SAME])
def test_a_fingerprint_stays_when(make: Callable[[], str]) -> None:
    assert make() == _only(BODY)


@pytest.mark.parametrize("make", [row[1] for row in OTHER], ids=[row[0] for row in OTHER])
def test_a_fingerprint_differs_when(make: Callable[[], str]) -> None:
    assert make() != _only(BODY)


def test_equal_findings_are_numbered_so_that_each_has_its_own() -> None:
    twice = _prints(make_file(None, BODY + BODY.split("\n", 2)[2]))
    files = _prints(make_file(None, BODY, "a.py"), make_file(None, BODY, "b.py"))

    assert len(set(twice)) == 2
    assert len(set(files)) == 2
    assert twice == files
    assert twice[0] == _only(BODY)


def test_a_fingerprint_is_sixteen_hex_digits_and_never_changes_between_versions() -> None:
    (fingerprint,) = fingerprint_hits([("a-rule", "\0f\0text")])

    assert re.fullmatch(r"[0-9a-f]{16}", fingerprint)
    assert fingerprint == "aa4d39bfc7342328"


def test_a_name_that_is_not_unicode_has_a_fingerprint() -> None:
    assert len(fingerprint_hits([("a-rule", "\udcff")])[0]) == 16
