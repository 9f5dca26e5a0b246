"""Answers stay short and say what they left out, and text of a repository shows what cannot be seen."""

import pytest

from reviewer.app.second.tools import Sight
from reviewer.app.second.tools.writing import join_some
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


def test_further_lines_of_one_caller_are_named_by_their_numbers() -> None:
    calls = "".join(f"    work_hard({n})\n" for n in range(13))
    sight = look_at(
        work="def work_hard(a):\n    return a\n", use=f"from src.work import work_hard\n\n\ndef use():\n{calls}"
    )

    lines = ask(sight, "find_callers", path="src/work.py", line=1).split("\n")

    assert lines[0].endswith("in 13 places of code and 0 places of tests")
    assert lines[3:] == ["  and src/use.py:7: work_hard(2)", "  and on line 8, 9, 10, 11, 12, 13, 14, 15 and 2 more"]


def test_a_line_ends_with_a_whole_name() -> None:
    names = [f"{number:0>100}" for number in range(8)]

    said, left = join_some(names, 7)
    few, none = join_some(names[:2], 7)

    assert (said.split(", "), left) == (names[:5], 3)
    assert (few, none) == (", ".join(names[:2]), 0)


def test_what_lies_between_a_test_and_a_function_is_said_to_be_unsure() -> None:
    tests = "".join(f"def test_{n}():\n    assert helper({n}) == 1\n\n\n" for n in range(14))
    sight = look_at(
        inner="def inner_work(a):\n    return a\n",
        helper="from src.inner import inner_work\n\n\ndef helper(a):\n    return inner_work(a)\n",
        test_helper=f"from src.helper import helper\n\n\n{tests}",
    )

    lines = ask(sight, "find_tests", path="src/inner.py", line=1).split("\n")

    assert lines[1] == "src/test_helper.py:4 test_0: may reach it, through 1 function; compares a result"
    assert lines[14] == "src/test_helper.py:56 test_13: may reach it, through 1 function"
    assert lines[15] == "where nothing is said of what a test checks, that is not known: read it"


def test_who_is_delivered_is_listed_before_examples() -> None:
    known = {
        "src/work.py": "def work_hard(a):\n    return a\n",
        "examples/one.py": "from src.work import work_hard\n\nwork_hard(1)\n",
        "src/use.py": "from src.work import work_hard\n\nwork_hard(2)\n",
    }
    index = index_files({path: text.encode() for path, text in known.items()})
    view = View(Change(NOWHERE, NOWHERE, ()), (), Quiet(), index)
    sight = Sight(view, Review(view.change, (), (), Plan(), ()), lambda _: True, str)

    lines = ask(sight, "find_callers", path="src/work.py", line=1).split("\n")

    assert lines == [
        (
            "work_hard (src/work.py:1-2) is called or handed on in 1 place of code, 0 places of tests "
            "and 1 place of other files"
        ),
        "src/use.py:3: work_hard(2)",
        "other files:",
        "examples/one.py:3: work_hard(1)",
    ]


def test_calls_through_an_heir_are_said_to_be_possible() -> None:
    sight = look_at(
        base="class Base:\n    def send(self):\n        return 1\n",
        heir="from src.base import Base\n\n\nclass Client(Base):\n    def ping(self):\n        return self.send()\n",
    )

    told = ask(sight, "find_callers", path="src/base.py", line=2)

    assert "in 0 places of code" in told.split("\n")[0]
    assert told.endswith(
        "its class extends or is extended: it may be called through another class, an interface or a framework\n"
        "not taken for calls of it, but of the same name: 1 place, such as\n"
        "  src/heir.py:6 in Client.ping: return self.send()\n"
        "find_uses lists whatever mentions send"
    )
    assert "src/heir.py:6 in Client.ping: return self.send()" in ask(sight, "find_uses", name="send")
