"""This module holds the tool that tells what is usual among the functions beside one, and what that one lacks."""

from collections import Counter
from collections.abc import Iterator, Sequence

from reviewer.app.second.tools.lookups.habits import Member, read_habits
from reviewer.app.second.tools.placing import head_of, note_local, outermost, place_function
from reviewer.app.second.tools.sight import Sight
from reviewer.app.second.tools.writing import count_of, note_withheld, show
from reviewer.change.syntax.names import callee_of
from reviewer.change.syntax.source import Scope, Source
from reviewer.detectors.calls.local_wrappers import (
    calls_in,
    calls_wrapper,
    count_custom,
    find_wrappers,
    shown,
    split_name,
)
from reviewer.detectors.calls.plain_callees import is_builtin

_MOST_FILES, _MOST_MEMBERS, _MOST_HABITS, _MOST_RARE, _MOST_CALLS = 40, 150, 12, 6, 20
# Of fewer functions, or where fewer of them agree, nothing is usual.
_LEAST_MEMBERS, _LEAST_SHARE = 3, 0.6


def describe_siblings(sight: Sight, *, path: str, line: int) -> Iterator[str]:
    """Yield what most methods of the class, functions of the folder, and functions of the same name have in common."""
    source, inner = place_function(sight, path, line)
    scope = outermost(inner)
    yield from note_local(inner)
    own = read_habits(Member(source, scope))
    yield f"{head_of(source, scope)}, beside its siblings:"
    owner, name = split_name(scope)
    what, members, withheld = _choose_group(sight, source, scope, owner)
    namesakes, hidden = _find_namesakes(sight, source, scope, name)
    told = [*_compare(own, members, what)]
    told += _compare(own, namesakes, f"other functions named {name}")
    told += _tell_wrappers(sight, source, scope)
    yield from told or ["it has no siblings to compare it with"]
    yield from note_withheld(withheld + hidden)


def _choose_group(sight: Sight, source: Source, scope: Scope, owner: str) -> tuple[str, list[Member], int]:
    """Return the nearest group that is large enough: its name, its functions, and how many files are withheld."""
    # In Go the methods of a type stand in several files; elsewhere a class is whole in one.
    if source.language != "go":
        what = f"methods of {owner}" if owner else "functions of its file"
        members = _find_members([source], scope, source, owner)
        if len(members) >= _LEAST_MEMBERS:
            return what, members, 0
    around, withheld = _list_sources(sight, source)
    methods = _find_members(around, scope, source, owner) if owner and source.language == "go" else []
    if len(methods) >= _LEAST_MEMBERS:
        return f"methods of {owner}", methods, withheld
    return "functions of its folder", _find_members(around, scope, source, ""), withheld


def _list_sources(sight: Sight, source: Source) -> tuple[list[Source], int]:
    """Return the files of the folder in one language and class, the file itself first."""
    head, folder = sight.view.head, source.path.rpartition("/")[0]
    suffix = source.path[source.path.rfind(".") :]
    beside = sorted(p for p in head.paths if p.endswith(suffix) and p.rpartition("/")[0] == folder and p != source.path)
    alike = [path for path in beside if head.file_class(path) == head.file_class(source.path)]
    kept, withheld = sight.keep(alike, str)
    found = [head.source(path) for path in kept[:_MOST_FILES]]
    return [source, *(other for other in found if other is not None and other.language == source.language)], withheld


def _find_members(sources: Sequence[Source], scope: Scope, source: Source, owner: str) -> list[Member]:
    """Return the functions with an owner, or those without one; the one that is asked for is not among them."""
    found = [
        Member(file, other)
        for file in sources
        for other in file.functions
        if split_name(other)[0] == owner and not (file is source and other.line == scope.line)
    ]
    return found[:_MOST_MEMBERS]


def _find_namesakes(sight: Sight, source: Source, scope: Scope, name: str) -> tuple[list[Member], int]:
    """Return the methods of other classes with the same name, which answer the same call."""
    head = sight.view.head
    if not split_name(scope)[0]:
        return [], 0
    sites = [
        s for s in head.find_definitions(name, source.language or "") if s.unit.role == "function" and s.unit.owner
    ]
    sites = [s for s in sites if head.file_class(s.path) == head.file_class(source.path)]
    kept, withheld = sight.keep(
        [s for s in sites if (s.path, s.unit.line) != (source.path, scope.line)], lambda s: s.path
    )
    found = []
    for site in kept[:_MOST_FILES]:
        file = head.source(site.path)
        found += [Member(file, s) for s in file.functions if s.line == site.unit.line] if file is not None else []
    return found, withheld


def _compare(own: frozenset[str], members: Sequence[Member], what: str) -> Iterator[str]:
    """Yield the habits of most members, those first that the function lacks."""
    if len(members) < _LEAST_MEMBERS:
        return
    counts = Counter(habit for member in members for habit in read_habits(member))
    usual = [(h, n) for h, n in counts.items() if n >= max(_LEAST_MEMBERS, _LEAST_SHARE * len(members))]
    ranked = sorted(usual, key=lambda item: (item[0] in own, -item[1], item[0]))
    if not ranked:
        yield f"nothing is usual among {len(members)} {what}"
    for habit, number in ranked[:_MOST_HABITS]:
        done = "does too" if habit in own else "does not"
        yield f"{number} of {len(members)} {what} {show(habit, 100)}: this one {done}"
    rare = sorted(habit for habit in own if habit.startswith("call ") and not counts[habit])
    if ranked and rare:
        yield f"only this one does: {', '.join(show(habit, 60) for habit in rare[:_MOST_RARE])}"


def _tell_wrappers(sight: Sight, source: Source, scope: Scope) -> Iterator[str]:
    """Yield the calls that neighbours make through a function of theirs, and this function by itself."""
    head = sight.view.head
    raw = dict.fromkeys(callee_of(call) for call in calls_in(scope, source))
    for name in [name for name in raw if not is_builtin(name, source.language or "")][:_MOST_CALLS]:
        for wrapper in find_wrappers(name, scope, source, head, _MOST_FILES):
            is_seen = sight.shows(wrapper.source.path) and wrapper.scope.line != scope.line
            if not is_seen or calls_wrapper(scope, source, wrapper):
                continue
            custom = count_custom(wrapper, name, scope, source, head, _MOST_FILES)
            if custom is not None and custom.wrapped >= _LEAST_MEMBERS:
                place = f"{wrapper.source.path}:{wrapper.scope.line}"
                total = count_of(custom.wrapped + custom.raw, "neighbour")
                wrapped = show(sight.redact(name), 80)
                yield f"{wrapped} is wrapped by {shown(wrapper)} ({place}): {custom.wrapped} of {total} use that"
