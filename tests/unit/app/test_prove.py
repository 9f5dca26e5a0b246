"""Faults are planted one at a time, within bounds, and only what tests of the copy say is believed."""

from collections.abc import Callable, Mapping

import pytest

from reviewer.app.proof.prove import Proof, Proved, prove_functions
from reviewer.change.behaviour import ChangedFunction, find_changed_functions
from reviewer.errors import ReviewerError
from reviewer.ports import Run
from tests.unit.app.workshops import FakeWorkshop, Judge
from tests.unit.engine.samples import NOWHERE, make_file

PATH, TEST = "src/shop/price.py", "tests/test_price.py"
TEXT = "def total(lines):\n    if lines:\n        return sum(lines)\n    raise ValueError(lines)\n"
FILES = {PATH: TEXT.encode(), "src/shop/__init__.py": b"", TEST: b""}
PASSED, FAILED = Run(0, 1.0, ""), Run(1, 1.0, "")


def judge_by(notices: Callable[[bytes], bool], path: str = PATH) -> Judge:
    """A command that fails when the file is broken, and when its tests notice what stands in it."""

    def judge(files: Mapping[str, bytes], _command: tuple[str, ...]) -> Run:
        data = files[path]
        return FAILED if b"no program" in data or (data != TEXT.encode() and notices(data)) else PASSED

    return judge


def read(text: str = TEXT, path: str = PATH) -> tuple[ChangedFunction, ...]:
    return find_changed_functions([make_file(None, text, path)])


def prove(
    workshop: FakeWorkshop,
    command: str = "pytest -q",
    *,
    tests: tuple[str, ...] = (TEST,),
    seconds: float = 100.0,
    most: int = 20,
    folder: str = "",
    said: list[str] | None = None,
) -> Proved:
    proof = Proof(command, folder, seconds, most, workshop.open)
    tell = said.append if said is not None else lambda _: None
    proved = prove_functions(read(), lambda _: tests, proof, NOWHERE, tell)
    assert not workshop.is_open
    assert workshop.files == FILES
    return proved


def outcomes(proved: Proved) -> list[tuple[int, str, str]]:
    return [(m.line, m.after, m.outcome) for found in proved.mutants.values() for m in found]


def test_what_no_test_notices_is_told_apart() -> None:
    workshop = FakeWorkshop(FILES, judge_by(lambda data: b"raise" in data))
    said: list[str] = []
    proved = prove(workshop, said=said)

    assert outcomes(proved) == [(2, "not (lines)", "noticed"), (3, "None", "noticed"), (4, "", "survived")]
    assert [command for command, *_ in workshop.runs] == [
        ("pytest", "-q", TEST)
    ] * 5  # before, 3 faults, the file broken
    assert said[-1] == "proving: 2 of 3 faults, 0 not noticed, 97 s left"


def test_a_run_is_given_three_times_the_usual_time_and_python_the_copy() -> None:
    workshop = FakeWorkshop(FILES, judge_by(lambda _: True))
    workshop._judge = lambda files, command: Run(judge_by(lambda _: True)(files, command).status, 5.0, "")  # noqa: SLF001
    prove(workshop)

    assert workshop.runs[0][1] == 100.0
    assert workshop.runs[1][1] == 15.0
    assert {roots for *_, roots in workshop.runs} == {("src",)}


def test_a_fault_that_hangs_is_neither_noticed_nor_not() -> None:
    def judge(files: Mapping[str, bytes], command: tuple[str, ...]) -> Run:
        return Run(None, 10.0, "") if b"not (lines)" in files[PATH] else judge_by(lambda _: True)(files, command)

    assert outcomes(prove(FakeWorkshop(FILES, judge)))[0] == (2, "not (lines)", "timed out")


def test_the_number_of_faults_is_bounded() -> None:
    assert len(outcomes(prove(FakeWorkshop(FILES, judge_by(lambda _: True)), most=2))) == 2


def test_the_time_is_bounded_and_what_was_left_is_said() -> None:
    slow = FakeWorkshop(FILES, lambda files, _: Run(int(files[PATH] != TEXT.encode()), 30.0, ""))
    proved = prove(slow, seconds=100.0)

    assert len(outcomes(proved)) == 2
    assert proved.notes == ("2 of 3 faults were planted: the tests take 30.0 s, and --prove-seconds gave 100",)


def test_a_run_that_only_the_end_of_the_time_stopped_proves_nothing() -> None:
    workshop = FakeWorkshop(FILES, lambda files, _: PASSED if files[PATH] == TEXT.encode() else Run(None, 8.0, ""))

    assert outcomes(prove(workshop, seconds=9.0)) == []


@pytest.mark.parametrize(
    ("run", "said"),
    [
        (
            Run(1, 1.0, "one\n\nE  no such module\n"),
            "fail before any fault is planted (exit status 1): pytest -q tests",
        ),
        (Run(None, 100.0, "waiting\n"), "were not at an end after 100 s"),
    ],
)
def test_tests_must_pass_before(run: Run, said: str) -> None:
    workshop = FakeWorkshop(FILES, lambda _files, _command: run)
    with pytest.raises(ReviewerError) as caught:
        prove(workshop)

    assert said in caught.value.message
    assert run.tail.split("\n")[-2] in caught.value.message
    assert caught.value.hint
    assert len(workshop.runs) == 1


def test_tests_that_look_elsewhere_are_found_out() -> None:
    workshop = FakeWorkshop(FILES, lambda _files, _command: PASSED)
    with pytest.raises(ReviewerError, match="does not look at the copy"):
        prove(workshop)

    assert workshop.files == FILES


def test_a_command_of_which_nothing_is_known_is_run_as_it_is() -> None:
    workshop = FakeWorkshop(FILES, judge_by(lambda _: True))

    assert len(outcomes(prove(workshop, "make test", tests=()))) == 3
    assert {command for command, *_ in workshop.runs} == {("make", "test")}


def test_a_function_that_no_test_reaches_is_not_proved() -> None:
    workshop = FakeWorkshop(FILES, judge_by(lambda _: True))
    proved = prove(workshop, tests=("web/price.test.ts",))

    assert (outcomes(proved), workshop.runs) == ([], [])
    assert proved.notes[0].startswith("nothing was proved of 1 changed function")


def test_an_interrupt_leaves_the_original_file() -> None:
    def judge(files: Mapping[str, bytes], _command: tuple[str, ...]) -> Run:
        if files[PATH] != TEXT.encode():
            raise KeyboardInterrupt
        return PASSED

    workshop = FakeWorkshop(FILES, judge)
    with pytest.raises(KeyboardInterrupt):
        prove(workshop)

    assert (workshop.is_open, workshop.files) == (False, FILES)


def test_a_language_without_faults_starts_nothing() -> None:
    workshop = FakeWorkshop(FILES, judge_by(lambda _: True))
    proof = Proof("make test", "", 100.0, 20, workshop.open)
    changed = read("fn f(a: i32) -> i32 {\n    a + 1\n}\n", "src/lib.rs")

    assert prove_functions(changed, lambda _: (), proof, NOWHERE).mutants == {}
    assert workshop.runs == []
