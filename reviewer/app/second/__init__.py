"""This package holds the second reader: a language model that may add to a review, and only with evidence."""
