"""Whatever a model sends is answered with one line, and nothing but the files of the change's two sides is read."""

import json

import pytest

from reviewer.app.second.tools import offer_tools, use_tool
from reviewer.ports.endpoint import ToolCall
from tests.unit.app.second.tools.shop import ask, make_sight

SIGHT = make_sight()
SPAN = {"path": "src/shop/money.py", "line": 1, "end_line": 2, "side": "new"}
HAS = '; arguments: path (text), line (number), end_line (number), side ("new" or "old")'
WRONG = "is not a whole number from 1 to 10,000,000"
ARGUMENTS: dict[str, tuple[str, str]] = {
    "nothing": ("", "'path' is missing"),
    "no JSON": ("{path: 1", "the arguments are not JSON"),
    "half JSON": (json.dumps(SPAN)[:-1], "the arguments are not JSON"),
    "a list": ("[]", "the arguments are not a JSON object"),
    "a text": ('"x"', "the arguments are not a JSON object"),
    "null": ("null", "the arguments are not a JSON object"),
    "deep": ("[" * 3_900, "the arguments are not JSON"),
    "a megabyte": (json.dumps({**SPAN, "path": "x" * 1_000_000}), "more than 4,000 characters of arguments"),
    "unknown": (json.dumps({**SPAN, "shell": "ls"}), "there is no argument 'shell'"),
    "unseen in a name": (json.dumps({**SPAN, "a\u202e\n": 1}), "there is no argument 'a\\u202e\\n'"),
    "missing": (json.dumps({k: v for k, v in SPAN.items() if k != "side"}), "'side' is missing"),
    "null value": (json.dumps({**SPAN, "line": None}), "'line' is null"),
    "a path that is a number": (json.dumps({**SPAN, "path": 1}), "'path' is not a text of at most 1,000 characters"),
    "a path that is a list": (json.dumps({**SPAN, "path": ["a"]}), "'path' is not a text of at most 1,000 characters"),
    "a long path": (json.dumps({**SPAN, "path": "a" * 1_001}), "'path' is not a text of at most 1,000 characters"),
    "a line that is a text": (json.dumps({**SPAN, "line": "1"}), f"'line' {WRONG}"),
    "a line that is a truth": (json.dumps({**SPAN, "line": True}), f"'line' {WRONG}"),
    "a line with a fraction": (json.dumps({**SPAN, "line": 1.5}), f"'line' {WRONG}"),
    "line zero": (json.dumps({**SPAN, "line": 0}), f"'line' {WRONG}"),
    "a negative line": (json.dumps({**SPAN, "line": -3}), f"'line' {WRONG}"),
    "a huge line": (json.dumps({**SPAN, "line": 10**30}), f"'line' {WRONG}"),
    "infinity": ('{"path": "a", "line": Infinity, "end_line": 1, "side": "new"}', f"'line' {WRONG}"),
    "no number": ('{"path": "a", "line": NaN, "end_line": 1, "side": "new"}', f"'line' {WRONG}"),
    "another side": (json.dumps({**SPAN, "side": "both"}), "'side' is none of new, old"),
}
PATHS = [
    "../../etc/passwd",
    "/etc/passwd",
    "src/shop/../shop/money.py",
    "./src/shop/money.py",
    "src//shop/money.py",
    "src/shop/money.py/",
    "src/shop/money.py\0",
    "src\\shop\\money.py",
    "src/shop",
    "SRC/SHOP/MONEY.PY",
    "HEAD:src/shop/money.py",
    ".git/config",
    "file:///etc/passwd",
    "~/.ssh/id_rsa",
    "",
    "\ud800",
    "src/shop/*.py",
]


@pytest.mark.parametrize("name", ARGUMENTS)
def test_wrong_arguments_are_told_with_those_that_there_are(name: str) -> None:
    text, said = ARGUMENTS[name]

    assert use_tool(SIGHT, ToolCall("1", "read_span", text)) == said + HAS


@pytest.mark.parametrize("tool", ["run_shell", "write_file", "fetch_url", "submit_review", "", "__init__", "x" * 9_999])
def test_there_are_no_other_tools(tool: str) -> None:
    answer = use_tool(SIGHT, ToolCall("1", tool, "{}"))

    assert answer.startswith(f"there is no tool '{tool[:40]}")
    assert answer.endswith("tools: " + ", ".join(offered.name for offered in offer_tools()))
    assert len(answer) < 400


@pytest.mark.parametrize("path", PATHS)
def test_a_path_that_is_not_exactly_one_of_the_repository_opens_nothing(path: str) -> None:
    for side in ("new", "old"):
        assert ask(SIGHT, "read_span", **{**SPAN, "path": path, "side": side}).startswith("there is no file '")
    for tool in ("find_callers", "find_callees", "find_similar", "find_tests", "describe_siblings"):
        assert ask(SIGHT, tool, path=path, line=1).startswith("there is no file '")
    assert ask(SIGHT, "show_history", path=path, line=1, end_line=1).startswith("there is no file '")
    assert ask(SIGHT, "show_shape", path=path).startswith("there is no file '")


def test_a_path_in_the_wrong_folder_is_answered_with_the_right_one() -> None:
    assert ask(SIGHT, "read_span", **{**SPAN, "path": "shop/money.py"}) == (
        "there is no file 'shop/money.py' on the new side; paths with this name: src/shop/money.py"
    )


def test_a_tool_without_arguments_takes_none() -> None:
    assert use_tool(SIGHT, ToolCall("1", "list_findings", "")) == ask(SIGHT, "list_findings")
    assert use_tool(SIGHT, ToolCall("1", "list_findings", '{"all": true}')) == (
        "there is no argument 'all'; arguments: none"
    )


def test_an_argument_that_may_be_null_may_be_left_out() -> None:
    assert ask(SIGHT, "search_text", text="add_tax") == ask(SIGHT, "search_text", text="add_tax", path_prefix=None)


def test_a_fault_of_ours_costs_one_answer() -> None:
    def fail(_: str) -> bool:
        raise ZeroDivisionError

    assert ask(make_sight(allows=fail), "find_uses", name="Store") == "this could not be looked up: ZeroDivisionError"


def test_the_schemas_are_those_that_strict_tools_want() -> None:
    for tool in offer_tools():
        schema = tool.parameters
        assert schema["type"] == "object"
        assert schema["additionalProperties"] is False
        assert schema["required"] == list(schema["properties"])
        assert all(shape["description"] and shape["type"] for shape in schema["properties"].values())
        assert 20 < len(tool.description) < 250


@pytest.mark.parametrize("name", ["", "$(id)", "a;b", "' OR 1=1", "\0", "x" * 999, "__class__", "a.b.c.d"])
def test_any_name_and_text_has_an_answer(name: str) -> None:
    for tool, given in (("find_uses", {"name": name}), ("search_text", {"text": name, "path_prefix": name})):
        answer = ask(SIGHT, tool, **given)
        assert answer
        assert not answer.startswith("this could not be looked up")
