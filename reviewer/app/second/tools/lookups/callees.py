"""This module holds the tool that finds which functions of the repository a function calls."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.app.second.tools.lookups.habits import WRAPPING
from reviewer.app.second.tools.placing import head_of, place_function
from reviewer.app.second.tools.sight import Sight
from reviewer.app.second.tools.words import find_last_name
from reviewer.app.second.tools.writing import count_of, note_rest, note_withheld, show, show_code
from reviewer.change.late import compile_late
from reviewer.change.syntax.names import callee_of, line_of
from reviewer.change.syntax.source import Source
from reviewer.detectors.calls.plain_callees import is_builtin
from reviewer.index.callees import resolve_callee
from reviewer.index.revision import Site
from reviewer.index.testmap.reading import read_source

if TYPE_CHECKING:
    from tree_sitter import Node

_MOST_CALLS, _MOST_NAMED = 120, 25
_WORD = compile_late(r"[A-Za-z_$][\w$]*")
_PLAIN = compile_late(r"@?[A-Za-z_$][\w$]*(?:(?:\??\.|::|->)[\w$]+)*!?")
_SPLIT = compile_late(r"\??\.|::|->")
# Where a method is called on its own object without naming it; where a name is known everywhere, or in its folder.
_IMPLICIT = frozenset({"java", "kotlin", "csharp", "cpp", "swift", "scala", "ruby", "php"})
_GLOBAL, _BY_FOLDER = frozenset({"c", "cpp"}), frozenset({"go"})
_STEMLESS = frozenset({"__init__", "index", "mod", "lib", "main", "src"})


def find_callees(sight: Sight, *, path: str, line: int) -> Iterator[str]:
    """Yield the functions that calls lead to, in the order of the text; then the names of calls that lead nowhere."""
    source, scope = place_function(sight, path, line)
    calls: dict[str, Node] = {}
    for call in source.nodes["calls"]:
        if scope.line <= line_of(call) <= scope.end_line and scope.node.start_byte < call.start_byte:
            calls.setdefault(callee_of(call), call)
    words = frozenset(_WORD.findall("\n".join(source.lines)))
    found = {name: _find_target(sight, source, call, words) for name, call in list(calls.items())[:_MOST_CALLS]}
    led = {name: target for name, target in found.items() if target is not None}
    shown, withheld = sight.keep(led.items(), lambda item: item[1][0])
    made = count_of(len(calls), "distinct call")
    yield f"{head_of(source, scope)} makes {made}; of these {len(led)} can be followed to code of the repository"
    for name, (place, at, certain) in shown:
        how = "" if certain else " (by its name alone)"
        # Before it is cut: a part of a secret may not be known as one.
        said = show(sight.redact(name), 80)
        yield f"{line_of(calls[name])}: {said} -> {place}:{at}{how}: {_read_head(sight, place, at)}"
    yield from note_withheld(withheld)
    lost = [name for name in calls if name not in led and not is_builtin(name, source.language or "")]
    # What is called on what another call returned says little without it.
    named = [name for name in lost if _PLAIN.fullmatch(name) and name not in WRAPPING]
    if named:
        yield f"not followed: {', '.join(show(name, 60) for name in named[:_MOST_NAMED])}"
        yield from note_rest(len(named) - _MOST_NAMED)


def _find_target(sight: Sight, source: Source, call: "Node", words: frozenset[str]) -> tuple[str, int, bool] | None:
    """Return path and line of what a call reaches, and whether that is certain; the caller itself is nothing."""
    head = sight.view.head
    callee = resolve_callee(call, source, head)
    if callee is not None:
        return callee.source.path, callee.line, True
    name, language = callee_of(call), source.language or ""
    last = find_last_name(name)
    if not last or is_builtin(name, language):
        return None
    sites = [s for s in head.find_definitions(last, language) if s.unit.role in ("function", "class")]
    sites = [s for s in sites if head.file_class(s.path) in ("production", "script") or s.path == source.path]
    if len(sites) != 1 or not _can_mean(name, sites[0], source, words):
        return None
    return sites[0].path, sites[0].unit.line, False


def _can_mean(name: str, site: Site, source: Source, words: frozenset[str]) -> bool:
    """Tell whether a call can mean the only definition of its name: else the name is a coincidence."""
    *before, last = _SPLIT.split(name)
    owner, is_here, language = site.unit.owner.rpartition(".")[2], site.path == source.path, source.language or ""
    if before and owner:
        return is_here or owner in words
    if before:
        # A function or a class is no member but of its module.
        receiver = before[-1].strip("?")
        return receiver in _module_words(site.path) or receiver in read_source(source).find_renamed(
            _module_words(site.path)
        )
    if owner:
        return language in _IMPLICIT and (is_here or owner in words)
    if is_here or language in _GLOBAL:
        return True
    if language in _BY_FOLDER:
        return site.path.rpartition("/")[0] == source.path.rpartition("/")[0]
    return last in read_source(source).imported or bool(_module_words(site.path) & words)


def _module_words(path: str) -> frozenset[str]:
    """Return the words by which others name a module: its file, or its folder where that stands for it."""
    *folders, file = path.split("/")
    stem = file.partition(".")[0]
    while stem in _STEMLESS and folders:
        stem = folders.pop()
    folder = {folders[-1]} if path.endswith(".go") and folders else set()
    return frozenset(word.replace("-", "_") for word in (stem, *folder))


def _read_head(sight: Sight, path: str, line: int) -> str:
    source = sight.view.head.source(path)
    lines = sight.read_lines(source) if source is not None else []
    return show_code(lines[line - 1]) if 0 < line <= len(lines) else ""
