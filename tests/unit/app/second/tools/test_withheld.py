"""What is withheld comes out of no tool, whatever is asked; secrets and unseen characters come out of none either."""

from collections.abc import Iterator

import pytest

from reviewer.app.second.tools import Sight, offer_tools
from reviewer.app.second.tools.sight import WITHHELD
from tests.unit.app.second.tools.shop import CANARY, ask, is_withheld, make_sight, open_sight

NAMES = ["add_tax", "hidden_total", "Store", "late", "round_up", "keep", "seal", "rows", "net"]
BY_LINE = ["find_callers", "find_callees", "find_similar", "find_tests", "describe_siblings"]


def ask_everything(sight: Sight) -> Iterator[tuple[str, str]]:
    """Yield the answers of every tool at every place, each with the name of the tool."""
    yield "list_findings", ask(sight, "list_findings")
    for name in NAMES:
        yield "find_uses", ask(sight, "find_uses", name=name)
        for prefix in (None, "src/"):
            yield "search_text", ask(sight, "search_text", text=name, path_prefix=prefix)
    for path in sorted({*sight.view.head.paths, *sight.view.base.paths}):
        yield "show_shape", ask(sight, "show_shape", path=path)
        for side in ("new", "old"):
            yield "read_span", ask(sight, "read_span", path=path, line=1, end_line=200, side=side)
        for line in range(1, 25, 2):
            yield "show_history", ask(sight, "show_history", path=path, line=line, end_line=line + 5)
            for tool in BY_LINE:
                yield tool, ask(sight, tool, path=path, line=line)


def test_no_answer_holds_a_word_of_a_withheld_file() -> None:
    # That there is no file of the name that was asked for repeats the question.
    told = (answer.partition("' on the ")[2] or answer for _, answer in ask_everything(make_sight()))

    assert [answer for answer in told if CANARY in answer.lower()] == []


def test_every_tool_would_tell_it_if_it_were_allowed() -> None:
    telling = {tool for tool, answer in ask_everything(open_sight()) if CANARY in answer.lower()}

    assert telling == {tool.name for tool in offer_tools()}


@pytest.mark.parametrize("path", ["src/shop/vault.py", f"src/{CANARY}/inner.py", "src/shop/moved.py"])
def test_a_withheld_file_says_that_it_is_and_so_does_one_that_was_moved_out_of_sight(path: str) -> None:
    sight = make_sight()

    assert path == "src/shop/moved.py" or is_withheld(path)
    assert ask(sight, "read_span", path=path, line=1, end_line=9, side="new") == WITHHELD
    assert {ask(sight, tool, path=path, line=1) for tool in BY_LINE} == {WITHHELD}
    assert ask(sight, "show_shape", path=path) == WITHHELD


def test_what_is_redacted_is_so_in_every_answer() -> None:
    sight = make_sight(redact=lambda text: text.replace("country", "[redacted]"))

    answers = list(ask_everything(sight))

    assert [answer for _, answer in answers if "country" in answer] == []
    assert any("def add_tax(net, [redacted]):" in answer for _, answer in answers)


def test_a_secret_over_several_lines_is_known_from_its_middle() -> None:
    whole = "rate = rate_of(country)\n    return round_up"
    sight = make_sight(redact=lambda text: text.replace(whole, "[key]\n[key]"))

    answer = ask(sight, "read_span", path="src/shop/money.py", line=7, end_line=7, side="new")

    assert answer.split("\n")[1] == "     7 [key](net * (100 + rate) / 100)"


def test_where_redacting_takes_lines_away_only_what_is_left_is_shown() -> None:
    whole = "    rate = rate_of(country)\n    return round_up"
    sight = make_sight(redact=lambda text: text.replace(whole, "[key]"))

    answer = ask(sight, "read_span", path="src/shop/money.py", line=5, end_line=8, side="new")

    assert [line[:50] for line in answer.split("\n")[1:]] == [
        "     5 def add_tax(net, country):",
        "     6 <redacted>",
        "      (old lines 6-7 were deleted here)",
        "     7 <redacted>",
        "     8 ",
    ]
