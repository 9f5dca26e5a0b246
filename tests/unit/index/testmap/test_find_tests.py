"""A function is found by the tests that reach it, whichever way they take; what only looks like it is not taken."""

import pytest

from reviewer.index.build import index_files
from reviewer.index.testmap import find_tests_of

ORDERS_PY = "def total(cart):\n    return sum(cart)\n"
CHECKS_GO = "package checks\n\nfunc NewCommand() string {\n\treturn own()\n}\n\nfunc own() string {\n\treturn name\n}\n"

# name: (files, the function as `path symbol`, links as `path symbol kind hops`)
REACHED: dict[str, tuple[dict[str, str], str, list[str]]] = {
    "python: a call": (
        {
            "shop/orders.py": ORDERS_PY,
            "tests/test_orders.py": "from shop.orders import total\n\ndef test_sum():\n    assert total([1]) == 1\n",
        },
        "shop/orders.py total",
        ["tests/test_orders.py test_sum call 0"],
    ),
    "python: through a function": (
        {
            "shop/orders.py": ORDERS_PY,
            "shop/bills.py": "from shop.orders import total\n\ndef bill(cart):\n    return f'{total(cart)}'\n",
            "tests/test_bills.py": "from shop import bills\n\ndef test_bill():\n    assert bills.bill([1]) == '1'\n",
        },
        "shop/orders.py total",
        ["tests/test_bills.py test_bill call 1"],
    ),
    "python: a package that hands the name on": (
        {
            "shop/orders.py": ORDERS_PY,
            "shop/__init__.py": "from shop.orders import total\n",
            "tests/test_shop.py": "import shop\n\ndef test_sum():\n    assert shop.total([1]) == 1\n",
        },
        "shop/orders.py total",
        ["tests/test_shop.py test_sum call 0"],
    ),
    "python: a fixture of the folder": (
        {
            "shop/store.py": "class Store:\n    def __init__(self, path):\n        self.path = path\n",
            "tests/conftest.py": (
                "import pytest\nfrom shop.store import Store\n\n@pytest.fixture\ndef store():\n    return Store('x')\n"
            ),
            "tests/test_store.py": "def test_path(store):\n    assert store.path == 'x'\n",
        },
        "shop/store.py Store.__init__",
        ["tests/test_store.py test_path fixture 1"],
    ),
    "python: a parameter": (
        {
            "shop/orders.py": ORDERS_PY,
            "tests/test_all.py": (
                "import pytest\nfrom shop.orders import total\n\n"
                "@pytest.mark.parametrize('f', [total])\ndef test_each(f):\n    assert f([]) == 0\n"
            ),
        },
        "shop/orders.py total",
        ["tests/test_all.py test_each parameter 0"],
    ),
    "python: what is made before every test": (
        {
            "shop/store.py": "class Store:\n    def open_file(self):\n        return 1\n",
            "tests/test_store.py": (
                "from unittest import TestCase\nfrom shop.store import Store\n\n"
                "class StoreTest(TestCase):\n    def setUp(self):\n        self.file = Store().open_file()\n\n"
                "    def test_file(self):\n        self.assertEqual(self.file, 1)\n"
            ),
        },
        "shop/store.py Store.open_file",
        ["tests/test_store.py  fixture 0"],
    ),
    "python: a command": (
        {
            "shop/cli.py": "import click\n\n@click.command('sync-all')\ndef sync():\n    print('done')\n",
            "tests/test_cli.py": (
                "from shop.main import app\n\ndef test_sync(runner):\n"
                "    result = runner.invoke(app, ['sync-all'])\n    assert result.exit_code == 0\n"
            ),
        },
        "shop/cli.py sync",
        ["tests/test_cli.py test_sync command 0"],
    ),
    "python: a route of a decorator": (
        {
            "shop/api.py": "@app.get('/orders/{number}/lines')\ndef list_lines(number):\n    return []\n",
            "tests/test_api.py": "def test_lines(client):\n    assert client.get('/orders/7/lines').json() == []\n",
        },
        "shop/api.py list_lines",
        ["tests/test_api.py test_lines client 0"],
    ),
    "python: a route of a table": (
        {
            "shop/views.py": "def pause(request, code):\n    return code\n",
            "shop/urls.py": (
                "from shop import views\n\nurlpatterns = [\n    path('checks/<uuid:code>/pause/', views.pause),\n]\n"
            ),
            "tests/test_pause.py": (
                "class PauseTestCase(TestCase):\n    def test_it_works(self):\n"
                "        self.assertEqual(self.client.post(f'/checks/{self.code}/pause/').status_code, 302)\n"
            ),
        },
        "shop/views.py pause",
        ["tests/test_pause.py PauseTestCase.test_it_works client 0"],
    ),
    "typescript: a test in a call": (
        {
            "src/orders.ts": "export function total(cart: number[]): number {\n  return cart.length;\n}\n",
            "src/orders.test.ts": (
                "import { total } from './orders';\n\ndescribe('orders', () => {\n"
                "  it('adds', () => {\n    expect(total([1])).toBe(1);\n  });\n});\n"
            ),
        },
        "src/orders.ts total",
        ["src/orders.test.ts orders.adds call 0"],
    ),
    "typescript: a method of its class": (
        {
            "src/store.ts": "export class Store {\n  openAll(): number {\n    return 1;\n  }\n}\n",
            "src/store.test.ts": (
                "import { Store } from './store';\n\nit('opens', () => {\n  const store = new Store();\n"
                "  expect(store.openAll()).toBe(1);\n});\n"
            ),
        },
        "src/store.ts Store.openAll",
        ["src/store.test.ts opens call 0"],
    ),
    "javascript: a method that CommonJS hangs on an object": (
        {
            "lib/application.js": (
                "var app = exports = module.exports = {};\n\napp.listenAll = function listenAll() {\n  return 1;\n};\n"
            ),
            "lib/express.js": "var proto = require('./application');\n\nexports = module.exports = create;\n",
            "index.js": "module.exports = require('./lib/express');\n",
            "test/app.js": (
                "var express = require('../');\n\ndescribe('app', function () {\n  it('listens', function () {\n"
                "    var app = express();\n    assert.strictEqual(app.listenAll(), 1);\n  });\n});\n"
            ),
        },
        "lib/application.js listenAll",
        ["test/app.js app.listens call 0"],
    ),
    "go: the same package": (
        {
            "orders/orders.go": "package orders\n\nfunc Total(cart []int) int {\n\treturn len(cart)\n}\n",
            "orders/orders_test.go": (
                "package orders\n\nfunc TestTotal(t *testing.T) {\n\tif Total(nil) != 0 {\n\t\tt.Fatal()\n\t}\n}\n"
            ),
        },
        "orders/orders.go Total",
        ["orders/orders_test.go TestTotal call 0"],
    ),
    "go: another package, through a method": (
        {
            "orders/orders.go": "package orders\n\nfunc Total(cart []int) int {\n\treturn len(cart)\n}\n",
            "bills/bills.go": (
                'package bills\n\nimport "shop/orders"\n\ntype Bill struct{}\n\n'
                "func (b *Bill) Sum() int {\n\treturn orders.Total(nil)\n}\n"
            ),
            "bills/bills_test.go": (
                "package bills\n\nfunc TestSum(t *testing.T) {\n\tb := &Bill{}\n"
                "\tif b.Sum() != 0 {\n\t\tt.Fatal()\n\t}\n}\n"
            ),
        },
        "orders/orders.go Total",
        ["bills/bills_test.go TestSum call 1"],
    ),
    "go: another package, by a name given to it in a block of imports": (
        {
            "checks/checks.go": CHECKS_GO,
            "views/views.go": CHECKS_GO.replace("checks", "views"),
            "root/root.go": (
                'package root\n\nimport (\n\t"fmt"\n\n\tcmdChecks "shop/checks"\n\tcmdViews "shop/views"\n)\n\n'
                "func AddAll() {\n\tfmt.Println(cmdChecks.NewCommand(), cmdViews.NewCommand())\n}\n"
            ),
            "root/root_test.go": "package root\n\nfunc TestAll(t *testing.T) {\n\tAddAll()\n}\n",
        },
        "checks/checks.go NewCommand",
        ["root/root_test.go TestAll call 1"],
    ),
    "go: a package of another module of the repository": (
        {
            "go.mod": "module example.com/shop\n",
            "checks/checks.go": CHECKS_GO,
            "views/views.go": CHECKS_GO.replace("checks", "views"),
            "tools/go.mod": (
                "module example.com/tools\n\nrequire example.com/shop v1.0.0\n\nreplace example.com/shop => ../\n"
            ),
            "tools/run/run_test.go": (
                'package run\n\nimport (\n\t"testing"\n\n\t"example.com/shop/checks"\n)\n\n'
                "func TestRun(t *testing.T) {\n\tchecks.NewCommand()\n}\n"
            ),
        },
        "checks/checks.go NewCommand",
        ["tools/run/run_test.go TestRun call 0"],
    ),
    "go: a package below no go.mod, where others are": (
        {
            "checks/checks.go": CHECKS_GO,
            "views/views.go": CHECKS_GO.replace("checks", "views"),
            "tools/go.mod": "module example.com/tools\n",
            "run/run_test.go": (
                'package run\n\nimport (\n\t"testing"\n\n\t"shop/checks"\n)\n\n'
                "func TestRun(t *testing.T) {\n\tchecks.NewCommand()\n}\n"
            ),
        },
        "checks/checks.go NewCommand",
        ["run/run_test.go TestRun call 0"],
    ),
    "java: a method by its class": (
        {
            "src/main/java/shop/Orders.java": (
                "package shop;\nclass Orders {\n    int total() {\n        return 1;\n    }\n}\n"
            ),
            "src/test/java/shop/OrdersTest.java": (
                "package shop;\nclass OrdersTest {\n    @Test\n    void adds() {\n"
                "        assertEquals(1, new Orders().total());\n    }\n}\n"
            ),
        },
        "src/main/java/shop/Orders.java Orders.total",
        ["src/test/java/shop/OrdersTest.java OrdersTest.adds call 0"],
    ),
    "rust: tests in the file": (
        {
            "src/orders.rs": (
                "pub fn total(cart: &[u32]) -> u32 {\n    cart.iter().sum()\n}\n\n#[cfg(test)]\nmod tests {\n"
                "    use super::*;\n\n    #[test]\n    fn adds() {\n        assert_eq!(total(&[1]), 1);\n    }\n}\n"
            ),
        },
        "src/orders.rs total",
        ["src/orders.rs tests.adds call 0"],
    ),
    "ruby: a method": (
        {
            "lib/orders.rb": "class Orders\n  def total_of(cart)\n    cart.sum\n  end\nend\n",
            "test/orders_test.rb": (
                "class OrdersTest < Minitest::Test\n  def test_total\n"
                "    assert_equal 1, Orders.new.total_of([1])\n  end\nend\n"
            ),
        },
        "lib/orders.rb Orders.total_of",
        ["test/orders_test.rb OrdersTest.test_total call 0"],
    ),
}

# name: (files, the function): no test is seen to reach it
NOT_SEEN: dict[str, tuple[dict[str, str], str]] = {
    "another function of the same name": (
        {
            "shop/orders.py": ORDERS_PY,
            "shop/rates.py": "def total(rates):\n    return max(rates)\n",
            "tests/test_rates.py": "from shop.rates import total\n\ndef test_max():\n    assert total([1]) == 1\n",
        },
        "shop/orders.py total",
    ),
    "a comment, a string and an import": (
        {
            "shop/orders.py": ORDERS_PY,
            "tests/test_orders.py": (
                "from shop.orders import (\n    total,\n)\n\ndef test_name():\n    # total of orders\n"
                "    assert 'total' in dir(orders)\n"
            ),
        },
        "shop/orders.py total",
    ),
    "a method of a built-in type": (
        {
            "shop/words.py": "def join(words):\n    return '-'.join(words)\n",
            "tests/test_words.py": "from shop import words\n\ndef test_it():\n    assert ','.join(['a']) == 'a'\n",
        },
        "shop/words.py join",
    ),
    "the same method of another class": (
        {
            "shop/mail.py": "class Mail:\n    def notify(self):\n        return 1\n",
            "shop/pager.py": "class Pager:\n    def notify(self):\n        return 2\n",
            "tests/test_pager.py": "from shop.pager import Pager\n\ndef test_it():\n    assert Pager().notify() == 2\n",
        },
        "shop/mail.py Mail.notify",
    ),
    "what the language calls by itself": (
        {
            "shop/mail.py": "class Mail(Base):\n    def __repr__(self):\n        return 'mail'\n",
            "tests/test_mail.py": "from shop.mail import Mail\n\ndef test_it():\n    assert Mail().send() == 2\n",
        },
        "shop/mail.py Mail.__repr__",
    ),
    "a method in Go that only shares its name with a function": (
        {
            "flags/flags.go": (
                "package flags\n\nfunc IntP(name string) int {\n\treturn 1\n}\n\ntype Set struct{}\n\n"
                "func (s *Set) IntP(name string) int {\n\treturn 2\n}\n"
            ),
            "flags/flags_test.go": (
                "package flags\n\nfunc TestSet(t *testing.T) {\n\ts := &Set{}\n"
                '\tif s.IntP("a") != 2 {\n\t\tt.Fatal()\n\t}\n}\n'
            ),
        },
        "flags/flags.go IntP",
    ),
    "a package in Go of the same name in another folder": (
        {
            "go.mod": "module example.com/shop\n",
            "orders/checks/checks.go": CHECKS_GO,
            "bills/checks/checks.go": CHECKS_GO,
            "bills/checks/checks_test.go": "package checks\n\nfunc TestIt(t *testing.T) {\n\tNewCommand()\n}\n",
        },
        "orders/checks/checks.go NewCommand",
    ),
    "what Go does not export, in another package": (
        {
            "orders/checks/list.go": CHECKS_GO,
            "bills/checks/checks.go": CHECKS_GO,
            "bills/checks/checks_test.go": "package checks\n\nfunc TestIt(t *testing.T) {\n\town()\n}\n",
        },
        "orders/checks/list.go own",
    ),
    "the function of a file of tests in Go that others have too": (
        {
            "orders/checks.go": CHECKS_GO,
            "orders/checks_test.go": "package checks\n\nfunc RunCommand() {\n\tNewCommand()\n}\n",
            "bills/run_test.go": "package bills\n\nfunc RunCommand() {\n\tAddAll()\n}\n",
            "bills/bills_test.go": "package bills\n\nfunc TestIt(t *testing.T) {\n\tRunCommand()\n}\n",
        },
        "orders/checks.go NewCommand",
    ),
}


def _find(files: dict[str, str], function: str) -> list[str]:
    index = index_files({name: text.encode() for name, text in files.items()})
    path, symbol = function.split()
    source = index.source(path)
    assert source is not None
    scope = next(s for s in source.functions if s.symbol == symbol)
    reach = find_tests_of(index, path, scope)
    assert reach.complete
    return [f"{link.path} {link.symbol} {link.kind} {link.hops}" for link in reach.links]


@pytest.mark.parametrize("name", REACHED)
def test_a_test_is_found(name: str) -> None:
    files, function, links = REACHED[name]

    assert _find(files, function) == links


@pytest.mark.parametrize("name", NOT_SEEN)
def test_what_only_looks_like_a_test_of_it_is_not_taken(name: str) -> None:
    assert _find(*NOT_SEEN[name]) == []


def test_callers_in_a_circle_end() -> None:
    files = {
        "shop/a.py": "def ping_all():\n    pong_all()\n\ndef pong_all():\n    ping_all()\n",
        "tests/test_b.py": "x = 1\n",
    }

    assert _find(files, "shop/a.py ping_all") == []


def test_a_name_that_is_everywhere_is_cut_and_says_so() -> None:
    callers = "".join(f"def f{n}():\n    return total_sum({n})\n\n" for n in range(200))
    files = {"shop/orders.py": "def total_sum(cart):\n    return 1\n\n" + callers}
    index = index_files({name: text.encode() for name, text in files.items()})
    source = index.source("shop/orders.py")
    assert source is not None

    assert not find_tests_of(index, "shop/orders.py", source.functions[0]).complete


def test_of_too_many_users_of_a_name_those_in_its_own_package_are_taken_first() -> None:
    users = "".join(f"func f{n}() {{\n\tchecks.NewCommand()\n}}\n\n" for n in range(200))
    files = {
        "checks/checks.go": CHECKS_GO,
        "checks/checks_test.go": "package checks\n\nfunc TestIt(t *testing.T) {\n\tNewCommand()\n}\n",
        "app/app.go": 'package app\n\nimport "shop/checks"\n\n' + users,
    }
    index = index_files({name: text.encode() for name, text in files.items()})
    source = index.source("checks/checks.go")
    assert source is not None

    reach = find_tests_of(index, "checks/checks.go", source.functions[0])

    assert [link.symbol for link in reach.links] == ["TestIt"]
    assert not reach.complete
