"""This package holds what a repository publishes for code outside of it."""
