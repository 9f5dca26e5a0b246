from dataclasses import replace

import pytest

from reviewer.render.markdown.links import write_place, write_place_cell

from .hostile import LINKS

HEAD, BASE = "https://forge.example/owner/name/blob/" + "a" * 40, "https://forge.example/owner/name/blob/" + "b" * 40


@pytest.mark.parametrize(
    ("path", "line", "end_line", "address"),
    [
        ("src/a.py", 10, 12, "/src/a.py#L10-L12"),
        ("src/a.py", 10, 10, "/src/a.py#L10"),
        ("src/a.py", 0, 0, "/src/a.py"),
        ("src/a b(c)/é.py", 1, 1, "/src/a%20b%28c%29/%C3%A9.py#L1"),
        ("a?b#c%.py", 1, 1, "/a%3Fb%23c%25.py#L1"),
        ("docs/READ.md", 3, 3, "/docs/READ.md?plain=1#L3"),
        ("\udcff.py", 1, 1, "/%FF.py#L1"),
    ],
)
def test_a_place_becomes_the_address_of_its_lines(path: str, line: int, end_line: int, address: str) -> None:
    assert LINKS.to_lines(path, line, end_line) == HEAD + address


def test_the_old_side_is_read_in_the_base() -> None:
    assert LINKS.to_lines("a.py", 1, 2, "old") == f"{BASE}/a.py#L1-L2"


@pytest.mark.parametrize("path", ["../x", "a/../../x", "/etc/passwd", "a//b", "./a", ""])
def test_a_path_that_leads_elsewhere_has_no_address(path: str) -> None:
    assert LINKS.to_lines(path, 1, 1) == ""


def test_what_is_not_committed_has_no_address() -> None:
    assert replace(LINKS, head="").to_lines("a.py", 1, 1) == ""


def test_nothing_of_a_server_or_a_repository_ends_the_link() -> None:
    odd = replace(LINKS, server="https://ghe.example:8443/x) [y](z", repository="a b/c)d", head="e)f")
    assert odd.to_lines("a.py", 1, 1) == "https://ghe.example:8443/xyz/a%20b/c%29d/blob/e%29f/a.py#L1"


def test_a_place_is_code_and_a_link_where_there_is_an_address() -> None:
    assert write_place("a.py", 1, 2, None) == "`a.py:1-2`"
    assert write_place("a.py", 1, 2, LINKS) == f"[`a.py:1-2`]({HEAD}/a.py#L1-L2)"
    assert write_place("../a.py", 1, 2, LINKS) == "`../a.py:1-2`"
    assert write_place_cell("a|b.py", 1, 1, LINKS) == f"[<code>a&#124;b.py:1</code>]({HEAD}/a%7Cb.py#L1)"
