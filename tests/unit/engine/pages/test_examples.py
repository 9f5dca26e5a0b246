"""The examples of rule pages: marked lines, sides of a diff, groups of files."""

import pytest

from reviewer.engine.pages.examples import Example, Mark
from reviewer.engine.pages.page import parse_page
from reviewer.errors import ReviewerError
from tests.unit.engine.samples import DETECTED, PAGE


def _parse(examples: str, page: str = PAGE) -> tuple[Example, ...]:
    return parse_page(page + examples, rule_id="debugger-call", pack="house", origin="house/debugger-call.md").examples


def _only(examples: str, page: str = PAGE) -> Example:
    (example,) = _parse(examples, page)
    return example


MARKED = [
    ("python", "f()  # finding", "f()"),
    ("python", "f()  # finding worse-case", "f()"),
    ("python", "f()\t# finding ", "f()"),
    ("javascript", "f();  // finding", "f();"),
    ("javascript", "f();  /* finding */", "f();"),
    ("text a.html", "<b>  <!-- finding -->", "<b>"),
    ("text a.sql", "select 1 -- finding", "select 1"),
    ("ini", "a = 1 ; finding", "a = 1"),
    ("python", "# finding", ""),
]


@pytest.mark.parametrize(("info", "line", "left"), MARKED)
def test_a_mark_is_taken_out_of_the_text(info: str, line: str, left: str) -> None:
    example = _only(f"\n## Flagged\n\n```{info}\nfirst\n{line}\nlast\n```\n")
    (mark,) = example.marks
    new = example.files[0].new

    assert (mark.line, mark.side) == (2, "new")
    assert mark.case == ("worse-case" if "worse" in line else "")
    assert new is not None
    assert new.lines == ["first", left, "last", ""]
    assert example.files[0].change.added_lines == {1: "first", 2: left, 3: "last"}


@pytest.mark.parametrize("line", ['x = "# finding nothing here"', "# findings", "# finding: x", "f()  # a finding"])
def test_what_only_looks_like_a_mark_stays(line: str) -> None:
    example = _only(f"\n## Not flagged\n\n```python\n{line}\n```\n")

    assert example.marks == ()
    assert example.files[0].change.added_lines == {1: line}


DIFF = """
## Flagged

```diff python
 first
-old  # finding
+new  # finding
+more
 same

-gone
 last  # finding other
```
"""


def test_a_diff_has_two_sides_with_lines_of_their_own() -> None:
    example = _only(DIFF)
    (file,) = example.files

    assert file.old is not None
    assert file.new is not None
    assert file.old.lines == ["first", "old", "same", "", "gone", "last", ""]
    assert file.new.lines == ["first", "new", "more", "same", "", "last", ""]
    assert file.change.deleted_lines == {2: "old", 5: "gone"}
    assert file.change.added_lines == {2: "new", 3: "more"}
    assert file.change.deletion_points == {3, 5}
    assert file.change.status == "modified"
    assert example.marks == (
        Mark(file.path, 2, "old", ""),
        Mark(file.path, 2, "new", ""),
        Mark(file.path, 6, "new", "other"),
    )


@pytest.mark.parametrize(
    ("block", "status", "paths"),
    [
        ("```python\nx\n```", "added", (None, "src/shop/orders.py")),
        ("```diff python\n-x\n-y\n```", "deleted", ("src/shop/orders.py", None)),
        ("```diff python lib/a.py\n-x\n y\n```", "modified", ("lib/a.py", "lib/a.py")),
        ("```text docs/a.py\nx\n```", "added", (None, "docs/a.py")),
        ("```py\nx\n```", "added", (None, "src/shop/orders.py")),
        ("```yaml\nx: 1\n```", "added", (None, "settings.yaml")),
    ],
)
def test_a_block_says_what_happened_to_which_file(
    block: str, status: str, paths: tuple[str | None, str | None]
) -> None:
    change = _only(f"\n## Flagged\n\n{block}\n").files[0].change

    assert (change.status, (change.old_path, change.new_path)) == (status, paths)


@pytest.mark.parametrize(
    ("files", "path"), [('["test"]', "tests/test_orders.py"), ('["script"]', "src/shop/orders.py")]
)
def test_a_block_without_a_path_stands_where_the_rule_looks(files: str, path: str) -> None:
    page = PAGE.replace("severity =", f"files = {files}\nseverity =")

    assert _only("\n## Flagged\n\n```python\nx\n```\n", page).files[0].path == path


GROUP = """
## Flagged

```python
alone()
```

### A move

```toml
limit = 3
```

```diff python b.py
-x
 y
```

```python a.py
x  # finding
```

```diff python same.py
 z
```

## Not flagged

### One

```python
one
```

### Two

```python
two
```
"""


def test_a_heading_groups_blocks_into_one_change_until_the_next() -> None:
    page = DETECTED.replace("```\n\nIt", "[options]\nlimit = 9\n```\n\nIt")
    examples = _parse(GROUP, page)

    assert [(e.title, e.flagged, [f.path for f in e.files]) for e in examples] == [
        ("", True, ["src/shop/orders.py"]),
        ("A move", True, ["a.py", "b.py"]),
        ("One", False, ["src/shop/orders.py"]),
        ("Two", False, ["src/shop/orders.py"]),
    ]
    assert examples[1].options == {"limit": 3}
    assert examples[1].unchanged == {"same.py": b"z\n"}
    assert examples[1].marks == (Mark("a.py", 1, "new", ""),)
    assert [e.options for e in examples[:1] + examples[2:]] == [{}, {}, {}]


@pytest.mark.parametrize(
    ("examples", "fault"),
    [
        ("\n## Flagged\n\n```cobol\nx\n```\n", "unknown language 'cobol'"),
        ("\n## Flagged\n\n### A\n\n```toml\nno_option = 1\n```\n```python\nx\n```\n", "no option 'no_option'"),
        ("\n## Flagged\n\n### A\n\n```toml\nnot toml\n```\n```python\nx\n```\n", "house/debugger-call.md:23"),
        ("\n## Flagged\n\n```diff python\n x\ny\n```\n", "house/debugger-call.md:21"),
        ("\n## Flagged\n\n### A\n\n```toml\nsays = 3\n```\n```python\nx\n```\n", "'says' must be a text"),
        ("\n## Flagged\n\n### A\n\n```toml\nsays = []\n```\n```python\nx\n```\n", "'says' must be a text"),
    ],
)
def test_a_block_that_cannot_be_read_names_its_line(examples: str, fault: str) -> None:
    with pytest.raises(ReviewerError) as caught:
        _parse(examples)
    assert fault in caught.value.message


@pytest.mark.parametrize(
    ("written", "says"),
    [("", ()), ('says = "one"', ("one",)), ('says = ["two", "one"]', ("two", "one"))],
    ids=["nothing", "a text", "a list"],
)
def test_an_example_says_what_its_change_is(written: str, says: tuple[str, ...]) -> None:
    examples = _parse(f"\n## Flagged\n\n### A\n\n```toml\n{written}\n```\n```python\nx  # finding\n```\n")

    assert [example.says for example in examples] == [says]


def test_fences_outside_of_the_two_sections_are_prose() -> None:
    assert _parse("\n## Flagged\n\n```python\nx\n```\n\n## See also\n\n```python\ny\n```\n")[1:] == ()
