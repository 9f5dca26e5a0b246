"""This module holds how characters that a reader does not see are made visible: each by its number."""

import re

# Control characters, surrogates, bidirectional controls, and what Unicode calls "default ignorable": characters that
# a reader does not see. The list is written out because `unicodedata` differs between Python versions.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def show_unseen(text: str, *, keep: str = "") -> str:
    r"""Return one line without any character that a reader cannot see, but those to `keep`.

    A byte that is not UTF-8 (a surrogate escape) becomes `\xNN`, any other control or invisible character `\uNNNN`.
    A backslash stays as it is, so that code reads as written: the result is for eyes, it cannot always be turned back.
    """
    return _UNSEEN.sub(lambda match: match[0] if match[0] in keep else _name(match[0]), text)


def _name(char: str) -> str:
    code = ord(char)
    if char in _NAMED:
        return _NAMED[char]
    if code < 0x80:
        return f"\\x{code:02x}"
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
