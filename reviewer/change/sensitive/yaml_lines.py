"""This module holds a reader of YAML by lines: each value with the keys that lead to it, broken files included."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reviewer.change.late import compile_late

_SCALAR = compile_late(r"[|>][-+\d]*$")
_COMMENT = compile_late(r"(?:^|\s)#")
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a YAML file. A list item is a `-` in the path; a line of a block scalar is an entry of its own."""

    line: int
    path: tuple[str, ...]
    value: str


def read_entries(lines: Sequence[str]) -> Iterator[Entry]:
    """Yield the keys and values of block-style YAML in the order of the text.

    Flow style stays one value; a line of more than 2,000 characters says nothing.
    """
    stack: list[tuple[int, str]] = []
    scalar: tuple[int, tuple[str, ...]] | None = None
    for number, raw in enumerate(lines, start=1):
        indent = len(raw) - len(raw.lstrip(" "))
        if scalar and (indent > scalar[0] or not raw.strip()):
            yield Entry(number, scalar[1], raw.strip())
            continue
        scalar = None
        text = _strip_comment(raw.strip()) if len(raw) <= _LONGEST else ""
        if not text or text in ("---", "..."):
            continue
        text, indent = _open_items(text, indent, stack)
        key, value = _split_key(text)
        if key:
            _pop(stack, indent, is_item=False)
            stack.append((indent, key))
        path = tuple(name for _, name in stack)
        if _SCALAR.match(value):
            scalar = (indent if key else indent - 1, path)
        yield Entry(number, path, "" if scalar else value)


def split_flow(value: str) -> list[str]:
    """Return the words of a value that may be one word or a list in brackets."""
    return [word.strip(" \"'") for word in value.strip("[]{} ").split(",") if word.strip(" \"'")]


def _open_items(text: str, indent: int, stack: list[tuple[int, str]]) -> tuple[str, int]:
    is_item = False
    while text == "-" or text.startswith("- "):
        _pop(stack, indent, is_item=not is_item)
        stack.append((indent, "-"))
        rest = text[1:].lstrip()
        indent += len(text) - len(rest)
        text, is_item = rest, True
    return text, indent


def _pop(stack: list[tuple[int, str]], indent: int, *, is_item: bool) -> None:
    """A list may stand at the column of the key that holds it."""
    while stack and (stack[-1][0] > indent or (stack[-1][0] == indent and (not is_item or stack[-1][1] == "-"))):
        stack.pop()


def _split_key(text: str) -> tuple[str, str]:
    if text[:1] in "[{":
        return "", text
    if text.endswith(":") and " " not in text.strip("\"':"):
        return text[:-1].strip("\"'"), ""
    key, colon, value = text.partition(": ")
    if not colon or key.count('"') == 1 or key.count("'") == 1:
        return "", text.strip("\"'")
    return key.strip("\"' "), value.strip().strip("\"'")


def _strip_comment(text: str) -> str:
    for found in _COMMENT.finditer(text):
        before = text[: found.start()]
        if not before.count('"') % 2 and not before.count("'") % 2:
            return before.rstrip()
    return text
