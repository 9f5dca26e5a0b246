"""This package holds what is known of packages by heart: what a language brings along, and who ships which module."""
