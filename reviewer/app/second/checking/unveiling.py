"""This module holds what a text says behind its letters: encodings that a model reads and a search does not."""

import base64
import binascii
import codecs
import re
import unicodedata
from collections.abc import Callable, Iterator

from reviewer.change.late import compile_late

_BASE64 = compile_late(r"[A-Za-z0-9+/_-]{12,}={0,2}")
_HEX = compile_late(r"(?:[0-9a-fA-F]{2}[ :]?){8,}")
# A character by its number: as code writes it, and as unseen ones are shown.
_NUMBERED = compile_late(r"\\{1,2}(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U(000[0-9a-fA-F]{5}))")
_PERCENT = compile_late(r"[\w-]{0,40}(?:%[0-9A-Fa-f]{2}[\w.~!*'()+-]{0,40}){3,}")
_PERCENTED = compile_late(r"%([0-9A-Fa-f]{2})")
_ENTITIES = compile_late(r"(?:&#x?[0-9a-fA-F]{1,6};[\s\w]{0,40}){3,}")
_WORDS = compile_late(r"[A-Za-z]{2,}")
_TAGS = {0xE0000 + code: chr(code) for code in range(0x20, 0x7F)}
# Letters of other alphabets that look like ours.
_LOOKS = str.maketrans("авеёіјкмнорѕстухԁԛԝαεικνορτυχ", "abeeijkmhopsctyxdqwaeikvoptux")
_FIGURES = str.maketrans("013457$@", "oieastsa")


def unveil(text: str) -> Iterator[str]:
    """Yield the readings of a text that differ from it: without unseen characters, decoded, turned around."""
    plain = strip_unseen(_NUMBERED.sub(lambda m: chr(int(m[1] or m[2] or m[3], 16)), text))
    if plain != text:
        yield plain
    for pattern, decode in _DECODERS:
        yield from filter(None, (decode(found) for found in pattern.findall(plain)))
    yield codecs.encode(plain, "rot13")
    yield plain[::-1]
    yield plain.translate(_FIGURES)


def strip_unseen(text: str) -> str:
    """Return a text with the letters of a keyboard: no unseen or combining characters, no doubles of Latin letters."""
    if text.isascii():
        return text
    shown = unicodedata.normalize("NFKD", text.translate(_TAGS))
    kept = "".join(
        char for char in shown if char in "\n\t" or unicodedata.category(char) not in ("Cf", "Mn", "Me", "Cc")
    )
    return kept.translate(_LOOKS)


def _decode_base64(found: str) -> str:
    padded = found.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return _read(base64.b64decode(padded + "=" * (-len(padded) % 4)))
    except binascii.Error:
        return ""


def _decode_hex(found: str) -> str:
    try:
        return _read(bytes.fromhex(found.replace(":", " ")))
    except ValueError:
        return ""


def _decode_percent(found: str) -> str:
    return _PERCENTED.sub(lambda match: chr(int(match[1], 16)), found).replace("+", " ")


def _decode_entities(found: str) -> str:
    from html import unescape

    return unescape(found)


def _read(data: bytes) -> str:
    """Return bytes as text where they are some that a person wrote."""
    text = data.decode("utf-8", "replace")
    return text if "\ufffd" not in text and _WORDS.search(text) else ""


_DECODERS: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    (_BASE64, _decode_base64),
    (_HEX, _decode_hex),
    (_PERCENT, _decode_percent),
    (_ENTITIES, _decode_entities),
)
