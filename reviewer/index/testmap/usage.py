"""This module holds whether a line of code means a target when it writes its name: by what stands before the name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from reviewer.change.late import compile_late
from reviewer.change.syntax.languages import SCRIPTS
from reviewer.change.syntax.source import Source
from reviewer.change.syntax.tokens import read_tokens
from reviewer.index.revision import Index, Site
from reviewer.index.testmap.reading import read_source
from reviewer.index.testmap.target import Target

_SIGNS = " \t\n.?->:&@*!"
_MEMBER = (".", "?.", "->", "::", "&.")
_OWN = frozenset({"self", "this", "cls", "Self", "$this", "static", "@"})
_PARENT = frozenset({"super", "parent", "base", "super()"})
_CLASS = compile_late(r"^[A-Z]\w*[a-z]\w*$")
# Where a method is called on its own object without naming it.
_IMPLICIT = frozenset({"java", "kotlin", "csharp", "cpp", "swift", "scala", "ruby", "php"})
# A string with code in it: by its first sign, or by the sign before the bracket.
_OPENS_TEMPLATE = compile_late(r"[rRbB]?[fF][rRbB]?[\"']|\$@?\"|.*?[$#]\{")
_INSERTED = compile_late(r"\{([^{}\n]++)\}")
_QUOTES = ("'", '"', "`")


@dataclass(frozen=True, slots=True)
class Usage:
    """How a target is written where it is used. `modules` are the words for its file, as a receiver of its functions.

    `kin` are the names of its class and of those that it extends. `on_object`: a script hung it on an object
    (`app.use = function`), as whose method it is called.
    """

    target: Target
    modules: frozenset[str]
    kin: frozenset[str] = field(default_factory=frozenset)
    on_object: bool = False

    def is_in(self, source: Source, site: Site, line: int) -> bool:
        """Tell whether a line of a unit means the target."""
        tokens = list(_read_code(source.line_text(line), source.language or ""))
        return any(
            token.strip(_SIGNS).rstrip("({").strip(_SIGNS) == self.target.name
            and self._means(token, tokens[at - 1] if at else "", source, site)
            for at, token in enumerate(tokens)
        )

    def _means(self, token: str, before: str, source: Source, site: Site) -> bool:
        is_member = token.startswith(_MEMBER)
        if not self.target.owner:
            return not is_member or self.on_object or self._is_module(before.strip(_SIGNS), source)
        if not is_member:
            return self._is_implied(site)
        receiver = before.strip(_SIGNS).removesuffix("(").strip(_SIGNS)
        if receiver in _OWN or receiver in _PARENT:
            return site.unit.owner.rpartition(".")[2] in self.kin
        if _CLASS.match(receiver) and source.language != "go":
            return receiver in self.kin
        return True

    def _is_module(self, receiver: str, source: Source) -> bool:
        return receiver in self.modules or receiver in read_source(source).find_renamed(self.modules)

    def _is_implied(self, site: Site) -> bool:
        language = site.language
        return language in _IMPLICIT and (site.unit.owner.rpartition(".")[2] in self.kin or site.unit.role == "module")


def read_usage(index: Index, target: Target, modules: frozenset[str]) -> Usage:
    """Return how a target is written, from the head of its class."""
    holder = target.owner.rpartition(".")[2]
    if not holder:
        source = index.source(target.path) if target.language in SCRIPTS else None
        head = source.line_text(target.line) if source is not None else ""
        on_object = bool(re.search(rf"[\w\])]\.{re.escape(target.name)}\s*=", head))
        return Usage(target, modules, on_object=on_object)
    kin = {holder}
    for site in index.find_definitions(holder, target.language):
        if site.path == target.path and site.unit.role == "class":
            kin |= set(_words(site.unit.parameters))
    return Usage(target, modules, frozenset(kin))


_WORD = compile_late(r"[A-Za-z_]\w*")


def _words(head: str) -> list[str]:
    return _WORD.findall(head)


def _read_code(text: str, language: str) -> Iterator[str]:
    """Yield the tokens of a line without its strings, but with the code that is inserted into them."""
    for token in read_tokens(text, language):
        if token[-1] not in _QUOTES:
            yield token
        elif _OPENS_TEMPLATE.match(token):
            for inserted in _INSERTED.findall(token):
                yield from read_tokens(inserted, language)
