"""What is left out whatever two functions have in common, and what holds of every comparison."""

from hypothesis import given
from hypothesis import strategies as st

from reviewer.change.changed import ChangedFile
from reviewer.change.syntax.tokens import shape_of
from reviewer.detectors.copies.likeness import Reading, compare_functions
from reviewer.detectors.reinvented_helper import find_in_change
from reviewer.engine.hit import Hit
from reviewer.engine.wording import fill_message
from reviewer.index.build import index_files
from reviewer.index.view import View
from reviewer.model.change import Change
from tests.unit.engine.samples import NOWHERE, Quiet, make_file

OPTIONS = {
    "tokens": 20,
    "size": 0.5,
    "weight": 13,
    "runs": 0.8,
    "kept": 0.8,
    "words": 0.8,
    "rare": 21,
    "stretches": 100,
}
SLUGIFY = """\
def slugify(title):
    slug = re.sub(r"[^a-z0-9]+", "-", title.casefold())
    return slug.strip("-").replace("--", "-")
"""
COPY = SLUGIFY.replace("slugify", "order_name").replace("title", "label")
WORDS = st.sampled_from(["rows", "=", "(", ")", ".load(", "if", "return", '"net"', "7", "Rate", "+", "for", "in", ","])


def check(base: dict[str, str], *files: ChangedFile) -> list[Hit]:
    change = Change(NOWHERE, NOWHERE, tuple(f.change for f in files))
    known = {path: text.encode() for path, text in base.items()}
    return list(find_in_change(View(change, files, Quiet(), index_files(known)), OPTIONS))


def test_the_existing_function_is_named_with_its_callers() -> None:
    base = {
        "src/shop/__init__.py": "",
        "src/shop/text.py": SLUGIFY,
        "src/shop/page.py": "def path_of(page):\n    return slugify(page.title)\n",
    }
    (hit,) = check(base, make_file(None, COPY, "src/shop/orders.py"))
    assert hit.values["existing"] == "shop.text.slugify"
    assert hit.values["place"] == "src/shop/text.py:1, 1 caller"


def test_the_line_is_the_one_after_the_change() -> None:
    edited = make_file(SLUGIFY, "import re\n\n\n" + SLUGIFY, "src/shop/text.py")
    (hit,) = check({"src/shop/text.py": SLUGIFY}, make_file(None, COPY, "src/shop/orders.py"), edited)
    assert hit.values["place"] == "src/shop/text.py:4"
    assert [(r.path, r.line, r.end_line, r.symbol) for r in hit.related] == [("src/shop/text.py", 4, 6, "slugify")]


def test_the_line_of_a_helper_that_is_written_out_is_the_one_after_the_change() -> None:
    helper = """\
def print_label(order, printer):
    printer.feed(order.label_format)
    printer.send(render_label(order.address, order.weight))
    order.mark_labelled(printer.serial)
"""
    old = "def pack(order, printer):\n    box = find_box(order)\n    box.close()\n"
    new = old.replace("    box.close", "\n".join(helper.splitlines()[1:]) + "\n    box.close")
    edited = make_file(helper, "HEIGHT = 80\n\n\n" + helper, "src/labels.py")
    (hit,) = check({"src/labels.py": helper, "src/p.py": old}, make_file(old, new, "src/p.py"), edited)
    assert (hit.case, hit.values["place"], hit.related[0].line) == ("inline", "src/labels.py:4", 4)


def test_a_long_path_keeps_its_line() -> None:
    path = f"src/{'very/long/' * 12}text.py"
    (hit,) = check({path: SLUGIFY}, make_file(None, COPY, "src/shop/orders.py"))
    message = fill_message("`{name}` does what `{existing}` ({place}) does", hit.values)
    assert message.startswith("`order_name` does what `text.slugify` (…")
    assert message.endswith("/very/long/text.py:1) does")


def test_a_function_that_now_calls_the_new_one_is_no_copy() -> None:
    delegating = "def slugify(title):\n    return order_name(title)\n"
    edited = make_file(SLUGIFY, delegating, "src/shop/text.py")
    assert check({"src/shop/text.py": SLUGIFY}, make_file(None, COPY, "src/shop/orders.py"), edited) == []


def test_a_copy_of_test_code_is_left_alone() -> None:
    assert check({"tests/text.py": SLUGIFY}, make_file(None, COPY, "src/shop/orders.py")) == []


def test_a_function_cut_in_two_is_found_again() -> None:
    whole = """\
def load_rates(path, region):
    with open(path, encoding="utf-8") as stream:
        table = yaml.safe_load(stream)
    rows = table.get("shipping_rates", {}).get(region)
    if rows is None:
        raise UnknownRegion(region)
    return [Rate.from_row(row) for row in rows if row.get("active")]
"""
    halves = """\
def read_prices(file, area):
    with open(file, encoding="utf-8") as handle:
        content = yaml.safe_load(handle)
    return pick_prices(content, area)


def pick_prices(content, area):
    found = content.get("shipping_rates", {}).get(area)
    if found is None:
        raise UnknownRegion(area)
    return [Rate.from_row(entry) for entry in found if entry.get("active")]
"""
    (hit,) = check({"src/shop/rates.py": whole}, make_file(None, halves, "src/shop/quotes.py"))
    assert hit.related[0].symbol == "load_rates"


ROUND_UP = """\
def round_up(amount, step, least):
    rest = amount % step
    if rest > 0 and amount > least:
        amount = amount + step - rest
    while amount < least and step > 0:
        amount += step
    return amount * 2 - least // step
"""


def test_equal_arithmetic_needs_no_rare_names() -> None:
    copy = ROUND_UP.replace("round_up", "fill").replace("amount", "size").replace("rest", "over")
    (hit,) = check({"src/shop/money.py": ROUND_UP}, make_file(None, copy, "src/shop/parcels.py"))
    assert (hit.case, hit.related[0].symbol) == ("same", "round_up")


def test_of_two_that_are_alike_the_one_with_equal_literals_is_named() -> None:
    base = {
        "src/shop/text.py": SLUGIFY.replace('"--", "-"', '"++", "+"'),
        "src/shop/words.py": SLUGIFY.replace("slugify", "slug_of"),
    }
    (hit,) = check(base, make_file(None, COPY, "src/shop/orders.py"))
    assert hit.related[0].symbol == "slug_of"


def test_a_method_of_an_object_is_not_written_out() -> None:
    method = """\
class Printer:
    def label(self, order, device):
        device.feed(order.label_format)
        device.send(render_label(order.address, order.weight))
        order.mark_labelled(device.serial)
"""
    lines = [line[4:] for line in method.splitlines()[2:]]
    old = "def pack(order, device):\n    box = find_box(order)\n    box.close()\n"
    new = old.replace("    box.close", "\n".join(lines) + "\n    box.close")
    assert check({"src/shop/printer.py": method, "src/p.py": old}, make_file(old, new, "src/p.py")) == []


def test_options_of_two_commands_are_not_one() -> None:
    options = (
        'def add_{0}(parser):\n    parser.add_argument("--{0}", type=Path, required=True, help="{0} to read")\n'
        + ('    parser.add_argument("--{0}-mode", default="{0}x", help="mode of {0}")\n' * 3)
    )
    base = {"src/shop/load.py": options.format("source")}
    assert check(base, make_file(None, options.format("target"), "src/shop/store.py")) == []


@given(st.lists(WORDS, max_size=60), st.lists(WORDS, max_size=60))
def test_shares_stay_shares(first: list[str], second: list[str]) -> None:
    new, old = (Reading(shape_of(" ".join(words), "python")) for words in (first, second))
    found = compare_functions(new, old, lambda word: float(len(word)))
    assert all(0 <= share <= 1.000001 for share in found[:7])


@given(st.lists(WORDS, min_size=8, max_size=60))
def test_code_is_like_itself(words: list[str]) -> None:
    reading = Reading(shape_of(" ".join(words), "python"))
    found = compare_functions(reading, reading, lambda word: float(len(word)))
    assert found.renaming == found.literals == found.kept == found.names == 1
