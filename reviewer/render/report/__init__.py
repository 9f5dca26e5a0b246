"""This package holds the forms of a weekly report, one module a form."""
