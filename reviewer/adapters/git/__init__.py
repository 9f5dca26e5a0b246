"""This package holds git, read as objects: the one implementation of `Repository` that touches the world."""
