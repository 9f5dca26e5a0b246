"""This package holds the search for loops of imports that a change closes."""
