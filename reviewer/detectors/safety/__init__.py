"""This package holds what a change takes out of the net of tests, and which code lies bare then."""
