"""This package holds what never leaves the machine: files that are withheld, and secrets that are blacked out."""
