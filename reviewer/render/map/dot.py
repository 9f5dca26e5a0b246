"""This module holds a picture as a graph in the language of Graphviz."""

from reviewer.model.picture import Link, Node, Picture
from reviewer.render.escape import escape_text
from reviewer.render.map.palette import LIGHT
from reviewer.render.map.words import describe_edge, describe_node, look_of, marks_of

_STYLES = {"removed": "dashed", "deferred": "dotted", "type": "dotted", "kept": "solid", "import": "solid"}


def render_dot(picture: Picture) -> str:
    """Return the picture for `dot`."""
    number = {node.id: f"n{at}" for at, node in enumerate(picture.nodes)}
    lines = [
        "digraph architecture {",
        f"  graph [rankdir=LR, label={_quote(picture.title)}, labelloc=t, fontname=monospace, fontsize=11];",
        "  node [shape=box, fontname=monospace, fontsize=11];",
        "  edge [fontname=monospace, fontsize=11];",
    ]
    lines += [f"  {number[node.id]} [{_describe_node(node)}];" for node in picture.nodes]
    lines += [f"  {number[e.source]} -> {number[e.target]} [{_describe_edge(e)}];" for e in picture.edges]
    lines += [f"  // {escape_text(said)}" for said in picture.omitted]
    return "\n".join([*lines, "}"]) + "\n"


def _describe_node(node: Node) -> str:
    marks = marks_of(node)
    label = f"{marks} {escape_text(node.label)}" if marks else escape_text(node.label)
    about = describe_node(node)
    look = look_of(node)
    style = {"removed": "dashed", "kept": "solid"}.get(look, "bold")
    written = f'"{_mask(label)}\\n{_mask(about)}"' if about else _quote(label)
    return f'label={written}, tooltip={_quote(node.id)}, style={style}, color="{LIGHT[look]}"'


def _describe_edge(edge: Link) -> str:
    look = look_of(edge)
    style = _STYLES["removed" if edge.state == "removed" else edge.kind]
    width = 1 if look == "kept" else 2
    parts = [f'tooltip={_quote(describe_edge(edge))}, style={style}, penwidth={width}, color="{LIGHT[look]}"']
    marks = marks_of(edge)
    return ", ".join([f"label={_quote(marks)}"] * bool(marks) + parts)


def _quote(text: str) -> str:
    return f'"{_mask(escape_text(text))}"'


def _mask(text: str) -> str:
    """Write what would end a string, begin an escape, or be read as an HTML entity."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
