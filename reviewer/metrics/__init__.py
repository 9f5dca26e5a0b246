"""This package holds the numbers of review debt."""
