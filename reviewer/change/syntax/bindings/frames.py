"""This module holds the names that a file binds and uses, by the namespace in which each of them stands."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from tree_sitter import Node

FrameRole = Literal["module", "function", "class", "block", "types"]
BindingRole = Literal["plain", "import", "parameter", "handler", "typing", "augmented", "inline", "deleted", "hoisted"]


@dataclass(frozen=True, slots=True)
class Binding:
    """One place that gives a name a meaning. `node` is the name, `start` to `end` are the bytes where it is known.

    The name of a Python handler ends with its handler; `typing` stands below `if TYPE_CHECKING`, `inline` is `:=`.
    """

    name: str
    node: "Node"
    role: BindingRole
    start: int = 0
    end: int = -1


@dataclass(eq=False, slots=True)
class Frame:
    """A namespace: a module, a function, a class, a block or comprehension, or the type parameters of a definition.

    `shared` holds the names that belong to a frame further out (`global`, `nonlocal`).
    """

    role: FrameRole
    node: "Node"
    outer: "Frame | None"
    bound: dict[str, list[Binding]] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)

    def bind(self, binding: Binding) -> None:
        """Add a binding."""
        self.bound.setdefault(binding.name, []).append(binding)


@dataclass(frozen=True, slots=True)
class Load:
    """One use of a name. `typed` tells that it stands in an annotation, `erased` below `if TYPE_CHECKING`."""

    name: str
    node: "Node"
    frame: Frame
    typed: bool = False
    erased: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a file. `opaque` says that it can bind names which nobody reads: star imports, `exec`, `globals`."""

    frames: tuple[Frame, ...]
    loads: tuple[Load, ...]
    opaque: bool

    @property
    def module(self) -> Frame:
        """The outermost frame."""
        return self.frames[0]


def resolve(load: Load) -> tuple[Binding, ...]:
    """Return the bindings that a use may mean: those of the nearest frame that has any."""
    for frame in visible_frames(load):
        found = tuple(b for b in frame.bound.get(load.name, ()) if b.end < 0 or b.start <= load.node.start_byte < b.end)
        if found:
            return found
    return ()


def visible_frames(load: Load) -> Iterator[Frame]:
    """Yield the frames in which a use looks for its name, innermost first."""
    frame: Frame | None = load.frame
    direct = True
    while frame is not None:
        if (frame.role != "class" or direct) and load.name not in frame.shared:
            yield frame
        direct = direct and frame.role == "types"
        frame = frame.outer
