"""Markdown as rule pages use it."""

import pytest

from reviewer.engine.pages.markdown import parse_blocks

PAGES: list[tuple[str, list[tuple[str, str, str, int]]]] = [
    ("", []),
    ("\n\n", []),
    ("# Title\n", [("heading", "#", "Title", 1)]),
    ("### Deep ##\n", [("heading", "###", "Deep", 1)]),
    ("#no heading\n", [("paragraph", "", "#no heading", 1)]),
    ("one\ntwo\n\nthree\n", [("paragraph", "", "one two", 1), ("paragraph", "", "three", 4)]),
    ("> a\n> b?\n", [("quote", "", "a b?", 1)]),
    ("> a\nb\n", [("paragraph", "", "> a b", 1)]),
    ("```python\nx = 1\n```\n", [("fence", "python", "x = 1\n", 2)]),
    ("```diff python a b\n```\n", [("fence", "diff python a b", "", 2)]),
    ("text\n```\nx\n```\n", [("paragraph", "", "text", 1), ("fence", "", "x\n", 3)]),
    ("````md\n```python\nx\n```\n````\n", [("fence", "md", "```python\nx\n```\n", 2)]),
    ("~~~ text\n```\n~~~\n", [("fence", "text", "```\n", 2)]),
    ("```python\nx\n", [("fence", "python", "x\n", 2)]),
    (
        "```\n# no heading\n> no quote\n```\nafter\n",
        [("fence", "", "# no heading\n> no quote\n", 2), ("paragraph", "", "after", 5)],
    ),
    ("```\r\nx\r\n```\r\n", [("fence", "", "x\n", 2)]),
]


@pytest.mark.parametrize(("page", "blocks"), PAGES)
def test_a_page_is_read_as_blocks(page: str, blocks: list[tuple[str, str, str, int]]) -> None:
    assert [(b.kind, b.info, b.text, b.line) for b in parse_blocks(page)] == blocks


def test_the_text_of_a_fence_is_taken_as_it_is() -> None:
    text = "a\x0cb\x0bc\u2028d\u0085e\n\n  indented \n"
    (block,) = parse_blocks(f"```text\n{text}```\n")

    assert block.text == text
