"""This package holds the tools themselves, each a function from a sight and its arguments to the lines of an answer."""
