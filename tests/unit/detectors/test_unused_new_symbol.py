"""What a new symbol without a use owes to the index: other revisions do not use it, the unknown stays unknown."""

from dataclasses import replace

from reviewer.change.fileclass import classify_file
from reviewer.detectors.unused_new_symbol import find_in_change
from reviewer.index.build import index_files
from reviewer.index.facts import Blob, collect_segment
from reviewer.index.memory import MemoryStore
from reviewer.index.revision import COMMON, RevisionIndex
from reviewer.index.view import View
from tests.unit.engine.samples import make_file, make_view

OPTIONS = {"symbols": 200, "listed": 2, "vocabulary": 4}
NEW = "def translate_paths(order):\n    return order.paths\n"


def view_beside(files: dict[str, bytes]) -> View:
    return replace(make_view(make_file(None, NEW)), base=index_files(files))


def test_another_revision_in_the_store_is_no_user() -> None:
    caller = b"from shop import translate_paths\ntranslate_paths(1)\n"
    store = MemoryStore()
    store.add(collect_segment([Blob("now", "python", b"pass\n"), Blob("later", "python", caller)]))
    base = RevisionIndex(
        lambda: {"src/cart.py": "now"},
        lambda: store,
        read=lambda paths: dict.fromkeys(paths, b"pass\n"),
        classify=classify_file,
    )
    (hit,) = find_in_change(replace(make_view(make_file(None, NEW)), base=base), OPTIONS)
    assert (hit.case, hit.symbol) == ("unused", "translate_paths")


def test_a_name_of_the_old_revision_is_not_judged() -> None:
    assert list(find_in_change(view_beside({"src/cart.py": b"# translate_paths was here\n"}), OPTIONS)) == []


def test_a_name_that_is_too_common_is_not_judged() -> None:
    many = "".join(f"def f{n}(): translate_paths()\n" for n in range(COMMON + 1))
    assert list(find_in_change(view_beside({"src/cart.py": many.encode()}), OPTIONS)) == []


def test_a_document_of_the_change_that_names_it_makes_it_an_offer() -> None:
    document = make_file(None, "Call `translate_paths` first.\n", "docs/paths.md", file_class="docs")
    assert list(find_in_change(make_view(make_file(None, NEW), document), OPTIONS)) == []
