"""This package holds what tests are made of: cases, assertions, their strength, doubles, skips, what they reach."""
