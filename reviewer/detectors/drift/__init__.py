"""This package holds what a change does to files and packages: which grow, which go, which get the same edit."""
