"""This package holds a layered layout: columns from left to right, in which nothing overlaps and no edge hits a box.

It is our own because the one pure Python library for it (grandalf) has not been kept for years and has no types.
"""

from reviewer.render.map.layout.place import Box, Layout, Route, lay_out

__all__ = ["Box", "Layout", "Route", "lay_out"]
