"""This package holds what calls have to do with the function they reach: signatures, results, wrappers."""
