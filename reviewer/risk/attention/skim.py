"""This module holds what of a change may be skimmed: lines that are set apart, and why that is safe."""

from collections.abc import Sequence, Set

from reviewer.change.changed import ChangedFile
from reviewer.change.weight import find_inline_tests
from reviewer.model.change import FileClass
from reviewer.model.review import Skim
from reviewer.risk.attention.traits import Line, find_reformatted, is_read

_CLASSES: dict[FileClass, tuple[str, str]] = {
    "test": ("tests", "what they check of the changed functions is listed with the evidence"),
    "fixture": ("test data", "it is compared by tests and not run"),
    "generated": ("generated files", "a program wrote them: read what it was given"),
    "vendored": ("code of others", "it is not maintained here: look where it came from"),
    "docs": ("documentation", "it does not run"),
    "example": ("examples", "nothing that runs in production depends on them"),
    "config": ("settings", "what is sensitive in them is a finding"),
}


def skim_rest(
    files: Sequence[ChangedFile], lines: Sequence[Line], inside: Set[tuple[str, int]]
) -> tuple[tuple[Skim, ...], int]:
    """Return what stands beside the spans, the largest part first, and how many lines of it nothing sets apart.

    `lines` are those that run, `inside` are path and number of those that stand in spans. Each added line is counted
    once, there or here. Tests in files of production code count as tests.
    """
    beside = {f.path: {n for n in f.change.added_lines if (f.path, n) not in inside} for f in files}
    read = [f for f in files if is_read(f)]
    inline = {f.path: find_inline_tests(f) & beside[f.path] for f in read}
    rows: list[Skim] = []
    for file_class, (what, because) in _CLASSES.items():
        counts = [len(beside[f.path]) for f in files if f.file_class == file_class]
        if file_class == "test":
            counts += [len(numbers) for numbers in inline.values()]
        rows.append(_count(what, because, counts))
    unread = [len(beside[f.path]) for f in files if f.file_class not in _CLASSES and not is_read(f)]
    rows.append(_count("files without a grammar", "nothing is known of their lines: look at them", unread))
    plain = [len((find_reformatted(f.change) & beside[f.path]) - inline[f.path]) for f in read]
    rows.append(_count("layout", "only white space differs", plain))
    left = [line for line in lines if line.number in beside[line.path]]
    moved = [line for line in left if "moved" in line.traits]
    rows.append(_count_lines("moved code", "the same lines are deleted elsewhere", moved))
    idle = [line for line in left if "code" not in line.traits]
    rows.append(_count_lines("comments, imports and brackets", "they do nothing by themselves", idle))
    rest = [line for line in left if "code" in line.traits and "moved" not in line.traits]
    rows.append(_count_lines("other code", "nothing sets it apart from the rest: read on if time is left", rest))
    shown = [row for row in rows if row.lines]
    return tuple(sorted(shown, key=lambda row: (-row.lines, row.what))), len(rest)


def _count(what: str, because: str, counts: Sequence[int]) -> Skim:
    """`counts` holds the lines of each file."""
    return Skim(what, sum(counts), sum(map(bool, counts)), because)


def _count_lines(what: str, because: str, lines: Sequence[Line]) -> Skim:
    return Skim(what, len(lines), len({line.path for line in lines}), because)
