"""Lines are followed back through the changes of a file to the one that wrote them."""

from hypothesis import given
from hypothesis import strategies as st

from reviewer.history.trace import find_origins, trace_stretch
from reviewer.model.history import PastTouch, Stretch
from tests.unit.history.past import change, edit, touch


def past(*steps: tuple[Stretch, ...]) -> list[PastTouch]:
    """Return touches of one file, newest first, from the stretches of each step, oldest first."""
    made = [PastTouch(change(f"step {i}"), (0, len(steps) - i), touch("a", *s)) for i, s in enumerate(steps)]
    return made[::-1]


def subjects(touches: tuple[PastTouch, ...]) -> list[str]:
    return [touch.change.subject for touch in touches]


def test_a_line_belongs_to_the_change_that_wrote_it_last() -> None:
    touches = past(((0, 0, 1, 9),), ((4, 1, 4, 2),), ((1, 1, 0, 0),))

    origins = find_origins(range(1, 10), touches)

    assert {line: origins[line].change.subject for line in (2, 3, 4, 5, 9)} == {
        2: "step 0",
        3: "step 1",
        4: "step 1",
        5: "step 0",
        9: "step 0",
    }


def test_lines_of_which_nothing_is_known_have_no_origin() -> None:
    assert find_origins([1, 50], past(((3, 1, 3, 1),))) == {}


def test_a_stretch_knows_who_touched_it_and_whether_its_birth_is_known() -> None:
    born, grown, elsewhere, cut = ((0, 0, 1, 20),), ((5, 1, 5, 3),), ((18, 1, 18, 1),), ((6, 2, 5, 0),)
    traced = trace_stretch(3, 8, past(born, grown, elsewhere, cut))

    assert subjects(traced.touches) == ["step 3", "step 1", "step 0"]
    assert traced.born
    assert not trace_stretch(3, 8, past(grown, cut)).born


def test_lines_taken_out_beside_a_stretch_do_not_touch_it() -> None:
    before, after = ((2, 2, 1, 0),), ((9, 1, 6, 0),)

    assert subjects(trace_stretch(2, 6, past(before, after)).touches) == []


def test_what_could_not_be_measured_ends_the_search() -> None:
    known, unknown = past(((1, 1, 1, 1),), ((0, 0, 1, 3),))
    blind = PastTouch(change("blind"), (0, 0), touch("a"))
    object.__setattr__(blind.change, "measured", False)

    assert find_origins([1], [blind, known, unknown]) == {}


@st.composite
def pasts(draw: st.DrawFn) -> tuple[list[tuple[Stretch, ...]], list[str]]:
    """Draw a file's life: what each step replaced, and for each line left the step that wrote it."""
    size = draw(st.integers(1, 12))
    lines = ["0"] * size
    steps: list[tuple[Stretch, ...]] = [((0, 0, 1, size),)]
    for step in range(1, draw(st.integers(1, 6))):
        numbers = draw(st.sets(st.integers(0, max(0, len(lines) - 1)), max_size=4)) if lines else set()
        edits = {number: [str(step)] * draw(st.integers(0, 3)) for number in sorted(numbers)}
        lines, stretches = edit(lines, edits)
        steps.append(tuple(stretches))
    return steps, lines


@given(pasts())
def test_every_line_is_found_where_it_was_written(drawn: tuple[list[tuple[Stretch, ...]], list[str]]) -> None:
    steps, lines = drawn
    origins = find_origins(range(1, len(lines) + 1), past(*steps))

    assert [origins[n].change.subject for n in range(1, len(lines) + 1)] == [f"step {line}" for line in lines]


@given(pasts(), st.data())
def test_a_stretch_of_lines_was_touched_by_whoever_wrote_one_of_them(
    drawn: tuple[list[tuple[Stretch, ...]], list[str]], data: st.DataObject
) -> None:
    steps, lines = drawn
    if not lines:
        return
    first = data.draw(st.integers(1, len(lines)))
    last = data.draw(st.integers(first, len(lines)))
    traced = trace_stretch(first, last, past(*steps))

    assert {f"step {line}" for line in lines[first - 1 : last]} <= set(subjects(traced.touches))
