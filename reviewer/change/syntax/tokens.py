"""This module holds code as tokens, and what is left of it when names of locals, literals and layout are gone."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

# Quantifiers are possessive: text that only looks like a string must not be tried in every possible way.
_NUMBER = r"0[xXbBoO][\w]++|\d[\d_]*+(?:\.\d[\d_]*+)?(?:[eE][+-]?\d++)?\w*+"
_DOUBLE, _SINGLE = r'"(?:[^"\\\n]++|\\.)*+"', r"'(?:[^'\\\n]++|\\.)*+'"
_TRIPLE = r'"""(?:[^"\\]++|\\.|"(?!""))*+"""'
_TRIPLES = rf"{_TRIPLE}|'''(?:[^'\\]++|\\.|'(?!''))*+'''"
_BACKTICK = r"`(?:[^`\\]++|\\.)*+`"
# A name is read together with what stands around it and says what it is: a member, a callee, a key.
_NAME = r"(?:(?:\?\.|->|::|&\.|\.)\s*+)?[A-Za-z_$@][\w$]*+%s(?:\s*+\()?+"
_REST = r"[-+*/%&|^=<>!?:]{1,3}|[^\s;]"
_C_COMMENT = r"//[^\n]*+|/\*(?:[^*]++|\*(?!/))*+\*/"
_HASH_COMMENT = r"#[^\n]*+"
_RAW_GO = r"`[^`]*+`"
_RUST_STRINGS = rf"b?r\"[^\"]*+\"|b?r#\".*?\"#|b?r##\".*?\"##|b?{_DOUBLE}|b?'(?:\\[^'\n]++|[^'\\\n])'"


def _join(family: str, comment: str, strings: str, before: str) -> re.Pattern[str]:
    name = _NAME % _NAME_ENDS.get(family, "")
    parts = [before, comment, strings, _NUMBER, name, _REST]
    return re.compile("|".join(part for part in parts if part), re.DOTALL)


_PATTERNS = {
    "python": (_HASH_COMMENT, rf"[rRbBfFuU]{{0,2}}(?:{_TRIPLES}|{_DOUBLE}|{_SINGLE})", r"\n[ \t]*+(?=[^\s#])"),
    "ruby": (_HASH_COMMENT, rf"{_DOUBLE}|{_SINGLE}", ""),
    "bash": (_HASH_COMMENT, rf"{_DOUBLE}|'[^']*+'", ""),
    "php": (rf"{_C_COMMENT}|#(?!\[)[^\n]*+", rf"{_DOUBLE}|{_SINGLE}", ""),
    "go": (_C_COMMENT, rf"{_DOUBLE}|{_RAW_GO}|{_SINGLE}", ""),
    "rust": (_C_COMMENT, _RUST_STRINGS, ""),
    "script": (_C_COMMENT, rf"{_DOUBLE}|{_SINGLE}|{_BACKTICK}", ""),
    "other": (_C_COMMENT, rf"[$@]{{0,2}}(?:{_TRIPLE}|{_DOUBLE})|{_SINGLE}", ""),
}
# What else a name may end with.
_NAME_ENDS = {"ruby": "(?:[!?](?!=))?+", "rust": r"(?:!(?=[(\[{]))?+", "go": r"\{?+"}
_FAMILY = {name: name for name in _PATTERNS} | dict.fromkeys(("javascript", "typescript", "tsx"), "script")
_IS_MARK = re.compile(r"(?:\.|\?\.|->|::|&\.)?[A-Za-z$@]")
_LEXERS: dict[str, re.Pattern[str]] = {}

_KEPT = frozenset(
    word
    for line in (
        "if elif elsif else unless for foreach while until loop do switch case when match default break continue",
        "return yield await async try except catch finally ensure rescue raise throw throws with as in is not and or",
        "del lambda def class fn func fun function new delete typeof instanceof void let const var val mut ref move",
        "static go defer select chan range map struct interface enum impl trait self this super cls None True False",
        "null nil undefined true false begin end then goto assert global nonlocal pass import from int str string",
        "bool boolean float double long short byte char number object any bytes list dict set tuple usize error rune",
        "u8 u16 u32 u64 i8 i16 i32 i64 f32 f64 float64 float32 int8 int16 int32 int64 uint uint8 uint16 uint32 uint64",
        "unsigned signed size_t auto final override",
    )
    for word in line.split()
)
# Where a name before a colon inside of round brackets names an argument.
_NAMES_ARGUMENTS = frozenset({"ruby", "swift", "csharp", "php"})
_COMMENT_STARTS = dict.fromkeys(("python", "ruby", "bash"), ("#",)) | {"php": ("//", "/*", "#")}
_QUOTES = ('"', "'", "`")
# What a function calls itself on, and the token of that call.
_OWN = frozenset({"self", "this", "cls", "Self"})
_MEMBER_SIGNS = frozenset({".", "::", "->", "?."})
ITSELF = "self("
_CLOSING = frozenset({")", "]", "}"})


@dataclass(frozen=True)
class Shape:
    """A piece of code by its content.

    `tokens` are normalised: locals are numbered in the order of their first use, literals are `N` and `S`, comments,
    docstrings and layout are gone; members, callees, keys, types and constants keep their names. A call of the function
    itself is `self(`.
    `literals` are the literals as written, in order; `marks` are the kept names and literals, each once, sorted.
    """

    tokens: tuple[str, ...]
    literals: tuple[str, ...]
    marks: tuple[str, ...]

    @cached_property
    def hash(self) -> int:
        """A 32-bit hash of the normalised tokens, the same on every machine."""
        return _hash(self.tokens)


class _Names(dict[str, str]):
    """Normalised tokens by token; a name of a local gets the next number when it is first met."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def __missing__(self, token: str) -> str:
        found = _KNOWN.get(token) or _remember(token)
        if found[0] == "\0":
            found = self.get(found) or self._number(found)
        self[token] = found
        return found

    def _number(self, local: str) -> str:
        self[local] = name = f"_{self.count}"
        self.count += 1
        return name


# What tokens become wherever they stand; a name of a local is marked by a NUL and gets its number from its function.
_KNOWN: dict[str, str] = {}
_MOST_KNOWN = 200_000


def _remember(token: str) -> str:
    if len(_KNOWN) >= _MOST_KNOWN:
        _KNOWN.clear()
    found = _KNOWN[token] = _normalise(token)
    return found


def _normalise(token: str) -> str:
    if token[0] in "0123456789":
        return "N"
    if len(token) > 1 and token.rstrip("#")[-1:] in _QUOTES:
        return "S"
    text = "".join(token.split()) if token[0] not in "<>" else token
    word = text.removesuffix("(")
    if not word or not (word[0].isalpha() or word[0] in "_$@") or _keeps(text, word):
        return text or token
    return f"\0{word}"


def _keeps(text: str, word: str) -> bool:
    """Callees, types and constants say what is done; so do words of the language. A name of a local does not."""
    return text != word or word[-1] in "!=:{" or word in _KEPT or word[0].isupper()


def shape_of(text: str, language: str, name: str = "") -> Shape:
    """Normalise a piece of code, such as the body of a function; what that function is called says nothing in it."""
    raw = _read_body(text, language, name)
    tokens = _normalise_all(raw)
    literals = tuple(t for t, n in zip(raw, tokens, strict=True) if n in ("N", "S"))
    marks = {n for n in set(tokens) if _IS_MARK.match(n) and n.removesuffix("(") not in _KEPT}
    return Shape(tuple(tokens), literals, tuple(sorted((marks - {"N", "S"}) | set(literals))))


def hash_shape(text: str, language: str, name: str = "") -> tuple[int, int]:
    """Return how many normalised tokens a piece of code has, and their hash: `Shape` without the rest."""
    tokens = _normalise_all(_read_body(text, language, name))
    return len(tokens), _hash(tokens)


def _hash(tokens: Iterable[str]) -> int:
    return int.from_bytes(blake2b(" ".join(tokens).encode("utf-8", "replace"), digest_size=4).digest(), "big")


def _read_body(text: str, language: str, name: str = "") -> list[str]:
    tokens = read_tokens(text, language)
    if language == "python" and tokens and tokens[0][-1:] in _QUOTES:
        del tokens[0]
    if name and name in text:
        _mark_recursion(tokens, name)
    return tokens


def _mark_recursion(tokens: list[str], name: str) -> None:
    """A function that calls itself does so whatever it is called."""
    previous = ""
    for at, token in enumerate(tokens):
        if token[-1] == "(" and name in token:
            plain = "".join(token.split())
            sign = plain.removesuffix(f"{name}(")
            if sign != plain and (not sign or (sign in _MEMBER_SIGNS and previous in _OWN)):
                tokens[at] = ITSELF
        previous = token


def _normalise_all(tokens: list[str]) -> list[str]:
    names = _Names()
    return [names[token] for token in tokens]


def read_tokens(text: str, language: str) -> list[str]:
    """Return the tokens of a text without comments, and without commas before a closing bracket.

    The name of an argument or of a key is one token with its sign (`sep=`, `title:`). In Python a change of
    indentation is a token too (`<`, `>`).
    """
    comments = _COMMENT_STARTS.get(language, ("//", "/*"))
    tokens: list[str] = []
    brackets: list[str] = []
    indents: list[int] = []
    for token in _lexer(language).findall(text):
        first, last = token[0], token[-1]
        if first == "\n":
            if not brackets:
                tokens += _indent(indents, len(token.expandtabs()) - 1)
            continue
        if first in "#/" and token.startswith(comments):
            continue
        if last in "([{" and first not in _QUOTES:
            brackets.append(last)
        elif token in _CLOSING:
            if brackets:
                brackets.pop()
            if tokens and tokens[-1] == ",":
                tokens.pop()
        elif token in ("=", ":") and brackets and _names(tokens, token, brackets[-1], language):
            tokens[-1] += token
            continue
        tokens.append(token)
    return tokens


def _names(tokens: list[str], sign: str, bracket: str, language: str) -> bool:
    """Tell whether the last token names an argument or a key."""
    if not tokens or not tokens[-1].isidentifier() or (len(tokens) > 1 and tokens[-2][-1] not in "([{,"):
        return False
    if sign == "=":
        return bracket == "(" and language in ("python", "kotlin", "scala")
    return (bracket == "{" and language != "python") or (bracket == "(" and language in _NAMES_ARGUMENTS)


def _indent(indents: list[int], width: int) -> Iterator[str]:
    if not indents:
        indents.append(width)
    elif width > indents[-1]:
        indents.append(width)
        yield "<"
    else:
        while len(indents) > 1 and width < indents[-1]:
            indents.pop()
            yield ">"


def _lexer(language: str) -> re.Pattern[str]:
    family = _FAMILY.get(language, "other")
    if family not in _LEXERS:
        comment, strings, before = _PATTERNS[family]
        _LEXERS[family] = _join(family, comment, strings, before)
    return _LEXERS[family]
