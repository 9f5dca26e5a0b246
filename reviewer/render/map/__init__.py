"""This package holds the forms of a picture of the architecture, one module a form."""
