"""This package holds the attention plan: which spans of a change to read first, and why each of them."""
