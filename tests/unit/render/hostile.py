"""This module holds texts that want to be more than text, a review full of them, and what a page is made of."""

import re
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from typing import Any, Literal, TypeVar, cast, get_args, get_origin

import cmarkgfm  # type: ignore[import-untyped]
from cmarkgfm.cmark import Options  # type: ignore[import-untyped]

from reviewer.model.review import WaiverState
from reviewer.render.markdown.links import Links

T = TypeVar("T")

LINKS = Links("https://forge.example/", "owner/name", "a" * 40, "b" * 40)
TEXTS = (
    "@team", "ask @org/team-a now", "me@example.org", "mailto:me@example.org", "xmpp:me@example.org",
    "#12", "fixes #12", "owner/repo#1", "GH-1", "gh-77", "owner/repo@1a2b3c4d", "1a2b3c4d", "see 1a2b3c4, then",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709", "x`1a2b3c4`1a2b3c4`x",
    "https://evil.example/x", "http://evil.example", "ftp://evil.example", "www.evil.example", "<https://evil.example>",
    "![i](https://evil.example/i.png)", "[l](https://evil.example)", "[l][r]", "[r]: https://evil.example", "![i][r]",
    "<img src=x>", "<a href=https://evil.example>x</a>", "<script>alert(1)</script>", "<b>", "<details>", "</details>",
    "<details open>\n<summary>x</summary>\n\ny", "</summary>", "<!--", "-->", "--> <!-- reviewer:state x -->",
    "<!-- reviewer:comment -->", "<![CDATA[", "<?php", "&lt;img&gt;", "&#64;team", "&copy;", "&",
    "`", "```", "``x`", "` @team `", "```\n@team", "~~~", "$x$", "$$x$$", "$`x`$", "\\(x\\)",
    ":smile:", ":+1:", "[^1]", "[^1]: note", "> [!NOTE]", "> quote", "- [ ] task", "- [x] task", "1. one", "12) one",
    "# h", "x\n===", "x\n---", "===", "---", "***", "___", "| a | b |", "|-|-|", "a|b", "\\|", "\\", "*a* _b_ ~~c~~",
    "**", "    code", "\tcode", "a  \nb", "a\\\nb", "\u202eevil", "\u200b@team", "@\u200bteam", "\u2066x", "\x1b[31m",
    "\x00", "\x07", "\udcff", "\ud800", "a\rb", "\u2028- x", "::error::x", "##[error]x", "../../x", "/etc/passwd",
    "a//b", "javascript:alert(1)", "{{ x }}", "${{ x }}", "%0A::error::x", "<sub>", "]]>", "[x](y)", ")",
    "](https://evil.example)", "/reviewer dismiss 0a3f9c1e because", "/reviewer restore 0a3f9c1e",
)  # fmt: skip
_ELEMENTS = frozenset([
    "h3", "p", "strong", "code", "a", "table", "thead", "tbody", "tr", "th", "td", "ul", "ol", "li",
    "details", "summary", "br", "span", "sub", "pre",
])  # fmt: skip
_EMPTY = frozenset(("br",))
# What GitHub makes of a text when Markdown is done with it.
_LIVE = re.compile(
    r"@\w|#\d|gh-\d|://|www\.|[0-9a-f]{7}|:[\w+-]+:|[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]",
    re.IGNORECASE,
)


def poison(value: T, text: str) -> T:
    """Return a value with a text in each field that holds any text; those of a few words only are left alone."""
    if isinstance(value, str):
        return cast("T", value if value in get_args(WaiverState) else text)
    if isinstance(value, tuple):
        return cast("T", tuple(poison(item, text) for item in value))
    if is_dataclass(value) and not isinstance(value, type):
        changes = {f.name: poison(getattr(value, f.name), text) for f in fields(value) if _is_open(f.type)}
        return cast("T", replace(cast("Any", value), **changes))
    return value


def _is_open(annotation: object) -> bool:
    return get_origin(annotation) is not Literal


class Page(HTMLParser):
    """What a GFM library makes of Markdown."""

    def __init__(self, markdown: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.links: list[str] = []
        self.comments: list[str] = []
        self.prose = ""
        self.faults: list[str] = []
        self._open: list[str] = []
        self.feed(cmarkgfm.github_flavored_markdown_to_html(markdown, options=Options.CMARK_OPT_UNSAFE))
        self.close()
        self.faults += [f"<{tag}> stays open" for tag in self._open]
        self.faults += [f"{match[0]!r} is live" for match in _LIVE.finditer(self.prose)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.tags.append(tag)
        if tag not in _ELEMENTS:
            self.faults.append(f"<{tag}> is not ours")
        if tag == "a":
            self.links.append(known.get("href") or "")
        if tag == "pre" and known.get("lang") != "mermaid":
            self.faults.append("<pre> is not ours")
        if tag not in _EMPTY:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _EMPTY:
            return
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        if not {"code", "pre"} & set(self._open):
            self.prose += data
            if "$" in data and "span" not in self._open:
                self.faults.append("mathematics")

    def handle_comment(self, data: str) -> None:
        self.comments.append(data.strip())

    def handle_decl(self, decl: str) -> None:
        self.faults.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self.faults.append(f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self.faults.append(f"<![{data}]>")

    @property
    def shape(self) -> list[str]:
        """The elements without those that stand for a text, a link or code in it."""
        return [tag for tag in self.tags if tag not in ("a", "code", "span")]
