"""This module holds the parts of a change, each of which could land without the others."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reviewer.change.late import compile_late
from reviewer.detectors.concerns.links import Link, find_links, find_rare
from reviewer.detectors.concerns.pieces import IDLE, Piece, list_pieces
from reviewer.index.view import View

# A change of more files is an edit of the whole repository and not some features side by side.
_MOST_FILES = 150
_SUBJECTS = 20
# Two parts and what is said of them have to fit into a message.
_LONGEST_PATH = 40
# A new version of a dependency is one reason for edits in many places that look unlike.
_MANIFEST = compile_late(
    r"(?:^|/)(?:package(?:-lock)?\.json|pnpm-lock\.yaml|yarn\.lock|bun\.lockb?|poetry\.lock|uv\.lock|pyproject\.toml|go\.mod|"
    r"go\.sum|Cargo\.(?:toml|lock)|composer\.(?:json|lock)|Gemfile(?:\.lock)?|pom\.xml|[\w.-]*requirements[\w.-]*\.txt|"
    r"[\w.-]+\.csproj|Directory\.Packages\.props|[\w.-]+\.gradle(?:\.kts)?|libs\.versions\.toml)$"
)
_LIST = compile_late(
    r"(?i)(?:^|/)(?:change(?:s|log)|news|history|readme|release\w*|index|summary|whatsnew)[^/]*$|\.lock$|changelog|changeset|"
    r"release-notes|\.min\.|bundle|(?:^|/)(?:dist|build|plugin)/|\.(?:json|po|snap)$"
)
_WORDS = compile_late(r"[A-Z]?[a-z]{3,}|[A-Z]{4,}")


@dataclass(frozen=True, slots=True)
class Part:
    """Files that belong together. `pieces` carry the concern, largest first; `followers` go with them.

    A follower, such as a list of changes, may belong to several parts.
    """

    pieces: tuple[Piece, ...]
    followers: tuple[Piece, ...]

    @property
    def lines(self) -> int:
        """The changed lines of its pieces."""
        return sum(piece.lines for piece in self.pieces)

    @property
    def own_lines(self) -> int:
        """The changed lines of its pieces that are no tests."""
        return sum(piece.lines for piece in self.pieces if piece.file.file_class != "test")

    @property
    def main(self) -> Piece:
        """Its largest file that is no test, or else its largest one."""
        return next((piece for piece in self.pieces if piece.file.file_class != "test"), self.pieces[0])

    def subjects(self) -> frozenset[str]:
        """The words that its changed lines and paths say most often, without those that any code says."""
        counts: Counter[str] = Counter()
        for piece in self.pieces:
            changed = (*piece.file.change.added_lines.values(), *piece.file.change.deleted_lines.values(), piece.path)
            counts.update(word.lower() for text in changed for word in _WORDS.findall(text))
        told = sorted((w for w in counts if w not in IDLE), key=lambda w: (-counts[w], w))
        return frozenset(told[:_SUBJECTS])


def find_parts(view: View) -> tuple[Part, ...]:
    """Return the parts of a change in an order in which they can land: none needs another, so the smallest is first.

    Every file that may carry a concern is in just one of them. Empty for a change that touches too many files.
    """
    leaders, others = list_pieces(view.files)
    if not 1 < len(leaders) <= _MOST_FILES or any(_MANIFEST.search(piece.path) for piece in others):
        return ()
    parts = [_follow(view, group, others) for group in _join(leaders, find_links(view, leaders))]
    # A page or a workflow that speaks of two parts ties them; a list of everything does not.
    ties = {piece.path for piece in others if not _LIST.search(piece.path)}
    homes: dict[str, list[int]] = {}
    for number, part in enumerate(parts):
        for piece in part.followers:
            homes.setdefault(piece.path, []).append(number)
    links = [(numbers[0], other) for path, numbers in homes.items() if path in ties for other in numbers[1:]]
    joined = [[p for n in group for p in parts[n].pieces] for group in join_linked(len(parts), links)]
    followed = [_follow(view, group, others) for group in joined]
    return tuple(sorted(followed, key=lambda part: (part.lines, part.pieces[0].path)))


def join_linked(count: int, links: Iterable[Link]) -> list[list[int]]:
    """Return the connected components of so many nodes, each in order, by their first nodes."""
    roots = list(range(count))

    def find(node: int) -> int:
        while roots[node] != node:
            roots[node] = node = roots[roots[node]]
        return node

    for first, second in links:
        one, other = find(first), find(second)
        roots[max(one, other)] = min(one, other)
    groups: dict[int, list[int]] = {}
    for node in range(count):
        groups.setdefault(find(node), []).append(node)
    return list(groups.values())


def are_apart(first: Part, second: Part, most: float) -> bool:
    """Tell whether two parts speak of different things: they share no more than so much of their subjects."""
    mine, other = first.subjects(), second.subjects()
    return len(mine & other) <= most * min(len(mine), len(other))


def describe_part(part: Part) -> str:
    """Return what a part is about, and how large it is."""
    more, path = len(part.pieces) - 1, part.main.path
    shown = path if len(path) <= _LONGEST_PATH else f"…{path[-_LONGEST_PATH:]}"
    beside = f" and {more} more file{'' if more == 1 else 's'}" if more else ""
    return f"`{shown}`{beside} ({part.lines:,} lines)"


def _join(pieces: Sequence[Piece], links: Iterable[Link]) -> list[list[Piece]]:
    return [[pieces[n] for n in group] for group in join_linked(len(pieces), links)]


def _follow(view: View, pieces: Iterable[Piece], others: Sequence[Piece]) -> Part:
    part = Part(tuple(sorted(pieces, key=lambda p: (-p.lines, p.path))), ())
    return Part(part.pieces, _find_followers(view, part, others))


def _find_followers(view: View, part: Part, others: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return the documents and settings that speak of what a part touched."""
    names = frozenset(name for piece in part.pieces for name in piece.defined)
    stems = frozenset(piece.stem for piece in part.pieces if piece.stem)
    said = frozenset(word for piece in part.pieces for word in piece.said)
    found = []
    for piece in others:
        rare = find_rare(view.base, (said, piece.said)) if not names & piece.said else names
        if rare & piece.said or stems & {word.lower() for word in piece.said} or piece.stem in stems:
            found.append(piece)
    return tuple(found)
