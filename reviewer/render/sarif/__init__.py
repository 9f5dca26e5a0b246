"""This package holds the form that code scanning reads."""

from reviewer.render.sarif.log import render_sarif

__all__ = ["render_sarif"]
