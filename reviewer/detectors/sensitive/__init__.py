"""This package holds what a change does to places where a mistake costs most."""
