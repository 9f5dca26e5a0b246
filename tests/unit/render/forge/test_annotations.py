from dataclasses import replace

from hypothesis import given

from reviewer.model.change import Hunk
from reviewer.model.review import Review
from reviewer.render.forge.annotations import MOST, list_annotations
from tests.unit.render.sample import EMPTY, PULL, SWALLOWED, TRICK, find, modify
from tests.unit.render.strategies import reviews, unhurried

calm = unhurried(100)


def test_unwaived_findings_are_annotated_the_gravest_first() -> None:
    levels = [note.level for note in list_annotations(PULL, frozenset())]
    assert levels == ["warning"] * 7 + ["notice"]


def test_only_what_breaks_the_gate_fails() -> None:
    chosen = PULL.findings[3]
    failed = [note for note in list_annotations(PULL, frozenset({chosen.fingerprint})) if note.level == "failure"]
    assert [note.path for note in failed] == [chosen.path]


def test_an_annotation_is_plain_text_with_the_question_and_what_to_see() -> None:
    [note] = list_annotations(replace(EMPTY, findings=(SWALLOWED,)), frozenset())
    assert (note.path, note.line, note.end_line) == ("src/orders/store.py", 40, 41)
    assert note.title == "high: swallowed-exception"
    assert note.message.split("\n") == [
        "`except OSError` drops the error: the caller cannot tell a stored order from a lost one.",
        "Ask: What does the customer see when the disk is full?",
        "See src/orders/api.py:12-18: answers 201 whatever `save` does",
        "See src/orders/retry.py:7: waits for an OSError that does not come any more",
    ]


def test_a_deleted_line_is_annotated_where_it_stood() -> None:
    gone = replace(find("a", "old.py", 12), side="old")
    file = replace(modify("new.py", Hunk(5, 5, (), ("+",) * 10)), old_path="old.py")
    change = replace(EMPTY.change, files=(file,))
    [note] = list_annotations(replace(EMPTY, change=change, findings=(gone,)), frozenset())
    assert (note.path, note.line) == ("new.py", 22)
    assert "This is about line 12 before the change" in note.message


def test_long_and_many_are_bounded() -> None:
    many = tuple(find(f"r{'x' * 300}", f"{i}.py", 1, message="m" * 90_000) for i in range(MOST + 5))
    notes = list_annotations(replace(EMPTY, findings=many), frozenset())
    assert len(notes) == MOST
    assert all(len(note.title) <= 255 and len(note.message.encode()) <= 64_000 for note in notes)


def test_hostile_text_is_shown_and_not_obeyed() -> None:
    hostile = replace(find(TRICK, TRICK, 0), end_line=-3, message=TRICK, question=TRICK)
    [note] = list_annotations(replace(EMPTY, findings=(hostile,)), frozenset())
    assert (note.line, note.end_line) == (1, 1)
    assert "\x1b" not in note.title + note.message + note.path
    assert len(note.message.split("\n")) == 2


@calm
@given(reviews)
def test_any_annotation_can_be_sent(review: Review) -> None:
    for note in list_annotations(review, frozenset()):
        assert (note.path + note.title + note.message).encode("utf-8")
        assert note.message.strip()
        assert 1 <= note.line <= note.end_line
