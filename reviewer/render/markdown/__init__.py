"""This package holds the Markdown of a review: one layout for a file, a comment and the summary of a run."""

from reviewer.render.markdown.layout import LIMIT, render_markdown

__all__ = ["LIMIT", "render_markdown"]
