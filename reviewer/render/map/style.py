"""This module holds the style sheet of a drawn picture: it follows light and dark, and shows where the focus is."""

from collections.abc import Mapping

from reviewer.render.map.palette import DARK, LIGHT, Colour
from reviewer.render.map.words import Look

FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
DASHES = {"removed": "7 5", "deferred": "4 3", "type": "1.5 4"}
LOOKS: tuple[Look, ...] = ("kept", "added", "removed", "changed", "cycle", "forbidden")
_FIXED = f"""\
.map text {{ font-family: {FONT}; fill: var(--ink); text-anchor: middle; }}
.map .paper {{ fill: var(--paper); }}
.map .label {{ font-size: 12px; }}
.map .about {{ font-size: 10.5px; fill: var(--quiet); }}
.map .node .box {{ fill: var(--box); stroke: var(--kept); stroke-width: 1; }}
.map .node.rest .box {{ stroke-dasharray: 2 3; }}
.map .node.removed .box {{ stroke-dasharray: {DASHES["removed"]}; }}
.map .node .ring {{ display: none; fill: none; stroke: var(--focus); stroke-width: 3; }}
.map .node:focus {{ outline: none; }}
.map .node:focus .ring {{ display: inline; }}
.map .edge path {{ fill: none; stroke: var(--kept); stroke-width: 1; }}
.map .edge.deferred path {{ stroke-dasharray: {DASHES["deferred"]}; }}
.map .edge.type path {{ stroke-dasharray: {DASHES["type"]}; stroke-linecap: round; }}
.map .edge.gone path {{ stroke-dasharray: {DASHES["removed"]}; }}
.map .edge .badge {{ fill: var(--paper); stroke-width: 1.25; }}
.map .edge .mark {{ font-size: 12px; font-weight: 700; }}
"""


def render_style(nodes: int) -> str:
    """Return the rules for a picture of so many nodes: whose node is pointed at or focused, its edges stay in view."""
    rules = [
        f":root {{ color-scheme: light dark; {_write(LIGHT)} }}",
        f"@media (prefers-color-scheme: dark) {{ :root {{ {_write(DARK)} }} }}",
        _FIXED.rstrip(),
    ]
    for look in LOOKS:
        if look != "kept":
            width = "3" if look == "forbidden" else "2"
            rules.append(f".map .node.{look} .box {{ stroke: var(--{look}); stroke-width: {width}; }}")
            rules.append(f".map .edge.{look} path {{ stroke: var(--{look}); stroke-width: {width}; }}")
            rules.append(f".map .edge.{look} .badge {{ stroke: var(--{look}); }}")
            rules.append(f".map .edge.{look} .mark, .map .node.{look} .mark {{ fill: var(--{look}); }}")
        rules.append(f".map #head-{look} path {{ fill: var(--{look}); }}")
    rules += [f".map:has(#n{at}:is(:hover, :focus)) .edge:not(.n{at}) {{ opacity: 0.12; }}" for at in range(nodes)]
    return "\n".join(rules)


def _write(colours: Mapping[Colour, str]) -> str:
    return " ".join(f"--{name}: {value};" for name, value in colours.items())
