"""This package holds the names that a file binds and uses: how each language does it, and what a use may mean."""
