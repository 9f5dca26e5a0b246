import re
from urllib.parse import unquote

import pytest
from hypothesis import given, settings

from reviewer.model.forge import Annotation
from reviewer.model.review import Review
from reviewer.render.forge.annotations import list_annotations
from reviewer.render.forge.commands import quiet, render_commands
from tests.unit.render.hostile import TEXTS
from tests.unit.render.sample import PULL
from tests.unit.render.strategies import reviews, texts

calm = settings(deadline=None, derandomize=True, max_examples=150)
COMMAND = re.compile(
    r"::(notice|warning|error) file=([^:,]*),line=(\d+),endLine=(\d+),title=([^:,]*)::([^\r\n]*)", re.DOTALL
)


def note(text: str) -> Annotation:
    return Annotation(text, 3, 4, "failure", text, text)


@pytest.mark.parametrize("text", ["a:b,c", "100%", "%0A", "a\nb", "a\r\nb", "x::error::y", "a=b", "\n::error::x"])
def test_a_command_gives_back_what_was_put_in(text: str) -> None:
    [line, rest] = render_commands((note(text),)).split("\n")
    match = COMMAND.fullmatch(line)
    assert match
    assert rest == ""
    assert match[1] == "error"
    assert [unquote(match[i]) for i in (2, 5, 6)] == [text] * 3


def test_only_the_first_are_written() -> None:
    notes = list_annotations(PULL, frozenset())
    assert render_commands(notes, limit=3).count("\n") == 3
    assert render_commands(notes, limit=0) == ""
    assert render_commands(()) == ""


@calm
@given(reviews)
def test_any_annotation_is_one_command(review: Review) -> None:
    notes = list_annotations(review, frozenset())
    lines = render_commands(notes).split("\n")
    assert len(lines) == len(notes) + 1
    assert all(COMMAND.fullmatch(line) for line in lines[:-1])


def is_command(line: str) -> bool:
    return line.lstrip().startswith("::") or "##[" in line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::error::x", "\\::error::x"),
        ("  ::error::x", "  \\::error::x"),
        ("\u3000::error::x", "\u3000\\::error::x"),
        ("a\n::set-output name=x::y\nb", "a\n\\::set-output name=x::y\nb"),
        ("see ##[error]x", "see ##\\[error]x"),
        ("a\r::error::x", "a\\r::error::x"),
        ("std::vector and a::b", "std::vector and a::b"),
        ("\x1b[31mred", "\\x1b[31mred"),
    ],
)
def test_text_of_a_log_is_no_command(text: str, shown: str) -> None:
    assert quiet(text) == shown


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_no_text_of_a_log_is_a_command(text: str) -> None:
    for said in (text, f"::{text}", f" \t::{text}::", f"##{text}", f"#{text}#[x"):
        assert not any(is_command(line) for line in re.split(r"[\r\n]", quiet(said)))


@calm
@given(texts)
def test_nothing_drawn_is_a_command(text: str) -> None:
    assert not any(is_command(line) for line in re.split(r"[\r\n]", quiet(f"{text}::{text}##[{text}")))
