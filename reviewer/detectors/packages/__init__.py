"""This package holds which packages a repository declares, is, and still imports."""
