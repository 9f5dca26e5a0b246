"""This module holds how a literal is judged: random, as keys are, or written by a person."""

import math
from collections import Counter
from itertools import pairwise

from reviewer.app.second.privacy.finds import FILLER
from reviewer.app.second.privacy.tables import read_words
from reviewer.change.late import compile_late

_STAND_INS = compile_late(
    r"\$[({]|\{\{|%[({s]|<[a-z]|\.\.\.|\u2026|\*\*\*|\{[a-z_.]*\}|\[\^?(?:a-|0-)|\\[wds]"
    r"|change_?-?me|replace_?-?me|example|placeholder|redacted|masked|x{4}|y{4}|0{6}|12345678|abcdef(?!\d)|abc123|aws4_request"
    r"|(?<![a-z])(?:dummy|sample|insert|todo|hidden|your|fake|mock|test|foo|bar|baz|my[_\-](?:secret|token|key|pass))(?![a-z])"
)
# What stands for a password in manuals and tests.
_STOCK = frozenset(read_words("stock"))
_UUID = compile_late(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_HEX = compile_late(r"[0-9a-f]{16,}|[0-9A-F]{16,}")
# Pairs of letters that are frequent in English text: seven of ten there, one of five where letters are drawn by lot.
_PAIRS = frozenset(read_words("pairs"))
_SHORTEST, _FEWEST_BITS, _MOST_NATURAL, _LEAST_DISTINCT = 12, 2.8, 0.4, 8


def is_placeholder(value: str) -> bool:
    """Tell what stands for a secret that is not there: a variable, a word of manuals, a mark of ours."""
    lowered = value.lower()
    return FILLER in value or lowered in _STOCK or bool(_STAND_INS.search(lowered)) or len(set(value)) < 4


def looks_random(value: str) -> bool:
    """Tell whether a literal of at least 12 characters looks drawn by lot, and stands for nothing else.

    It is as varied as what is random (Shannon's entropy, in bits a character), holds digits or both cases, and few of
    its neighbouring letters are pairs of English words, which names, sentences and paths are made of.
    """
    if len(value) < _SHORTEST or is_placeholder(value) or len(set(value)) < _LEAST_DISTINCT:
        return False
    lowered = value.lower()
    letters, digits = sum(map(str.isalpha, value)), sum(map(str.isdigit, value))
    if _UUID.fullmatch(lowered) or _HEX.fullmatch(value):
        return letters > 0 and digits > 0
    if not value.isascii() or letters < 3 or measure_entropy(value) < _FEWEST_BITS:
        return False
    return (digits > 1 or _mixes_cases(value)) and _measure_words(lowered) < _MOST_NATURAL


def measure_entropy(value: str) -> float:
    """Return Shannon's entropy of the characters of a text, in bits a character."""
    return -sum(n / len(value) * math.log2(n / len(value)) for n in Counter(value).values())


def _mixes_cases(value: str) -> bool:
    return any(left.islower() != right.islower() for left, right in pairwise(value[1:]) if (left + right).isalpha())


def _measure_words(lowered: str) -> float:
    """Return the share of neighbouring characters that are a frequent pair of letters."""
    pairs = [left + right for left, right in pairwise(lowered) if (left + right).isalnum()]
    return sum(pair in _PAIRS for pair in pairs) / len(pairs) if pairs else 1.0
