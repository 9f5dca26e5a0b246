"""This package holds how checks of a repository are switched off or loosened."""
