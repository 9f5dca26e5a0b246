"""Contracts of import-linter and tach, as teams write them: what each of them says of one import."""

import pytest

from reviewer.index.build import index_files
from reviewer.index.graph import Edge, EdgeKind
from reviewer.index.layers import read_contracts

_SHOP = ("shop", "shop/web", "shop/orders", "shop/stock", "shop/stock/table", "shop/rates", "shop/tests")
_FILES = {f"src/{folder}/__init__.py": b"" for folder in _SHOP}
_SESSION = '[tool.importlinter]\nroot_package = "shop"\n'


def _judge(name: str, text: str, source: str, target: str, kind: EdgeKind = "import") -> list[str]:
    index = index_files({**_FILES, name: text.encode()})
    edge = Edge(f"src/shop/{source}", f"src/shop/{target}", 1, kind)
    return [said for contract in read_contracts(index) if (said := contract.judge(edge))]


def _contract(kind: str, body: str) -> str:
    return f'{_SESSION}[[tool.importlinter.contracts]]\nname = "order"\ntype = "{kind}"\n{body}\n'


_LAYERS = _contract("layers", 'containers = ["shop"]\nlayers = ["web", "(cli)", "orders | stock", "rates : files"]')


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("rates/table.py", "web/app.py", "`rates` is below `web` in the contract 'order' (pyproject.toml)"),
        ("web/app.py", "rates/table.py", ""),
        ("orders/a.py", "stock/b.py", "`orders` and `stock` may not know each other in the contract 'order'"),
        ("rates/a.py", "files/b.py", ""),
        ("stock/a.py", "stock/b.py", ""),
        ("other.py", "web/app.py", ""),
    ],
)
def test_layers_look_downward(source: str, target: str, said: str) -> None:
    found = _judge("pyproject.toml", _LAYERS, source, target)

    assert [text[: len(said)] for text in found] == ([said] if said else [])


@pytest.mark.parametrize(
    ("ignored", "findings"),
    [
        ("shop.rates.table -> shop.web.app", 0),
        ("shop.rates.* -> shop.web", 1),
        ("shop.** -> shop.web.*", 0),
        ("shop.*.table -> **", 0),
        ("nonsense", 1),
    ],
)
def test_what_is_ignored_is_silent(ignored: str, findings: int) -> None:
    text = f'{_LAYERS}ignore_imports = ["{ignored}"]\n'

    assert len(_judge("pyproject.toml", text, "rates/table.py", "web/app.py")) == findings


_FORBIDDEN = 'source_modules = ["shop.rates"]\nforbidden_modules = ["shop.web", "shop.rates.inner", "subprocess"]'
_PROTECTED = 'protected_modules = ["shop.stock.table"]\nallowed_importers = ["shop.stock"]'


@pytest.mark.parametrize(
    ("text", "source", "target", "said"),
    [
        (_contract("forbidden", _FORBIDDEN), "rates/a.py", "web/b.py", "`shop.rates` may not import `shop.web` by"),
        (_contract("forbidden", _FORBIDDEN), "rates/a.py", "rates/inner/b.py", ""),
        (_contract("forbidden", f"{_FORBIDDEN}\nas_packages = false"), "rates/a.py", "web/b.py", ""),
        (
            _contract("independence", 'modules = ["shop.*"]'),
            "web/a.py",
            "stock/b.py",
            "`shop.web` and `shop.stock` may",
        ),
        (_contract("independence", 'modules = ["shop.*"]'), "web/a.py", "__init__.py", ""),
        (_contract("protected", _PROTECTED), "web/a.py", "stock/table/b.py", "`shop.stock.table` is protected from"),
        (_contract("protected", _PROTECTED), "stock/a.py", "stock/table/b.py", ""),
        (_contract("acyclic_siblings", 'ancestors = ["shop"]'), "web/a.py", "stock/b.py", ""),
        (_contract("mine.OwnContract", 'modules = ["shop"]'), "web/a.py", "stock/b.py", ""),
    ],
)
def test_each_kind_of_contract_says_its_own(text: str, source: str, target: str, said: str) -> None:
    found = _judge("pyproject.toml", text, source, target)

    assert [line[: len(said)] for line in found] == ([said] if said else [])


def test_the_older_files_say_the_same() -> None:
    text = (
        "[importlinter]\nroot_packages =\n    shop\nexclude_type_checking_imports = True\n\n"
        "[importlinter:contract:1]\nname = order\ntype = layers\ncontainers = shop\n"
        "layers =\n    web\n    # the rest\n    rates\nignore_imports =\n    shop.rates.a -> shop.web.b\n"
    )

    assert len(_judge(".importlinter", text, "rates/table.py", "web/app.py")) == 1
    assert len(_judge("setup.cfg", text, "rates/table.py", "web/app.py", "deferred")) == 1
    assert _judge("setup.cfg", text, "rates/table.py", "web/app.py", "type") == []
    assert _judge("setup.cfg", text, "rates/a.py", "web/b.py") == []


_TACH = """
source_roots = ["src"]
exclude = ["**/generated"]
layers = ["ui", { name = "logic", closed = true }, "data"]
[[modules]]
path = "shop.web"
layer = "ui"
[[modules]]
path = "shop.orders"
layer = "logic"
depends_on = []
[[modules]]
path = "shop.stock"
layer = "data"
depends_on = [{ path = "shop.rates", deprecated = true }]
[[modules]]
paths = ["shop.rates"]
cannot_depend_on = ["shop.stock"]
visibility = ["shop.stock"]
[[modules]]
path = "shop.tools"
depends_on = []
utility = true
[[modules]]
path = "shop.parts.*"
depends_on = []
"""


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        (
            "stock/a.py",
            "orders/b.py",
            "`shop.stock` is in the layer `data`, below `logic` of `shop.orders` (tach.toml)",
        ),
        ("web/a.py", "orders/b.py", ""),
        ("web/a.py", "stock/b.py", "`shop.web` may reach `shop.stock` only through the closed layer `logic`"),
        ("stock/a.py", "rates/b.py", ""),
        ("orders/a.py", "rates/b.py", "`shop.rates` is not visible to `shop.orders`"),
        ("rates/a.py", "stock/b.py", "`shop.rates` has `shop.stock` in its `cannot_depend_on`"),
        ("tools.py", "stock/b.py", "`shop.tools` does not list `shop.stock` in its `depends_on`"),
        ("orders/a.py", "tools.py", ""),
        ("parts/x/a.py", "parts/y/b.py", "`shop.parts.x` does not list `shop.parts.y` in its `depends_on`"),
        ("parts/x/a.py", "parts/x/b.py", ""),
        ("orders/generated/a.py", "web/b.py", ""),
        ("other.py", "web/b.py", ""),
    ],
)
def test_tach_lists_what_a_module_may_know(source: str, target: str, said: str) -> None:
    found = _judge("tach.toml", _TACH, source, target)

    assert [line[: len(said)] for line in found] == ([said] if said else [])


def test_tach_leaves_types_alone_and_what_a_domain_file_rules() -> None:
    index = index_files({**_FILES, "tach.toml": _TACH.encode(), "src/shop/stock/tach.domain.toml": b""})
    edge = Edge("src/shop/stock/a.py", "src/shop/orders/b.py", 1, "import")

    assert _judge("tach.toml", _TACH, "stock/a.py", "orders/b.py", "type") == []
    assert [contract.judge(edge) for contract in read_contracts(index)] == [""]
