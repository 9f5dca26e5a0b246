import pytest

from reviewer.history.szz import Candidate, Culprit, find_removed, rank_candidates
from reviewer.ports import Origin
from tests.unit.change.behaviour.editing import edit

A, B, C = ("a" * 40, "b" * 40, "c" * 40)

# Every line is taken out; those that are code of production are marked.
SIDES = {
    "src/shop/prices.py": '''\
"""This module holds prices."""

import decimal
from os import (
    path,
)


def discount(price, share):
    """Return what is left.

    It is rounded.
    """
    # half up
    left = price - share  # CODE not below zero
    text = """
    template  # CODE as a value
    """
    return round(  # CODE
        left
    )
''',
    "src/prices.c": """\
#include <math.h>
# include "prices.h"
/* one
   two */
int left(int price) { /* CODE three
   four */ return price; // CODE
}
/* five */ int share; // CODE
""",
    "src/prices.js": """\
import { round } from './round';
const path = require('path');
const { join } = require("path");
// half up
export const left = (price) => {
  'use strict'; // CODE
  return round(price); /* CODE */
};
""",
    "src/Prices.java": """\
package shop;
import java.util.List;

/** Prices. */
class Prices { // CODE
  /**
   * What is left.
   */
  int left; // CODE
}
""",
    "src/prices.rs": """\
use std::fmt;

/// What is left.
fn left() -> i32 { // CODE
    1 // CODE
}
""",
    "src/Prices.cs": """\
using System;
namespace Shop
{
    class Prices // CODE
    {
        int left; // CODE
    }
}
""",
    "src/prices.unknown": "left = price # CODE\n\n",
    "scripts/prices.sh": "#!/bin/sh\n# left\necho left # CODE\n",
    "tests/test_prices.py": "left = 1\n",
    "docs/prices.md": "What is left.\n",
}
ALSO = {  # by number, where a mark would be something else
    "src/shop/prices.py": {9, 16, 20},
    "src/prices.js": {5},
    "src/Prices.cs": {2},
    "src/Prices.java": {1},
}


@pytest.mark.parametrize("path", SIDES)
def test_code_of_production_decides(path: str) -> None:
    text = SIDES[path]
    file = edit(path, text, None)
    assert file.old is not None
    removed = find_removed(file.change, file.old)

    assert removed.written == {n for n, line in enumerate(text.splitlines(), 1) if line.strip()}
    marked = {n for n, line in enumerate(text.splitlines(), 1) if "CODE" in line}
    assert removed.code == marked | ALSO.get(path, set())


def test_only_lines_that_the_fix_takes_out_are_looked_at() -> None:
    file = edit("prices.py", "a = 1\nb = 2\nc = 3\n", "a = 1\nb = 3\nc = 3\n")
    assert file.old is not None

    assert find_removed(file.change, file.old).code == {2}


def _origin(commit: str, when: int, *, is_boundary: bool = False) -> Origin:
    return Origin(commit, when, "prices.py", 1, is_boundary=is_boundary)


def test_the_most_recent_candidate_is_the_culprit() -> None:
    suspects = rank_candidates([_origin(A, 10), _origin(B, 30), _origin(A, 10), _origin(C, 20)], fix="f" * 40)

    assert suspects.candidates == (Candidate(B, 30, 1), Candidate(C, 20, 1), Candidate(A, 10, 2))
    assert suspects.culprits == (Culprit(B, "blame"),)


def test_whoever_came_after_the_report_is_no_candidate() -> None:
    origins = [_origin(A, 10), _origin(B, 30), _origin(C, 20)]

    assert [c.commit for c in rank_candidates(origins, fix="f" * 40, opened=20).candidates] == [C, A]
    assert rank_candidates(origins, fix="f" * 40, opened=5).culprits == ()


def test_the_fix_itself_is_no_candidate() -> None:
    assert rank_candidates([_origin(A, 10), _origin(B, 30)], fix=B).culprits == (Culprit(A, "blame"),)


def test_equal_times_have_an_order() -> None:
    origins = [_origin(A, 10), _origin(C, 10), _origin(B, 10)]

    assert rank_candidates(origins, fix="f" * 40) == rank_candidates(origins[::-1], fix="f" * 40)


def test_the_end_of_a_shallow_history_is_no_candidate() -> None:
    suspects = rank_candidates([_origin(A, 10, is_boundary=True)], fix="f" * 40)

    assert (suspects.culprits, suspects.is_cut) == ((), True)
    assert not rank_candidates([_origin(A, 10)], fix="f" * 40).is_cut
    assert rank_candidates([], fix="f" * 40).culprits == ()
