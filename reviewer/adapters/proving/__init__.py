"""This package holds the throw-away copy of a revision in which tests are run."""
