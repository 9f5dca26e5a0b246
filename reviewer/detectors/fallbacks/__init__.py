"""This package holds what stands in for a result that did not come, and what may be thought of it."""
