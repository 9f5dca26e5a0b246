"""This package holds what build servers read: one module a format."""
