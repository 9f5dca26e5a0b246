"""This package holds which file of a revision imports which, as far as the code alone tells."""

from reviewer.index.graph.cycles import find_cycles
from reviewer.index.graph.delta import EdgeDelta, compare_graphs
from reviewer.index.graph.edge import Edge, EdgeKind
from reviewer.index.graph.imported import Graph, graph_of
from reviewer.index.graph.levels import Levels, Link, component_of, fold_edges, levels_of

__all__ = [
    "Edge",
    "EdgeDelta",
    "EdgeKind",
    "Graph",
    "Levels",
    "Link",
    "compare_graphs",
    "component_of",
    "find_cycles",
    "fold_edges",
    "graph_of",
    "levels_of",
]
