"""This package holds the reading of a change: diff text to values, source text to syntax and outline."""
