"""This module holds the detector of behaviour that changes while no test that could notice does."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reviewer.change.behaviour import ChangedFunction
from reviewer.change.syntax.names import squeeze
from reviewer.detectors.untested.area import TestedAreas
from reviewer.detectors.untested.touched import touches_tests
from reviewer.detectors.untested.unseen import decides, is_unseen, is_watched
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.index.view import View
from reviewer.model.evidence import TestLink
from reviewer.model.finding import Related

# Of the largest functions the tests are looked for; nobody reads a longer list.
_LOOKED = 8
_NEAR = 1
_SHARE = 0.5
_SHOWN = 3
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Weighed:
    """A changed function with the number of its lines that say something which the change did not only move."""

    function: ChangedFunction
    lines: int


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield one hit, at the largest function for which no test is seen, else at the largest one with old tests."""
    if touches_tests(view.files):
        return
    areas = TestedAreas(view.base)
    weighed = [w for w in weigh_functions(view) if areas.has_tests_for(*_place(w.function))]
    if not weighed:
        return
    ranked = sorted(weighed, key=lambda w: (-w.lines, w.function.path, w.function.line))
    looked = ranked[:_LOOKED]
    bare = [w for w in looked if is_unseen(view, w.function)]
    held = [w for w in looked if _find_near(view, w.function)]
    # Where tests reach most of what changes, the rest is part of an edit that they watch.
    if _is_much(_find_telling(bare), options) and _count_lines(bare) >= _SHARE * _count_lines(looked):
        yield _report(view, bare, weighed, "no-test")
        return
    size = "" if _is_much(_find_telling(weighed), options) else "small-"
    if held or bare:
        yield _report(view, held or bare, weighed, f"{size}{'existing-tests' if held else 'no-test'}")
    else:
        yield _report(view, looked, weighed, f"{size}distant-tests")


def weigh_functions(view: View) -> list[Weighed]:
    """Return the changed functions of production code whose change a test could notice, with their lines."""
    moved = Counter(squeeze(text) for file in view.files for text in file.change.deleted_lines.values())
    weighed = []
    for function in view.changed_functions:
        if not is_watched(function):
            continue
        lines = sum(_is_new(squeeze(function.file.change.added_lines[line]), moved) for line in function.lines)
        if lines:
            weighed.append(Weighed(function, lines))
    return weighed


def _find_telling(weighed: Iterable[Weighed]) -> list[Weighed]:
    """Keep what decides something: texts, settings and the order of calls are read more easily than tested."""
    return [w for w in weighed if decides(w.function)]


def _find_near(view: View, function: ChangedFunction) -> list[TestLink]:
    """Return the tests that call a function, or call what calls it: of those farther away nobody is sure."""
    return [link for link in view.evidence_of(function).tests if link.hops <= _NEAR and link.kind != "name"]


def _is_new(text: str, moved: Counter[str]) -> bool:
    if moved[text]:
        moved[text] -= 1
        return False
    return True


def _place(function: ChangedFunction) -> tuple[str, str]:
    return function.path, function.file.language or ""


def _count_lines(weighed: Sequence[Weighed]) -> int:
    return sum(w.lines for w in weighed)


def _is_much(weighed: Sequence[Weighed], options: Options) -> bool:
    if _count_lines(weighed) >= number_in(options, "lines"):
        return True
    return any(w.function.is_new and w.lines >= number_in(options, "new_lines") for w in weighed)


def _report(view: View, about: Sequence[Weighed], weighed: Sequence[Weighed], case: str) -> Hit:
    first = about[0].function
    links = list(dict.fromkeys(link for w in about for link in _find_near(view, w.function)))
    names = [f"`{w.function.scope.name}`" for w in about]
    values = {
        "functions": _count(len(weighed), "changed function"),
        "lines": _count(_count_lines(weighed), "line"),
        "names": _list(names),
        "tests": _list(list(dict.fromkeys(f"`{_name(link)}`" for link in links))),
    }
    others = [w.function for w in about[1:6]]
    related = [Related(f.path, f.line, f.end_line, f.symbol, "no test is seen to reach it") for f in others]
    if case.endswith("existing-tests"):
        related = [Related(link.path, link.line, link.line, link.symbol, "reaches it") for link in links[:5]]
    line = first.lines[0] if first.lines else first.line
    return Hit(first.path, line, line, "new", first.symbol, case, values, tuple(related), key="tests")


def _name(link: TestLink) -> str:
    """A test's own words where they are short, or else its file."""
    return link.symbol if 0 < len(link.symbol) <= _LONGEST else link.path.rpartition("/")[2]


def _list(names: Sequence[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
