"""This module holds a picture as a Mermaid flowchart, which GitHub draws in Markdown."""

from reviewer.model.picture import Link, Node, Picture
from reviewer.render.escape import escape_text, shorten
from reviewer.render.map.palette import BOTH
from reviewer.render.map.words import EDGE_WORDS, Look, describe_node, look_of, marks_of

_LABEL = 60
_SAFE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 /_,()…")
_CLASSES: dict[Look, str] = {
    "added": "stroke-width:3px",
    "removed": "stroke-width:2px,stroke-dasharray:6 4",
    "changed": "stroke-width:3px",
}
# Of what is only there, the theme decides.
_LINES: dict[Look, str] = {
    "added": "stroke-width:3px",
    "removed": "stroke-width:2px,stroke-dasharray:6 4",
    "cycle": "stroke-width:3px",
    "forbidden": "stroke-width:4px",
}


def render_mermaid(picture: Picture) -> str:
    """Return the picture as Mermaid text; in Markdown it goes into a fence of its own (see `fence_mermaid`)."""
    number = {node.id: f"n{at}" for at, node in enumerate(picture.nodes)}
    lines = ["flowchart LR"]
    lines += [f"  {number[node.id]}{_box(node)}" for node in picture.nodes]
    lines += [f"  {number[edge.source]} {_arrow(edge)} {number[edge.target]}" for edge in picture.edges]
    lines += _style(picture, number)
    return "\n".join(lines) + "\n"


def fence_mermaid(picture: Picture) -> str:
    """Return the picture as a block of Markdown. Its text holds no backtick, so nothing can leave the fence."""
    return f"```mermaid\n{render_mermaid(picture)}```"


def _box(node: Node) -> str:
    about = describe_node(node)
    marks = marks_of(node)
    below = _escape(about) + (f" {_escape(marks)}" if marks else "")
    label = _escape(shorten(escape_text(node.label), _LABEL)) or "#32;"
    return f'["{label}{"<br>" if below else ""}{below}"]'


def _arrow(edge: Link) -> str:
    line = "-.->" if edge.state == "removed" or edge.kind != "import" else "-->"
    # A mark at the beginning would be read as the bullet of a list.
    looks: dict[Look, bool] = {edge.state: True, "cycle": edge.in_cycle, "forbidden": bool(edge.forbidden)}
    said = ", ".join(word for look, word in EDGE_WORDS.items() if looks.get(look))
    return f'{line}|"{said} {_escape(marks_of(edge))}"|' if said else line


def _style(picture: Picture, number: dict[str, str]) -> list[str]:
    lines = []
    for look, style in _CLASSES.items():
        chosen = [number[node.id] for node in picture.nodes if look_of(node) == look]
        if chosen:
            lines += [f"  classDef {look} stroke:{BOTH[look]},{style}", f"  class {','.join(chosen)} {look}"]
    for look, style in _LINES.items():
        found = [str(at) for at, edge in enumerate(picture.edges) if look_of(edge) == look]
        if found:
            lines.append(f"  linkStyle {','.join(found)} stroke:{BOTH[look]},{style}")
    return lines


def _escape(text: str) -> str:
    """Write whatever might mean something to Mermaid, Markdown or HTML by its number."""
    return "".join(c if c in _SAFE or (ord(c) > 0x7F) else f"#{ord(c)};" for c in text)
