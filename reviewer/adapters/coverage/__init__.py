"""This package holds how coverage reports are found, read, and laid over the files of the repository."""
