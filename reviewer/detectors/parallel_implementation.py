"""This module holds the detector of a second implementation that is put beside the first."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.syntax.names import line_of
from reviewer.change.syntax.source import Scope, Source
from reviewer.detectors.symbols.existing_symbol import place_of, shorten_name
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.index.revision import Index, Site
from reviewer.index.view import View
from reviewer.model.finding import Related

# Words that say "the same again, but better"; `simple`, `async` or `fast` name a difference and are not among them.
_WORDS = "v\\d{1,2}|new|enhanced|improved|refactored|unified|updated|optimi[sz]ed|fixed|rewrite|rewritten|modern|better"
_SNAKE = compile_late(rf"^(?:(?:{_WORDS})[_.-]+)?(.{{3,60}}?)(?:[_.-]+(?:{_WORDS})|(?<=[a-z])2)?$")
_CAMEL_START = compile_late(
    r"^(?:New|Enhanced|Improved|Refactored|Unified|Updated|Optimi[sz]ed|Fixed|Modern|Better)(?=[A-Z])"
)
_CAMEL_END = compile_late(
    r"(?<=[a-z])(?:V\d{1,2}|2|New|Enhanced|Improved|Refactored|Unified|Updated|Optimi[sz]ed|Fixed|Rewrite)$"
)
# Paths that say which version of an interface they serve.
_VERSIONED = compile_late(r"(^|/)(api|v\d+\w*|versions?|legacy|compat)/", re.IGNORECASE)
_FEWEST_SYMBOLS = 3
_MOST_READ = 20
_FAMILIES = (("py",), ("ts", "tsx", "js", "jsx", "mjs"), ("java", "kt"), ("c", "cc", "cpp"))


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield every new file or class that repeats most of an older one of nearly the same name that is still in use."""
    for file in view.files:
        new = file.new
        if new is None or file.file_class != "production" or new.language is None or _VERSIONED.search(file.path):
            continue
        hit = _examine_file(view, file, new, options) if file.change.status == "added" else None
        if hit is not None:
            yield hit
        else:
            yield from _examine_classes(view, file, new, options)


def strip_word(name: str) -> str:
    """Return a name without the word that makes it a better version of another, or an empty string."""
    match = _SNAKE.match(name)
    bare = match[1] if match else name
    if bare == name:
        bare = _CAMEL_END.sub("", _CAMEL_START.sub("", name))
    return "" if bare == name or len(bare) < 3 else bare


def _examine_file(view: View, file: ChangedFile, new: Source, options: Options) -> Hit | None:
    path = PurePosixPath(file.path)
    bare = strip_word(path.stem)
    if not bare:
        return None
    suffix = path.suffix.removeprefix(".")
    family = next((f for f in _FAMILIES if suffix in f), (suffix,))
    for old in (str(path.with_name(f"{bare}.{ending}")) for ending in family):
        source = view.head.source(old) if old in view.base.paths and old in view.head.paths else None
        if source is None or not _is_used(view.head, bare, old, file.path):
            continue
        mine, other = _names_in(new), _names_in(source)
        if _share(mine, other) * 100 >= number_in(options, "shared"):
            common = sorted(mine & other)
            line = next((s.line for s in new.scopes if s.name in common), 1)
            return _report(file.path, line, path.name, Related(old, 1, 1, "", "the first one"), common, other)
    return None


def _examine_classes(view: View, file: ChangedFile, new: Source, options: Options) -> Iterator[Hit]:
    for scope in new.scopes:
        if scope.role != "class" or scope.line not in file.change.added_lines or scope.node.type == "impl_item":
            continue
        bare = strip_word(scope.name)
        sites = view.base.find_definitions(bare, new.language or "") if bare else ()
        for site in sites[:_MOST_READ]:
            hit = _compare_classes(view, file, scope, site, options)
            if hit is not None:
                yield hit
                break


def _compare_classes(view: View, file: ChangedFile, scope: Scope, site: Site, options: Options) -> Hit | None:
    source = view.head.source(site.path) if site.unit.role == "class" and site.path in view.head.paths else None
    old = next((s for s in source.scopes if s.name == site.unit.name and s.role == "class"), None) if source else None
    if (
        source is None
        or old is None
        or source.file_class != "production"
        or file.new is None
        or _VERSIONED.search(site.path)
    ):
        return None
    if re.search(rf"\b{re.escape(old.name)}\b", file.new.line_text(scope.line)):
        return None  # it builds on the old one
    mine, other = _members(file.new, scope), _members(source, old)
    if _share(mine, other) * 100 < number_in(options, "shared") or not _is_used(
        view.head, old.name, site.path, file.path
    ):
        return None
    related = Related(site.path, old.line, old.end_line, old.symbol, "the first one")
    return _report(file.path, scope.line, scope.name, related, sorted(mine & other), other)


def _report(path: str, line: int, name: str, related: Related, common: list[str], other: frozenset[str]) -> Hit:
    values = {
        "name": name,
        "old": shorten_name(related.symbol or PurePosixPath(related.path).name),
        "place": place_of(related.path, related.line),
        "common": str(len(common)),
        "all": str(len(other)),
    }
    return Hit(path, line, line, symbol="" if "." in name else name, values=values, related=(related,), key=name)


def _names_in(source: Source) -> frozenset[str]:
    return frozenset(s.symbol for s in source.scopes if s.node.type != "impl_item" and not s.name.startswith("__"))


def _members(source: Source, owner: Scope) -> frozenset[str]:
    return frozenset(
        s.name
        for s in source.scopes
        if s.role == "function" and s.owner is not None and line_of(s.owner.node) == owner.line and s.name != owner.name
        if not s.name.startswith("__") and s.name != "constructor"
    )


def _share(mine: frozenset[str], other: frozenset[str]) -> float:
    common = mine & other
    return len(common) / len(other) if len(common) >= _FEWEST_SYMBOLS else 0.0


def _is_used(index: Index, word: str, old: str, new: str) -> bool:
    """Tell whether production code beside the two names the old one."""
    return any(
        site.path not in (old, new) and site.language and index.file_class(site.path) in ("production", "script")
        for site in index.find_mentions(word)
    )
