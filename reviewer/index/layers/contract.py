"""This module holds a declared rule of who may import whom, whatever tool it was written for."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reviewer.change.late import compile_late
from reviewer.change.patterns import Matches
from reviewer.index.graph import Edge

_UNFIT = compile_late(r"[\x00-\x1f\x7f`]+")
_TESTS = compile_late(r"(?i)(?<![a-z])(?:tests?|specs?|__tests__)(?![a-z])")
# A longer name does not fit into a message.
_LONGEST = 48


@dataclass(frozen=True, slots=True)
class Contract:
    """One rule that a repository declares. `origin` is the file that holds it.

    `find_breach` says in one sentence why an edge is forbidden, or returns an empty string. `names_tests` tells that
    the rule speaks of tests itself; others are not meant for them. `runtime_only` tells that its tool sees what is left
    when a compiler has taken types out. `layers` are names with what tells their files, where files are what it names.
    """

    name: str
    origin: str
    find_breach: Callable[[Edge], str]
    names_tests: bool = False
    runtime_only: bool = False
    layers: tuple[tuple[str, Matches], ...] = ()

    def judge(self, edge: Edge) -> str:
        """Return the sentence that names the rule which forbids an edge, or an empty string."""
        said = self.find_breach(edge)
        return f"{said} ({self.origin})" if said else ""

    def layer_of(self, path: str) -> str:
        """Return the name of the first layer that a file is in, or an empty string."""
        return next((name for name, matches in self.layers if matches(path)), "")


def quote(name: str) -> str:
    """Return a name out of a contract as code, fit for a message."""
    return f"`{shorten(name)}`"


def name_contract(name: str) -> str:
    """Return how a sentence calls a contract by its name."""
    return f"the contract '{shorten(name)}'" if name else "a contract without a name"


def shorten(name: str) -> str:
    """Return a name without what breaks a line or a quotation, its end cut where it is long."""
    clean = _UNFIT.sub(" ", name[: 4 * _LONGEST]).strip()
    return clean if len(clean) <= _LONGEST else clean[: _LONGEST - 1] + "…"


def speak_of_tests(texts: Iterable[str]) -> bool:
    """Tell whether the patterns of a contract name tests."""
    return any(_TESTS.search(text[:1000]) for text in texts)


def list_texts(value: object) -> list[str]:
    """Return the strings of a list, or the one string; nothing of what is neither."""
    if isinstance(value, str):
        return [value]
    return [part for part in value if isinstance(part, str)] if isinstance(value, list) else []


def place_target(edge: Edge) -> str:
    """Return the path of what an edge leads to, a file that stands for all of them where that is a whole package."""
    name = edge.target.rpartition("/")[2]
    if "." in name.strip("."):
        return edge.target
    inside = f"_.{edge.source.rpartition('.')[2]}"
    return inside if edge.target == "." else f"{edge.target}/{inside}"
