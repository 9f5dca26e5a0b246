"""This package holds what the commits tell of files, people and fixes."""
