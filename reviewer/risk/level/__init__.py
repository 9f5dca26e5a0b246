"""This package holds how much of a senior's care a whole change asks for, beside the repository's other changes."""
