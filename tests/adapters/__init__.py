"""This package holds the contract suites of the adapters."""
