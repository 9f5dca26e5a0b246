"""This package holds what files say that decides over access, data and supply: one reader for each kind of place."""
