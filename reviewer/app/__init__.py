"""This package holds the use cases, one file each: what is done, in which order, with the world handed in."""
