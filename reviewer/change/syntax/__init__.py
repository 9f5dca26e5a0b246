"""This package holds source text as syntax: languages, roles of nodes, both sides of a file, parts of a function."""
