"""This module holds the tool that finds who calls a function."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from reviewer.app.second.tools.lookups.mentions import find_mention, show_mention, side_of
from reviewer.app.second.tools.placing import head_of, outermost, place_function, show_place
from reviewer.app.second.tools.sight import Sight
from reviewer.app.second.tools.words import can_call, find_last_name, stands_in_code
from reviewer.app.second.tools.writing import OTHER_LETTERS, count_of, join_words, note_rest, note_withheld, show
from reviewer.change.syntax.names import callee_of, line_of
from reviewer.change.syntax.source import Scope, Source
from reviewer.index.callees import resolve_callee
from reviewer.index.revision import COMMON, Index, Site
from reviewer.index.testmap.placing import is_test_side
from reviewer.index.testmap.reading import read_source
from reviewer.index.testmap.target import Target, is_called_unseen, is_unit_of, target_of_scope
from reviewer.index.testmap.users import User, find_users

_MOST_CODE, _MOST_TESTS, _MOST_FOREIGN, _MOST_LINES, _MOST_NUMBERS = 25, 8, 4, 3, 8
# So many places with the name are looked at which were not taken for calls, and so many of them are shown.
_MOST_OTHERS, _MOST_TOLD = 60, 4


def find_callers(sight: Sight, *, path: str, line: int) -> Iterator[str]:
    """Yield the units whose code writes the function's name and can mean it, those of production first."""
    source, scope = place_function(sight, path, line)
    if outermost(scope) is not scope:
        yield from _list_local(sight, source, scope)
        return
    head = sight.view.head
    target = target_of_scope(path, scope, source.language or "")
    found, whole = find_users(head, target)
    users = _leave_words(head, target, found)
    shown, withheld = sight.keep(users, lambda user: user.site.path)
    by_class = f" by its class {target.name}" if target.name != scope.name.rpartition(".")[2] else ""
    sides = {where: [u for u in shown if side_of(sight, u.site) == where] for where in ("code", "tests", "other files")}
    code = sides["code"]
    counts = [f"{_count(found)} of {where}" for where, found in sides.items() if found or where != "other files"]
    yield f"{head_of(source, scope)} is called or handed on{by_class} in {join_words(counts)}"
    yield from _list_users(sight, code, _MOST_CODE)
    for where, most in (("tests", _MOST_TESTS), ("other files", _MOST_FOREIGN)):
        yield from [f"{where}:"] if sides[where] else []
        yield from _list_users(sight, sides[where], most)
    yield from _note_itself(head, source, scope)
    yield from note_withheld(withheld)
    others = _count_namesakes(head, target)
    if others:
        classes = f"{others:,} other class{'es have' if others > 1 else ' has'}"
        yield f"{classes} a method named {show(target.name)}: look at what each of these places calls it on"
    if head.count_mentions(target.name) > COMMON:
        yield f"there are more: '{target.name}' is so common a name that only the changed files were looked through"
    elif not whole:
        yield f"there may be more: '{target.name}' is written in too many places to follow them all"
    if not target.name.isascii():
        yield OTHER_LETTERS
    if (not code or others) and is_called_unseen(head, target):
        yield "its class extends or is extended: it may be called through another class, an interface or a framework"
    yield from _list_others(sight, target, users)
    if not code and whole:
        yield f"find_uses lists whatever mentions {show(target.name)}"


def _list_local(sight: Sight, source: Source, scope: Scope) -> Iterator[str]:
    """Yield the lines on which the function around a local one writes its name: nobody else knows it by that."""
    name, around = scope.name, outermost(scope)
    rows = [n for n in range(around.line, around.end_line + 1) if not scope.line <= n <= scope.end_line]
    found = [n for n in rows if name in source.line_text(n) and stands_in_code(source, n, name) is not False]
    yield (
        f"{head_of(source, scope)} is local to {around.symbol}, which calls it, hands it on or writes its name "
        f"in {count_of(len(found), 'place')}"
    )
    yield from (show_place(sight, source.path, n) for n in found[:_MOST_CODE])
    yield from note_rest(len(found) - _MOST_CODE)
    if found:
        yield f"where it goes when it is handed on is not followed: find_uses lists what mentions {show(name)}"


def _leave_words(head: Index, target: Target, users: Sequence[User]) -> list[User]:
    """Return users without lines on which the name is text or a field, and without the class of a constructor."""
    heads = {(site.path, site.unit.line) for site in head.find_definitions(target.name, target.language)}
    found = []
    for user in users:
        source = head.source(user.site.path)
        lines = tuple(n for n in user.lines if source is None or can_call(source, n, target))
        if not all((user.site.path, line) in heads for line in lines):
            found.append(replace(user, lines=lines))
    return found


def _count(users: Sequence[User]) -> str:
    return count_of(sum(len(user.lines) for user in users), "place")


def _list_users(sight: Sight, users: Sequence[User], most: int) -> Iterator[str]:
    for user in users[:most]:
        unit = user.site.unit
        symbol = unit.symbol if unit.role == "function" else ""
        yield show_place(sight, user.site.path, user.lines[0], symbol)
        for line in user.lines[1:_MOST_LINES]:
            yield "  and " + show_place(sight, user.site.path, line)
        rest = user.lines[_MOST_LINES:]
        if rest:
            more = f" and {len(rest) - _MOST_NUMBERS} more" if len(rest) > _MOST_NUMBERS else ""
            yield f"  and on line {', '.join(map(str, rest[:_MOST_NUMBERS]))}{more}"
    yield from note_rest(sum(len(user.lines) for user in users[most:]))


def _note_itself(head: Index, source: Source, scope: Scope) -> Iterator[str]:
    """Yield the lines on which a function calls itself."""
    lines: dict[int, None] = {}
    for call in source.nodes["calls"]:
        last = find_last_name(callee_of(call)) if scope.line <= line_of(call) <= scope.end_line else ""
        if last != scope.name.replace("::", ".").rpartition(".")[2]:
            continue
        callee = resolve_callee(call, source, head)
        if callee is not None and (callee.source.path, callee.line) == (source.path, scope.line):
            lines[line_of(call)] = None
    if lines:
        yield f"it calls itself on line {', '.join(map(str, lines))}"


def _count_namesakes(head: Index, target: Target) -> int:
    """Return how many other classes have a method with the name: a call tells only what it is called on."""
    if not target.owner:
        return 0
    sites = head.find_definitions(target.name, target.language)
    methods = (s for s in sites if s.unit.owner and s.unit.role == "function" and not is_test_side(head, s))
    return len({(s.path, s.unit.owner) for s in methods} - {(target.path, target.owner)})


def _list_others(sight: Sight, target: Target, users: Sequence[User]) -> Iterator[str]:
    """Yield places outside of tests that write the name and were not taken for calls of the function."""
    head = sight.view.head
    taken = {(user.site.path, user.site.unit.line, user.site.unit.role) for user in users}
    heads = {(site.path, site.unit.line) for site in head.find_definitions(target.name, target.language)}
    sites = [
        site
        for site in head.find_mentions(target.name, target.language)
        if (site.path, site.unit.line, site.unit.role) not in taken
        and not (site.path == target.path and is_unit_of(site.unit, target))
        and sight.shows(site.path)
        and side_of(sight, site) != "tests"
    ]
    sites.sort(key=lambda site: side_of(sight, site) != "code")
    found = [(site, line) for site in sites[:_MOST_OTHERS] if (line := _find_code(sight, site, target, heads))]
    if not found:
        return
    more = " at least" if len(sites) > _MOST_OTHERS else ""
    yield f"not taken for calls of it, but of the same name:{more} {count_of(len(found), 'place')}, such as"
    # One of each file, those nearest to the function first.
    by_path = {site.path: (site, line) for site, line in reversed(found)}
    is_other = {site.path: side_of(sight, site) != "code" for site, _ in found}
    near = sorted(by_path, key=lambda path: (is_other[path], -_count_shared(path, target.path), path))
    for path in near[:_MOST_TOLD]:
        yield f"  {show_mention(sight, *by_path[path])}"


def _count_shared(path: str, other: str) -> int:
    """Return how many folders two paths begin with alike."""
    return sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(path.split("/"), other.split("/"), strict=False))
    )


def _find_code(sight: Sight, site: Site, target: Target, heads: set[tuple[str, int]]) -> int:
    """Return the first line on which a unit uses the name in code, or 0; an import and a head are no use."""
    source = sight.view.head.source(site.path)
    mention = find_mention(sight, site, target.name) if source is not None else None
    if source is None or mention is None:
        return 0
    line, is_code = mention
    is_use = is_code and line not in read_source(source).imports and (site.path, line) not in heads
    return line if is_use and can_call(source, line, target) else 0
