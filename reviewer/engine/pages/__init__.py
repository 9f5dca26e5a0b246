"""This package holds rule pages: how they are read, and how their examples are run."""
