"""This package holds the proof by running: the tests that reach a change, run over planted faults."""
