"""This module holds what is looked for on the way from a function to its tests: a definition, by how it is used."""

from dataclasses import dataclass

from reviewer.change.late import compile_late
from reviewer.change.syntax.outline import Unit
from reviewer.change.syntax.source import Scope, Source
from reviewer.index.revision import Index, Site

# What is called by using its class, and never by its name.
_HIDDEN = compile_late(r"^(__(init|new|post_init|call|init_subclass)__|constructor|init|initialize|<init>|companion)$")
# What a language calls by itself, at times that no text shows.
_UNSEEN = compile_late(
    r"^(__(repr|str|eq|ne|lt|le|gt|ge|hash|del|reduce|getattr|getstate|setstate|copy|deepcopy|bool|format|sizeof)__|"
    r"deinit|fmt|drop|toString|ToString|hashCode|equals|Equals|finalize|Dispose)$"
)
_EXTENDS = compile_late(r"\w")
_HEAD = compile_late(
    r"^\s*(export |public |abstract |final |open |default )*(class|interface|struct)\s+\w+\b.*[(:<]|.*\bextends\b"
)
_MOST_HEADS, _LONGEST_TABLE = 40, 200
# A name at the left edge that is bound to something.
_BOUND = compile_late(
    r"^(?:export\s+|pub\s+|static\s+|const\s+|let\s+|var\s+|final\s+)*(?:type\s+)?(\w+)\b[^=\n(]*=(?!=)"
)


@dataclass(frozen=True, slots=True)
class Target:
    """A definition whose users are looked for. `name` is the word that its users write.

    `kind` is how a test uses it: `call`, or `fixture` where a framework hands it to the test.
    """

    path: str
    language: str
    name: str
    owner: str
    line: int
    end_line: int
    kind: str = "call"

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells targets apart."""
        return self.path, self.owner, self.name


def target_of_scope(path: str, scope: Scope, language: str) -> Target:
    """Return the target for a function that was found in a source."""
    owner, _, name = scope.name.replace("::", ".").rpartition(".")
    around = ".".join(part for part in (scope.owner.symbol if scope.owner else "", owner) if part)
    return _name(Target(path, language, name, around, scope.line, scope.end_line))


def target_of_site(site: Site, kind: str = "call") -> Target:
    """Return the target for a function that was found in the index."""
    unit = site.unit
    return _name(Target(site.path, site.language, unit.name, unit.owner, unit.line, unit.end_line, kind))


def _name(target: Target) -> Target:
    """A constructor, and what a language calls by itself, is used by using its class."""
    holder = target.owner.rpartition(".")[2]
    if not holder or not (_HIDDEN.match(target.name) or target.name == holder):
        return target
    around = target.owner.rpartition(".")[0]
    return Target(target.path, target.language, holder, around, target.line, target.end_line, target.kind)


def is_unit_of(unit: Unit, target: Target) -> bool:
    """Tell whether a unit is the target itself."""
    return unit.line == target.line and unit.end_line == target.end_line


def is_called_unseen(index: Index, target: Target) -> bool:
    """Tell whether a method that nobody calls by its name is called through a base class, an interface or a framework.

    It is where its class extends something, and in Go where other types have a method with that name.
    """
    if not target.owner or _UNSEEN.match(target.name):
        return False
    if target.language == "go":
        return len({owner for s in index.find_definitions(target.name, "go") if (owner := s.unit.owner)}) > 2
    holder = target.owner.rpartition(".")[2]
    heads = [s.unit.parameters for s in index.find_definitions(holder, target.language) if s.path == target.path]
    return any(_EXTENDS.search(head) for head in heads) or _is_extended(index, holder)


def _is_extended(index: Index, holder: str) -> bool:
    """Tell whether a class is named in the head of another one."""
    for site in index.find_mentions(holder)[:_MOST_HEADS]:
        source = index.source(site.path) if site.unit.role == "module" else None
        if source is not None and any(_HEAD.match(line) and holder in line for line in source.lines):
            return True
    return False


def holder_of(target: Target) -> Target:
    """Return the class of a method as a target."""
    around, _, holder = target.owner.rpartition(".")
    return Target(target.path, target.language, holder, around, target.line, target.end_line, target.kind)


def bound_name(source: Source, line: int) -> str:
    """Return the name of the table or constant at the top level that a line belongs to, or an empty string."""
    for number in range(line, max(0, line - _LONGEST_TABLE), -1):
        text = source.line_text(number)
        if text[:1].strip() and text[0] not in "])}":
            match = _BOUND.match(text)
            return match[1] if match else ""
    return ""


def target_of_name(site: Site, name: str, line: int) -> Target:
    """Return a table or constant at the top level as a target."""
    return Target(site.path, site.language, name, "", line, line)
