"""Lines become windows inside of one function; the best are taken and joined."""

from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.risk.attention.spans import WHOLE, WINDOW, Run, find_windows, pick_windows
from reviewer.risk.attention.traits import Line

places = st.sets(st.tuples(st.sampled_from("ab"), st.integers(1, 60)), max_size=50)
calm = settings(deadline=None, derandomize=True)


def line(number: int, path: str = "a") -> Line:
    return Line(path, number, None, frozenset({"code"}))


def numbers(runs: tuple[Run, ...]) -> list[list[int]]:
    return [[entry.number for entry in run] for run in runs]


def test_a_short_run_is_one_window_and_a_long_one_many() -> None:
    short, long = [line(n) for n in range(1, WHOLE + 1)], [line(n) for n in range(1, WHOLE + 2)]

    assert len(list(find_windows(short))) == 1
    assert [len(window) for window in find_windows(long)] == [WINDOW] * (WHOLE + 2 - WINDOW)


def test_lines_far_apart_do_not_share_a_window() -> None:
    assert numbers(tuple(find_windows([line(1), line(4), line(8)]))) == [[1, 4], [8]]


def test_neighbours_are_joined() -> None:
    windows = list(find_windows([line(n) for n in range(1, 21)]))
    picked = pick_windows(windows, lambda run: 10 if run[0].number in (3, 6) else 1 if run[0].number == 14 else 0, 13)

    assert numbers(picked) == [[3, 4, 5, 6, 7, 8, 9, 10], [14, 15, 16, 17, 18]]


def test_what_has_no_score_is_not_read() -> None:
    windows = list(find_windows([line(1), line(2)]))

    assert pick_windows(windows, lambda _: 0, 10) == ()
    assert numbers(pick_windows(windows, lambda _: -1, 10, least=-2)) == [[1, 2]]


@calm
@given(places, st.integers(0, 40))
def test_a_plan_keeps_to_its_budget_and_reads_no_line_twice(lines: set[tuple[str, int]], budget: int) -> None:
    windows = list(find_windows([line(number, path) for path, number in sorted(lines)]))
    picked = pick_windows(windows, lambda run: 1 + run[0].number % 7, budget)
    read = [(entry.path, entry.number) for run in picked for entry in run]

    assert len(read) == len(set(read)) == min(budget, len(lines))
    assert read == sorted(read)


@calm
@given(places)
def test_every_line_stands_in_a_window(lines: set[tuple[str, int]]) -> None:
    windows = find_windows([line(number, path) for path, number in sorted(lines)])

    assert {(entry.path, entry.number) for window in windows for entry in window} == lines
