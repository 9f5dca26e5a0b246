"""This package holds everything that touches the world: git, files, and later GitHub, a store and a model."""
