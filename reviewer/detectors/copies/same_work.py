"""This module holds when two functions do the same work, and in which of the ways that a finding can say."""

from collections import Counter

from reviewer.detectors.copies.control_skeleton import are_compatible
from reviewer.detectors.copies.likeness import Likeness, Reading
from reviewer.engine.hit import Options, number_in

_RENAMING = 0.85
# Less code in another form is too little to tell by.
_LEAST_TOKENS = 30
# A run of tokens in common says this much of what a rare name says.
_RUN_WEIGHT = 0.2
# Where most literals differ, all else has to agree.
_AGREED, _HALF = 0.95, 0.5
# Equal token by token, all the way: nobody writes so much twice by chance, however common its words are.
_LONG, _LEAST_OPERATIONS = 35, 4
# Code that says nearly the same words, in nearly the same runs, is one in another form.
_SAME_WORDS, _SAME_RUNS, _LEAST_SAID = 0.9, 0.6, 0.75
_MOST_LITERALS_KEPT = 0.8


def judge_likeness(new: Reading, old: Reading, found: Likeness, options: Options) -> str:
    """Return the case in which two functions do the same, or an empty string."""
    tabular = 3 * len(new.shape.literals) >= len(new.shape.tokens)
    if tabular or not are_compatible(new.controls, old.controls):
        return ""
    if new.shape.tokens == old.shape.tokens:
        return _judge_equal(found, 0.0 if _computes(new) else number_in(options, "weight"))
    alike = found.renaming >= _RENAMING and found.runs >= number_in(options, "runs")
    if alike and found.kept >= number_in(options, "kept"):
        grown = _computes(old) and min(found.kept, found.renaming, found.covered) >= _AGREED
        case = _judge_near(found, 0.0 if grown else number_in(options, "weight"))
        return "" if case == "literals" and _answers(new) != _answers(old) else case
    return _judge_words(new, old, found, options)


def _judge_equal(found: Likeness, least: float) -> str:
    said = found.weight + _RUN_WEIGHT * found.distinct
    if found.literals >= _MOST_LITERALS_KEPT:
        return "same" if said + found.literal_weight >= least else ""
    return "literals" if said >= least else ""


def _judge_near(found: Likeness, least: float) -> str:
    said = found.weight + _RUN_WEIGHT * found.distinct
    if found.literals < _HALF:
        agreed = min(found.runs, found.names) >= _AGREED
        return "literals" if agreed and said >= 2 * least else ""
    if said + found.literal_weight < least:
        return ""
    return "near" if found.kept >= _AGREED or found.names >= 0.9 else "variant"


def _judge_words(new: Reading, old: Reading, found: Likeness, options: Options) -> str:
    if min(len(new.shape.tokens), len(old.shape.tokens)) < _LEAST_TOKENS:
        return ""
    if min(found.words, found.names) < number_in(options, "words"):
        return ""
    said, least = found.weight + found.literal_weight, number_in(options, "rare")
    if min(found.words, found.names) >= _SAME_WORDS and min(found.runs, found.renaming) >= _SAME_RUNS:
        said, least = said + _RUN_WEIGHT * found.distinct, _LEAST_SAID * least
    return "restructured" if said >= least else ""


def _answers(body: Reading) -> Counter[str]:
    """Count the constants that answer a question: one that answers the other way round is another function."""
    return Counter(token for token in body.shape.tokens if token in _CONSTANTS)


def _computes(body: Reading) -> bool:
    """Tell whether a body is long, and decides and reckons on the way."""
    tokens = body.shape.tokens
    return len(tokens) >= _LONG and sum(token in _OPERATIONS for token in tokens) >= _LEAST_OPERATIONS


_CONSTANTS = frozenset({"true", "false", "null", "nil", "undefined", "True", "False", "None"})
_OPERATIONS = frozenset(
    word
    for line in (
        "and elif for for( if if( in match not or switch switch( while while(",
        "! != !== % & && * *= + ++ += - -- -= / /= < << <= == === > >= >> ? ?? ^ | ||",
    )
    for word in line.split()
)
