"""This package holds the signature table: its rows, how they are read, and how they are matched."""
