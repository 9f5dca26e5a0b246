"""Lines are followed back from fix to fix, each within its days of the next."""

from reviewer.detectors.past.chains import find_fixes, follow_fixes
from reviewer.model.history import PastTouch, Stretch
from tests.unit.history.past import NOW, change, touch


def made(*steps: tuple[str, int, str, tuple[Stretch, ...]]) -> list[PastTouch]:
    """Return touches of one file, newest first, from name, days, kind and stretches of each step, oldest first."""
    touches = [
        PastTouch(
            change(name, days=days, kind="fix" if kind == "fix" else "other"), (0, len(steps) - i), touch("a", *s)
        )
        for i, (name, days, kind, s) in enumerate(steps)
    ]
    return touches[::-1]


def follow(touches: list[PastTouch], *lines: int, days: int = 30) -> list[tuple[str, tuple[int, ...], bool]]:
    links = follow_fixes(lines, touches, NOW, days)
    return [(link.change.subject, link.lines, link.wrote) for link in links]


def test_the_fix_that_wrote_a_line_is_found_and_the_one_before_it() -> None:
    touches = made(
        ("birth", 90, "other", ((0, 0, 1, 9),)),
        ("one", 20, "fix", ((4, 1, 4, 3),)),
        ("two", 5, "fix", ((5, 1, 5, 1),)),
    )

    assert follow(touches, 5) == [("one", (5,), False), ("two", (5,), True)]
    assert follow(touches, 4) == [("one", (4,), True)]
    assert follow(touches, 1) == []


def test_only_the_place_that_a_fix_wrote_counts_for_what_was_before() -> None:
    touches = made(
        ("birth", 90, "other", ((0, 0, 1, 20),)),
        ("elsewhere", 20, "fix", ((15, 2, 15, 2),)),
        ("both", 5, "fix", ((3, 1, 3, 1), (15, 1, 15, 1))),
    )

    assert follow(touches, 3) == [("both", (3,), True)]
    assert follow(touches, 15) == [("elsewhere", (15,), False), ("both", (15,), True)]


def test_a_chain_breaks_where_too_long_passed_or_something_else_was_between() -> None:
    slow = made(("one", 90, "fix", ((4, 1, 4, 1),)), ("two", 5, "fix", ((4, 1, 4, 1),)))
    other = made(
        ("one", 9, "fix", ((4, 1, 4, 1),)),
        ("feature", 7, "other", ((4, 1, 4, 1),)),
        ("two", 5, "fix", ((4, 1, 4, 1),)),
    )

    assert follow(slow, 4) == [("two", (4,), True)]
    assert follow(other, 4) == [("two", (4,), True)]
    assert follow(slow, 4, days=4) == []


def test_a_chain_is_longer_than_the_days_between_two_fixes() -> None:
    touches = made(*((f"fix {days}", days, "fix", ((4, 1, 4, 1),)) for days in (60, 35, 10)))

    assert [name for name, _, _ in follow(touches, 4)] == ["fix 60", "fix 35", "fix 10"]


def test_lines_are_followed_through_what_was_put_above_them() -> None:
    touches = made(
        ("one", 20, "fix", ((4, 1, 4, 1),)),
        ("two", 10, "fix", ((4, 1, 4, 2),)),
        ("above", 2, "other", ((0, 0, 1, 100),)),
    )

    assert follow(touches, 105) == [("one", (105,), False), ("two", (105,), True)]


def test_two_fixes_of_different_lines_are_both_named_by_age() -> None:
    touches = made(("old", 9, "fix", ((7, 1, 7, 1),)), ("new", 3, "fix", ((4, 1, 4, 1),)))

    assert follow(touches, 4, 7) == [("old", (7,), True), ("new", (4,), True)]


def test_a_sweep_and_a_clean_up_are_no_links() -> None:
    touches = made(("one", 9, "fix", ((4, 1, 4, 1),)))
    wide = [PastTouch(change("sweep", kind="fix", files=31), (0, 0), touch("a", (4, 1, 4, 1)))]

    lint = [PastTouch(change("fix pylint warnings", kind="fix"), (0, 0), touch("a", (4, 1, 4, 1)))]

    assert follow(wide, 4) == []
    assert follow(lint, 4) == []
    assert [fix.subject for fix in find_fixes([*wide, *touches], NOW, 30)] == ["one"]
