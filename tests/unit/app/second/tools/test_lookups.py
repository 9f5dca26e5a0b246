"""What each tool tells of a small repository: data driven, by the lines that must and must not be in an answer."""

import pytest

from tests.unit.app.second.tools.shop import SUBJECT, ask, make_sight, without_evidence
from tests.unit.history.past import oid

MONEY, ORDERS = "src/shop/money.py", "src/shop/orders.py"
CASES: dict[str, tuple[str, dict[str, object], list[str]]] = {
    "what the change added": (
        "read_span",
        {"path": MONEY, "line": 1, "end_line": 9, "side": "new"},
        [
            "src/shop/money.py, lines 1-9 of 12, new side; modified by the change",
            "     1 from shop.rates import rate_of",
            "+    2 from shop.store import Store",
            "      (old lines 6-7 were deleted here)",
        ],
    ),
    "what the change deleted": (
        "read_span",
        {"path": MONEY, "line": 5, "end_line": 900, "side": "old"},
        [
            "     5     rate = rate_of(country)",
            "-    6     if rate is None:",
            "-    7         raise ValueError(country)",
        ],
    ),
    "a file that the change leaves alone": (
        "read_span",
        {"path": ORDERS, "line": 1, "end_line": 1, "side": "old"},
        ["src/shop/orders.py, lines 1-1 of 21, old side; the change leaves this file alone"],
    ),
    "a line behind the end": (
        "read_span",
        {"path": MONEY, "line": 99, "end_line": 100, "side": "new"},
        ["src/shop/money.py has 12 lines on the new side"],
    ),
    "lines in the wrong order": (
        "read_span",
        {"path": MONEY, "line": 9, "end_line": 8, "side": "new"},
        ["'end_line' (8) is before 'line' (9)"],
    ),
    "callers in code and tests": (
        "find_callers",
        {"path": MONEY, "line": 6},
        [
            "add_tax (src/shop/money.py:5-7) is called or handed on in 1 place of code and 1 place of tests",
            "src/shop/orders.py:9 in Orders.open: return [add_tax(row.net, country) for row in rows]",
            'tests/test_money.py:5 in test_tax_is_added: assert add_tax(100, "DE") == 119',
            "3 places withheld: the settings of this repository do not let it leave the machine",
        ],
    ),
    "callers of a constructor are those of its class": (
        "find_callers",
        {"path": "src/shop/store.py", "line": 3},
        [
            (
                "Store.__init__ (src/shop/store.py:2-3) is called or handed on by its class Store "
                "in 1 place of code and 0 places of tests"
            )
        ],
    ),
    "a line in no function": (
        "find_callers",
        {"path": MONEY, "line": 2},
        ["line 2 of src/shop/money.py stands in no function; functions near it: add_tax (5-7), round_up (10-12)"],
    ),
    "a line of a class": (
        "find_callees",
        {"path": "src/shop/store.py", "line": 1},
        [
            (
                "line 1 of src/shop/store.py stands in no function; it belongs to the class Store "
                "(find_uses tells who uses a class); functions near it: Store.__init__ (2-3), Store.select (5-6)"
            )
        ],
    ),
    "callees": (
        "find_callees",
        {"path": MONEY, "line": 5},
        [
            "6: rate_of -> src/shop/rates.py:4: def rate_of(country):",
            "7: round_up -> src/shop/money.py:10: def round_up(amount):",
        ],
    ),
    "a method of the parent class": (
        "find_callees",
        {"path": ORDERS, "line": 12},
        ["12: self.select -> src/shop/store.py:5: def select(self, state, days=0):"],
    ),
    "definition, heirs and uses": (
        "find_uses",
        {"name": "Store"},
        [
            "src/shop/store.py:1: class Store:",
            "extended or implemented by 1:",
            "src/shop/orders.py:6: class Orders(Store):",
            "+ src/shop/money.py:2: from shop.store import Store",
        ],
    ),
    "a dotted name": (
        "find_uses",
        {"name": "Orders.late()"},
        ["late is defined in 1 place:", "src/shop/orders.py:11 in Orders: def late(self, days):"],
    ),
    "code is listed before settings": (
        "find_uses",
        {"name": "add_tax"},
        [
            "used or mentioned in code, in 2 functions or files:",
            "used or mentioned in tests, in 2 functions or files:",
            "used or mentioned in other files, in 1 function or file:",
            "conf/money.yml:1: price: add_tax",
        ],
    ),
    "no name": ("find_uses", {"name": "a b"}, ["'a b' is no name (search_text takes any words)"]),
    "a twin": (
        "find_similar",
        {"path": "src/shop/twin.py", "line": 2},
        ["round_up (src/shop/money.py:10-12), 24 tokens: 100% of the code of both is the same but for local names"],
    ),
    "tests of a changed function": (
        "find_tests",
        {"path": MONEY, "line": 6},
        [
            "add_tax (src/shop/money.py:5-7): changed, evidence: reached; 2 tests found",
            "tests/test_money.py:4 test_tax_is_added: calls it; compares a result",
        ],
    ),
    "tests of another function": (
        "find_tests",
        {"path": MONEY, "line": 11},
        [
            "round_up (src/shop/money.py:10-12): the change leaves what it does alone; 1 test found",
            "tests/test_money.py:8 test_rounding_runs: calls it; checks nothing",
        ],
    ),
    "no tests": (
        "find_tests",
        {"path": ORDERS, "line": 12},
        ["that no test was seen does not prove that there is none"],
    ),
    "fixes of fixes, and nobody's name": (
        "show_history",
        {"path": MONEY, "line": 5, "end_line": 7},
        [
            f'{oid(SUBJECT)[:8]} 9 days ago, fix: "fix: raise, by … … …" (+1 -1 in this file, 1 file in all)',
            "often changed together with: src/shop/rates.py (2 times)",
        ],
    ),
    "a convention that a method does not follow": (
        "describe_siblings",
        {"path": ORDERS, "line": 20},
        ["3 of 3 methods of Orders call self.select: this one does not", "only this one does: call hidden_total"],
    ),
    "edges of the package": (
        "show_shape",
        {"path": "src/shop/rates.py"},
        ["the change adds src/shop/money.py:2 (new side) -> src/shop/store.py (when loaded)"],
    ),
    "what was found": (
        "list_findings",
        {},
        [
            "level of the change: high, score 7, above 9 of the last 10 changes",
            "high guard-removed at src/shop/money.py:6-6 (new side)",
            "  `add_tax` no longer raises",
            "  asked: Is it checked elsewhere?",
            "1. src/shop/money.py:5-7 in add_tax, score 9: it decides",
        ],
    ),
    "a name, code before tests before settings": (
        "search_text",
        {"text": "add_tax", "path_prefix": None},
        ["src/shop/money.py:5 in add_tax: def add_tax(net, country):", "conf/money.yml:1: price: add_tax"],
    ),
    "a text under a prefix": (
        "search_text",
        {"text": 'self.select("late"', "path_prefix": "src/shop/o"},
        ['src/shop/orders.py:12 in Orders.late: return self.select("late", days)'],
    ),
    "a part of a path": (
        "search_text",
        {"text": "shop/mon", "path_prefix": None},
        ["1 path: src/shop/money.py", "no whole name is mon; parts of names are not found"],
    ),
    "no word": (
        "search_text",
        {"text": " == ", "path_prefix": None},
        ["there is no word in 'text': give a name, a word, or a number of four digits and more"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_answer_has_its_lines_in_order(name: str) -> None:
    tool, given, wanted = CASES[name]

    lines = ask(make_sight(), tool, **given).split("\n")

    assert list(dict.fromkeys(line for line in lines if line in wanted)) == wanted, "\n".join(lines)


def test_evidence_of_the_view_counts_where_the_review_has_none() -> None:
    sight = make_sight()

    answers = {ask(some, "find_tests", path=MONEY, line=6) for some in (sight, without_evidence(sight))}

    assert len(answers) == 1
    assert "evidence: reached" in answers.pop()


def test_equal_questions_have_equal_answers() -> None:
    asked = [(tool, given) for tool, given, _ in CASES.values()]

    first, second = ([ask(sight, tool, **given) for tool, given in asked] for sight in (make_sight(), make_sight()))

    assert first == second
