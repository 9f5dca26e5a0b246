"""This package holds what follows of the numbers: the bottleneck, what to do, where debt sits, and what if."""
