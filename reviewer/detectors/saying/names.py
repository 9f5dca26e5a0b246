"""This module holds the names that a description says were added, removed or renamed."""

from collections.abc import Iterator
from dataclasses import dataclass

from reviewer.change.late import compile_late
from reviewer.detectors.saying.claims import plain_lines, shorten

_NAMED = compile_late(
    r"(?i)(?:^|[\s(*_:,;-])(add(?:s|ed)?|remov(?:e|es|ed)|delet(?:e|es|ed)|introduc(?:e|es|ed)|creat(?:e"
    r"|es|ed)|renam(?:e|es|ed)"
    r"|drop(?:s|ped)?)\s+(?:(?:an?|the|new|unused|deprecated|optional|obsolete|missing"
    r"|dead|old|its|two|legacy"
    r"|function|method|class|field|flag|file|helper|option|parameter|module|command|env|var|variable"
    r"|setting|config|key)\s+){0,4}"
    r"`([^`\s]{4,80})`(?!['\w])"
)
_FIT = compile_late(r"-{0,2}[\w@./$:\[\]\\-]+(?:\(\))?$")
_NOT_YET = compile_late(
    r"(?i)\b(?:no|not|n't|never|without|will|would|should|could|can|cannot|may|might|must|need(?:s|ed)?"
    r"|todo|to|please"
    r"|consider|later|future|if|when|whether|instead|than|already|previous\w*|was|were|had|revert\w*|which"
    r"|that|who|users?|you)\b"
)
_PART = compile_late(r"[A-Za-z0-9_]+")


@dataclass(frozen=True, slots=True)
class Named:
    """A name in backticks that a text says was added, removed or renamed; `verb` is how it says so."""

    name: str
    verb: str
    words: str

    @property
    def parts(self) -> tuple[str, ...]:
        """The identifiers that the name is made of."""
        return tuple(_PART.findall(self.name))


def find_named(text: str) -> Iterator[Named]:
    """Yield the names that a text says the change added, removed or renamed, each once."""
    seen: set[str] = set()
    for line in plain_lines(text):
        for found in _NAMED.finditer(line):
            verb, name = found[1].lower(), found[2]
            before = line[max(0, found.start() - 60) : found.start()]
            if name not in seen and _FIT.match(name) and not _NOT_YET.search(before):
                seen.add(name)
                yield Named(name, verb, shorten(line))
