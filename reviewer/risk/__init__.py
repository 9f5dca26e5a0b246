"""This package holds what is said first: which findings are shown, and which lines deserve a senior's attention."""
