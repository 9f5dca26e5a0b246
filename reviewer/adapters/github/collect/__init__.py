"""This package holds how the whole past of a repository is read from GitHub, page by page."""
