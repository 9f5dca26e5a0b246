"""This package holds the two ends of connections that only a text holds together."""
