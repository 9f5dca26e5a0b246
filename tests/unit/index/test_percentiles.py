"""What is usual for a function: nearest rank, too few functions, and a sample that does not depend on order."""

from reviewer.change.syntax.source import Source
from reviewer.index.percentiles import FEWEST_FUNCTIONS, find_percentiles, pick_sample
from reviewer.model.change import FileClass
from reviewer.ports import TreeEntry

SMALL = "def f{n}(a):\n    return a\n"
LARGE = "def g{n}(a, b, c):\n    if a:\n        for x in b:\n            c(x)\n"


def test_nearest_rank_leaves_one_in_a_hundred_above() -> None:
    usual = find_percentiles([_source(small=198, large=2)])
    assert usual == {"lines": 2, "nesting": 0, "parameters": 1, "complexity": 1}
    usual = find_percentiles([_source(small=197, large=3)])
    assert usual == {"lines": 4, "nesting": 2, "parameters": 3, "complexity": 3}


def test_too_few_functions_have_no_percentile() -> None:
    assert find_percentiles([_source(small=FEWEST_FUNCTIONS - 1, large=0)]) is None
    assert find_percentiles([_source(small=FEWEST_FUNCTIONS, large=0, file_class="test")]) is None
    assert find_percentiles([]) is None


def test_the_sample_is_the_first_blobs_of_production_files() -> None:
    entries = [
        TreeEntry("src/b.py", 0o100644, "2"),
        TreeEntry("src/a.py", 0o100755, "3"),
        TreeEntry("src/copy.py", 0o100644, "2"),
        TreeEntry("src/link.py", 0o120000, "0"),
        TreeEntry("src/a.go", 0o100644, "1"),
        TreeEntry("tests/test_a.py", 0o100644, "1"),
        TreeEntry("src/z.py", 0o100644, "4"),
    ]
    wanted = (entries[0], entries[1])
    assert pick_sample(entries, "python", limit=2) == wanted
    assert pick_sample(entries[::-1], "python", limit=2) == wanted


def _source(*, small: int, large: int, file_class: FileClass = "production") -> Source:
    text = "".join(SMALL.format(n=n) for n in range(small)) + "".join(LARGE.format(n=n) for n in range(large))
    return Source("src/a.py", text.encode(), "python", file_class)
