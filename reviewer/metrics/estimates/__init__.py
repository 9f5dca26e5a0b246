"""This package holds how numbers are estimated of cases, and how sure they are."""
