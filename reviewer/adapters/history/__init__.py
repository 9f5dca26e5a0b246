"""This package holds the changes of the past, kept in a file from run to run."""
