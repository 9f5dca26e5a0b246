"""Which new functions are copies, in every language that has functions."""

import time

import pytest

from reviewer.change.changed import ChangedFile
from reviewer.change.syntax.languages import LANGUAGES
from reviewer.change.syntax.source import Source
from reviewer.detectors import clone_in_diff, duplicate_function
from reviewer.detectors.copies.copied_functions import Body
from reviewer.engine.hit import Hit
from reviewer.index.build import index_files
from reviewer.index.view import View
from reviewer.model.change import Change, FileChange, Hunk, Revision
from tests.unit.detectors.copies import FUNCTIONS
from tests.unit.engine.samples import make_file, make_view

OPTIONS = {"tokens": 40, "sibling_tokens": 100, "literals": 1, "twice": 12, "thrice": 4}


class Nothing:
    def usual_size(self) -> int | None:
        return None

    def is_restoring(self) -> bool:
        return False

    def is_fix(self) -> bool:
        return False

    def said(self) -> tuple[str, ...]:
        return ()

    def summary(self) -> str:
        return ""

    def past(self) -> None:
        return None

    def usual_function(self, language: str) -> dict[str, int] | None:
        raise NotImplementedError(language)


def view_of(added: dict[str, str], unchanged: dict[str, str], language: str) -> View:
    files = []
    for path, text in added.items():
        lines = tuple(text.splitlines())
        change = FileChange("added", "text", None, path, 0, 0o100644, "", "", (Hunk(0, 1, (), lines),))
        files.append(ChangedFile(change, None, Source(path, text.encode(), language, "production")))
    whole = Change(Revision("base", "base"), Revision("head", "head"), tuple(f.change for f in files))
    return View(whole, tuple(files), Nothing(), index_files({p: t.encode() for p, t in unchanged.items()}))


def copies_in(view: View) -> list[Hit]:
    return list(duplicate_function.find_in_change(view, OPTIONS))


def test_there_is_a_function_in_every_language() -> None:
    assert FUNCTIONS.keys() == LANGUAGES.keys()


@pytest.mark.parametrize("language", sorted(FUNCTIONS))
def test_a_copy_of_an_old_function_is_told(language: str) -> None:
    suffix, name, copy, text = FUNCTIONS[language]
    view = view_of({f"src/cart.{suffix}": text.replace(name, copy, 1)}, {f"src/orders.{suffix}": text}, language)
    (hit,) = copies_in(view)
    assert hit.symbol.endswith(copy)
    assert hit.related[0].path == f"src/orders.{suffix}"
    assert list(clone_in_diff.find_in_change(view, OPTIONS)) == []


@pytest.mark.parametrize("language", sorted(FUNCTIONS))
def test_a_function_that_is_new_twice_is_told_once(language: str) -> None:
    suffix, name, copy, text = FUNCTIONS[language]
    view = view_of({f"src/cart.{suffix}": text.replace(name, copy, 1), f"src/orders.{suffix}": text}, {}, language)
    (hit,) = clone_in_diff.find_in_change(view, OPTIONS)
    assert (hit.case, hit.values["count"]) == ("functions", "2")
    assert copies_in(view) == []


def test_a_copied_function_that_the_change_moved_down_has_its_new_line_and_does_not_call_itself() -> None:
    _, name, copy, text = FUNCTIONS["python"]
    moved = make_file(text, "import shop\n\n\n" + text, "src/orders.py")
    (hit,) = copies_in(make_view(moved, make_file(None, text.replace(name, copy, 1), "src/cart.py")))
    assert hit.values["place"] == "src/orders.py:4"
    assert hit.related[0].line == 4


def test_a_long_path_of_another_copy_keeps_its_line() -> None:
    _, name, copy, text = FUNCTIONS["python"]
    path = f"src/{'very/long/' * 12}orders.py"
    view = view_of({"src/cart.py": text.replace(name, copy, 1), path: text}, {}, "python")
    (hit,) = clone_in_diff.find_in_change(view, OPTIONS)
    assert hit.values["place"].startswith("…")
    assert hit.values["place"].endswith("/very/long/orders.py:1")


def test_another_callee_makes_another_function() -> None:
    suffix, name, copy, text = FUNCTIONS["python"]
    other = text.replace("late_fee", "early_fee").replace(name, copy, 1)
    assert copies_in(view_of({f"src/cart.{suffix}": other}, {f"src/orders.{suffix}": text}, "python")) == []


def test_a_name_from_outside_makes_another_function() -> None:
    suffix, name, copy, text = FUNCTIONS["python"]
    other = text.replace("since(order.due)", "since(other_due)").replace(name, copy, 1)
    text = text.replace("since(order.due)", "since(first_due)")
    assert copies_in(view_of({f"src/cart.{suffix}": other}, {f"src/orders.{suffix}": text}, "python")) == []


def test_the_copy_of_a_module_is_one_hit() -> None:
    _, name, _, text = FUNCTIONS["python"]
    module = "\n\n".join(text.replace(name, f"find_{n}").replace("late_fee", f"fee_{n}") for n in range(4))
    (hit,) = copies_in(view_of({"src/cart.py": module}, {"src/orders.py": module}, "python"))
    assert (hit.case, hit.values["count"], hit.values["where"]) == ("several", "4", "src/orders.py")


@pytest.mark.parametrize("text", ["A" * 20_000, "A<" * 10_000, "(((" * 5_000, "a " * 10_000, "let (" * 5_000])
def test_names_of_hostile_text_are_read_at_once(text: str) -> None:
    source = Source("src/a.js", f"function f() {{ {text} }}".encode(), "javascript", "production")
    bodies = [Body(source, scope) for scope in source.functions]
    started = time.perf_counter()
    for body in bodies:
        assert isinstance(body.locals, frozenset)
    assert time.perf_counter() - started < 2
