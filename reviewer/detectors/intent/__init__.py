"""This package holds what tells that something was done on purpose."""
