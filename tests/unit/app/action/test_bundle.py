"""This module holds that a bundle brings a review over whole, and that a forged one is refused."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given

from reviewer.app.action.bundle import LARGEST, Bundle, read_bundle, render_bundle_schema, write_bundle
from reviewer.errors import ReviewerError
from reviewer.model.picture import Link, Node, Picture
from reviewer.model.review import Review
from reviewer.render.json import render_json
from tests.unit.app.action.forges import HEAD
from tests.unit.app.action.reviews import find, review
from tests.unit.render.sample import READING
from tests.unit.render.strategies import reviews, unhurried

REVIEW = review(find("1111111122222222"))
BUNDLE = Bundle("reviewer.bundle/1", "shop/shop", 7, HEAD, "main", REVIEW, (("review", "1.2 s"),))


def test_a_bundle_tells_the_same_as_the_review() -> None:
    read = read_bundle(write_bundle(BUNDLE))

    assert render_json(read.review) == render_json(REVIEW)
    assert (read.repository, read.number, read.head, read.spent) == ("shop/shop", 7, HEAD, (("review", "1.2 s"),))


def test_the_lines_of_the_change_stay_where_they_are() -> None:
    assert b"line 1" not in write_bundle(BUNDLE)


@given(reviews)
@unhurried(50)
def test_a_review_is_read_as_it_was_written_or_refused(any_review: Review) -> None:
    data = write_bundle(Bundle("reviewer.bundle/1", "shop/shop", None, HEAD, "main", any_review))
    refusal = ""
    try:
        assert write_bundle(read_bundle(data)) == data
    except ReviewerError as fault:
        refusal = fault.message

    assert not refusal or refusal.startswith(("the bundle holds", "the bundle draws"))


def test_a_bundle_carries_nothing_of_a_second_reader() -> None:
    read = replace(REVIEW, reading=READING)
    data = write_bundle(replace(BUNDLE, review=read))

    assert data == write_bundle(BUNDLE)
    assert read_bundle(data).review.reading is None


def test_the_schema_knows_nothing_of_a_second_reader() -> None:
    whole = json.loads(write_bundle(BUNDLE))
    allows = jsonschema_rs.validator_for(json.loads(render_bundle_schema()))

    assert allows.is_valid(whole)
    assert not allows.is_valid(whole | {"review": whole["review"] | {"reading": {"model": "gpt-x"}}})
    assert "Opinion" not in render_bundle_schema()


def _spoil(change: Callable[[dict[str, Any]], object]) -> bytes:
    parts = json.loads(write_bundle(BUNDLE))
    change(parts)
    return json.dumps(parts).encode()


def _finding(**parts: object) -> bytes:
    return _spoil(lambda bundle: bundle["review"]["findings"][0].update(parts))


FORGED = {
    "empty": b"",
    "no object": b"[]",
    "half of one": write_bundle(BUNDLE)[:-9],
    "nested without end": b"[" * 200_000,
    "too large": b" " * (LARGEST + 1),
    "another schema": _spoil(lambda bundle: bundle.update(schema="reviewer.bundle/2")),
    "a path that leads out": _finding(path="../../etc/passwd"),
    "a path that leads out in the middle": _finding(path="src/../../etc/passwd"),
    "an absolute path": _finding(path="/etc/passwd"),
    "a NUL in a path": _finding(path="src/a\0.py"),
    "a fingerprint that ends our mark": _finding(fingerprint="1111 --> <img>"),
    "a rule that is Markdown": _finding(rule="[x](y)"),
    "no path": _finding(path=""),
    "an unknown severity": _finding(severity="fine"),
    "a line that is text": _finding(line="seven"),
    "a huge number": _finding(line=2**70),
    "a commit that is none": _spoil(lambda bundle: bundle.update(head="main")),
    "a repository that is none": _spoil(lambda bundle: bundle.update(repository="shop/shop/../x")),
    "a part that is missing": _spoil(lambda bundle: bundle["review"].pop("plan")),
    "too many parts": _spoil(lambda bundle: bundle["review"].update(notes=["x"] * 100_001)),
    "what a second reader added": _spoil(lambda bundle: bundle["review"].update(reading={"model": "gpt-x"})),
    "no UTF-8": b'{"schema": "\xff"}',
}


def test_a_picture_has_both_ends_of_an_edge() -> None:
    picture = Picture((Node("a", "a"),), (Link("a", "b"),), "shape")
    forged = write_bundle(replace(BUNDLE, review=replace(REVIEW, picture=picture)))

    with pytest.raises(ReviewerError, match="an edge between what is not drawn"):
        read_bundle(forged)


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_bundle_is_refused(name: str) -> None:
    with pytest.raises(ReviewerError) as caught:
        read_bundle(FORGED[name])

    assert caught.value.message.startswith("the bundle ")
    assert caught.value.hint
