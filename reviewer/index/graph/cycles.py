"""This module holds the cycles of a graph: files of which each leads to every other."""

from collections.abc import Iterable, Iterator

from reviewer.index.graph.edge import Edge


def find_cycles(edges: Iterable[Edge]) -> tuple[tuple[str, ...], ...]:
    """Return the strongly connected components of two files and more, each ordered, and ordered among themselves."""
    following: dict[str, list[str]] = {}
    for edge in sorted(edges):
        following.setdefault(edge.source, []).append(edge.target)
    return tuple(sorted(tuple(sorted(found)) for found in _connect(following) if len(found) > 1))


def _connect(following: dict[str, list[str]]) -> Iterator[list[str]]:
    """Yield the strongly connected components, as Tarjan found them in 1972, with a stack in place of recursion."""
    numbers: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_: list[str] = []
    waiting: set[str] = set()
    for root, targets in following.items():
        todo: list[tuple[str, Iterator[str]]] = [] if root in numbers else [(root, iter(targets))]
        while todo:
            node, rest = todo[-1]
            if node not in numbers:
                numbers[node] = lowest[node] = len(numbers)
                open_.append(node)
                waiting.add(node)
            for other in rest:
                if other not in numbers:
                    todo.append((other, iter(following.get(other, ()))))
                    break
                if other in waiting:
                    lowest[node] = min(lowest[node], numbers[other])
            else:
                todo.pop()
                if todo:
                    lowest[todo[-1][0]] = min(lowest[todo[-1][0]], lowest[node])
                if lowest[node] == numbers[node]:
                    found: list[str] = []
                    while not found or found[-1] != node:
                        found.append(open_.pop())
                    waiting.difference_update(found)
                    yield found
