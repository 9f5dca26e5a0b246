"""This package holds how a graph of files becomes a picture that a person can take in."""
