"""This package holds names that a change adds, names that are known, and where they are used."""
