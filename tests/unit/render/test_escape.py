import re

import pytest
from hypothesis import given, settings

from reviewer.render.escape import (
    escape_cell,
    escape_code_block,
    escape_code_line,
    escape_code_span,
    escape_markdown,
    escape_prose,
    escape_text,
    escape_uri,
    shorten,
)

from .strategies import texts

calm = settings(deadline=None, derandomize=True, max_examples=300)
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("src/a b.py", "src/a b.py"),
        ("日本 é 👍", "日本 é 👍"),
        ("\x1b[31m", r"\x1b[31m"),
        ("a\nb\r\tc", r"a\nb\r\tc"),
        (b"\xff\x9b".decode("utf-8", "surrogateescape"), r"\xff\x9b"),
        ("\x9b", r"\u009b"),
        ("\ud800", r"\ud800"),
        ("\u202e\u2066\u3164", r"\u202e\u2066\u3164"),
        ("\U000e0041", r"\U000e0041"),
        (r"C:\new", r"C:\new"),
    ],
)
def test_text_shows_what_cannot_be_seen(text: str, shown: str) -> None:
    assert escape_text(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a_b *c* [d](e)", r"a\_b \*c\* \[d\](e)"),
        ("![i](j)", r"!\[i\](j)"),
        ("<b>&lt;", "&lt;b&gt;&amp;lt;"),
        ("ask @team/all", "ask @&#8203;team/all"),
        ("a@b.example", "a@&#8203;b.example"),
        ("see #12 and GH-7", "see #&#8203;12 and GH&#8203;-7"),
        ("C# is", "C# is"),
        ("http://e.x www.e.x", "http:&#8203;//e.x www&#8203;.e.x"),
        ("mailto:a@b.example", "mailto:a@&#8203;b.example"),
        ("da39a3ee5e6b", "da39a3&#8203;ee5e6b"),
        ("fix deadbee1", "fix deadbe&#8203;e1"),
        ("abc123", "abc123"),
        (":smile: :+1: :100:", ":&#8203;smile: :&#8203;+1: :&#8203;100:"),
        ("ends in :smile", "ends in :&#8203;smile"),
        ("a.py:12 b.py:3-4", "a.py:12 b.py:3-4"),
        ("a::b: c", "a::&#8203;b: c"),
        ("a|b\\", "a&#124;b&#92;"),
        ("$x$", "<span>$</span>x<span>$</span>"),
        ("- item", r"\- item"),
        ("12. item", r"12\. item"),
        ("# h", r"\# h"),
        ("> q", "&gt; q"),
    ],
)
def test_markdown_shows_text_as_it_is(text: str, shown: str) -> None:
    assert escape_markdown(text) == shown


@calm
@given(texts)
def test_markdown_is_left_without_live_characters(text: str) -> None:
    dead = re.sub(r"\\[`*_\[\]~+=#.)-]|&(?:#\d+|amp|lt|gt);|<span>\$</span>", "·", escape_markdown(text))
    assert not re.search(r"[`*_\[\]~<>|\\$&]|@\w|#\w|://|www\.|GH-\d", dead, re.IGNORECASE)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("x", "`x`"),
        ("@team #1", "`@team #1`"),
        ("a`b", "``a`b``"),
        ("`a`", "`` `a` ``"),
        ("``` ", "```` ```  ````"),
        ("", ""),
        ("  ", ""),
        ("a\nb", r"`a\nb`"),
    ],
)
def test_a_code_span_holds_what_is_in_it(text: str, shown: str) -> None:
    assert escape_code_span(text) == shown


@calm
@given(texts)
def test_code_cannot_leave_its_span_or_block(text: str) -> None:
    runs = {len(run) for run in re.findall("`+", escape_text(text))}
    span = escape_code_span(text)
    fence = re.match("`*", span)
    assert fence is not None
    assert not span or len(fence[0]) not in runs
    first, *inner, last = escape_code_block(text).split("\n")
    assert len(inner) == 1
    assert first == last
    assert len(first) >= 3
    assert max(runs, default=0) < len(first)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("`save` drops *it*", r"`save` drops \*it\*"),
        ("a ` b", r"a \` b"),
        ("`@team` @team", "`@team` @&#8203;team"),
        ("``", r"\`\`"),
        ("`a``<b>`", "`a``<b>`"),
        ("as in 1a2b3c4, and", "as in `1a2b3c4`, and"),
        ("`x` of 1a2b3c4d5e", "`x` of `1a2b3c4d5e`"),
        ("owner/name@1a2b3c4", "owner/name@&#8203;1a2b3c&#8203;4"),
    ],
)
def test_prose_keeps_code_and_nothing_else(text: str, shown: str) -> None:
    assert escape_prose(text) == shown


def test_a_cell_cannot_be_ended_by_its_content() -> None:
    assert escape_cell("a|b`\\|") == "<code>a&#124;b\\`&#92;&#124;</code>"
    assert escape_cell(" ") == ""


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("src/a b.py", "src/a%20b.py"),
        ("a:b?c#d%", "a%3Ab%3Fc%23d%25"),
        ("é\n", "%C3%A9%0A"),
        ("\udcff\ud800", "%FF%3F"),
    ],
)
def test_a_path_becomes_its_bytes(path: str, uri: str) -> None:
    assert escape_uri(path) == uri


def test_a_line_of_code_loses_its_indentation_and_what_is_too_long() -> None:
    assert escape_code_line("\tif x:\ty\n") == "if x:   y"
    assert escape_code_line("    " + "a" * 10, limit=5) == "aaaa…"


def test_shorten_keeps_what_fits() -> None:
    assert [shorten("abc", limit) for limit in (0, 1, 2, 3)] == ["abc", "…", "a…", "abc"]


@calm
@given(texts)
def test_nothing_lets_a_control_character_through(text: str) -> None:
    for escape in (escape_text, escape_markdown, escape_prose, escape_code_span, escape_cell, escape_uri):
        assert not CONTROL.search(escape(text))
