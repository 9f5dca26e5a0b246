"""This module holds the detector of new functions that do what a function of the repository already does."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from reviewer.change.late import compile_late
from reviewer.change.syntax.source import Scope
from reviewer.change.syntax.tokens import shape_of
from reviewer.detectors.copies.copied_functions import Body, compare, find_written
from reviewer.detectors.copies.copy_worth import (
    are_forks,
    are_siblings,
    can_share,
    is_out_of_reach,
    says_something,
)
from reviewer.detectors.copies.copy_worth import are_variants as take_other_types
from reviewer.detectors.copies.inlined_bodies import Inlined, find_inlined
from reviewer.detectors.copies.likeness import Likeness, Reading, compare_functions, share_runs
from reviewer.detectors.copies.same_work import judge_likeness
from reviewer.detectors.copies.similar_functions import Candidate, Search, are_variants
from reviewer.detectors.symbols.existing_symbol import count_callers, name_symbol, place_of
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.index.view import View
from reviewer.model.finding import Related

_MOST_FUNCTIONS = 80
_CUSTOM = 3
# A type that is made, or a constant, with what stands before it.
_TYPE = compile_late(r"(?:\.|::)?(?:[A-Z]|[a-z]\w*\{)")
_MOST_PARTS = 3
_IDENTICAL_TOKENS, _IDENTICAL_LITERALS = 50, 1
# A part that has more of the runs of an old function is its copy alone.
_MOST_ALONE = 0.95
_LANGUAGES = frozenset({"python", "javascript", "typescript", "tsx", "go", "java", "rust"})
# In one file a function with other literals is there because somebody wanted both.
_SAME_FILE_LITERALS = 0.8
# A framework calls these by their names: every file has its own.
# What a framework finds by the name of its file, and what therefore stands in each folder anew.
_ROUTES = compile_late(r"/(page|layout|route|loading|error|template|default|not-found)\.[jt]sx?$")
_ENTRY = compile_late(
    r"main|init|__\w+__|setup|teardown|setUp|tearDown|register|configure|upgrade|downgrade|Main|constructor|new|build"
)


class _Match(NamedTuple):
    case: str
    candidate: Candidate
    likeness: Likeness

    def explains(self, part: Body, other: "_Match | None") -> bool:
        """Tell whether a function in parts is like an old one, and none of the parts by itself is as much like one."""
        if other is not None and self.likeness.runs < other.likeness.runs:
            return False
        alone = share_runs(Reading(part.shape), self.candidate.reading, of_second=True)
        return alone <= _MOST_ALONE


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield new functions for which a function of the repository already does the work."""
    search = Search(view)
    written = [b for b in find_written(view) if _is_comparable(b)][:_MOST_FUNCTIONS]
    found: dict[Body, _Match | None] = {body: _match(body, Reading(body.shape), search, options) for body in written}
    for body in written:
        parts = [other for other in written if _is_part(other, body)]
        if 0 < len(parts) <= _MOST_PARTS:
            whole = _match(body, _join(body, parts), search, options)
            if whole is not None and all(whole.explains(each, found[each]) for each in (body, *parts)):
                found |= dict.fromkeys(parts) | {body: whole}
    for body, match in found.items():
        if match is not None and not _is_custom(view, match):
            yield _report(view, body.path, body.scope, match)
    for inlined in find_inlined(search, written, _LANGUAGES, int(number_in(options, "stretches"))):
        yield _report_inlined(view, inlined)


def _is_comparable(body: Body) -> bool:
    if body.language not in _LANGUAGES or _ROUTES.search(body.path):
        return False
    return not _ENTRY.fullmatch(body.scope.name.rpartition(".")[2])


def _is_part(part: Body, whole: Body) -> bool:
    """Tell whether a new function calls another one of its file: the two may be one function, split."""
    return part.source is whole.source and part is not whole and f"{part.scope.name}(" in whole.shape.tokens


def _join(body: Body, parts: list[Body]) -> Reading:
    text = "\n".join(b.text for b in (body, *parts))
    for part in parts:
        text = text.replace(f"{part.scope.name}(", "self(")  # a call within what is one function
    return Reading(shape_of(text, body.language))


def _match(body: Body, reading: Reading, search: Search, options: Options) -> _Match | None:
    if len(reading.shape.tokens) < number_in(options, "tokens"):
        return None
    matches = []
    for candidate in search.find_candidates(reading, body.language, number_in(options, "size"), body.text):
        likeness = compare_functions(reading, candidate.reading, search.weigh)
        case = judge_likeness(reading, candidate.reading, likeness, options)
        if case == "variant" and _call_the_same(body, reading, candidate):
            case = "near"
        if case and (candidate.is_gone or _is_told(body, candidate)):
            return None
        if case and not _is_excused(body, reading, candidate, case, likeness.literals):
            matches.append(_Match(case, candidate, likeness))
    return max(matches, key=lambda match: (match.likeness.runs, match.likeness.literals), default=None)


def _call_the_same(new: Body, reading: Reading, old: Candidate) -> bool:
    """Tell whether two functions differ in keys and in what they bind themselves, and in no other call or member."""
    twin = Body(old.source, old.scope)
    return reading.calls - new.locals == old.reading.calls - twin.locals


def _is_custom(view: View, match: _Match) -> bool:
    """Tell whether so many functions have this body that it is how things are done here."""
    unit = match.candidate.site.unit
    return len(view.base.find_bodies(unit.shape, match.candidate.site.language)) >= _CUSTOM


def _is_told(new: Body, old: Candidate) -> bool:
    """Tell whether the rule about identical functions speaks of a pair, or has judged it."""
    twin = Body(old.source, old.scope)
    return len(new.shape.tokens) >= _IDENTICAL_TOKENS and says_something(new) and _is_identical(new, twin)


def _is_excused(new: Body, reading: Reading, old: Candidate, case: str, literals: float) -> bool:
    """Tell whether two functions that are alike are meant to be."""
    twin = Body(old.source, old.scope)
    if _call_each_other(new, reading, old) or _ENTRY.fullmatch(old.site.unit.name) or are_siblings(new, twin):
        return True
    if are_variants(new.path, old.site.path) or are_forks(new.path, old.site.path) or not can_share(new, twin):
        return True
    if case == "literals" and not says_something(new):
        return True  # a list of options is like any other
    if case == "same" and not _take_the_same(new, twin):
        return True
    if case == "near" and (
        new.path == old.site.path
        or _are_counterparts(new, old)
        or _differ_in_types(reading, old)
        or is_out_of_reach(new.path, twin)
    ):
        return True
    if new.path != old.site.path:
        return False
    inside = old.scope.line <= new.scope.line <= old.scope.end_line
    return inside or case == "variant" or literals < _SAME_FILE_LITERALS or take_other_types(new, twin)


def _take_the_same(new: Body, old: Body) -> bool:
    """Tell whether two equal bodies use the same names of what stands around them."""
    difference = compare(new, old)
    return difference is None or not difference.names


def _are_counterparts(new: Body, old: Candidate) -> bool:
    """Tell whether two packages have the same part: a function of one name in files of one name."""
    files = [PurePosixPath(path).name for path in (new.path, old.site.path)]
    return files[0] == files[1] and new.scope.name == old.scope.name


def _differ_in_types(new: Reading, old: Candidate) -> bool:
    """Tell whether each of two functions makes or asks for a type or a constant that the other does not."""
    mine, theirs = ({mark for mark in reading.shape.marks if _TYPE.match(mark)} for reading in (new, old.reading))
    return bool(mine - theirs) and bool(theirs - mine)


def _call_each_other(new: Body, reading: Reading, old: Candidate) -> bool:
    """Tell whether one of two functions calls the other; both may call a third of the same name."""
    unit, name = old.site.unit, new.scope.name.rpartition(".")[2]
    calls = unit.name in reading.names and unit.name not in old.reading.names
    return calls or (name in old.reading.names and name not in reading.names)


def _is_identical(new: Body, old: Body) -> bool:
    """Tell whether the rule about identical functions has judged a pair already."""
    difference = compare(new, old)
    return difference is not None and not difference.names and len(difference.literals) <= _IDENTICAL_LITERALS


def _report(view: View, path: str, scope: Scope, match: _Match) -> Hit:
    likeness = match.likeness
    values = _describe(view, scope, match.candidate) | {
        "share": str(round(100 * likeness.runs)),
        "common": str(likeness.common),
        "all": str(likeness.all),
    }
    related = (_relate(match.candidate, f"what `{scope.name}` does"),)
    return Hit(path, scope.line, scope.end_line, symbol=scope.symbol, case=match.case, values=values, related=related)


def _report_inlined(view: View, found: Inlined) -> Hit:
    run, scope, helper = found.run, found.scope, found.helper
    values = _describe(view, scope, helper)
    related = (_relate(helper, f"what these lines of `{scope.name}` do"),)
    return Hit(
        run.source.path, run.line, run.end_line, symbol=scope.symbol, case="inline", values=values, related=related
    )


def _describe(view: View, scope: Scope, old: Candidate) -> dict[str, str]:
    place = place_of(old.source.path, old.scope.line, count_callers(old.site, view.base))
    return {"name": scope.name, "existing": name_symbol(old.site, view.head), "place": place}


def _relate(old: Candidate, message: str) -> Related:
    return Related(old.source.path, old.scope.line, old.scope.end_line, old.site.unit.symbol, message)
