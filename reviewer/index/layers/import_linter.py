"""This module holds the reader of import-linter's contracts: pyproject.toml, setup.cfg and .importlinter."""

import configparser
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from posixpath import dirname
from typing import Any

from reviewer.index.graph import Edge
from reviewer.index.layers.contract import Contract, list_texts, speak_of_tests
from reviewer.index.layers.module_contracts import (
    Judge,
    Level,
    find_module,
    judge_forbidden,
    judge_independence,
    judge_layers,
    judge_protected,
)
from reviewer.index.layers.module_names import ModuleNames, Name, find_package, matches, parse_expression
from reviewer.index.revision import Index

_Table = Mapping[str, Any]
_SECTION = "importlinter"
_MOST_CONTRACTS, _MOST_ENTRIES = 100, 2000


def read_import_linter(index: Index, path: str, data: bytes) -> Iterator[Contract]:
    """Yield the contracts of a settings file that bind two modules; other kinds and custom ones are passed over."""
    text = data.decode("utf-8", "replace")
    session, contracts = _read_toml(text) if path.endswith(".toml") else _read_ini(text)
    packages = list_texts(session.get("root_packages")) or list_texts(session.get("root_package"))
    if not packages or not contracts:
        return
    names = ModuleNames(index, dirname(path), [package.strip() for package in packages])
    with_types = not _is_true(session.get("exclude_type_checking_imports"))
    for options in contracts[:_MOST_CONTRACTS]:
        judge = _read_judge(options)
        if judge is not None:
            yield _make_contract(options, path, judge, names, with_types=with_types)


def _make_contract(options: _Table, path: str, judge: Judge, names: ModuleNames, *, with_types: bool) -> Contract:
    ignored = [
        pair for text in list_texts(options.get("ignore_imports"))[:_MOST_ENTRIES] if (pair := _parse_pair(text))
    ]

    def find_breach(edge: Edge) -> str:
        source, target = names.name(edge.source), names.name(edge.target)
        if not source or not target or (edge.kind == "type" and not with_types):
            return ""
        if any(matches(one, source) and matches(other, target) for one, other in ignored):
            return ""
        return judge(source, target)

    texts = [text for key, value in options.items() if key != "ignore_imports" for text in list_texts(value)]
    return Contract(str(options.get("name", "")), path, find_breach, speak_of_tests(texts))


def _read_judge(options: _Table) -> Judge | None:
    title, kind = str(options.get("name", "")), options.get("type")
    find = find_package if _is_true(options.get("as_packages", True)) else find_module
    if kind == "layers":
        levels = [_parse_level(text) for text in list_texts(options.get("layers"))[:_MOST_ENTRIES]]
        return judge_layers(title, levels, _expressions(options, "containers"))
    if kind == "forbidden":
        sources, targets = _expressions(options, "source_modules"), _expressions(options, "forbidden_modules")
        return judge_forbidden(title, sources, targets, find=find)
    if kind == "independence":
        return judge_independence(title, _expressions(options, "modules"))
    if kind == "protected":
        protected, allowed = _expressions(options, "protected_modules"), _expressions(options, "allowed_importers")
        return judge_protected(title, protected, allowed, find=find)
    return None


def _expressions(options: _Table, key: str) -> Sequence[Name]:
    return [parse_expression(text) for text in list_texts(options.get(key))[:_MOST_ENTRIES] if text.strip()]


def _parse_level(text: str) -> Level:
    sign = "|" if "|" in text else ":"
    tails = (part.strip().removeprefix("(").removesuffix(")") for part in text.split(sign))
    return Level(tuple(parse_expression(tail) for tail in tails if tail), independent=sign == "|")


def _parse_pair(text: str) -> tuple[Name, Name] | None:
    one, arrow, other = text.partition("->")
    return (parse_expression(one.strip()), parse_expression(other.strip())) if arrow else None


def _is_true(value: object) -> bool:
    return value is True or (isinstance(value, str) and value.strip().lower() == "true")


def _read_toml(text: str) -> tuple[_Table, list[_Table]]:
    try:
        tool = tomllib.loads(text).get("tool")
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}, []
    session = tool.get(_SECTION) if isinstance(tool, dict) else None
    contracts = session.get("contracts") if isinstance(session, dict) else None
    if not isinstance(session, dict) or not isinstance(contracts, list):
        return {}, []
    return session, [table for table in contracts if isinstance(table, dict)]


def _read_ini(text: str) -> tuple[_Table, list[_Table]]:
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(text)
    except configparser.Error:
        return {}, []
    if not parser.has_section(_SECTION):
        return {}, []
    tables = [_split(parser[name]) for name in parser.sections() if name.startswith(f"{_SECTION}:")]
    return _split(parser[_SECTION]), tables


def _split(section: Mapping[str, str | None]) -> _Table:
    """Return a section whose values of several lines are lists."""
    read: dict[str, str | list[str]] = {}
    for key, value in section.items():
        lines = [line.strip() for line in (value or "").strip().split("\n")]
        lines = [line for line in lines if line and not line.startswith(("#", ";"))]
        read[key] = lines if "\n" in (value or "") else "".join(lines)
    return read
