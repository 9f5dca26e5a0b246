"""This package holds the tests."""
