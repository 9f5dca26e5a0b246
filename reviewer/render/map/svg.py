"""This module holds a picture as a drawing that follows light and dark, and can be read without seeing it."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise

from reviewer.model.picture import Link, Node, Picture
from reviewer.render.escape import escape_text, shorten
from reviewer.render.map.layout import Box, Layout, Route, lay_out
from reviewer.render.map.style import LOOKS, render_style
from reviewer.render.map.words import describe_edge, describe_node, look_of, marks_of, name_node, state_picture

_CHAR, _SMALL, _PAD, _TALL, _LOW, _LEAST = 7.3, 6.4, 12.0, 42.0, 28.0, 64.0
_LABEL = 48
_WIDE = 0x1100  # from here on, most characters are as wide as two
_TURNS = (0.5, 0.32, 0.68, 0.18, 0.82)


def render_svg(picture: Picture) -> str:
    """Return the picture as an SVG document."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{draw_picture(picture)}\n'


def draw_picture(picture: Picture) -> str:
    """Return the `svg` element, to stand by itself or in a page."""
    number = {node.id: at for at, node in enumerate(picture.nodes)}
    edges = [edge for edge in picture.edges if edge.source != edge.target]
    weights = {(number[e.source], number[e.target]): e.count for e in edges}
    layout = lay_out([_measure(node) for node in picture.nodes], weights)
    width, height = round(layout.width), round(layout.height)
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    named = 'class="map" role="group" aria-labelledby="map-title map-about"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {named} {size}>',
        f'<title id="map-title">{_text(picture.title)}</title>',
        f'<desc id="map-about">{_text(". ".join([state_picture(picture), *picture.omitted]))}</desc>',
        f"<style>\n{render_style(len(picture.nodes))}\n</style>",
        "<defs>",
        *(_define_head(look) for look in LOOKS),
        "</defs>",
        f'<rect class="paper" width="{width}" height="{height}"/>',
        *_draw_edges(edges, picture.nodes, layout),
        *(_draw_node(at, node, layout.boxes[at], picture) for at, node in enumerate(picture.nodes)),
        "</svg>",
    ]
    return "\n".join(lines)


def _measure(node: Node) -> tuple[float, float]:
    above = _columns(_label(node)) + (len(marks_of(node)) + 1 if marks_of(node) else 0)
    below = describe_node(node)
    width = max(above * _CHAR, _columns(below) * _SMALL) + 2 * _PAD
    return max(width, _LEAST), _TALL if below else _LOW


def _columns(text: str) -> int:
    return sum(2 if ord(c) >= _WIDE and not 0x2000 <= ord(c) < 0x2E80 else 1 for c in text)


def _label(node: Node) -> str:
    return shorten(escape_text(node.label), _LABEL)


def _draw_node(at: int, node: Node, box: Box, picture: Picture) -> str:
    """Return a node with its name for who hears it: what it is, and what goes in and out."""
    about, marks = describe_node(node), marks_of(node)
    out = sum(edge.source == node.id and edge.state != "removed" for edge in picture.edges)
    into = sum(edge.target == node.id and edge.state != "removed" for edge in picture.edges)
    said = ", ".join(part for part in (escape_text(node.label), about, f"imports {out}, imported by {into}") if part)
    rest = " rest" if node.rest else ""
    middle, top = box.x + box.width / 2, box.y + (17 if about else 18)
    mark = f'<tspan class="mark">{_text(marks)}</tspan> ' if marks else ""
    lines = [
        f'<g id="n{at}" class="node {look_of(node)}{rest}" tabindex="0" role="img" aria-label="{_text(said)}">',
        f"<title>{_text(name_node(node))}</title>",
        f'<rect class="box" {_frame(box, 0)}/>',
        f'<rect class="ring" {_frame(box, 4)}/>',
        f'<text class="label" x="{middle:.1f}" y="{top:.1f}">{mark}{_text(_label(node))}</text>',
    ]
    if about:
        lines.append(f'<text class="about" x="{middle:.1f}" y="{box.y + 33:.1f}">{_text(about)}</text>')
    return "\n".join([*lines, "</g>"])


def _frame(box: Box, around: int) -> str:
    place = f'x="{box.x - around:.1f}" y="{box.y - around:.1f}"'
    return f'{place} width="{box.width + 2 * around:.1f}" height="{box.height + 2 * around:.1f}" rx="{5 + around}"'


def _draw_edges(edges: Sequence[Link], nodes: Sequence[Node], layout: Layout) -> Iterator[str]:
    """Yield the edges, the most telling last and so on top of the others."""
    number = {node.id: at for at, node in enumerate(nodes)}
    taken: list[tuple[float, float]] = []
    for edge in sorted(edges, key=lambda edge: LOOKS.index(look_of(edge))):
        source, target = number[edge.source], number[edge.target]
        route = layout.routes[source, target]
        look = look_of(edge)
        classes = f"edge {look} n{source} n{target}" + (f" {edge.kind}" if edge.kind != "import" else "")
        classes += " gone" if edge.state == "removed" else ""
        said = f"{name_node(nodes[source])} → {name_node(nodes[target])}: {describe_edge(edge)}"
        lines = [
            f'<g class="{classes}"><title>{_text(said)}</title>',
            f'<path d="{_trace(route)}" marker-end="url(#head-{look})"/>',
        ]
        marks = marks_of(edge)
        if marks:
            lines.append(_draw_badge(marks, *_find_room(route, taken)))
        yield "\n".join([*lines, "</g>"])


def _trace(route: Route) -> str:
    """Return the way as curves that leave and arrive level."""
    (start, x, y), *more = route.levels
    parts = [f"M{start:.1f} {y:.1f}", _level(start, x)]
    for left, right, height in more:
        middle = (x + left) / 2
        parts += [f"C{middle:.1f} {y:.1f} {middle:.1f} {height:.1f} {left:.1f} {height:.1f}", _level(left, right)]
        x, y = right, height
    return "".join(parts)


def _level(start: float, end: float) -> str:
    """Return a level stretch, or nothing for none: the head of an arrow would point along it."""
    return f"H{end:.1f}" if abs(end - start) > 0.1 else ""


def _find_room(route: Route, taken: list[tuple[float, float]]) -> tuple[float, float]:
    """Return a point on the way, in a gap between columns, where no other mark stands yet."""
    points = []
    for (_, x1, y1), (x2, _, y2) in pairwise(route.levels):
        for t in _TURNS:
            bend = t * t * (3 - 2 * t)
            points.append((x1 + (x2 - x1) * (1.5 * t - 1.5 * t * t + t**3), y1 + (y2 - y1) * bend))
    free = [p for p in points if all(abs(p[0] - x) > 18 or abs(p[1] - y) > 18 for x, y in taken)]
    found = (free or points)[0]
    taken.append(found)
    return found


def _draw_badge(marks: str, x: float, y: float) -> str:
    width = 10 + 8 * len(marks)
    return (
        f'<rect class="badge" x="{x - width / 2:.1f}" y="{y - 8:.1f}" width="{width}" height="16" rx="8"/>'
        f'<text class="mark" x="{x:.1f}" y="{y + 4:.1f}">{_text(marks)}</text>'
    )


def _define_head(look: str) -> str:
    return (
        f'<marker id="head-{look}" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8" markerHeight="8" '
        'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0.5L8 4L0 7.5Z"/></marker>'
    )


def _text(text: str) -> str:
    return escape(escape_text(text), quote=True)
