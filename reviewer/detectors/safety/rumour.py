"""This module holds whether a test may reach a function unseen: something that leads to it is named among the tests.

The map of tests knows which calls mean a function. Here a name is enough, for what is said is that nothing is left.
"""

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import end_line_of, line_of
from reviewer.change.syntax.source import Source
from reviewer.change.testing.cases import find_tests
from reviewer.change.testing.intent import is_idle
from reviewer.change.testing.pairs import words_of
from reviewer.index.revision import COMMON, Index, Site
from reviewer.index.testmap.placing import is_test_side

# A test of the revision that the change leaves: its path, first and last line.
Place = tuple[str, int, int]

_MOST_HOPS = 3
_MOST_CALLERS = 40
# How the grammars call what brings names from elsewhere, or hands them on.
_IMPORTS = ("import", "use_declaration", "using_directive", "namespace_use", "preproc_include", "package")
_EXPORT = compile_late(r"^\s*(export\s*(type\s*)?[{*]|module\.exports|pub use|__all__)|^\s*[\"']\w+[\"'],?\s*$")
# Any other mark may hand a function to a framework, and a test may then come by a route or a command.
_PLAIN_MARK = compile_late(
    r"^[@#]?!?\[?\s*(\w+\.)*(staticmethod|classmethod|property|cached_property|cache|lru_cache|abstractmethod|overload|"
    r"override|Override|inline|must_use|allow|SuppressWarnings|Deprecated|deprecated|doc|Nullable|NonNull|final)\b"
)


def may_be_reached(head: Index, site: Site, idle: frozenset[Place]) -> bool:
    """Tell whether a line that may run on the side of the tests names a function, or what leads to it.

    A plain function is named by its name alone. A method is named in a file that also writes its class, or the name
    of anything that speaks of its class: what hands out such an object. What cannot be followed may reach it too.
    """
    level, seen = [site], {site}
    for _ in range(_MOST_HOPS + 1):
        callers: dict[Site, None] = {}
        for target in level:
            found = _find_callers(head, target, idle)
            if found is None:
                return True
            callers |= dict.fromkeys(s for s in found if s not in seen)
        if len(callers) > _MOST_CALLERS:
            return True
        seen |= callers.keys()
        level = list(callers)
    return bool(level)


def _find_callers(head: Index, target: Site, idle: frozenset[Place]) -> list[Site] | None:
    """Return the production functions that name a function, or None where a test may reach it."""
    name, owner = target.unit.name, target.unit.owner.rpartition(".")[2]
    if any(not _PLAIN_MARK.match(mark) for mark in target.unit.decorators):
        return None
    name = owner if owner and name in (owner, "__init__", "constructor", "new", "init") else name
    if max(head.count_mentions(name), head.count_mentions(owner) if owner else 0) > COMMON:
        return None
    around = {owner, *(s.unit.name for s in head.find_mentions(owner))} - {""} if owner else set()
    callers = []
    for site in head.find_mentions(name):
        if (site.path, site.unit.symbol) == (target.path, target.unit.symbol) or not site.language:
            continue
        is_code = head.file_class(site.path) in ("production", "script")
        if not is_code and not is_test_side(head, site):
            continue
        if not _writes(head, site, name, around, idle):
            continue
        if not is_code or is_test_side(head, site) or site.unit.role != "function":
            return None
        callers.append(site)
    return callers


def _writes(head: Index, site: Site, name: str, around: set[str], idle: frozenset[Place]) -> bool:
    source = head.source(site.path)
    if source is None:
        return True
    quiet = _list_quiet(source) | {n for p, first, last in idle if p == site.path for n in range(first, last + 1)}
    lines = range(site.unit.line, site.unit.end_line + 1)
    if site.unit.role != "function":
        inner = {n for scope in source.functions for n in range(scope.line, scope.end_line + 1)}
        lines, quiet = range(1, len(source.lines) + 1), quiet | inner
    if not any(name in source.line_text(n) and name in words_of(source.line_text(n)) for n in lines if n not in quiet):
        return False
    return not around or any(around & words_of(line).keys() for line in source.lines)


def _list_quiet(source: Source) -> set[int]:
    """Return the lines of imports, of tests that are switched off, and of comments that fill their lines."""
    nodes = [n for n in source.root.named_children if n.type.startswith(_IMPORTS)] if source.root is not None else []
    nodes += [n for n in source.nodes["comments"] if not source.line_text(line_of(n))[: n.start_point[1]].strip()]
    stretches = [(line_of(n), end_line_of(n)) for n in nodes]
    stretches += [(t.line, t.end_line) for t in find_tests(source) if is_idle(t)]
    passed_on = {n for n, line in enumerate(source.lines, 1) if _EXPORT.search(line)}
    return passed_on | {n for first, last in stretches for n in range(first, last + 1)}
