"""This module holds the detector of changes that consist of parts which have nothing to do with each other."""

from collections.abc import Iterator, Sequence

from reviewer.detectors.concerns import Part, describe_part, find_parts
from reviewer.detectors.concerns.parts import are_apart
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.index.view import View
from reviewer.model.finding import Related

_MOST_SHOWN = 30


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield one hit, at the largest file of the largest part, for a change of several parts of some weight."""
    if sum(len(file.change.added_lines) for file in view.files) < number_in(options, "lines"):
        return
    parts = find_parts(view)
    least, own = number_in(options, "lines"), number_in(options, "own_lines")
    heavy = [part for part in parts if part.lines >= least and part.own_lines >= own]
    if not 2 <= len(heavy) <= number_in(options, "parts"):
        return
    pairs = ((one, other) for n, one in enumerate(heavy) for other in heavy[n + 1 :])
    if all(are_apart(one, other, number_in(options, "subjects")) for one, other in pairs):
        yield _report(heavy)


def _report(heavy: Sequence[Part]) -> Hit:
    largest, second = heavy[-1], heavy[-2]
    first = largest.main
    values = {
        "count": str(len(heavy)),
        "first": describe_part(heavy[0]),
        "largest": describe_part(largest),
        "second": describe_part(second),
    }
    case = "two" if len(heavy) == 2 else "several"
    related = tuple(found for number, part in enumerate(heavy, 1) for found in _relate(part, number, heavy))
    return Hit(
        first.path,
        first.first_line,
        first.first_line,
        case=case,
        values=values,
        related=related[:_MOST_SHOWN],
        key="parts",
    )


def _relate(part: Part, number: int, heavy: Sequence[Part]) -> Iterator[Related]:
    for piece in part.pieces:
        yield Related(piece.path, piece.first_line, piece.first_line, "", f"part {number}: {piece.lines:,} lines")
    for piece in part.followers:
        others = [n for n, other in enumerate(heavy, 1) if other is not part and piece in other.followers]
        beside = "".join(f" and part {n}" for n in others)
        if not others or number < min(others):
            said = f"part {number}{beside}: {piece.lines:,} lines"
            yield Related(piece.path, piece.first_line, piece.first_line, "", said)
