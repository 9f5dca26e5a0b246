"""Past changes that were repaired are found by whose lines a fix replaced."""

from reviewer.history.blamed import find_repaired
from tests.unit.history.past import change, history_of, oid, touch

PATH = "src/a.py"
BORN = (change("born", days=100), [touch(PATH, (0, 0, 1, 20))])
GROWN = (change("grown", days=60), [touch(PATH, (5, 1, 5, 4))])
FIX = (change("fix: grown", days=50, kind="fix"), [touch(PATH, (6, 1, 6, 1), (15, 1, 15, 1))])


def test_the_newest_of_the_changes_that_wrote_the_lines_is_taken() -> None:
    assert find_repaired(history_of(BORN, GROWN, FIX), {oid("fix: grown"): [PATH]}) == {oid("grown"): oid("fix: grown")}


def test_a_fix_that_comes_late_or_at_once_does_not_count() -> None:
    history = history_of(BORN, GROWN, FIX)

    assert find_repaired(history, {oid("fix: grown"): [PATH]}, last=5) == {}
    assert find_repaired(history, {oid("fix: grown"): [PATH]}, first=20) == {}


def test_fixes_of_tests_and_of_very_many_files_repair_nothing() -> None:
    history = history_of(BORN, GROWN, FIX)

    assert find_repaired(history, {oid("fix: grown"): ["tests/test_a.py"]}) == {}
    assert find_repaired(history, {oid("fix: grown"): [f"src/{n}.py" for n in range(60)]}) == {}
    assert find_repaired(history, {oid("nowhere"): [PATH]}) == {}
