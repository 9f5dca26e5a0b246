"""This module holds how tests reach code that a framework calls: by the path of a route or the name of a command."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from reviewer.change.late import compile_late
from reviewer.index.revision import Index, Site
from reviewer.index.testmap.reading import read_source
from reviewer.index.testmap.target import Target, is_unit_of
from reviewer.index.testmap.users import User

# A decorator that hands the function to a command line or a router.
_COMMAND = compile_late(r"\b(command|group|subcommand|cli_command|argument|option)\b")
# Django names a command by its file.
_COMMAND_FILE = compile_late(r"/management/commands/(\w+)\.py$")
_ROUTE = compile_late(r"\b(route|get|post|put|patch|delete|head|options|websocket|api_route|action|\w*Mapping|Path)\b")
_STRING = compile_late(r"(?<![\w])[rf]?([\"'`])((?:(?!\1)[^\\\n]){1,120})\1")
_REGISTERS_ROUTE = compile_late(
    r"\b(path|re_path|url|route|add_url_rule|add_route|add_api_route|all|Handle(Func)?|Method(Func)?|Mount|"
    r"(?i:get|post|put|patch|delete))\s*\(|\bRoute(::|\()"
)
_REGISTERS_COMMAND = compile_late(r"\b(add_parser|add_command)\(|\.command\(|\bUse:\s")
# A path with at least one part that says something; a file or a package is none.
_PATH = compile_late(r"^(\^|/|[\w<{:-]+/)(?!.*\.(?!\*)[a-z]{1,4}$)[^\s]*$")
# The name that a route is known by.
_NAMED = compile_late(r"\bname\s*=\s*[\"']([\w:-]+)[\"']")
# What stands for a part of a path that differs from call to call.
_OPEN = compile_late(r"<[^>]*>|\{[^}]*\}|:\w+|\[[^\]]*\]|\(\?P[^)]*\)|\*+|\$\w*|\^|\\\w\+?")
_WORD = compile_late(r"[A-Za-z_]\w{2,}")
_RUNS = compile_late(
    r"invoke\(|subprocess|call_command|\bmain\(|\.run\(|exec(File|a|Sync)?\(|spawn|SetArgs|Execute\(|Command::"
)
_ASKS = compile_late(
    r"client|Client|fetch\(|request|supertest|httptest|axios|MockMvc|mockMvc|inject\(|reverse\(|url_for|"
    r"\.(get|post|put|patch|delete)\("
)
_AROUND = 3
# So many lines around the path or the name something is asked for or run.
_NEAR = 12
_MOST_STRINGS = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """A unit of tests that asks for a route or runs a command, with what finds that in its lines."""

    site: Site
    kind: Literal["client", "command"]
    wanted: re.Pattern[str]


def find_entries(index: Index, target: Target, users: Iterable[User]) -> Iterator[Entry]:
    """Yield the units of tests that ask for a route or run a command which the target answers."""
    routes, commands = _read_decorators(index, target)
    for user in users:
        found = _read_registration(index, user)
        routes += found[0]
        commands += found[1]
    for route in list(dict.fromkeys(routes))[:_MOST_STRINGS]:
        yield from _find_askers(index, route)
    for command in list(dict.fromkeys(commands))[:_MOST_STRINGS]:
        yield from _find_runners(index, command)


def is_entry(index: Index, target: Target) -> bool:
    """Tell whether a decorator makes a function the answer to a route or a command."""
    return any(_read_decorators(index, target))


def _read_decorators(index: Index, target: Target) -> tuple[list[str], list[str]]:
    routes: list[str] = []
    commands: list[str] = [match[1]] if (match := _COMMAND_FILE.search(target.path)) else []
    for site in index.find_definitions(target.name, target.language):
        if site.path != target.path or not is_unit_of(site.unit, target):
            continue
        for mark in site.unit.decorators:
            said = [text for _, text in _STRING.findall(mark)]
            if _COMMAND.search(mark.partition("(")[0]):
                commands.append(said[0] if said else target.name.replace("_", "-"))
            elif _ROUTE.search(mark.partition("(")[0]):
                routes += [text for text in said[:1] if "/" in text]
    return routes, commands


def _read_registration(index: Index, user: User) -> tuple[list[str], list[str]]:
    source = index.source(user.site.path)
    routes: list[str] = []
    commands: list[str] = []
    for line in user.lines if source is not None else ():
        call = _read_call(source.lines, line) if source is not None else ""
        if _REGISTERS_ROUTE.search(call):
            routes += [t for _, t in _STRING.findall(call) if _PATH.match(t)][:1] + _NAMED.findall(call)[:1]
        elif _REGISTERS_COMMAND.search(call):
            commands += [t.split()[0] for _, t in _STRING.findall(call) if t.strip()][:1]
    return routes, commands


def _read_call(lines: list[str], line: int) -> str:
    """Return a line with those before it from where the bracket around it was opened, if that is near."""
    for first in range(line - 1, max(0, line - 1 - _AROUND), -1):
        before = "\n".join(lines[first - 1 : line - 1])
        if before.count("(") + before.count("{") > before.count(")") + before.count("}"):
            return "\n".join(lines[first - 1 : line])
    return lines[line - 1]


def _find_askers(index: Index, route: str) -> Iterator[Entry]:
    parts = [part for part in _OPEN.sub("/", route).split("/") if part.strip("-._ ")]
    words = [word for part in parts for word in _WORD.findall(part)]
    if not words:
        return
    asked = compile_route(tuple(parts))
    yield from (Entry(site, "client", asked) for site in _find_sites(index, words, asked, _ASKS))


@cache
def compile_route(parts: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds a path in a string: its fixed parts in order, with anything short between them."""
    middle = r"/(?:[^\"'`\s]{0,80}?/)?".join(re.escape(part) for part in parts)
    return re.compile(rf"(?:[\"'`/]|\}}){middle}(?=[/\"'`?#])")


def _find_runners(index: Index, command: str) -> Iterator[Entry]:
    words = _WORD.findall(command)
    if words:
        # The word by itself, or one of the first of a command line.
        said = re.compile(rf"[\"'`](?:[\w./-]+ ){{0,2}}{re.escape(command)}(?=[\"'` ])")
        yield from (Entry(site, "command", said) for site in _find_sites(index, words, said, _RUNS))


def _find_sites(index: Index, words: list[str], wanted: re.Pattern[str], lively: re.Pattern[str]) -> Iterator[Site]:
    """Yield the units of tests that write all the words and hold the wanted text, in files that ask or run at all."""
    rare = min(words, key=lambda word: (index.count_mentions(word), word))
    for site in index.find_mentions(rare):
        if index.file_class(site.path) != "test" or not site.language:
            continue
        source = index.source(site.path)
        if source is None or not read_source(source).matches(lively):
            continue
        inside = [n for n in read_source(source).find_lines(rare) if site.unit.line <= n <= site.unit.end_line]
        said = [n for n in inside if wanted.search(source.line_text(n))]
        if any(lively.search("\n".join(source.lines[max(0, n - _NEAR) : n + _NEAR])) for n in said):
            yield site
