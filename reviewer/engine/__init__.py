"""This package holds rule pages, how they are run on a change, and how their hits become findings."""
