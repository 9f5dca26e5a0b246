"""This package holds what a change says of itself, and what of that can be held against its lines."""
