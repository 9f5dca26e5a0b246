"""The author reads a review in a terminal before pushing; this package holds that one screen."""

from reviewer.render.text.layout import render_text

__all__ = ["render_text"]
