"""Whatever comes from a repository is hostile; this module holds how its text is made safe to show."""

import re
from collections.abc import Callable

from reviewer.engine.unseen import show_unseen

_UNPAIRED = re.compile("[\ud800-\udc7f\udd00-\udfff]")
_URI_SAFE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")

_MARKS = str.maketrans(
    {c: f"\\{c}" for c in "`*_[]~"}
    | {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "\\": "&#92;"}
    # GitHub's own words for a dollar that is no mathematics.
    | {"$": "<span>$</span>"}
)
# A zero-width space keeps GitHub from linking (and notifying), also where it looks at text after Markdown is done.
_BREAK = "&#8203;"
# Mentions, issues, addresses, short codes of emoji (which a colon of ours may end), and what may name a commit.
_LINKS = re.compile(
    r"(@|#(?=\w)|GH(?=-\d)|:(?=//|[\w+-]+:|[\w+-]*[a-z+][\w+-]*$)|www(?=\.)|[0-9a-f]{6}(?=[0-9a-f]))", re.IGNORECASE
)
_COMMIT = re.compile(r"(?<![\w@/.-])([0-9a-f]{7,40})(?![\w@/-])")
_LEADING = re.compile(r"^(\s*)(?:([-+=#])|(\d+)([.)]))")
_BACKTICKS = re.compile("`+")


def escape_text(text: str) -> str:
    """Return one line without any character that a reader cannot see (see `show_unseen`).

    Enough for a terminal and for JSON.
    """
    return show_unseen(text)


def escape_code_line(code: str, *, limit: int = 0) -> str:
    """Return a line of source without its indentation, cut to `limit` characters where that is not 0."""
    return shorten(escape_text(code.strip().expandtabs(4)), limit)


def escape_markdown(text: str) -> str:
    """Return text that Markdown shows as it is: no markup, HTML, link, image, mention or issue reference."""
    broken = _LINKS.sub("\\1\x00", escape_text(text))
    marked = broken.translate(_MARKS).replace("\x00", _BREAK)
    return _LEADING.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", marked)


def escape_prose(text: str) -> str:
    """Return a sentence for Markdown in which `...` stays code and everything else is shown as it is.

    The name of a commit becomes code, from which it can be copied whole.
    """
    return _escape_prose(text, escape_code_span)


def escape_prose_cell(text: str) -> str:
    """Return a sentence for a Markdown table, where a pipe would end a code span."""
    return _escape_prose(text, escape_cell)


def escape_code_span(text: str) -> str:
    """Return a Markdown code span that its content cannot leave, or nothing for nothing."""
    clean = escape_text(text)
    if not clean.strip():
        return ""
    fence = "`" * (_longest_run(clean) + 1)
    pad = " " if clean[0] in "` " or clean[-1] in "` " else ""
    return f"{fence}{pad}{clean}{pad}{fence}"


def escape_code_block(text: str) -> str:
    """Return a fenced Markdown block that its content cannot leave."""
    clean = escape_text(text)
    fence = "`" * max(3, _longest_run(clean) + 1)
    return f"{fence}\n{clean}\n{fence}"


def escape_cell(text: str) -> str:
    """Return code for a Markdown table, where a pipe would end a code span."""
    return f"<code>{escape_markdown(text)}</code>" if text.strip() else ""


def escape_uri(path: str) -> str:
    """Return a path as percent-encoded bytes. A lone surrogate that stands for no byte becomes `?`."""
    data = _UNPAIRED.sub("?", path).encode("utf-8", "surrogateescape")
    return "".join(chr(byte) if byte in _URI_SAFE else f"%{byte:02X}" for byte in data)


def shorten(text: str, limit: int) -> str:
    """Return text of at most `limit` characters with an ellipsis where it was cut; 0 is no limit."""
    return text if not limit or len(text) <= limit else text[: max(limit - 1, 0)] + "…"


def _escape_prose(text: str, escape_code: Callable[[str], str]) -> str:
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return escape_markdown(text)
    shown = []
    for i, part in enumerate(parts):
        if i % 2:
            shown.append(escape_code(part) or escape_markdown(f"`{part}`"))
        else:
            shown += [escape_code(p) if k % 2 else escape_markdown(p) for k, p in enumerate(_COMMIT.split(part))]
    return "".join(shown)


def _longest_run(text: str) -> int:
    return max((len(run) for run in _BACKTICKS.findall(text)), default=0)
