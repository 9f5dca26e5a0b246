"""This package holds how results are shown: one file for each form."""
