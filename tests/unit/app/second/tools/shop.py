"""This module holds a small repository with a change, for the tools to look at; some of its files are withheld."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from reviewer.app.second.tools import Sight, use_tool
from reviewer.history.past import History
from reviewer.index.build import index_files
from reviewer.index.view import View
from reviewer.model.change import Change
from reviewer.model.evidence import Evidence
from reviewer.model.finding import Finding, Related
from reviewer.model.review import ChangeLevel, Factor, Plan, Review, Span
from reviewer.ports.endpoint import ToolCall
from tests.unit.engine.samples import NOWHERE, Quiet, make_file
from tests.unit.history.past import change, history_of, touch

# Stands in withheld files and in nothing else.
CANARY = "zanzibar"
AUTHOR = "Ada King <ada@example.invalid>"
SUBJECT = f"fix: raise, by {AUTHOR} @ada"
MONEY = """\
from shop.rates import rate_of


def add_tax(net, country):
    rate = rate_of(country)
    if rate is None:
        raise ValueError(country)
    return round_up(net * (100 + rate) / 100)


def round_up(amount):
    whole = int(amount * 100)
    return whole / 100 if whole == amount * 100 else (whole + 1) / 100
"""
NEW_MONEY = MONEY.replace("    if rate is None:\n        raise ValueError(country)\n", "").replace(
    "import rate_of\n", "import rate_of\nfrom shop.store import Store\n"
)
ORDERS = """\
from shop.money import add_tax
from shop.store import Store
from shop.vault import hidden_total


class Orders(Store):
    def open(self, country):
        rows = self.select("open")
        return [add_tax(row.net, country) for row in rows]

    def late(self, days):
        return self.select("late", days)

    def paid(self):
        try:
            return self.select("paid")
        except KeyError:
            return []

    def total(self):
        return hidden_total(self.rows)
"""
STORE = """\
class Store:
    def __init__(self, rows):
        self.rows = rows

    def select(self, state, days=0):
        return [row for row in self.rows if row.state == state and row.days >= days]
"""
RATES = "RATES = {'DE': 19}\n\n\ndef rate_of(country):\n    return RATES.get(country)\n"
TESTS = """\
from shop.money import add_tax, round_up


def test_tax_is_added():
    assert add_tax(100, "DE") == 119


def test_rounding_runs():
    round_up(1.5)
"""
VAULT = f"""\
from shop.money import add_tax
from shop.store import Store


def hidden_total(rows, {CANARY}=0):  # {CANARY}
    return sum(add_tax(row.net, "{CANARY}") for row in rows)


def {CANARY}_up(amount):
    whole = int(amount * 100)
    return whole / 100 if whole == amount * 100 else (whole + 1) / 100


class {CANARY.title()}(Store):
    def late(self):  # {CANARY}
        return self.select("{CANARY}")
"""
VAULT_TESTS = f"from shop.money import add_tax\n\n\ndef test_{CANARY}():\n    assert add_tax(1, '{CANARY}') == 2\n"
INNER = f"""\
from shop.money import add_tax

{CANARY.upper()} = 4711


def seal(net):
    return add_tax(net, '{CANARY}')
"""
BASE = {
    "conf/money.yml": "price: add_tax\n",
    "src/shop/__init__.py": "",
    "src/shop/money.py": MONEY,
    "src/shop/orders.py": ORDERS,
    "src/shop/rates.py": RATES,
    "src/shop/store.py": STORE,
    "src/shop/twin.py": "def up(cash):\n" + MONEY.partition("round_up(amount):\n")[2].replace("amount", "cash"),
    "src/shop/vault.py": VAULT,
    f"src/{CANARY}/old.py": f"def keep(a):  # {CANARY}\n    return a\n",
    f"src/{CANARY}/inner.py": INNER,
    "tests/test_money.py": TESTS,
    f"tests/test_{CANARY}.py": VAULT_TESTS,
}
MOVED = f"src/{CANARY}/old.py"
FILES = (
    make_file(MONEY, NEW_MONEY, "src/shop/money.py"),
    make_file(BASE[MOVED], BASE[MOVED] + "\n\nLAST = 1\n", "src/shop/moved.py", old_path=MOVED),
    make_file(INNER, INNER.replace("(net, ", "(net + 1, ") + "\nimport shop.rates\n", f"src/{CANARY}/inner.py"),
)
PAST = history_of(
    (change("start", days=90), (touch("src/shop/money.py", (0, 0, 1, 13)), touch(f"src/{CANARY}/inner.py"))),
    (
        change("fix: no rate", days=30, kind="fix"),
        (touch("src/shop/money.py", (6, 2, 6, 2)), touch("src/shop/rates.py")),
    ),
    (
        change(SUBJECT, days=9, kind="fix", author=AUTHOR),
        (touch("src/shop/money.py", (7, 1, 7, 1)), touch("src/shop/rates.py"), touch(f"src/{CANARY}/inner.py")),
    ),
)


class Past(Quiet):
    """Surroundings that know a past."""

    def past(self) -> History:  # type: ignore[override]
        return PAST


def is_withheld(path: str) -> bool:
    return CANARY in path or "vault" in path


def make_view() -> View:
    texts = {path: text.encode() for path, text in BASE.items()}
    return View(Change(NOWHERE, NOWHERE, tuple(f.change for f in FILES)), FILES, Past(), index_files(texts))


def make_finding(path: str, message: str, *related: str) -> Finding:
    return Finding(
        rule="guard-removed",
        pack="shipped",
        severity="high",
        confidence="high",
        path=path,
        line=6,
        end_line=6,
        side="new",
        symbol="",
        message=message,
        question="Is it checked elsewhere?",
        related=tuple(Related(place, 1, 1, "", f"see {CANARY}") for place in related),
        fingerprint="f" * 16,
    )


def make_review(view: View) -> Review:
    because = (Factor("risk", 9, "it decides"),)
    spans = (
        Span(1, "src/shop/money.py", 5, 7, "add_tax", 9, because),
        Span(2, f"src/{CANARY}/inner.py", 6, 7, "seal", 9, because),
    )
    findings = (
        make_finding("src/shop/money.py", "`add_tax` no longer raises"),
        make_finding("src/shop/money.py", f"as in {CANARY}", "src/shop/vault.py"),
        make_finding("src/shop/money.py", f"see src/{CANARY}/inner.py"),
        make_finding(f"src/{CANARY}/inner.py", CANARY),
    )
    level = ChangeLevel("high", 7, (Factor("added", 7, "7 new lines"),), 9, 10)
    evidence = tuple(view.evidence_of(f) for f in view.changed_functions)
    return Review(view.change, (("python", 3),), findings, Plan(spans, level=level), (), evidence=evidence)


def make_sight(
    *, allows: Callable[[str], bool] = lambda path: not is_withheld(path), redact: Callable[[str], str] = str
) -> Sight:
    view = make_view()
    return Sight(view, make_review(view), allows, redact)


def ask(sight: Sight, tool: str, **given: object) -> str:
    return use_tool(sight, ToolCall("1", tool, json.dumps(given)))


def without_evidence(sight: Sight) -> Sight:
    return Sight(sight.view, replace(sight.review, evidence=tuple[Evidence, ...]()), sight.allows, sight.redact)


open_sight = partial(make_sight, allows=lambda _: True)
