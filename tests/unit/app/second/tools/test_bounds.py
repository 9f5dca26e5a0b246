"""Answers stay short and say what they left out, and text of a repository shows what cannot be seen."""

import pytest

from reviewer.app.second.tools import Sight
from reviewer.index.build import index_files
from reviewer.index.revision import COMMON
from reviewer.index.view import View
from reviewer.model.change import Change
from reviewer.model.review import Plan, Review
from tests.unit.app.second.tools.shop import ask
from tests.unit.engine.samples import NOWHERE, Quiet

MOST = 8_000


def look_at(**texts: str) -> Sight:
    """Return a sight of some files that no change touches, each named without its suffix."""
    change = Change(NOWHERE, NOWHERE, ())
    known = {f"src/{name}.py": text.encode("utf-8", "surrogateescape") for name, text in texts.items()}
    view = View(change, (), Quiet(), index_files(known))
    return Sight(view, Review(change, (), (), Plan(), ()), lambda _: True, str)


def test_at_most_two_hundred_lines_are_read() -> None:
    sight = look_at(long="\n".join(f"a = {n}" for n in range(1, 901)))

    lines = ask(sight, "read_span", path="src/long.py", line=11, end_line=800, side="new").split("\n")

    assert (lines[1], lines[200], len(lines)) == ("    11 a = 11", "   210 a = 210", 202)
    assert lines[201] == "(lines 211-800 are left out: ask from line 211 on)"


def test_lines_that_have_no_room_are_asked_for_again() -> None:
    sight = look_at(wide="\n".join(f"b = {'x' * 300}" for _ in range(90)))

    answer = ask(sight, "read_span", path="src/wide.py", line=1, end_line=90, side="new")
    shown = [int(line[:6]) for line in answer.split("\n")[1:-1]]

    assert len(answer) <= MOST
    assert answer.endswith(f"(lines {shown[-1] + 1}-90 are left out: ask from line {shown[-1] + 1} on)")
    assert shown == list(range(1, shown[-1] + 1))


def test_a_line_without_end_is_cut() -> None:
    sight = look_at(endless="c = '" + "y" * 90_000 + "'")

    answer = ask(sight, "read_span", path="src/endless.py", line=1, end_line=1, side="new")

    assert len(answer) < 600
    assert answer.endswith(" …")


CROWD = {
    f"user{n}": "from one import work\n\n\n" + f"def use_{'z' * 60}{n}():\n    return work('{'w' * 90}')\n"
    for n in range(90)
}


@pytest.mark.parametrize(
    ("tool", "given"),
    [
        ("find_callers", {"path": "src/one.py", "line": 1}),
        ("find_uses", {"name": "work"}),
        ("search_text", {"text": "work", "path_prefix": None}),
        ("search_text", {"text": "user", "path_prefix": "src/"}),
        ("show_shape", {"path": "src/one.py"}),
        ("describe_siblings", {"path": "src/one.py", "line": 1}),
        ("find_similar", {"path": "src/user1.py", "line": 4}),
    ],
)
def test_a_crowd_is_counted_and_not_listed(tool: str, given: dict[str, object]) -> None:
    answer = ask(look_at(one="def work(a):\n    return a\n", **CROWD), tool, **given)

    assert len(answer) <= MOST
    assert answer.count("\n") < 50
    assert not answer.startswith("this could not be looked up")


def test_what_was_cut_says_how_to_ask_for_less() -> None:
    crowd = {f"user{n}": f"def use{n}(rows):\n    return work{n}({'rows, ' * 30})\n" for n in range(40)}
    calls = "".join(f"    work{n}('{'q' * 90}')\n" for n in range(90))
    sight = look_at(
        one="".join(f"from many import work{n}\n" for n in range(90)) + "def busy():\n" + calls,
        many="".join(f"def work{n}({'a' * 120}):\n    return 1\n\n\n" for n in range(90)),
        **crowd,
    )

    answer = ask(sight, "find_callees", path="src/one.py", line=95)

    assert MOST - 400 < len(answer) <= MOST
    assert answer.endswith(" more lines left out: ask for a smaller function)")


def test_what_cannot_be_seen_is_shown_by_its_number() -> None:
    sight = look_at(odd="def odd():\n\treturn 'a\u202eb\x1b[31mc\u200bd\r\u2028e\U000e0041'\n")

    answer = ask(sight, "read_span", path="src/odd.py", line=1, end_line=2, side="new")

    assert answer.split("\n")[2] == "     2 \treturn 'a\\u202eb\\x1b[31mc\\u200bd\\r\\u2028e\\U000e0041'"


def test_a_binary_file_is_not_shown() -> None:
    sight = look_at(data="a = 1\0\n")

    assert ask(sight, "read_span", path="src/data.py", line=1, end_line=1, side="new") == (
        "'src/data.py' cannot be read as text: it is binary, larger than 1 MB, or not in this clone"
    )


def test_a_past_that_is_not_at_hand_is_said() -> None:
    sight = look_at(a="a = 1\n")

    assert ask(sight, "show_history", path="src/a.py", line=1, end_line=1) == (
        "the history of this repository is not at hand"
    )


def test_a_name_that_is_everywhere_is_said_to_be() -> None:
    crowd = "".join(f"def use{n}():\n    return work({n})\n\n\n" for n in range(COMMON + 1))
    sight = look_at(one="def work(a):\n    return a\n", crowd=crowd)

    assert f"{COMMON + 2:,} places mention work: of these only those in changed files are known (see search_text)" in (
        ask(sight, "find_uses", name="work").split("\n")
    )
    assert ask(sight, "find_callers", path="src/one.py", line=1).endswith(
        "there are more: 'work' is so common a name that only the changed files were looked through"
    )
    assert ask(sight, "search_text", text="work", path_prefix=None) == (
        "these words stand in too many places to list: name a rarer one, or give a path_prefix"
    )
    assert ask(sight, "search_text", text="work", path_prefix="src/o") == "src/one.py:1: def work(a):"


def test_calls_through_an_heir_are_said_to_be_possible() -> None:
    sight = look_at(
        base="class Base:\n    def send(self):\n        return 1\n",
        heir="from src.base import Base\n\n\nclass Client(Base):\n    def ping(self):\n        return self.send()\n",
    )

    told = ask(sight, "find_callers", path="src/base.py", line=2)

    assert "from 0 places of code" in told.split("\n")[0]
    assert told.endswith(
        "its class extends or is extended: it may be called through another class, an interface or a framework\n"
        "find_uses lists whatever mentions send"
    )
    assert "src/heir.py:6 in Client.ping: return self.send()" in ask(sight, "find_uses", name="send")
