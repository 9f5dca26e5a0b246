"""This package holds what is written on a forge: the comment, the comments on lines, annotations and summaries."""
