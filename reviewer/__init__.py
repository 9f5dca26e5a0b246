"""This package holds the review risk analyzer: where a senior must look, and why."""

__version__ = "0.1.0"
