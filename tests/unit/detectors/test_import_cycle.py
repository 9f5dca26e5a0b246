"""A loop is told once, where it is new; what moved or became a package brings its old loops along."""

from dataclasses import replace

from reviewer.change.changed import ChangedFile
from reviewer.detectors.import_cycle import find_in_change
from reviewer.engine.hit import Hit
from reviewer.index.build import index_files
from tests.unit.engine.samples import make_file, make_view


def find(base: dict[str, str], *files: ChangedFile) -> list[Hit]:
    old = {file.old.path: file.old.data for file in files if file.old is not None}
    known = {path: text.encode() for path, text in base.items()} | old
    return list(find_in_change(replace(make_view(*files), base=index_files(known)), {}))


def test_a_file_of_a_loop_that_moves_is_no_news() -> None:
    moved = make_file("import shop.cart\n", "import shop.cart\n", "shop/sums.py", old_path="shop/total.py")
    importer = make_file("import shop.total\n", "import shop.sums\n", "shop/cart.py")

    assert find({}, moved, importer) == []


def test_a_file_of_a_loop_that_becomes_a_package_is_no_news() -> None:
    gone = make_file("from shop import total\n\nRATE = 1\n", None, "shop/cart.py")
    package = make_file(None, "from shop.cart.rate import RATE\n", "shop/cart/__init__.py")
    part = make_file(None, "from shop import total\n\nRATE = 1\n", "shop/cart/rate.py")
    importer = make_file("import shop.cart\n", "import shop.cart.rate\n", "shop/total.py")

    assert find({"shop/__init__.py": ""}, gone, package, part, importer) == []


def test_two_imports_that_close_one_tangle_are_told_once() -> None:
    first = make_file("A = 1\n", "import c\nA = 1\n", "a.py")
    second = make_file("B = 1\n", "import c\nimport a\nB = 1\n", "b.py")

    found = find({"c.py": "import a\nimport b\n"}, first, second)

    assert [(hit.path, hit.line) for hit in found] == [("a.py", 1)]


def test_a_long_loop_is_shortened_where_it_is_shown() -> None:
    chain = {f"m{n}.py": f"import m{n + 1}\n" for n in range(1, 400)} | {"m400.py": "X = 1\n"}
    closing = make_file("X = 1\n", "import m1\nX = 1\n", "m400.py")

    (hit,) = find(chain, closing)

    assert hit.values["loop"] == "m400 -> m1 -> m2 -> m3 -> m4 -> ... -> m399 -> m400"
    assert hit.values["files"] == "400"


def test_files_of_one_name_are_told_apart() -> None:
    mine = make_file("X = 1\n", "from shop.stock import views\nX = 1\n", "shop/cart/views.py")

    (hit,) = find({"shop/stock/views.py": "from shop.cart import views\n"}, mine)

    assert hit.values["loop"] == "cart/views -> stock/views -> cart/views"
