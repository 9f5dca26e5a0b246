"""This module holds the detector of literals that repeat the value of a named constant, or of one another."""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from reviewer.change.late import compile_late
from reviewer.change.syntax.source import Source
from reviewer.detectors.symbols.existing_symbol import shorten_path
from reviewer.detectors.symbols.telling_literals import Literal, find_telling_literals
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.engine.run import READABLE
from reviewer.index.revision import Site
from reviewer.index.view import View
from reviewer.model.finding import Related

LANGUAGES = frozenset({"python", "javascript", "typescript", "tsx", "go", "java", "rust"})
_UPPER = compile_late(r"_?[A-Z][A-Z0-9_]{2,}")
_WORDS = compile_late(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
# Words that say that something is a constant, and not what of.
_EMPTY = frozenset({"default", "max", "min", "value", "const", "the", "self", "this", "new", "key", "name", "id", "of"})
# Every table of models and limits has these: a further word of a constant says whose it is.
_GENERIC = {"token", "context", "window", "limit", "size", "length", "count", "timeout", "output", "input", "number"}


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield added literals that have a name already, and new literals that several files repeat."""
    written: dict[str, list[Literal]] = {}
    for file in view.files:
        if file.new is None or file.file_class != "production" or file.language not in LANGUAGES:
            continue
        if file.new.confidence < READABLE or file.change.status in ("renamed", "copied"):
            continue
        found = list(find_telling_literals(file))[: int(number_in(options, "literals"))]
        yield from _find_named(view, file.new, found)
        for literal in found:
            written.setdefault(literal.value, []).append(literal)
    yield from _find_repeated(view, written, int(number_in(options, "files")))


def _find_named(view: View, source: Source, literals: list[Literal]) -> Iterator[Hit]:
    seen: set[str] = set()
    for literal in literals:
        if literal.value in seen:
            continue
        seen.add(literal.value)
        named = [s for s in _constants(view, source, literal) if _is_fitting(s, literal)]
        names = {site.unit.name for site in named}
        if len(names) == 1:
            site = min(named, key=lambda s: (s.path != source.path, s))
            values = {"literal": literal.text, "name": site.unit.name, "path": shorten_path(site.path)}
            related = (Related(site.path, site.unit.line, site.unit.end_line, site.unit.name, "the constant"),)
            yield _hit(literal, "named", values, related)


def _constants(view: View, source: Source, literal: Literal) -> Iterator[Site]:
    """Yield the constants of production code with the value of a literal that its file can use, old and still there."""
    language = source.language or ""
    old = {(site.path, site.unit.name) for site in view.base.find_constants(literal.text, language)}
    for site in view.head.find_constants(literal.text, language):
        known = (site.path, site.unit.name) in old and view.head.file_class(site.path) == "production"
        if known and _can_use(view, source, site):
            yield site


def _can_use(view: View, source: Source, site: Site) -> bool:
    if site.path == source.path:
        return True
    here, there = PurePosixPath(source.path), PurePosixPath(site.path)
    if here.parts[:2] != there.parts[:2] and here.parent not in there.parents and there.parent not in here.parents:
        return False
    home = view.head.source(site.path)
    text = home.line_text(site.unit.line) if home else ""
    rules = {
        "python": not site.unit.name.startswith("_"),
        "go": site.unit.name[:1].isupper() or here.parent == there.parent,
        "java": "private" not in text,
        "rust": "pub" in text,
    }
    return rules.get(site.language, "export" in text)


def _is_fitting(site: Site, literal: Literal) -> bool:
    """Tell whether a constant is one by its name, and whether it is about the same thing."""
    name = site.unit.name
    if site.language != "go" and not _UPPER.fullmatch(name):
        return False
    if not literal.is_number and _is_one_thing(literal):
        return True
    about, words = _words(literal.holder), _words(name)
    is_theirs = site.path != literal.path and not words <= about | _words(literal.path) | _GENERIC
    return bool(words & about) and not is_theirs


def _words(name: str) -> frozenset[str]:
    words = (word.lower().removesuffix("s") for word in _WORDS.findall(name))
    return frozenset(word for word in words if len(word) > 2 and word not in _EMPTY)


def _find_repeated(view: View, written: dict[str, list[Literal]], files: int) -> Iterator[Hit]:
    for literals in written.values():
        first = literals[0]
        paths = {literal.path for literal in literals}
        if len(paths) < files or not _is_one_thing(first) or _is_old(view, first):
            continue
        others = tuple(Related(p.path, p.line, p.line, "", "again") for p in _one_each(literals[1:], first.path))
        yield _hit(first, "repeated", {"literal": first.text, "files": str(len(paths))}, others)


def _is_one_thing(literal: Literal) -> bool:
    """Tell whether a text stands for one thing by itself, such as an address or a model, and is not made of words."""
    return any(sign in literal.value for sign in "/:.") or any(c.isdigit() for c in literal.value)


def _is_old(view: View, literal: Literal) -> bool:
    """Tell whether the old revision has the literal, as far as a word of it is found there."""
    words = sorted(set(literal.value.replace("/", " ").replace("-", " ").replace(".", " ").split()), key=len)
    return not words or bool(view.base.find_mentions(words[-1])) or literal.is_number


def _one_each(literals: Iterable[Literal], path: str) -> list[Literal]:
    by_path = {literal.path: literal for literal in literals if literal.path != path}
    return [by_path[key] for key in sorted(by_path)][:5]


def _hit(literal: Literal, case: str, values: dict[str, str], related: tuple[Related, ...]) -> Hit:
    return Hit(literal.path, literal.line, literal.line, case=case, values=values, related=related, key=literal.text)
