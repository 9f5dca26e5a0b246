"""Which faults are planted in a changed function, and that each is one small, readable change of a program."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.change.behaviour import ChangedFunction, find_changed_functions
from reviewer.change.syntax.languages import load_parser
from reviewer.change.testing.mutation import Fault, choose_faults
from tests.unit.engine.samples import make_file

SAMPLES = sorted((Path(__file__).parent / "samples").iterdir())
TEXTS = {path.suffixes[0]: path.read_text(encoding="utf-8") for path in SAMPLES}


def read(text: str, path: str) -> tuple[ChangedFunction, ...]:
    return find_changed_functions([make_file(None, text, path)])


def show(text: str, path: str = "src/shop.py", most: int = 100) -> list[tuple[int, str, str, str]]:
    return [(f.line, f.operator, f.before, f.after) for _, f in choose_faults(read(text, path), most)]


def find_replacements(text: str, path: str) -> list[str]:
    return [fault.replacement.decode() for _, fault in choose_faults(read(text, path), 100)]


@pytest.mark.parametrize("suffix", TEXTS)
@settings(deadline=None, max_examples=30)
@given(data=st.data())
def test_a_fault_changes_its_stretch_of_a_changed_line_and_nothing_else(suffix: str, data: st.DataObject) -> None:
    whole = read(TEXTS[suffix], f"src/shop{suffix}")
    drawn = [
        ChangedFunction(f.file, f.scope, f.before, tuple(data.draw(st.lists(st.sampled_from(f.lines), unique=True))))
        for f in whole
        if f.lines
    ]
    pairs = choose_faults(drawn, data.draw(st.integers(0, 30)))

    for function, fault in pairs:
        source = function.file.new
        assert source is not None
        assert source.language is not None
        mutant = fault.plant(source.data)
        end = fault.start + len(fault.replacement)
        assert mutant != source.data
        assert mutant[: fault.start] + source.data[fault.start : fault.end] + mutant[end:] == source.data
        assert not load_parser(source.language).parse(mutant).root_node.has_error
        assert fault.line in function.lines
        assert "\n" not in fault.before + fault.after


@pytest.mark.parametrize("suffix", TEXTS)
def test_every_language_has_every_kind_of_fault(suffix: str) -> None:
    operators = {fault.operator for _, fault in choose_faults(read(TEXTS[suffix], f"src/shop{suffix}"), 500)}

    assert operators - {"error ignored"} == {
        "condition negated",
        "returned value replaced",
        "exception swallowed",
        "statement removed",
        "comparison shifted",
        "constant changed",
    }


def test_the_most_telling_fault_of_each_line_comes_first() -> None:
    text = (
        "def f(order):\n    if order.total < 3:\n        raise ValueError(order)\n"
        "    order.done = True\n    return order\n"
    )

    assert show(text) == [
        (2, "condition negated", "order.total < 3", "not (order.total < 3)"),
        (5, "returned value replaced", "order", "None"),
        (3, "exception swallowed", "raise ValueError(order)", ""),
        (4, "statement removed", "order.done = True", ""),
        (2, "comparison shifted", "order.total < 3", "order.total <= 3"),
        (4, "constant changed", "order.done = True", "order.done = False"),
    ]


def test_functions_take_turns() -> None:
    text = "def f(a):\n    if a:\n        return 1\n    return 2\n\n\ndef g(a):\n    return a\n"

    assert [line for line, *_ in show(text, most=3)] == [2, 8, 3]


def test_a_line_that_was_there_before_gets_no_fault() -> None:
    old = "def f(a):\n    if a > 1:\n        return 1\n    return 2\n"
    changed = find_changed_functions([make_file(old, old.replace("return 2", "return 5"))])

    assert [(fault.line, fault.after) for _, fault in choose_faults(changed, 9)] == [(4, "None")]


@pytest.mark.parametrize(
    "line",
    [
        'log.info("%s", a > 1)',
        "print(a)",
        '"""A docstring > 1."""',
        "b: int = a",
        "assert a > 1",
        "raise NotImplementedError",
        "f.close()",
        "a.b = a  # pragma: no cover",
        "if sys.platform == 'win32': pass",
        "if TYPE_CHECKING: pass",
        "return None",
        "run(timeout=30)  # pragma: no mutate",
    ],
)
def test_what_no_test_should_notice_is_left_alone(line: str) -> None:
    assert show(f"def f(a):\n    {line}\n    a.go()\n")[1:] == []


def test_what_only_shows_is_left_alone() -> None:
    assert show("class A:\n    def __repr__(self):\n        return f'A({self.x + 1})'\n") == []
    assert show("class A { toString() { return this.x; } }\n", "src/shop.ts") == []


def test_a_value_of_the_right_type_stands_for_what_go_returns() -> None:
    text = (
        "package a\n\nfunc F(s *S) (*T, string, bool, map[string]int, time.Duration, float64, error) {\n"
        '\treturn s.t, "a", true, s.m, s.d, 1.5, nil\n}\n\nvar d time.Duration\n'
    )

    assert find_replacements(text, "src/shop.go")[0] == ('return nil, "", false, nil, *new(time.Duration), 0, nil')


def test_a_local_of_go_that_only_the_lost_code_reads_is_still_read() -> None:
    text = "package a\n\nfunc F(s *S) int {\n\tn, m := count(s), 1\n\ts.n = m\n\treturn n\n}\n"

    assert find_replacements(text, "src/shop.go")[:2] == ["_ = n; return 0", "_ = m"]


def test_code_of_go_that_alone_uses_an_import_stays() -> None:
    text = 'package a\n\nimport "os"\n\nfunc F(p string) error {\n\treturn os.Remove(p)\n}\n'

    assert find_replacements(text, "src/shop.go") == []
    assert find_replacements(text + "\nvar _ = os.Args\n", "src/shop.go") == ["return nil"]


def test_an_error_that_go_hands_on_is_ignored_with_its_block() -> None:
    text = (
        "package a\n\nfunc F(p string) error {\n\terr := g(p)\n"
        "\tif err != nil {\n\t\treturn err\n\t}\n\treturn nil\n}\n"
    )

    assert show(text, "src/shop.go") == [
        (5, "condition negated", "err != nil", "err == nil"),
        (5, "error ignored", "{ return err }", "{}"),
    ]


def test_what_typescript_promises_is_kept() -> None:
    assert find_replacements("export const f = (u: User): string => u.name;\n", "src/shop.ts") == ["undefined!"]
    assert find_replacements("export const f = (u) => u.name;\n", "src/shop.js") == ["undefined"]


def test_a_long_file_is_no_long_work() -> None:
    text = "def f(a):\n" + "".join(f"    a.b{n} = [{', '.join('1' * 200)}]\n" for n in range(300))

    assert len(show(text, most=5)) == 5


def test_the_same_program_gives_the_same_faults() -> None:
    def choose() -> list[Fault]:
        return [fault for _, fault in choose_faults(read(TEXTS[".go"], "src/shop.go"), 50)]

    assert choose() == choose()
