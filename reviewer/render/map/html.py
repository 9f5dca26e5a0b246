"""This module holds a picture as a page: the drawing, what its marks mean, and the same in words.

It works without a network and without scripts, and forbids both.
"""

from collections.abc import Iterator
from html import escape

from reviewer.model.picture import Link, Node, Picture
from reviewer.render.escape import escape_text
from reviewer.render.map.style import DASHES, FONT
from reviewer.render.map.svg import draw_picture
from reviewer.render.map.words import (
    MARKS,
    Look,
    count_looks,
    describe_edge,
    describe_node,
    look_of,
    marks_of,
    name_node,
    state_picture,
)

_STYLE = f"""\
body {{ margin: 0; padding: 1rem 1.5rem 3rem; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif; }}
h1 {{ font-size: 1.25rem; margin: 0.5rem 0; overflow-wrap: anywhere; }}
h2 {{ font-size: 1.05rem; margin: 2rem 0 0.5rem; }}
.view {{ overflow: auto; border: 1px solid var(--kept); border-radius: 6px; }}
.view:focus-visible {{ outline: 3px solid var(--focus); outline-offset: 2px; }}
.view svg {{ display: block; margin: 0 auto; }}
.legend {{ display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; list-style: none; padding: 0; }}
.legend svg {{ vertical-align: middle; margin-right: 0.4rem; }}
table {{ border-collapse: collapse; }}
caption {{ text-align: left; color: var(--quiet); }}
th, td {{ text-align: left; vertical-align: top; padding: 0.2rem 1.2rem 0.2rem 0;
  border-bottom: 1px solid var(--kept); }}
td {{ overflow-wrap: anywhere; }}
code {{ font-family: {FONT}; font-size: 0.9em; }}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_MEANINGS: dict[Look, str] = {
    "kept": "imports",
    "added": "new",
    "removed": "removed",
    "changed": "files in it changed",
    "cycle": "in a cycle",
    "forbidden": "against a declared layer",
}


def render_html(picture: Picture) -> str:
    """Return the picture as one self-contained page."""
    title = _text(picture.title)
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>{title}</title>",
        f"<style>\n{_STYLE}</style>",
        "</head>",
        "<body>",
        "<main>",
        f"<h1>{title}</h1>",
        f"<p>{_text(state_picture(picture))}.</p>",
        *_list_legend(picture),
        '<div class="view" tabindex="0" role="region" aria-label="Drawing">',
        draw_picture(picture),
        "</div>",
        *(f"<p>{_text(said)}.</p>" for said in picture.omitted),
        *_list_edges(picture),
        *_list_nodes(picture),
        "</main>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def _list_legend(picture: Picture) -> Iterator[str]:
    """Yield what the marks and lines mean, of those that occur."""
    looks = {*map(look_of, picture.nodes), *map(look_of, picture.edges)}
    counts = count_looks(picture.edges)
    shown = [look for look in _MEANINGS if look in looks or counts[look]]
    yield '<ul class="legend" aria-label="What the marks mean">'
    for look in shown:
        dash = f' stroke-dasharray="{DASHES["removed"]}"' if look == "removed" else ""
        yield _explain(look, dash, f"{MARKS[look]} {_MEANINGS[look]}".strip(), "1.25" if look == "kept" else "2.5")
    kinds = {edge.kind for edge in picture.edges}
    for kind, meaning in (("deferred", "imports inside of functions only"), ("type", "for type checkers only")):
        if kind in kinds:
            yield _explain("kept", f' stroke-dasharray="{DASHES[kind]}"', meaning, "1.5")
    if any(node.rest for node in picture.nodes):
        yield _explain("kept", ' stroke-dasharray="2 3"', "several parts drawn as one", "1.5")
    yield "</ul>"


def _explain(colour: str, dash: str, meaning: str, width: str) -> str:
    line = f'<line x1="0" y1="6" x2="36" y2="6" stroke="var(--{colour})" stroke-width="{width}"{dash}/>'
    return f'<li><svg width="36" height="12" aria-hidden="true">{line}</svg>{_text(meaning)}</li>'


def _list_edges(picture: Picture) -> Iterator[str]:
    """Yield the dependencies in words, what is new or wrong first."""
    if not picture.edges:
        return
    yield "<h2>Dependencies</h2>"
    yield "<table>"
    yield "<caption>Everything that the drawing shows, what changed first.</caption>"
    yield '<thead><tr><th scope="col">from</th><th scope="col">to</th><th scope="col">what</th></tr></thead>'
    yield "<tbody>"
    names = {node.id: name_node(node) for node in picture.nodes}
    order = ("forbidden", "cycle", "added", "removed", "kept")
    for edge in sorted(picture.edges, key=lambda edge: order.index(look_of(edge))):
        yield _row(_code(names[edge.source]), _code(names[edge.target]), _mark(edge) + _text(describe_edge(edge)))
    yield "</tbody>"
    yield "</table>"


def _list_nodes(picture: Picture) -> Iterator[str]:
    yield "<h2>Parts</h2>"
    yield "<table>"
    yield '<thead><tr><th scope="col">part</th><th scope="col">what</th></tr></thead>'
    yield "<tbody>"
    yield from (_row(_code(name_node(node)), _mark(node) + _text(describe_node(node))) for node in picture.nodes)
    yield "</tbody>"
    yield "</table>"


def _row(*cells: str) -> str:
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _mark(part: Node | Link) -> str:
    marks = marks_of(part)
    return f'<span aria-hidden="true">{_text(marks)} </span>' if marks else ""


def _code(text: str) -> str:
    return f"<code>{_text(text)}</code>"


def _text(text: str) -> str:
    return escape(escape_text(text), quote=True)
