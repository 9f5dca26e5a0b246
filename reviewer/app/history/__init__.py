"""This package holds the use cases of the history: reading it, and telling what it says of files."""
