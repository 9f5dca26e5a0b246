"""This package holds how rows of facts are made of raw records."""
