"""This package holds where imports lead inside of a revision, one module or more a family of languages."""

from reviewer.index.resolve.resolution import Resolution
from reviewer.index.resolve.resolver import open_import, resolve_import

__all__ = ["Resolution", "open_import", "resolve_import"]
