"""This module holds the search for keys of texts that code asks for and no language of the application has."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from reviewer.change.late import compile_late
from reviewer.engine.hit import Hit
from reviewer.index.view import View

_LOCALE = compile_late(r"(^|/)(locales?|i18n|lang|langs|translations?|messages)/([\w-]+/)*[\w.-]+\.json$")
_ASKED = compile_late(r"""(?<![\w$.])(?:i18n\.|i18next\.|this\.\$|\$)?t\(\s*(["'])([\w-]+(?:[.:][\w-]+)+)\1\s*[,)]""")
_PLURALS = ("_one", "_other", "_zero", "_few", "_many", "_plural", "_male", "_female")


def find_untranslated_texts(view: View, most: int) -> Iterator[Hit]:
    """Yield keys in added lines that are in no locale file, where other keys of the same stem are."""
    asked = [
        (file.path, line, match[2])
        for file in view.files
        if file.file_class == "production" and file.new is not None
        for line, text in sorted(file.change.added_lines.items())
        for match in _ASKED.finditer(text[:500])
    ]
    if not asked:
        return
    paths = sorted(path for path in view.head.paths if _LOCALE.search(path))
    if not 0 < len(paths) <= most * 10:
        return
    english = [path for path in paths if "/en" in path]
    read = (english or paths)[:most]
    known = _read_keys(view, read)
    if known is None:
        return
    for path, line, key in asked:
        bare = key.rpartition(":")[2]
        stem = bare.rpartition(".")[0]
        siblings = sum(other.startswith(f"{stem}.") for other in known) if stem else 0
        if siblings >= 2 and not _has(known, bare):
            values = {
                "name": key,
                "files": f"{len(read)} {'English ' if english else ''}files",
                "siblings": str(siblings),
                "stem": stem,
            }
            yield Hit(path, line, line, case="text-missing", values=values, key=key)


def _has(known: frozenset[str], key: str) -> bool:
    return key in known or any(key + end in known for end in _PLURALS) or any(k.startswith(f"{key}.") for k in known)


def _read_keys(view: View, paths: list[str]) -> frozenset[str] | None:
    """Return every dotted key with and without the name of its file; None when a file cannot be read."""
    keys: set[str] = set()
    for path in paths:
        data = view.head.read(path)
        try:
            table = json.loads(data or b"")
        except (ValueError, RecursionError):
            return None
        stem = path.rpartition("/")[2].removesuffix(".json")
        for key in _flatten(table, ""):
            keys |= {key, f"{stem}.{key}"}
    return frozenset(keys)


def _flatten(table: Any, before: str) -> Iterator[str]:  # noqa: ANN401 - JSON of a repository
    stack: list[tuple[str, Any]] = [(before, table)]
    while stack:
        name, value = stack.pop()
        if isinstance(value, Mapping):
            stack += [(f"{name}.{key}" if name else str(key), inner) for key, inner in value.items()]
        elif name:
            yield name
