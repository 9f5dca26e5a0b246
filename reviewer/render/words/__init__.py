"""This package holds the words for parts of a review, which every form uses."""
