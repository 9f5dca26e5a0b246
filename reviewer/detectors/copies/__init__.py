"""This package holds what copied and rebuilt functions have in common, and when that is worth a word."""
