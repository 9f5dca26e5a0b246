"""This module holds the reader of configuration files: TOML, INI, YAML and JSON as a flat list of settings with lines.

It reads what people write by hand, without a parser for each format, because a rule needs the line of every setting.
What it cannot read (anchors, flow mappings over several lines) is left out, never guessed.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reviewer.change.late import compile_late


@dataclass(frozen=True, slots=True)
class Setting:
    """One scalar, or one item of a list: its dotted path, its text without quotes, its 1-based line.

    Items of a list share the path of the list; a mapping inside of a list adds `[n]` to the path.
    """

    path: str
    value: str
    line: int


# No person writes a longer line into a configuration file; patterns need not be run on one.
LONGEST_LINE = 1_000
_HEADER = compile_late(r"\[{1,2}([^\[\]]+)\]{1,2}\s*(?:[#;].*)?$")
_ASSIGNED = compile_late(r"([\w.\-\"'*/:]+?)\s*[=:]\s*(.*)$")
_TOML_KEY = compile_late(r"""((?:"[^"]*"|'[^']*'|[\w.\-*/])+)\s*=\s*(.*)$""")
_ITEM = compile_late(r"""\"([^"]*)\"|'([^']*)'|([^\s,\[\]{}"'#]+)""")
_YAML_KEY = compile_late(r"""((?:"[^"]*"|'[^']*'|[^\s:#'"\[{&*!|>-][^:#]*|-[^\s:][^:#]*)):(?:\s+(.*))?$""")
_JSON_TOKEN = compile_late(r'"(?:[^"\\]|\\.)*"|//[^\n]*|/\*|\*/|[{}\[\]:,]|[^\s{}\[\]:,"]+|\n')
_SUFFIXES = {".toml": "toml", ".yml": "yaml", ".yaml": "yaml", ".json": "json", ".jsonc": "json", ".json5": "json"}
_SUFFIXES |= {".cfg": "ini", ".ini": "ini"}
_NAMES = {".flake8": "ini", ".coveragerc": "ini", ".pylintrc": "ini", "pylintrc": "ini"}
_NAMES |= {".nycrc": "json", ".c8rc": "json", ".eslintrc": "json"}


def read_settings(path: str, lines: list[str]) -> tuple[Setting, ...]:
    """Return the settings of a configuration file by its name, in the order of the text; none for another file."""
    name = path.rpartition("/")[2]
    kind = _NAMES.get(name) or _SUFFIXES.get("." + name.rpartition(".")[2], "")
    readers: dict[str, Callable[[list[str]], Iterator[Setting]]] = {
        "toml": _read_toml,
        "ini": _read_ini,
        "yaml": _read_yaml,
        "json": _read_json,
    }
    return tuple(readers[kind]([line if len(line) < LONGEST_LINE else "" for line in lines])) if kind else ()


def _read_toml(lines: list[str]) -> Iterator[Setting]:
    section, key = "", ""
    for number, raw in enumerate(lines, 1):
        line = raw.strip()
        if key:
            yield from _items(key, line, number)
            key = "" if "]" in _outside_quotes(line) else key
            continue
        header, assigned = _HEADER.match(line), _TOML_KEY.match(line)
        if header:
            section = _unquote(header[1]) + "."
        elif assigned:
            path, value = section + _unquote(assigned[1]), assigned[2]
            yield from _items(path, value, number)
            key = path if value.startswith("[") and "]" not in _outside_quotes(value) else ""


def _read_ini(lines: list[str]) -> Iterator[Setting]:
    section, key = "", ""
    for number, line in enumerate(lines, 1):
        text = line.strip()
        header = _HEADER.match(text)
        if not text or text[0] in "#;":
            continue
        if header:
            section, key = header[1] + ".", ""
        elif line[0].isspace() and key:
            yield from _items(key, text, number)
        elif assigned := _ASSIGNED.match(text):
            key = section + assigned[1].strip()
            yield from _items(key, assigned[2], number)


def _read_yaml(lines: list[str]) -> Iterator[Setting]:
    stack: list[tuple[int, str]] = []
    counts: dict[tuple[str, int], int] = {}
    block = -1
    for number, line in enumerate(lines, 1):
        text = line.strip()
        depth = len(line) - len(line.lstrip())
        if not text or text[0] == "#" or text == "---":
            continue
        if 0 <= block < depth:
            yield Setting(_path(stack), text, number)
            continue
        block = -1
        while stack and stack[-1][0] >= depth + (text.startswith("- ") and not stack[-1][1].startswith("[")):
            stack.pop()
        while text.startswith("- "):
            # The content of an item stands two or more columns to the right of its dash.
            place = (_path(stack), depth)
            inner = text[2:].lstrip()
            if not _YAML_KEY.match(inner) and not inner.startswith("- "):
                break
            counts[place] = counts.get(place, 0) + 1
            stack.append((depth, f"[{counts[place]}]"))
            depth += len(text) - len(inner)
            text = inner
        matched = _YAML_KEY.match(text)
        if matched:
            stack.append((depth, _unquote(matched[1].strip())))
            value = _strip_comment(matched[2] or "")
            block = depth if value[:1] in ("|", ">") else -1
            yield from _items(_path(stack), value, number) if value[:1] == "[" else _scalar(stack, value, number)
        elif text.startswith("- "):
            yield from _scalar(stack, _strip_comment(text[2:].strip()), number)


def _scalar(stack: list[tuple[int, str]], value: str, number: int) -> Iterator[Setting]:
    if value and value[:1] not in ("|", ">"):
        yield Setting(_path(stack), _unquote(value), number)


def _path(stack: list[tuple[int, str]]) -> str:
    return ".".join(key for _, key in stack).replace(".[", "[")


def _read_json(lines: list[str]) -> Iterator[Setting]:
    stack: list[list[str]] = []
    number, key, skipping, previous = 1, "", False, ""
    for piece in _JSON_TOKEN.findall("\n".join(lines)):
        number += piece == "\n"
        if skipping or piece in ("/*", "*/"):
            skipping = piece != "*/"
        elif piece == "\n" or piece.startswith("//"):
            continue
        elif piece in "{[":
            stack.append([key, piece])
            key = ""
        elif piece in "}]":
            stack[-1:] = []
            key = ""
        elif piece == ":":
            key = _unquote(previous)
        elif piece != ",":
            if not (stack and stack[-1][1] == "{" and not key):
                yield Setting(
                    ".".join([frame[0] for frame in stack if frame[0]] + [key] * bool(key)), _unquote(piece), number
                )
                key = ""
            previous = piece


def _items(path: str, text: str, number: int) -> Iterator[Setting]:
    for match in _ITEM.finditer(_strip_comment(text)):
        value = next((group for group in match.groups() if group is not None), "")
        if value:
            yield Setting(path, value, number)


def _strip_comment(text: str) -> str:
    cut = _outside_quotes(text)
    at = 0 if cut.startswith("#") else cut.find(" #")
    return text[:at].rstrip() if at >= 0 else text


def _outside_quotes(text: str) -> str:
    return re.sub(r"\"[^\"]*\"|'[^']*'", lambda m: "~" * len(m[0]), text)


def _unquote(text: str) -> str:
    return text.replace('"', "").replace("'", "").strip()
