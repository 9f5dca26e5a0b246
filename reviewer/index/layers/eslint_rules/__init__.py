"""This package holds the rules of ESLint's plugins about who may import whom."""

from reviewer.index.layers.eslint_rules.settings import read_eslint

__all__ = ["read_eslint"]
