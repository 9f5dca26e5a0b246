"""This module holds secrets that are known by the name they are given to, such as `api_key = "..."`."""

import re
from collections.abc import Iterator

from reviewer.app.second.privacy.finds import Find
from reviewer.app.second.privacy.randomness import looks_random
from reviewer.change.late import compile_late

NAME, NOUN = "assigned-secret", "literal under the name of a secret"
_WORDS = ("passw", "passphrase", "pwd", "secret", "token", "credential")
_KEYS = ("api", "access", "private", "auth", "signing", "encryption", "account", "master", "service", "admin", "deploy")
_HINTS = (*_WORDS, *(word + between + "key" for word in _KEYS for between in ("", "_", "-")))
# The rest of the name, a type if there is one, what assigns, compares or pairs, and a literal in quotes or bare.
_REST = compile_late(
    r"""([\w\-]{0,48}+)\\{0,3}["'`]?[\])]?[ \t]{0,8}+
    (?::[ \t]{0,4}[\w.\[\]|?\ ]{1,40}?[ \t]{0,4}(?==))?
    (?:(?:=>|:=|={1,3}|!={1,2}|:|,|>|\()[ \t]{0,8}+
    [rbfu@]{0,2}\\{0,3}(?P<quote>["'`])(?P<value>[^\s"'`\\<>]{12,512})\\{0,3}(?P=quote)
    |[=:>][ \t]{0,8}+(?P<bare>[A-Za-z0-9+/=_.~!@#$^*\-]{16,512})(?=[\s;,&<\\"']|\Z))""",
    re.VERBOSE,
)
_WORD_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789_-."
_LONGEST_NAME = 48
# Names that hold the word and speak of something else: of what is public, of a place, of the shape of a secret.
_NO_SECRET = compile_late(
    r"public|tokeni[sz]|page_?token|continuation|next_?token|cursor|csrf|xsrf|max_?token|num_?token|token_?count"
    r"|(?:hash|digest|checksum|sha\d*|md5|fingerprint|thumbprint|_?id|ids|name|names|url|uri|path|file|dir|folder|type"
    r"|kind|field|param|prefix|suffix|pattern|regex|length|len|format|label|title|message|error|description|help|hint"
    r"|env|var|usage|index|start|end|position|version|scope|scopes|host|endpoint|region|arn|ref|policy)$"
)


def find_assigned(text: str) -> Iterator[Find]:
    """Yield literals that look random under a name that speaks of a secret."""
    lowered = _lower(text)
    seen: set[int] = set()
    for hint in _HINTS:
        place = lowered.find(hint)
        while place >= 0:
            after = place + len(hint)
            match = _REST.match(text, after)
            if match and match.end() not in seen and _names_secret(lowered, place, after + len(match[1])):
                kind = "bare" if match["quote"] is None else "value"
                if looks_random(match[kind]):
                    seen.add(match.end())
                    yield Find(match.start(kind), match.end(kind), NAME)
            place = lowered.find(hint, after)


def _lower(text: str) -> str:
    # Lower case of equal length: one character of Unicode has two for it.
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if c.isascii() else c for c in text)


def _names_secret(lowered: str, place: int, end: int) -> bool:
    before = lowered[max(0, place - _LONGEST_NAME) : place]
    name = before[len(before.rstrip(_WORD_CHARACTERS)) :] + lowered[place:end]
    return not _NO_SECRET.search(name.strip(_WORD_CHARACTERS[-3:]).replace("-", "_"))
